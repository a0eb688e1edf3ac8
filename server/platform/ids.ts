import { createHash, randomBytes } from "node:crypto";
import { drawRandomHex } from "./random-bytes.ts";

/**
 * A random public id such as `ctc_9f86d081884c7d659a2feaa0c55ad015` (122 bits and more).
 * Internal ids never leave the database; the columns' defaults make the same form.
 */
export function newPublicId(prefix: string): string {
  return `${prefix}_${drawRandomHex(16)}`;
}

let lastMoment = { at: Number.NaN, hex: "" };

/**
 * A public id that begins with its time, as UUIDs of version 7 do (RFC 9562): rows that come by the thousand then stand
 * side by side in the index instead of all over it. 48 bits of milliseconds, 80 random ones.
 */
export function newTimedPublicId(prefix: string, at: Date): string {
  const time = at.getTime();
  if (time !== lastMoment.at)
    lastMoment = { at: time, hex: Math.max(0, time).toString(16).padStart(12, "0") };
  return `${prefix}_${lastMoment.hex}${drawRandomHex(10)}`;
}

/** A random secret as base64url. 16 bytes are 128 bits. */
export function randomToken(bytes = 24): string {
  return randomBytes(bytes).toString("base64url");
}

/** What the database keeps of a secret that was given out: its SHA-256 (DOI-09). */
export function hashToken(token: string): Buffer {
  return createHash("sha256").update(token, "utf8").digest();
}
