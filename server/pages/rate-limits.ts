import type { Keys, Tx } from "../platform/index.ts";
import { hasLiveCounter, insertHit, sumHits } from "./rate-limits.store.ts";

/** So many hits within so long; a sliding window. */
export interface RateLimit {
  max: number;
  perMs: number;
}

/** What is counted: a bucket, and a key that is kept as a keyed hash only (DOI-10). */
export interface RateKey {
  bucket: string;
  key: string;
}

/** Whether one more hit stays within every limit. */
export async function isWithinLimits(
  tx: Tx,
  deps: { keys: Keys },
  accountId: number,
  at: RateKey & { limits: readonly RateLimit[]; now: Date },
): Promise<boolean> {
  const keyHash = hashOf(deps.keys, accountId, at);
  for (const { max, perMs } of at.limits) {
    const since = new Date(at.now.getTime() - perMs);
    if ((await sumHits(tx, at.bucket, keyHash, since)) >= max) return false;
  }
  return true;
}

/** Counts a hit. `grainMs` joins hits of the same stretch of time into one row. */
export async function countHit(
  tx: Tx,
  deps: { keys: Keys },
  accountId: number,
  at: RateKey & { now: Date; keepMs: number; grainMs?: number },
): Promise<void> {
  const time = at.now.getTime();
  const grain = at.grainMs ?? 1;
  await insertHit(tx, accountId, {
    bucket: at.bucket,
    keyHash: hashOf(deps.keys, accountId, at),
    windowStart: new Date(Math.floor(time / grain) * grain),
    expiresAt: new Date(time + at.keepMs),
  });
}

/** Whether something was counted for this key that has not run out. */
export function isCounted(
  tx: Tx,
  deps: { keys: Keys },
  accountId: number,
  at: RateKey & { now: Date },
): Promise<boolean> {
  return hasLiveCounter(tx, at.bucket, hashOf(deps.keys, accountId, at), at.now);
}

function hashOf(keys: Keys, accountId: number, { bucket, key }: RateKey): Buffer {
  return keys.mac("rate-counter/v1", accountId, bucket, key).subarray(0, 16);
}
