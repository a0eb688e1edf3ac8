import { openWith, sealWith } from "../platform/index.ts";

const PIECE = 256 * 1024;
const NUMBER_BYTES = 5;

/**
 * Encrypts a stream piece by piece (AES-256-GCM), each with its number and whether it is the last, so that none can be
 * left out, doubled or moved.
 */
export async function* sealStream(
  key: Buffer,
  source: AsyncIterable<Buffer>,
): AsyncGenerator<Buffer> {
  let waiting: Buffer[] = [];
  let size = 0;
  let no = 0;
  const frame = (last: boolean): Buffer => {
    const number = Buffer.alloc(NUMBER_BYTES);
    number.writeUInt32BE(no++);
    number[4] = last ? 1 : 0;
    const sealed = sealWith(key, Buffer.concat([number, ...waiting]));
    const length = Buffer.alloc(4);
    length.writeUInt32BE(sealed.length);
    [waiting, size] = [[], 0];
    return Buffer.concat([length, sealed]);
  };
  for await (const part of source) {
    waiting.push(part);
    size += part.length;
    if (size >= PIECE) yield frame(false);
  }
  yield frame(true);
}

/** Opens what `sealStream` made. Throws when anything was altered or is missing. */
export async function* openStream(
  key: Buffer,
  source: AsyncIterable<Buffer>,
): AsyncGenerator<Buffer> {
  let pending = Buffer.alloc(0);
  let no = 0;
  let ended = false;
  for await (const part of source) {
    pending = Buffer.concat([pending, part]);
    while (pending.length >= 4) {
      const end = 4 + pending.readUInt32BE(0);
      if (pending.length < end) break;
      const plain = openWith(key, pending.subarray(4, end));
      if (ended || plain.readUInt32BE(0) !== no++) throw new Error("The pieces are out of order.");
      ended = plain[4] === 1;
      yield plain.subarray(NUMBER_BYTES);
      pending = pending.subarray(end);
    }
  }
  if (!ended || pending.length > 0) throw new Error("The file is cut off.");
}
