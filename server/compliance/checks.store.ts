import { one, rows, run, sql, type CheckStatus, type Locale, type Tx } from "../platform/index.ts";

export interface CheckResultRow {
  checkId: string;
  status: CheckStatus;
  message: Partial<Record<Locale, string>>;
  evidence: Record<string, unknown>;
  checkedAt: Date;
}

export async function saveCheckResult(
  tx: Tx,
  accountId: number,
  result: CheckResultRow,
): Promise<void> {
  await run(
    tx,
    sql`insert into check_results (account_id, check_id, status, message, evidence, checked_at)
        values (${accountId}, ${result.checkId}, ${result.status}, ${JSON.stringify(result.message)}::jsonb, ${JSON.stringify(result.evidence)}::jsonb, ${result.checkedAt})
        on conflict (account_id, check_id) do update set status = excluded.status, message = excluded.message, evidence = excluded.evidence, checked_at = excluded.checked_at`,
  );
}

export function findCheckResults(tx: Tx): Promise<CheckResultRow[]> {
  return rows<CheckResultRow>(
    tx,
    sql`select r.check_id, r.status, r.message, r.evidence, r.checked_at from check_results r where r.account_id = app_account()`,
  );
}

/** Accounts that are live, for the daily run. */
export async function liveAccountIds(tx: Tx): Promise<number[]> {
  const found = await rows<{ id: number }>(
    tx,
    sql`select a.id from accounts a where a.mode = 'live' and a.suspended_at is null order by a.id`,
  );
  return found.map((row) => row.id);
}

/** Lists in use, and those whose texts leave holes in the consent wording (CON-07). */
export function countLists(tx: Tx): Promise<{ lists: number; incomplete: string[] }> {
  return one(
    tx,
    sql`select count(*) as lists, coalesce(array_agg(l.name order by l.name) filter (where l.topics = '' or l.frequency = ''), '{}') as incomplete
        from lists l where l.account_id = app_account() and l.archived_at is null`,
  );
}

/**
 * The stock (CHK-25): confirmed subscriptions whose ledger entry is missing although they count as proven, and
 * those marked as unverified, which are not mailed.
 */
export function countUnprovenSubscriptions(
  tx: Tx,
): Promise<{ mailable: number; unverified: number }> {
  return one(
    tx,
    sql`select count(*) filter (where sub.flag is distinct from 'unverified' and (sub.proof is null or l.entry_id is null)) as mailable,
          count(*) filter (where sub.flag = 'unverified') as unverified
        from subscriptions sub left join ledger_payloads l on l.account_id = sub.account_id and l.entry_id = sub.entry_id
        where sub.account_id = app_account() and sub.state = 'confirmed'`,
  );
}
