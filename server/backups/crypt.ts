import {
  createCipheriv,
  createDecipheriv,
  createHmac,
  hkdfSync,
  randomBytes,
  scrypt,
} from "node:crypto";
import { Transform, type TransformCallback } from "node:stream";
import { AppError, openWith, sameBytes, sealWith } from "../platform/index.ts";
import type { Manifest } from "./backup.ts";

const CHUNK = 256 * 1024;
const TAG = 16;
const LENGTH = 4;
/** OWASP Password Storage Cheat Sheet: 128 MiB. A backup names its own, so that those of before open as ever. */
const KDF = { N: 2 ** 17, r: 8, p: 1 };
const WRONG_KEY = "backup_key_wrong";

/** scrypt (RFC 7914): a passphrase of people and a key file go the same way. */
function deriveKey(secret: string, kdf: Manifest["kdf"]): Promise<Buffer> {
  const { N, r, p } = kdf;
  return new Promise((resolve, reject) => {
    scrypt(
      secret,
      Buffer.from(kdf.salt, "base64"),
      32,
      { N, r, p, maxmem: 2 ** 28 },
      (error, key) => (error ? reject(error) : resolve(key)),
    );
  });
}

/** A new key for one backup, and what its manifest keeps of it. */
export async function newBackupKey(
  secret: string,
): Promise<{ key: Buffer; kdf: Manifest["kdf"]; sealed: string }> {
  const kdf = { ...KDF, salt: randomBytes(16).toString("base64") };
  const key = randomBytes(32);
  return { key, kdf, sealed: sealWith(await deriveKey(secret, kdf), key).toString("base64") };
}

/** The key of a backup. Throws 422 `backup_key_wrong`. */
export async function openBackupKey(
  secret: string,
  manifest: Pick<Manifest, "kdf" | "key">,
): Promise<Buffer> {
  if (manifest.kdf.N > 2 ** 20 || manifest.kdf.r > 16 || manifest.kdf.p > 4)
    throw new AppError(
      "backup_damaged",
      422,
      "The backup asks for an unreasonable key derivation.",
    );
  try {
    return openWith(await deriveKey(secret, manifest.kdf), Buffer.from(manifest.key, "base64"));
  } catch {
    throw new AppError(WRONG_KEY, 422, "This is not the key of this backup.", {
      hint: "Give the file or passphrase the backup was made with: --key <file>, or BACKUP_KEY_FILE.",
    });
  }
}

const fileKey = (key: Buffer, label: string): Buffer =>
  Buffer.from(hkdfSync("sha256", key, "klarpost-backup", label, 32));

/** Seal over the manifest's text. */
export const manifestSeal = (key: Buffer, text: string): string =>
  createHmac("sha256", fileKey(key, "manifest")).update(text).digest("hex");

export const isSealed = (key: Buffer, text: string, seal: string): boolean =>
  sameBytes(Buffer.from(manifestSeal(key, text), "hex"), Buffer.from(seal, "hex"));

/** Chunk's number and whether it is the last, so that none can be left out, moved, or cut off at the end. */
function nonceOf(no: number, isLast: boolean): Buffer {
  const nonce = Buffer.alloc(12);
  nonce.writeBigUInt64BE(BigInt(no), 0);
  nonce.writeUInt8(isLast ? 1 : 0, 11);
  return nonce;
}

/** AES-256-GCM in chunks: length, ciphertext, tag. The last one may be empty. */
export function encrypt(key: Buffer, name: string): Transform {
  const own = fileKey(key, `table/${name}`);
  let waiting: Buffer[] = [];
  let size = 0;
  let no = 0;
  const seal = (plain: Buffer, isLast: boolean): Buffer => {
    const cipher = createCipheriv("aes-256-gcm", own, nonceOf(no++, isLast));
    const length = Buffer.alloc(LENGTH);
    length.writeUInt32BE(plain.length);
    return Buffer.concat([length, cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
  };
  return new Transform({
    transform(chunk: Buffer, _encoding, done: TransformCallback) {
      waiting.push(chunk);
      size += chunk.length;
      if (size >= CHUNK) {
        const all = Buffer.concat(waiting);
        let at = 0;
        for (; all.length - at >= CHUNK; at += CHUNK)
          this.push(seal(all.subarray(at, at + CHUNK), false));
        waiting = [all.subarray(at)];
        size = all.length - at;
      }
      done();
    },
    flush(done: TransformCallback) {
      this.push(seal(Buffer.concat(waiting), true));
      done();
    },
  });
}

/** Opens what `encrypt` made; fails where a byte is other, missing or too many. */
export function decrypt(key: Buffer, name: string): Transform {
  const own = fileKey(key, `table/${name}`);
  let held: Buffer = Buffer.alloc(0);
  let no = 0;
  const open = (length: number, isLast: boolean): Buffer => {
    const end = LENGTH + length;
    const decipher = createDecipheriv("aes-256-gcm", own, nonceOf(no++, isLast));
    decipher.setAuthTag(held.subarray(end, end + TAG));
    const plain = Buffer.concat([decipher.update(held.subarray(LENGTH, end)), decipher.final()]);
    held = held.subarray(end + TAG);
    return plain;
  };
  const damaged = (): Error =>
    new AppError("backup_damaged", 422, `The file ${name} of the backup is damaged or cut off.`, {
      hint: "Take another backup; `klarpost backup list` shows them.",
    });
  return new Transform({
    transform(chunk: Buffer, _encoding, done: TransformCallback) {
      held = held.length === 0 ? chunk : Buffer.concat([held, chunk]);
      try {
        for (;;) {
          if (held.length < LENGTH) break;
          const length = held.readUInt32BE(0);
          if (length > CHUNK) throw damaged();
          // What might be the last chunk waits for the end of the file.
          if (held.length <= LENGTH + length + TAG) break;
          this.push(open(length, false));
        }
        done();
      } catch {
        done(damaged());
      }
    },
    flush(done: TransformCallback) {
      try {
        const length = held.length < LENGTH ? -1 : held.readUInt32BE(0);
        if (held.length !== LENGTH + length + TAG) throw damaged();
        this.push(open(length, true));
        done();
      } catch {
        done(damaged());
      }
    },
  });
}
