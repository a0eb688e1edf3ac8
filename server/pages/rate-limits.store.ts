import { one, run, sql, type Tx } from "../platform/index.ts";

/** Hits of one key since a moment. */
export async function sumHits(
  tx: Tx,
  bucket: string,
  keyHash: Buffer,
  since: Date,
): Promise<number> {
  const found = await one<{ hits: number }>(
    tx,
    sql`select coalesce(sum(c.hits), 0)::int as hits from rate_counters c
        where c.account_id = app_account() and c.bucket = ${bucket} and c.key_hash = ${keyHash} and c.window_start > ${since}`,
  );
  return found.hits;
}

export async function insertHit(
  tx: Tx,
  accountId: number,
  hit: { bucket: string; keyHash: Buffer; windowStart: Date; expiresAt: Date },
): Promise<void> {
  await run(
    tx,
    sql`insert into rate_counters (account_id, bucket, key_hash, window_start, expires_at)
        values (${accountId}, ${hit.bucket}, ${hit.keyHash}, ${hit.windowStart}, ${hit.expiresAt})
        on conflict (account_id, bucket, key_hash, window_start) do update set hits = rate_counters.hits + 1`,
  );
}

/** Whether a key has a counter that still runs. */
export async function hasLiveCounter(
  tx: Tx,
  bucket: string,
  keyHash: Buffer,
  now: Date,
): Promise<boolean> {
  const found = await one<{ live: boolean }>(
    tx,
    sql`select exists (select 1 from rate_counters c where c.account_id = app_account() and c.bucket = ${bucket} and c.key_hash = ${keyHash} and c.expires_at > ${now}) as live`,
  );
  return found.live;
}

export function deleteExpiredCounters(tx: Tx, now: Date): Promise<number> {
  return run(
    tx,
    sql`delete from rate_counters where account_id = app_account() and expires_at <= ${now}`,
  );
}
