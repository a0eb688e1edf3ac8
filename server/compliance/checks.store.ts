import {
  one,
  rows,
  run,
  sql,
  type CheckQuestion,
  type CheckStatus,
  type Locale,
  type Tx,
} from "../platform/index.ts";

export interface CheckResultRow {
  checkId: string;
  status: CheckStatus;
  message: Partial<Record<Locale, string>>;
  evidence: Record<string, unknown>;
  asks: CheckQuestion[];
  checkedAt: Date;
  /** Since when the status is what it is. */
  changedAt: Date | null;
  alarmedAt: Date | null;
}

type Found = Omit<CheckResultRow, "changedAt" | "alarmedAt">;

/** Keeps what was found; where state or evidence changed, also for later (check_changes). */
export async function saveCheckResult(tx: Tx, accountId: number, found: Found): Promise<void> {
  const message = JSON.stringify(found.message);
  const evidence = JSON.stringify(found.evidence);
  await run(
    tx,
    sql`insert into check_changes (account_id, check_id, status, message, evidence, at)
        select ${accountId}, ${found.checkId}, ${found.status}, ${message}::jsonb, ${evidence}::jsonb, ${found.checkedAt}
        where not exists (select 1 from check_results r where r.account_id = ${accountId} and r.check_id = ${found.checkId}
          and r.status = ${found.status} and r.evidence = ${evidence}::jsonb)`,
  );
  await run(
    tx,
    sql`insert into check_results as r (account_id, check_id, status, message, evidence, asks, checked_at, changed_at)
        values (${accountId}, ${found.checkId}, ${found.status}, ${message}::jsonb, ${evidence}::jsonb, ${JSON.stringify(found.asks)}::jsonb, ${found.checkedAt}, ${found.checkedAt})
        on conflict (account_id, check_id) do update set status = excluded.status, message = excluded.message, evidence = excluded.evidence,
          asks = excluded.asks, checked_at = excluded.checked_at,
          changed_at = case when r.status = excluded.status then coalesce(r.changed_at, excluded.changed_at) else excluded.changed_at end,
          alarmed_at = case when excluded.status in ('passed', 'not_applicable') then null else r.alarmed_at end`,
  );
}

export function findCheckResults(tx: Tx): Promise<CheckResultRow[]> {
  return rows<CheckResultRow>(
    tx,
    sql`select r.check_id, r.status, r.message, r.evidence, r.asks, r.checked_at, r.changed_at, r.alarmed_at
        from check_results r where r.account_id = app_account()`,
  );
}

export function checkChanges(
  tx: Tx,
  checkId: string,
): Promise<(Pick<CheckResultRow, "status" | "message" | "evidence"> & { at: Date })[]> {
  return rows(
    tx,
    sql`select c.status, c.message, c.evidence, c.at from check_changes c
        where c.account_id = app_account() and c.check_id = ${checkId} order by c.id desc limit 100`,
  );
}

/** What was found so long ago that nobody has to show it any more; for the retention role. */
export function deleteChangesBefore(tx: Tx, before: Date): Promise<number> {
  return run(
    tx,
    sql`delete from check_changes where account_id = app_account() and at < ${before}`,
  );
}

export async function markAlarmed(tx: Tx, checkIds: readonly string[], at: Date): Promise<void> {
  await run(
    tx,
    sql`update check_results set alarmed_at = ${at} where account_id = app_account() and check_id = any(${[...checkIds]}::text[])`,
  );
}

/** Accounts that are live, for the hourly run. */
export async function liveAccountIds(tx: Tx): Promise<number[]> {
  const found = await rows<{ id: number }>(
    tx,
    sql`select a.id from accounts a where a.mode = 'live' and a.suspended_at is null order by a.id`,
  );
  return found.map((row) => row.id);
}

export interface Answer {
  publicId: string;
  checkId: string;
  questionKey: string;
  evidence: string;
  answeredBy: string;
  answeredAt: Date;
  /** The last day it counts, `2027-11-22`. */
  validUntil: string;
}

const ANSWER = sql.raw(
  "a.public_id, a.check_id, a.question_key, a.evidence, a.answered_by, a.answered_at, to_char(a.valid_until, 'YYYY-MM-DD') as valid_until",
);

/** Whether somebody gave this answer. */
export async function answerExists(tx: Tx, publicId: string): Promise<boolean> {
  const { known } = await one<{ known: boolean }>(
    tx,
    sql`select exists (select 1 from check_answers a where a.account_id = app_account() and a.public_id = ${publicId}) as known`,
  );
  return known;
}

/** The newest answer to each question, ended or not; withdrawn ones are gone. */
export function findAnswers(tx: Tx): Promise<Answer[]> {
  return rows<Answer>(
    tx,
    sql`select distinct on (a.check_id, a.question_key) ${ANSWER} from check_answers a
        where a.account_id = app_account() and a.withdrawn_at is null order by a.check_id, a.question_key, a.id desc`,
  );
}

export async function insertAnswer(
  tx: Tx,
  accountId: number,
  made: Omit<Answer, "publicId"> & { question: CheckQuestion["text"]; operatorId: number | null },
): Promise<void> {
  await run(
    tx,
    sql`insert into check_answers (account_id, check_id, question_key, question, evidence, answered_by, operator_id, answered_at, valid_until)
        values (${accountId}, ${made.checkId}, ${made.questionKey}, ${JSON.stringify(made.question)}::jsonb, ${made.evidence},
          ${made.answeredBy}, ${made.operatorId}, ${made.answeredAt}, ${made.validUntil}::date)`,
  );
}

/** Takes back every answer to a question; gives how many there were. */
export function withdrawAnswers(
  tx: Tx,
  checkId: string,
  key: string,
  by: string,
  at: Date,
): Promise<number> {
  return run(
    tx,
    sql`update check_answers set withdrawn_by = ${by}, withdrawn_at = ${at}
        where account_id = app_account() and check_id = ${checkId} and question_key = ${key} and withdrawn_at is null`,
  );
}

export interface Override {
  checkId: string;
  reason: string;
  madeBy: string;
  madeAt: Date;
  expiresAt: Date;
}

export function findOverrides(tx: Tx, now: Date): Promise<Override[]> {
  return rows<Override>(
    tx,
    sql`select o.check_id, o.reason, o.made_by, o.made_at, o.expires_at from check_overrides o
        where o.account_id = app_account() and o.ended_at is null and o.expires_at > ${now}`,
  );
}

/** Replaces an earlier one of the same check, which stays as ended. */
export async function insertOverride(
  tx: Tx,
  accountId: number,
  made: Override & { operatorId: number | null },
): Promise<void> {
  await endOverride(tx, made.checkId, made.madeBy, made.madeAt);
  await run(
    tx,
    sql`insert into check_overrides (account_id, check_id, reason, made_by, operator_id, made_at, expires_at)
        values (${accountId}, ${made.checkId}, ${made.reason}, ${made.madeBy}, ${made.operatorId}, ${made.madeAt}, ${made.expiresAt})`,
  );
}

export function endOverride(tx: Tx, checkId: string, by: string, at: Date): Promise<number> {
  return run(
    tx,
    sql`update check_overrides set ended_by = ${by}, ended_at = ${at}
        where account_id = app_account() and check_id = ${checkId} and ended_at is null`,
  );
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
