import { createCipheriv } from "node:crypto";
import { createMac, sameBytes, type Keys } from "./keys.ts";

/** Deterministic authenticated encryption of short texts under one pair of keys. */
export interface SyntheticIv {
  /** The 16-byte tag and the encrypted plaintext. */
  seal(plain: Buffer): Buffer;
  /** The plaintext, or null where anything was altered. */
  open(sealed: Buffer): Buffer | null;
}

const TAG_BYTES = 16;
const BLOCK = 16;

/**
 * The tag is HMAC-SHA-256 over the plaintext, cut to 128 bits, and the initial vector of AES-256 in counter mode
 * (synthetic IV, RFC 5297 in spirit): the same text gives the same bytes, and nobody can make or change one without the
 * keys. Made for several tokens a mail: no cipher or hash object is created for one.
 *
 * @param macKey at most 64 bytes
 * @param cipherKey 32 bytes
 */
export function createSyntheticIv(macKey: Buffer, cipherKey: Buffer): SyntheticIv {
  const mac = createMac(macKey);
  const tagOf = (plain: Buffer): Buffer => mac(plain).subarray(0, TAG_BYTES);
  // Blocks in ECB mode are independent of each other, so one cipher serves for ever; over a counter it is counter mode.
  const blocks = createCipheriv("aes-256-ecb", cipherKey, null).setAutoPadding(false);
  const mask = (tag: Buffer, length: number): Buffer => {
    const counters = Buffer.alloc(Math.ceil(length / BLOCK) * BLOCK);
    for (let at = 0, block = 0; at < counters.length; at += BLOCK, block++) {
      tag.copy(counters, at);
      add(counters, at, block);
    }
    return blocks.update(counters);
  };
  const applied = (tag: Buffer, bytes: Buffer, into: Buffer): Buffer => {
    const stream = mask(tag, bytes.length);
    for (let at = 0; at < bytes.length; at++) into[at] = bytes[at]! ^ stream[at]!;
    return into;
  };
  return {
    seal(plain) {
      const tag = tagOf(plain);
      const sealed = Buffer.allocUnsafe(TAG_BYTES + plain.length);
      tag.copy(sealed);
      applied(tag, plain, sealed.subarray(TAG_BYTES));
      return sealed;
    },
    open(sealed) {
      if (sealed.length < TAG_BYTES) return null;
      const tag = sealed.subarray(0, TAG_BYTES);
      const body = sealed.subarray(TAG_BYTES);
      const plain = applied(tag, body, Buffer.allocUnsafe(body.length));
      return sameBytes(tag, tagOf(plain)) ? plain : null;
    },
  };
}

/**
 * The same under the installation's keys: what is sealed now is sealed with the newest secret, and what was sealed with
 * an older one is still opened (UNS-18, ORG-19).
 */
export function createTokenSealer(keys: Keys, label: string): SyntheticIv {
  const ring = keys.ring.map((each) =>
    createSyntheticIv(each.derive(`${label}/mac`), each.derive(`${label}/cipher`)),
  );
  return {
    seal: ring[0]!.seal,
    open(sealed) {
      for (const each of ring) {
        const plain = each.open(sealed);
        if (plain !== null) return plain;
      }
      return null;
    },
  };
}

/** Adds to the 128-bit counter at `at`, most significant byte first. */
function add(counters: Buffer, at: number, amount: number): void {
  let carry = amount;
  for (let byte = at + BLOCK - 1; byte >= at && carry > 0; byte--) {
    const sum = counters[byte]! + carry;
    counters[byte] = sum & 0xff;
    carry = sum >> 8;
  }
}
