import { createCipheriv } from "node:crypto";
import type { Keys } from "../platform/index.ts";

/** Whose mail a bounce address belongs to. Delivery 0 is the installation's own probe (CHK-17). */
export interface BounceSubject {
  accountId: number;
  deliveryId: number;
}

export interface BounceAddresses {
  /**
   * The envelope sender of one delivery, always the same for the same delivery (greylisting counts on it). `pattern`
   * as `bouncePattern` gives it, the token goes in place of its `%`. Throws RangeError for numbers that do not fit.
   */
  make(pattern: string, accountId: number, deliveryId: number): string;
  /** What an address of ours says, whatever was put around its token; null for every other one. Never throws. */
  read(address: string): BounceSubject | null;
}

/** Characters of every token. */
export const BOUNCE_TOKEN_LENGTH = 32;
const TAG_BYTES = 10;
const PLAIN_BYTES = 9;
const MAX_ACCOUNT = 2 ** 24 - 1;
const MAX_DELIVERY = 2 ** 48 - 1;
/** Receivers add marks of their own (`prvs=…`, `SRS0=…`): a token stands between characters that none has. */
const TOKENS = /(?<![a-z2-7])[a-z2-7]{32}(?![a-z2-7])/g;

/**
 * Signed bounce addresses (VERP, SND-13), format 1. Twenty bytes in base32, because servers may fold the case of an
 * address:
 *
 *     key id (1)   tag (10)   account (3) and delivery (6), encrypted
 *
 * The tag is the first 80 bits of AES-256 over account and delivery, a pseudo-random function of this one block; AES
 * over the tag, with another key, hides both numbers. Two cipher calls a mail, no object made for it.
 * Addresses made with an older secret are still read.
 */
export function createBounceAddresses(keys: Keys): BounceAddresses {
  const ring = keys.ring.map(openKey);
  const current = ring[0]!;
  const bytes = Buffer.alloc(1 + TAG_BYTES + PLAIN_BYTES);
  const patterns = new Map<string, [before: string, after: string]>();
  return {
    make(pattern, accountId, deliveryId) {
      if (!inRange(accountId, 1, MAX_ACCOUNT)) throw new RangeError("account number");
      if (!inRange(deliveryId, 0, MAX_DELIVERY)) throw new RangeError("delivery number");
      let parts = patterns.get(pattern);
      if (!parts) {
        if (patterns.size > 1000) patterns.clear();
        patterns.set(pattern, (parts = splitPattern(pattern)));
      }
      const { plain } = current;
      plain.writeUIntBE(accountId, 0, 3);
      plain.writeUIntBE(deliveryId, 3, 6);
      bytes[0] = current.id;
      current.tag(bytes);
      current.mask(bytes);
      return parts[0] + encode(bytes) + parts[1];
    },
    read(address) {
      if (address.length > 320) return null;
      const localPart = address.slice(0, Math.max(0, address.lastIndexOf("@"))).toLowerCase();
      for (const [token] of localPart.matchAll(TOKENS)) {
        decode(token, bytes);
        for (const key of ring) {
          const subject = key.id === bytes[0] ? key.open(bytes) : null;
          if (subject !== null) return subject;
        }
      }
      return null;
    },
  };
}

/**
 * Whether a pattern makes addresses that can be read again: one `%` left of the `@`, kept apart from letters and
 * digits, and no more than 64 octets with the token in it (RFC 5321, 4.5.3.1.1).
 */
export function isBouncePattern(pattern: string): boolean {
  return (
    /^(?:[a-z0-9](?:[a-z0-9._-]{0,29}[a-z0-9])?[-+=])?%@(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z0-9-]{2,63}$/.test(
      pattern,
    ) &&
    pattern.indexOf("@") - 1 + BOUNCE_TOKEN_LENGTH <= 64 &&
    pattern.length <= 200
  );
}

function splitPattern(pattern: string): [string, string] {
  if (!isBouncePattern(pattern)) throw new RangeError("bounce address pattern");
  const at = pattern.indexOf("%");
  return [pattern.slice(0, at), pattern.slice(at + 1)];
}

/**
 * One cipher object serves for the life of the process: blocks in ECB mode are independent of each other, so `update`
 * may be called for ever. Every call here encrypts one block, as the function it is.
 */
function openKey(keys: Keys) {
  const block = (label: string) => {
    const cipher = createCipheriv("aes-256-ecb", keys.derive(label), null).setAutoPadding(false);
    return (input: Buffer): Buffer => cipher.update(input);
  };
  const tagOf = block("bounce-address/v1/tag");
  const maskOf = block("bounce-address/v1/mask");
  const plain = Buffer.alloc(16);
  const tag = Buffer.alloc(16);
  return {
    id: keys.derive("bounce-address/v1/id")[0]!,
    plain,
    /** Writes the tag of `plain` behind the key id. */
    tag(into: Buffer): void {
      tagOf(plain).copy(into, 1, 0, TAG_BYTES);
    },
    /** Writes `plain`, encrypted, behind the tag. */
    mask(into: Buffer): void {
      into.copy(tag, 0, 1, 1 + TAG_BYTES);
      const mask = maskOf(tag);
      for (let at = 0; at < PLAIN_BYTES; at++) into[1 + TAG_BYTES + at] = plain[at]! ^ mask[at]!;
    },
    open(from: Buffer): BounceSubject | null {
      from.copy(tag, 0, 1, 1 + TAG_BYTES);
      const mask = maskOf(tag);
      for (let at = 0; at < PLAIN_BYTES; at++) plain[at] = from[1 + TAG_BYTES + at]! ^ mask[at]!;
      const made = tagOf(plain);
      let different = 0;
      for (let at = 0; at < TAG_BYTES; at++) different |= made[at]! ^ from[1 + at]!;
      if (different !== 0) return null;
      const subject = { accountId: plain.readUIntBE(0, 3), deliveryId: plain.readUIntBE(3, 6) };
      return subject.accountId === 0 ? null : subject;
    },
  };
}

const ALPHABET = "abcdefghijklmnopqrstuvwxyz234567";
const PAIRS = Array.from(
  { length: 1024 },
  (_, value) => ALPHABET[value >> 5]! + ALPHABET[value & 31]!,
);
const VALUES = new Map([...ALPHABET].map((character, value) => [character, value]));

/** Base32 of twenty bytes, ten bits at a time. */
function encode(bytes: Buffer): string {
  let text = "";
  for (let at = 0; at < 20; at += 5) {
    const high = (bytes[at]! << 12) | (bytes[at + 1]! << 4) | (bytes[at + 2]! >> 4);
    const low = ((bytes[at + 2]! & 15) << 16) | (bytes[at + 3]! << 8) | bytes[at + 4]!;
    text += PAIRS[high >> 10]! + PAIRS[high & 1023]! + PAIRS[low >> 10]! + PAIRS[low & 1023]!;
  }
  return text;
}

function decode(token: string, into: Buffer): void {
  let held = 0;
  let bits = 0;
  let at = 0;
  for (const character of token) {
    held = (held << 5) | VALUES.get(character)!;
    bits += 5;
    if (bits < 8) continue;
    bits -= 8;
    into[at++] = held >> bits;
    held &= (1 << bits) - 1;
  }
}

function inRange(value: number, low: number, high: number): boolean {
  return Number.isInteger(value) && value >= low && value <= high;
}
