import { randomFillSync } from "node:crypto";

const POOL_BYTES = 16_384;
const pool = Buffer.alloc(POOL_BYTES);
let taken = POOL_BYTES;

/**
 * Random bytes for salts, keys and ids, drawn from the system in portions: a call for each would be most of the work of
 * an import. What was handed out is wiped from the pool.
 */
export function drawRandomBytes(length: number): Buffer {
  if (taken + length > POOL_BYTES) {
    randomFillSync(pool);
    taken = 0;
  }
  const drawn = Buffer.from(pool.subarray(taken, taken + length));
  pool.fill(0, taken, taken + length);
  taken += length;
  return drawn;
}
