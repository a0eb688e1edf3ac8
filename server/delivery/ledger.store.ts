import type pg from "pg";
import { notStoppedText } from "./control/stops.store.ts";

/** "The final dot of this attempt may leave." `personal` carries the subject where the mail has personal tokens. */
export interface Mark {
  accountId: number;
  deliveryId: number;
  attempt: number;
  batchId: number;
  fence: number;
  personal: { mailingId: number; contactId: number; emailNormalised: string } | null;
}

export interface OutcomeRow {
  accountId: number;
  deliveryId: number;
  attempt: number;
  batchId: number;
  /**
   * The holder's fence where nobody knows of a mark of its own for this attempt: somebody who lost the batch meanwhile has
   * no say in an attempt that the next holder may have marked. Null: the mark is durable, so the attempt is ours.
   */
  fence: number | null;
  runId: number | null;
  outcome: "accepted" | "deferred" | "rejected" | "excluded" | "uncertain";
  final: boolean;
  reason: string | null;
  phase: "hand_over" | null;
  basis: string | null;
  measured: "personal" | "anonymous" | "none" | null;
  smtpCode: number | null;
  enhancedCode: string | null;
  reply: string | null;
  messageId: string | null;
  nextAttemptAt: Date | null;
  at: Date;
}

/*
 * One statement, one commit for all connections of the process. A mark is refused when the batch's fence or lease is
 * lost (the row is locked, so a taker-over waits), sending was stopped, the run
 * was paused or cancelled, or the person erased. An outcome without a mark that is known is refused when the fence is lost
 * and the ledger has no such mark: in the place of the next holder's outcome it would have the mail sent again (SND-16).
 * Measured deliveries are written with the mark, so that no hit can arrive before the row that permits it.
 */
const COMMIT_SQL = `
with offered as (
  select * from unnest($1::int[], $2::bigint[], $3::smallint[], $4::bigint[], $5::bigint[], $6::text[], $7::boolean[], $8::text[], $9::text[], $10::text[], $11::text[], $12::smallint[], $13::text[], $14::text[], $15::text[], $16::timestamptz[], $17::timestamptz[], $26::bigint[])
    o(account_id, delivery_id, attempt, batch_id, run_id, outcome, final, reason, phase, basis, measured, smtp_code, enhanced_code, reply, message_id, next_attempt_at, at, fence)),
wanted as (
  select * from unnest($18::int[], $19::bigint[], $20::smallint[], $21::bigint[], $22::bigint[], $23::bigint[], $24::bigint[], $25::text[])
    w(account_id, delivery_id, attempt, batch_id, fence, mailing_id, contact_id, email_normalised)),
held as materialized (
  select b.account_id, b.id, b.fence,
    b.lease_until > now() and (r.id is null or r.state = 'running')
      and ${notStoppedText("b")} as may_leave
  from delivery_batches b
  left join delivery_runs r on r.account_id = b.account_id and r.id = b.run_id
  where (b.account_id, b.id) in (
    select w.account_id, w.batch_id from wanted w union all select o.account_id, o.batch_id from offered o where o.fence is not null)
  order by b.account_id, b.id for share of b),
outcome as (
  insert into delivery_outcomes (account_id, delivery_id, attempt, batch_id, run_id, outcome, final, reason, phase, basis, measured, smtp_code, enhanced_code, reply, message_id, next_attempt_at, at)
  select o.account_id, o.delivery_id, o.attempt, o.batch_id, o.run_id, o.outcome, o.final, o.reason, o.phase, o.basis, o.measured, o.smtp_code, o.enhanced_code, o.reply, o.message_id, o.next_attempt_at, o.at
  from offered o where o.fence is null
    or exists (select 1 from held h where h.account_id = o.account_id and h.id = o.batch_id and h.fence = o.fence)
    or exists (select 1 from delivery_marks m where m.account_id = o.account_id and m.delivery_id = o.delivery_id and m.attempt = o.attempt and m.fence = o.fence)
  on conflict do nothing),
mark as (
  insert into delivery_marks (account_id, delivery_id, attempt, batch_id, fence)
  select w.account_id, w.delivery_id, w.attempt, w.batch_id, w.fence from wanted w
  join held h on h.account_id = w.account_id and h.id = w.batch_id and h.fence = w.fence and h.may_leave
  join deliveries d on d.account_id = w.account_id and d.id = w.delivery_id and d.email is not null
  on conflict do nothing
  returning account_id, delivery_id, attempt, fence),
measured as (
  insert into measured_deliveries (account_id, delivery_id, mailing_id, contact_id, email_normalised)
  select w.account_id, w.delivery_id, w.mailing_id, w.contact_id, w.email_normalised
  from wanted w join mark m on m.account_id = w.account_id and m.delivery_id = w.delivery_id where w.mailing_id is not null
  on conflict do nothing)
select m.delivery_id, m.attempt, m.fence from mark m`;

/**
 * What tells marks of one commit apart: a process may ask for the same attempt twice, for a batch it lost and for the same
 * batch claimed anew.
 */
export const markKey = (mark: Pick<Mark, "deliveryId" | "attempt" | "fence">): string =>
  `${mark.deliveryId} ${mark.attempt} ${mark.fence}`;

/** Commits outcomes and marks; gives the keys (`markKey`) of the marks that are durable now. */
export async function commitLedger(
  pool: pg.Pool,
  outcomes: OutcomeRow[],
  marks: Mark[],
): Promise<Set<string>> {
  const result = await pool.query<{ delivery_id: number; attempt: number; fence: number }>({
    name: "delivery_ledger",
    text: COMMIT_SQL,
    values: [
      outcomes.map((o) => o.accountId),
      outcomes.map((o) => o.deliveryId),
      outcomes.map((o) => o.attempt),
      outcomes.map((o) => o.batchId),
      outcomes.map((o) => o.runId),
      outcomes.map((o) => o.outcome),
      outcomes.map((o) => o.final),
      outcomes.map((o) => o.reason),
      outcomes.map((o) => o.phase),
      outcomes.map((o) => o.basis),
      outcomes.map((o) => o.measured),
      outcomes.map((o) => o.smtpCode),
      outcomes.map((o) => o.enhancedCode),
      outcomes.map((o) => o.reply),
      outcomes.map((o) => o.messageId),
      outcomes.map((o) => o.nextAttemptAt),
      outcomes.map((o) => o.at),
      marks.map((m) => m.accountId),
      marks.map((m) => m.deliveryId),
      marks.map((m) => m.attempt),
      marks.map((m) => m.batchId),
      marks.map((m) => m.fence),
      marks.map((m) => m.personal?.mailingId ?? null),
      marks.map((m) => m.personal?.contactId ?? null),
      marks.map((m) => m.personal?.emailNormalised ?? null),
      outcomes.map((o) => o.fence),
    ],
  });
  return new Set(result.rows.map((row) => markKey({ ...row, deliveryId: row.delivery_id })));
}
