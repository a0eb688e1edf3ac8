import { createHash, randomBytes } from "node:crypto";
import { drawRandomHex } from "./random-bytes.ts";

/**
 * A random public id such as `ctc_9f86d081884c7d659a2feaa0c55ad015` (122 bits and more).
 * Internal ids never leave the database; the columns' defaults make the same form.
 */
export function newPublicId(prefix: string): string {
  return `${prefix}_${drawRandomHex(16)}`;
}

/** A random secret as base64url. 16 bytes are 128 bits. */
export function randomToken(bytes = 24): string {
  return randomBytes(bytes).toString("base64url");
}

/** What the database keeps of a secret that was given out: its SHA-256 (DOI-09). */
export function hashToken(token: string): Buffer {
  return createHash("sha256").update(token, "utf8").digest();
}
