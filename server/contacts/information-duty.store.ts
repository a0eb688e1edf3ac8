import { bigintArray, one, rows, run, sql, type Tx } from "../platform/index.ts";

/** Somebody whose data came from elsewhere and who has not been told of it (Art. 14 GDPR, DSR-02). */
export interface Uninformed {
  id: number;
  publicId: string;
  email: string;
  firstName: string;
  lastName: string;
  company: string;
  source: string;
  createdAt: Date;
  /** `2026-12-21`. */
  dueOn: string;
  lockedAt: Date | null;
}

const NOTICE_DAYS = 30;

/** Art. 14(3)(a) GDPR: who did not give the data themselves is informed within a month (DSR-02). A day, `2026-12-21`. */
export const noticeDay = (since: Date): string =>
  new Date(since.getTime() + NOTICE_DAYS * 86_400_000).toISOString().slice(0, 10);

/** Notes by when these people are to be told; who has an earlier day keeps it. */
export async function setNoticeDue(tx: Tx, ids: readonly number[], dueOn: string): Promise<void> {
  await run(
    tx,
    sql`update contacts c set notice_due_on = least(c.notice_due_on, ${dueOn}::date)
        where c.account_id = app_account() and c.id = any(${bigintArray(ids)}::bigint[])`,
  );
}

/** The next due first. */
export function listUninformed(
  tx: Tx,
  limit: number,
  publicIds?: readonly string[],
): Promise<Uninformed[]> {
  const named = publicIds === undefined ? sql`` : sql`and c.public_id = any(${[...publicIds]})`;
  return rows<Uninformed>(
    tx,
    sql`select c.id, c.public_id, c.email, c.first_name, c.last_name, c.company, c.created_at, c.notice_due_on::text as due_on, c.notice_locked_at as locked_at,
          coalesce(contact_origins(c.origins)->'email'->>'source', '') as source
        from contacts c where c.account_id = app_account() and c.notice_due_on is not null ${named} order by c.notice_due_on, c.id limit ${limit}`,
  );
}

export function countUninformed(
  tx: Tx,
  soonOn: string,
): Promise<{ open: number; soon: number; locked: number }> {
  return one<{ open: number; soon: number; locked: number }>(
    tx,
    sql`select count(*)::int as open, count(*) filter (where c.notice_locked_at is null and c.notice_due_on <= ${soonOn}::date)::int as soon,
          count(*) filter (where c.notice_locked_at is not null)::int as locked
        from contacts c where c.account_id = app_account() and c.notice_due_on is not null`,
  );
}

/** Whoever is due by a day and was not part of an alarm is now. Gives how many. */
export function alarmUninformed(tx: Tx, soonOn: string, now: Date): Promise<number> {
  return run(
    tx,
    sql`update contacts c set notice_alarmed_at = ${now}
        where c.account_id = app_account() and c.notice_due_on <= ${soonOn}::date and c.notice_alarmed_at is null and c.notice_locked_at is null`,
  );
}

/** Locks whoever was to be told by today, as Art. 18 GDPR would. Gives how many. */
export function lockUninformed(tx: Tx, today: string, now: Date): Promise<number> {
  return run(
    tx,
    sql`update contacts c set restricted_at = ${now}, notice_locked_at = ${now}
        where c.account_id = app_account() and c.notice_due_on <= ${today}::date and c.restricted_at is null`,
  );
}

/**
 * Nobody needs to be told of what they gave themselves since: who confirmed a sign-up has read whose form it was. Ends
 * the duty of one person, or of everybody who signed up; a lock for want of the notice ends with it. Gives how many.
 */
export function endNoticeDuty(
  tx: Tx,
  whose: { ids: readonly number[] } | "signed_up",
): Promise<number> {
  const these =
    whose === "signed_up"
      ? sql`exists (select 1 from consent_requests r where r.account_id = c.account_id and r.email_normalised = c.email_normalised and r.state = 'confirmed')`
      : sql`c.id = any(${bigintArray(whose.ids)}::bigint[])`;
  return run(
    tx,
    sql`update contacts c set notice_due_on = null, notice_alarmed_at = null, notice_locked_at = null,
          restricted_at = case when c.notice_locked_at is null then c.restricted_at end
        where c.account_id = app_account() and c.notice_due_on is not null and ${these}`,
  );
}

/** A person's day before and after it was joined with another's: `2026-12-21`, or null without one. */
export interface JoinedNoticeDue {
  before: string | null;
  after: string | null;
}

/** Somebody who is merged with another is to be told by the earlier of their days. Gives what changed. */
export function joinNoticeDue(tx: Tx, keptId: number, goneId: number): Promise<JoinedNoticeDue> {
  return one<JoinedNoticeDue>(
    tx,
    sql`with days as (
          select k.notice_due_on as before, least(k.notice_due_on, g.notice_due_on) as after from contacts k
          join contacts g on g.account_id = k.account_id and g.id = ${goneId} where k.account_id = app_account() and k.id = ${keptId})
        update contacts c set notice_due_on = days.after from days
        where c.account_id = app_account() and c.id = ${keptId} returning days.before::text, days.after::text`,
  );
}

/** Takes `joinNoticeDue` back, unless the person was told, or locked, in the meantime. */
export async function partNoticeDue(
  tx: Tx,
  keptId: number,
  joined: JoinedNoticeDue,
): Promise<void> {
  if (joined.before === joined.after) return;
  await run(
    tx,
    sql`update contacts c set notice_due_on = ${joined.before}::date,
          notice_alarmed_at = case when ${joined.before}::date is not null then c.notice_alarmed_at end
        where c.account_id = app_account() and c.id = ${keptId} and c.notice_due_on = ${joined.after}::date and c.notice_locked_at is null`,
  );
}
