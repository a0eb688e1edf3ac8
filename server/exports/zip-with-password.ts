import { createCipheriv, createHmac, pbkdf2Sync, randomBytes, type Cipheriv } from "node:crypto";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { createDeflateRaw } from "node:zlib";
import { base32 } from "../platform/index.ts";

const METHOD_AES = 99;
const DEFLATED = 8;
const STORED = 0;
/** Encrypted, sizes after the data, name as UTF-8. */
const FLAGS = 0x0001 | 0x0008 | 0x0800;
const VERSION = 51;
const SALT_BYTES = 16;
const KEY_BYTES = 32;
const CODE_BYTES = 10;
/** Fixed by the format. The passwords have 120 bits, so that they need no slow derivation. */
const ROUNDS = 1000;
const BLOCK = 16;
const MOST = 0xffffffff;

/** A password of 120 random bits in groups that can be read out on the telephone. */
export function newPassword(): string {
  return base32(randomBytes(15)).match(/.{4}/g)!.join("-");
}

/**
 * A ZIP with one file, encrypted with AES-256 under a password (AE-2 of the WinZip specification), as 7-Zip, WinZip, Keka
 * and The Unarchiver open it. Piece by piece, with memory that does not depend on its size; at most 4 GiB.
 */
export async function* zipWithPassword(
  source: AsyncIterable<Buffer>,
  of: { password: string; name: string; at: Date; compress: boolean; comment: string },
): AsyncGenerator<Buffer> {
  const salt = randomBytes(SALT_BYTES);
  const derived = pbkdf2Sync(of.password, salt, ROUNDS, 2 * KEY_BYTES + 2, "sha1");
  const encrypt = counterMode(derived.subarray(0, KEY_BYTES));
  const code = createHmac("sha1", derived.subarray(KEY_BYTES, 2 * KEY_BYTES));
  const common = commonHeader(of);
  yield localHeader(common);
  yield Buffer.concat([salt, derived.subarray(2 * KEY_BYTES)]);
  const plain = { size: 0 };
  let packed = SALT_BYTES + 2 + CODE_BYTES;
  for await (const part of of.compress
    ? deflated(counted(source, plain))
    : counted(source, plain)) {
    const sealed = encrypt(part);
    code.update(sealed);
    packed += sealed.length;
    yield sealed;
  }
  if (packed > MOST || plain.size > MOST) throw new Error("A file of an export ends at 4 GiB.");
  yield code.digest().subarray(0, CODE_BYTES);
  const sizes = Buffer.alloc(16);
  sizes.writeUInt32LE(0x08074b50, 0);
  // AE-2 has no checksum of the plain text; the code above stands for it.
  sizes.writeUInt32LE(packed, 8);
  sizes.writeUInt32LE(plain.size, 12);
  yield sizes;
  yield directory(of, common, { packed, plain: plain.size });
}

async function* counted(
  source: AsyncIterable<Buffer>,
  into: { size: number },
): AsyncGenerator<Buffer> {
  for await (const part of source) {
    into.size += part.length;
    yield part;
  }
}

async function* deflated(source: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  const deflate = createDeflateRaw();
  const fed = pipeline(Readable.from(source), deflate);
  // Its failure is the one that reading gives below.
  fed.catch(() => undefined);
  for await (const part of deflate) yield part as Buffer;
  await fed;
}

/** AES in counter mode with a counter that runs from its low end, which is not the one of other formats. */
function counterMode(key: Buffer): (plain: Buffer) => Buffer {
  const cipher: Cipheriv = createCipheriv("aes-256-ecb", key, null).setAutoPadding(false);
  let block = 1;
  let rest = Buffer.alloc(0);
  return (plain) => {
    const blocks = Math.max(0, Math.ceil((plain.length - rest.length) / BLOCK));
    const counters = Buffer.alloc(blocks * BLOCK);
    for (let at = 0; at < blocks; at++) counters.writeUInt32LE(block++, at * BLOCK);
    const stream = Buffer.concat([rest, cipher.update(counters)]);
    const out = Buffer.allocUnsafe(plain.length);
    for (let at = 0; at < plain.length; at++) out[at] = plain[at]! ^ stream[at]!;
    rest = stream.subarray(plain.length);
    return out;
  };
}

/** What the header before the data and the one in the directory have in common, from version to checksum. */
function commonHeader(of: { at: Date; name: string; compress: boolean }): {
  head: Buffer;
  name: Buffer;
  extra: Buffer;
} {
  const head = Buffer.alloc(14);
  head.writeUInt16LE(VERSION, 0);
  head.writeUInt16LE(FLAGS, 2);
  head.writeUInt16LE(METHOD_AES, 4);
  const [time, day] = dosTime(of.at);
  head.writeUInt16LE(time, 6);
  head.writeUInt16LE(day, 8);
  const extra = Buffer.alloc(11);
  extra.writeUInt16LE(0x9901, 0);
  extra.writeUInt16LE(7, 2);
  extra.writeUInt16LE(2, 4);
  extra.write("AE", 6, "latin1");
  extra.writeUInt8(3, 8);
  extra.writeUInt16LE(of.compress ? DEFLATED : STORED, 9);
  return { head, name: Buffer.from(of.name, "utf8"), extra };
}

function localHeader({ head, name, extra }: ReturnType<typeof commonHeader>): Buffer {
  const start = Buffer.alloc(4);
  start.writeUInt32LE(0x04034b50, 0);
  const rest = Buffer.alloc(12);
  rest.writeUInt16LE(name.length, 8);
  rest.writeUInt16LE(extra.length, 10);
  return Buffer.concat([start, head, rest, name, extra]);
}

function directory(
  of: { comment: string },
  { head, name, extra }: ReturnType<typeof commonHeader>,
  sizes: { packed: number; plain: number },
): Buffer {
  const start = Buffer.alloc(6);
  start.writeUInt32LE(0x02014b50, 0);
  // Made on Unix, so that the rights below are read: the owner alone may read the file.
  start.writeUInt16LE((3 << 8) | VERSION, 4);
  const rest = Buffer.alloc(26);
  rest.writeUInt32LE(sizes.packed, 0);
  rest.writeUInt32LE(sizes.plain, 4);
  rest.writeUInt16LE(name.length, 8);
  rest.writeUInt16LE(extra.length, 10);
  rest.writeUInt32LE((0o100600 << 16) >>> 0, 18);
  const entry = Buffer.concat([start, head, rest, name, extra]);
  const comment = Buffer.from(of.comment, "utf8");
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(1, 8);
  end.writeUInt16LE(1, 10);
  end.writeUInt32LE(entry.length, 12);
  const before = 4 + head.length + 12 + name.length + extra.length + sizes.packed + 16;
  end.writeUInt32LE(before, 16);
  end.writeUInt16LE(comment.length, 20);
  return Buffer.concat([entry, end, comment]);
}

/** Time and day as MS-DOS wrote them, in UTC. */
function dosTime(at: Date): [number, number] {
  const time =
    (at.getUTCHours() << 11) | (at.getUTCMinutes() << 5) | Math.floor(at.getUTCSeconds() / 2);
  const day = ((at.getUTCFullYear() - 1980) << 9) | ((at.getUTCMonth() + 1) << 5) | at.getUTCDate();
  return [time, day];
}
