import { createCipheriv, createHmac, pbkdf2Sync } from "node:crypto";
import { inflateRawSync } from "node:zlib";

/**
 * Opens the only file of a ZIP under AES-256 (AE-2), read from its directory as programs do, written from the
 * specification and not from the product's code. Throws for a wrong password and for altered bytes.
 */
export function openZip(zip: Buffer, password: string): Buffer {
  const end = zip.lastIndexOf(Buffer.from([0x50, 0x4b, 5, 6]));
  const entry = zip.readUInt32LE(end + 16);
  if (zip.readUInt32LE(entry) !== 0x02014b50) throw new Error("no directory");
  if (zip.readUInt16LE(entry + 10) !== 99) throw new Error("not encrypted with AES");
  const packed = zip.readUInt32LE(entry + 20);
  const size = zip.readUInt32LE(entry + 24);
  const extra = entry + 46 + zip.readUInt16LE(entry + 28);
  if (zip.readUInt16LE(extra) !== 0x9901 || zip[extra + 8] !== 3) throw new Error("not AES-256");
  const method = zip.readUInt16LE(extra + 9);
  const local = zip.readUInt32LE(entry + 42);
  const start = local + 30 + zip.readUInt16LE(local + 26) + zip.readUInt16LE(local + 28);
  const data = zip.subarray(start, start + packed);
  const derived = pbkdf2Sync(password, data.subarray(0, 16), 1000, 66, "sha1");
  if (!derived.subarray(64).equals(data.subarray(16, 18))) throw new Error("wrong password");
  const sealed = data.subarray(18, -10);
  const code = createHmac("sha1", derived.subarray(32, 64)).update(sealed).digest().subarray(0, 10);
  if (!code.equals(data.subarray(-10))) throw new Error("wrong password or altered");
  const aes = createCipheriv("aes-256-ecb", derived.subarray(0, 32), null).setAutoPadding(false);
  const open = Buffer.alloc(sealed.length);
  const counter = Buffer.alloc(16);
  for (let at = 0, no = 1; at < sealed.length; at += 16, no++) {
    counter.writeUInt32LE(no);
    const stream = aes.update(counter);
    for (let byte = 0; byte < 16 && at + byte < sealed.length; byte++)
      open[at + byte] = sealed[at + byte]! ^ stream[byte]!;
  }
  const plain = method === 8 ? inflateRawSync(open) : open;
  if (plain.length !== size) throw new Error("cut off");
  return plain;
}
