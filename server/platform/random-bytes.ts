import { randomFillSync } from "node:crypto";

const POOL_BYTES = 16_384;
const pool = Buffer.alloc(POOL_BYTES);
let taken = POOL_BYTES;

/**
 * Random bytes for salts, keys and ids, drawn from the system in portions: a call for each would be most of the work of
 * an import. What was handed out is wiped from the pool.
 */
export function drawRandomBytes(
  length: number,
  /** Where they are written, instead of a buffer of their own. */
  target: Buffer = Buffer.allocUnsafe(length),
  at = 0,
): Buffer {
  const from = take(length);
  pool.copy(target, at, from, from + length);
  pool.fill(0, from, from + length);
  return target;
}

/** The same as hexadecimal text, two characters a byte. */
export function drawRandomHex(length: number): string {
  const from = take(length);
  const text = pool.toString("hex", from, from + length);
  pool.fill(0, from, from + length);
  return text;
}

function take(length: number): number {
  if (taken + length > POOL_BYTES) {
    randomFillSync(pool);
    taken = 0;
  }
  taken += length;
  return taken - length;
}
