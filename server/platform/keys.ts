import { createCipheriv, createDecipheriv, hash, hkdfSync, timingSafeEqual } from "node:crypto";
import { drawRandomBytes } from "./random-bytes.ts";

/**
 * Everything that needs the instance's secret. A label separates uses, so no key serves two purposes.
 *
 * Secrets can be changed (ORG-19): the newest seals and signs, every one opens what was sealed or given out under it,
 * and the first makes what has to stay the same for ever, because it is compared with what is stored.
 */
export interface Keys {
  /** 32 bytes for one use (HKDF-SHA-256), of the newest secret. */
  derive(label: string): Buffer;
  /** The same of the first secret, for what may never change: the name under which the ledger signs. */
  deriveLasting(label: string): Buffer;
  /** AES-256-GCM with the newest secret: 12-byte nonce, ciphertext, 16-byte tag. */
  seal(label: string, plaintext: Buffer): Buffer;
  /** Opens what `seal` made, with whichever secret. Throws when it was altered or made with none of them. */
  open(label: string, sealed: Buffer): Buffer;
  /** HMAC-SHA-256 over the parts, unambiguously joined, of the first secret: hashes of addresses, numbers of persons. */
  mac(label: string, ...parts: (string | number | Buffer)[]): Buffer;
  /** Each secret by itself, the newest first: who reads tokens of mails that were sent tries one after the other. */
  readonly ring: readonly Keys[];
}

/** A value of each secret, the newest first, by which a wrong or a missing one is noticed. Tells nothing about them. */
export const secretChecks = (keys: Keys): string[] =>
  keys.ring.map((each) => each.mac("secret-check").toString("hex"));

const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/**
 * Builds the keys from the instance's secrets, each at least 32 bytes.
 *
 * @param secrets the newest first, the first one last; see `config`
 */
export function createKeys(secrets: Buffer | readonly Buffer[]): Keys {
  if (Buffer.isBuffer(secrets)) return keysOf(secrets);
  const ring = secrets.map(keysOf);
  const newest = ring[0];
  const first = ring.at(-1);
  if (newest === undefined || first === undefined)
    throw new Error("SECRET_KEY must hold at least one secret.");
  if (newest === first) return newest;
  return {
    derive: newest.derive,
    deriveLasting: first.derive,
    seal: newest.seal,
    open(label, sealed) {
      let reason: unknown;
      for (const keys of ring) {
        try {
          return keys.open(label, sealed);
        } catch (error) {
          reason = error;
        }
      }
      throw reason;
    },
    mac: first.mac,
    ring,
  };
}

function keysOf(secret: Buffer): Keys {
  if (secret.length < 32) throw new Error("SECRET_KEY must hold at least 32 bytes.");
  const cache = new Map<string, Buffer>();
  const derive = (label: string): Buffer => {
    const known = cache.get(label);
    if (known) return known;
    const key = Buffer.from(hkdfSync("sha256", secret, "klarpost", label, 32));
    cache.set(label, key);
    return key;
  };
  const macs = new Map<string, Mac>();
  const keys: Keys = {
    derive,
    deriveLasting: derive,
    seal: (label, plaintext) => sealWith(derive(label), plaintext),
    open: (label, sealed) => openWith(derive(label), sealed),
    mac(label, ...parts) {
      let mac = macs.get(label);
      if (!mac) macs.set(label, (mac = createMac(derive(label))));
      return mac(joined(parts));
    },
    get ring() {
      return [keys];
    },
  };
  return keys;
}

/** Each part behind its length, so that no two lists of parts give the same bytes. Valid until the next call. */
function joined(parts: (string | number | Buffer)[]): Buffer {
  let most = 0;
  for (const part of parts)
    most += 4 + (Buffer.isBuffer(part) ? part.length : String(part).length * 3);
  const target = most <= scratch.length ? scratch : Buffer.allocUnsafe(most);
  let at = 0;
  for (const part of parts) {
    const length = Buffer.isBuffer(part)
      ? part.copy(target, at + 4)
      : target.write(String(part), at + 4);
    target.writeUInt32BE(length, at);
    at += 4 + length;
  }
  return target.subarray(0, at);
}
const scratch = Buffer.allocUnsafeSlow(2048);

/** As a string of one byte a character: three times as fast as a buffer of its own, which is a burden at the next collection too. */
const sha256Latin1 = (bytes: Buffer): string => hash("sha256", bytes, "latin1");

/** SHA-256 of many small things. */
export function sha256(bytes: Buffer): Buffer {
  return Buffer.from(sha256Latin1(bytes), "latin1");
}

export type Mac = (...parts: Buffer[]) => Buffer;

const HASH_BLOCK = 64;
const DIGEST_BYTES = 32;
/** What most messages fit in: an address and a few numbers. */
const MESSAGE_BYTES = 512;

/**
 * HMAC-SHA-256 (RFC 2104) of the parts one after the other. The padded keys are made once, and no hash object is made
 * for a call: a mail needs several.
 *
 * @param key at most 64 bytes
 */
export function createMac(key: Buffer): Mac {
  if (key.length > HASH_BLOCK) throw new RangeError("A key of this function has at most 64 bytes.");
  const padded = (byte: number): Buffer => {
    const block = Buffer.alloc(HASH_BLOCK, byte);
    for (const [at, value] of key.entries()) block[at] = value ^ byte;
    return block;
  };
  // Each padded key has the room behind it that its message is written to.
  const inner = Buffer.concat([padded(0x36), Buffer.alloc(MESSAGE_BYTES)]);
  const outer = Buffer.concat([padded(0x5c), Buffer.alloc(DIGEST_BYTES)]);
  return (...parts) => {
    let length = HASH_BLOCK;
    for (const part of parts) length += part.length;
    let message = inner;
    if (length > inner.length) inner.copy((message = Buffer.allocUnsafe(length)), 0, 0, HASH_BLOCK);
    let at = HASH_BLOCK;
    for (const part of parts) at += part.copy(message, at);
    outer.write(sha256Latin1(message.subarray(0, length)), HASH_BLOCK, "latin1");
    return sha256(outer);
  };
}

/** AES-256-GCM with a random nonce under an explicit key (the ledger's per-subject keys). */
export function sealWith(key: Buffer, plaintext: Buffer): Buffer {
  const sealed = Buffer.allocUnsafe(NONCE_BYTES + plaintext.length + TAG_BYTES);
  drawRandomBytes(NONCE_BYTES, sealed);
  const cipher = createCipheriv("aes-256-gcm", key, sealed.subarray(0, NONCE_BYTES));
  // A stream cipher: `update` gives everything, `final` nothing but the tag's end of the work.
  cipher.update(plaintext).copy(sealed, NONCE_BYTES);
  cipher.final();
  cipher.getAuthTag().copy(sealed, NONCE_BYTES + plaintext.length);
  return sealed;
}

/** Opens what `sealWith` made; throws when it was altered. */
export function openWith(key: Buffer, sealed: Buffer): Buffer {
  if (sealed.length < NONCE_BYTES + TAG_BYTES) throw new Error("The sealed value is too short.");
  const decipher = createDecipheriv("aes-256-gcm", key, sealed.subarray(0, NONCE_BYTES));
  decipher.setAuthTag(sealed.subarray(sealed.length - TAG_BYTES));
  return Buffer.concat([
    decipher.update(sealed.subarray(NONCE_BYTES, sealed.length - TAG_BYTES)),
    decipher.final(),
  ]);
}

/** Compares two byte strings in constant time; different lengths are unequal. */
export function sameBytes(a: Buffer, b: Buffer): boolean {
  return a.length === b.length && timingSafeEqual(a, b);
}
