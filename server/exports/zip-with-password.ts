import { randomBytes } from "node:crypto";
import { ZipWriter } from "@zip.js/zip.js";
import { base32 } from "../platform/index.ts";

/** AES with a key of 256 bits (AE-2 of the WinZip specification). */
const AES_256 = 3;
/** The owner alone may read what comes out. */
const RIGHTS = 0o100600;

/** A password of 120 random bits in groups that can be read out on the telephone. */
export function newPassword(): string {
  return base32(randomBytes(15)).match(/.{4}/g)!.join("-");
}

/**
 * A ZIP with one file, encrypted with AES-256 under a password, as 7-Zip, WinZip, Keka, The Unarchiver, libarchive and
 * Python's pyzipper open it. Piece by piece, with memory that does not depend on its size. Throws what `source` throws.
 *
 * @param of.compress false for what is compressed already and not empty
 */
export async function* zipWithPassword(
  source: AsyncIterable<Buffer>,
  of: { password: string; name: string; at: Date; compress: boolean; comment: string },
): AsyncGenerator<Buffer> {
  let fail: (reason: unknown) => void = () => undefined;
  const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>({
    start: (controller) => {
      fail = (reason) => controller.error(reason);
    },
  });
  const writing = write(writable, source, of);
  // What goes wrong there ends the reading here.
  writing.catch(fail);
  for await (const part of readable)
    yield Buffer.from(part.buffer, part.byteOffset, part.byteLength);
  await writing;
}

async function write(
  to: WritableStream<Uint8Array>,
  source: AsyncIterable<Buffer>,
  of: { password: string; name: string; at: Date; compress: boolean; comment: string },
): Promise<void> {
  const writer = new ZipWriter(to, {
    password: of.password,
    encryptionStrength: AES_256,
    level: of.compress ? 6 : 0,
    // It runs in a job, where threads of its own would gain nothing.
    useWebWorkers: false,
  });
  const content = ReadableStream.from(source as AsyncIterable<Uint8Array>);
  await writer.add(of.name, content, { lastModDate: of.at, unixMode: RIGHTS });
  await writer.close(new TextEncoder().encode(of.comment));
}
