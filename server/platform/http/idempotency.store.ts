import { maybe, run, sql, type Tx } from "../database.ts";

interface KnownKey {
  status: number | null;
  response: Buffer | null;
  requestHash: Buffer;
}

/** Takes the key for this request; gives what is known when somebody had it within 24 hours. */
export async function claimKey(
  tx: Tx,
  accountId: number,
  key: string,
  route: string,
  requestHash: Buffer,
): Promise<KnownKey | undefined> {
  await run(
    tx,
    sql`delete from idempotency_keys k where k.account_id = ${accountId} and k.key = ${key} and k.created_at < now() - interval '24 hours'`,
  );
  const taken = await run(
    tx,
    sql`insert into idempotency_keys (account_id, key, route, request_hash) values (${accountId}, ${key}, ${route}, ${requestHash}) on conflict do nothing`,
  );
  if (taken === 1) return undefined;
  return maybe<KnownKey>(
    tx,
    sql`select k.status, k.response, k.request_hash from idempotency_keys k where k.account_id = ${accountId} and k.key = ${key}`,
  );
}

export async function finishKey(
  tx: Tx,
  key: string,
  status: number,
  response: Buffer,
): Promise<void> {
  await run(
    tx,
    sql`update idempotency_keys set status = ${status}, response = ${response} where account_id = app_account() and key = ${key}`,
  );
}

export async function releaseKey(tx: Tx, key: string): Promise<void> {
  await run(
    tx,
    sql`delete from idempotency_keys where account_id = app_account() and key = ${key} and status is null`,
  );
}

/** Answers are kept for a day; they may quote personal data. Needs the retention role. Gives how many went. */
export function deleteOldAnswers(tx: Tx, before: Date): Promise<number> {
  return run(
    tx,
    sql`delete from idempotency_keys where account_id = app_account() and created_at < ${before}`,
  );
}
