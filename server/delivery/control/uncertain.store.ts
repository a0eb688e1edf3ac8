import { rows, run, sql, type Tx } from "../../platform/index.ts";

export type UncertainDecision = "accepted" | "resend";

export interface UncertainMail {
  deliveryId: number;
  publicId: string;
  attempt: number;
  kind: string;
  contactId: number | null;
  email: string | null;
  reason: string | null;
  at: Date;
  /** It was sent again once already and is uncertain anew. */
  isResent: boolean;
}

const RESENT = sql`exists (select 1 from uncertain_decisions u where u.account_id = o.account_id and u.delivery_id = o.delivery_id and u.decision = 'resend')`;

/** Uncertain mails of a run, the oldest first. */
export function uncertainOfRun(
  tx: Tx,
  runId: number,
  page: { after?: number; limit: number },
): Promise<UncertainMail[]> {
  return rows<UncertainMail>(
    tx,
    sql`select o.delivery_id, d.public_id, o.attempt, d.kind, d.contact_id, d.email, o.reason, o.at, ${RESENT} as is_resent
        from delivery_outcomes o join deliveries d on d.account_id = o.account_id and d.id = o.delivery_id
        where o.account_id = app_account() and o.run_id = ${runId} and o.outcome = 'uncertain' and o.final and o.delivery_id > ${page.after ?? 0}
        order by o.delivery_id limit ${page.limit}`,
  );
}

/** Uncertain mails to one person each (opt-in, system, transactional …), the newest first. */
export function uncertainSingles(tx: Tx, since: Date, limit: number): Promise<UncertainMail[]> {
  return rows<UncertainMail>(
    tx,
    sql`select o.delivery_id, d.public_id, o.attempt, d.kind, d.contact_id, d.email, o.reason, o.at, false as is_resent
        from delivery_outcomes o join deliveries d on d.account_id = o.account_id and d.id = o.delivery_id
        where o.account_id = app_account() and o.run_id is null and o.outcome = 'uncertain' and o.final and o.at > ${since}
        order by o.at desc limit ${limit}`,
  );
}

export interface DecidedMail {
  deliveryId: number;
  attempt: number;
  batchId: number;
}

/**
 * Writes the decision for the uncertain mails of a run (all, or the named ones) and takes the finality of their
 * outcomes. What was sent again once is left out of a second resend. Gives what was decided by this call.
 */
export function decideOutcomes(
  tx: Tx,
  made: {
    runId: number;
    publicIds: string[] | null;
    decision: UncertainDecision;
    operatorId: number | null;
    by: string;
    reason: string;
    at: Date;
  },
): Promise<DecidedMail[]> {
  return rows<DecidedMail>(
    tx,
    sql`with found as materialized (
          select o.account_id, o.delivery_id, o.attempt from delivery_outcomes o
          join deliveries d on d.account_id = o.account_id and d.id = o.delivery_id
          where o.account_id = app_account() and o.run_id = ${made.runId} and o.outcome = 'uncertain' and o.final
            and (${made.publicIds}::text[] is null or d.public_id = any(${made.publicIds}::text[]))
          order by o.delivery_id for update of o)
        insert into uncertain_decisions (account_id, delivery_id, attempt, decision, operator_id, decided_by, reason, decided_at)
        select f.account_id, f.delivery_id, f.attempt, ${made.decision}, ${made.operatorId}::bigint, ${made.by}, ${made.reason}, ${made.at} from found f
        on conflict do nothing
        returning delivery_id, attempt, (select o.batch_id from delivery_outcomes o where o.account_id = uncertain_decisions.account_id
          and o.delivery_id = uncertain_decisions.delivery_id and o.attempt = uncertain_decisions.attempt) as batch_id`,
  );
}

/** The decided outcomes are not the end any more; counted as accepted, a new one is. */
export async function supersedeOutcomes(
  tx: Tx,
  decided: readonly DecidedMail[],
  decision: UncertainDecision,
  at: Date,
): Promise<void> {
  const which = sql`unnest(${decided.map((one) => one.deliveryId)}::bigint[], ${decided.map((one) => one.attempt)}::smallint[]) u(delivery_id, attempt)`;
  await run(
    tx,
    sql`update delivery_outcomes o set final = false from ${which}
        where o.account_id = app_account() and o.delivery_id = u.delivery_id and o.attempt = u.attempt`,
  );
  if (decision === "resend") return;
  await run(
    tx,
    sql`insert into delivery_outcomes (account_id, delivery_id, attempt, batch_id, run_id, outcome, final, reason, basis, measured, message_id, at)
        select o.account_id, o.delivery_id, (o.attempt + 1)::smallint, o.batch_id, o.run_id, 'accepted', true, 'decided', o.basis, o.measured, o.message_id, ${at}
        from ${which} join delivery_outcomes o on o.account_id = app_account() and o.delivery_id = u.delivery_id and o.attempt = u.attempt`,
  );
}

/** Opens the batches of decided mails again; whoever claims them goes on, and closes run and sums as always. */
export async function reopenBatches(tx: Tx, batchIds: number[], at: Date): Promise<void> {
  await run(
    tx,
    sql`with open as (
          select b.account_id, b.id from delivery_batches b
          where b.account_id = app_account() and b.id = any(${batchIds}::bigint[]) order by b.account_id, b.id for update)
        update delivery_batches b set state = 'ready', not_before = case when b.state = 'done' then ${at} else least(b.not_before, ${at}) end
        from open o where b.account_id = o.account_id and b.id = o.id`,
  );
}

/** A finished run is under way again; a paused or cancelled one stays what it is. */
export async function reopenRun(tx: Tx, runId: number): Promise<void> {
  await run(
    tx,
    sql`update delivery_runs set state = 'running', finished_at = null where account_id = app_account() and id = ${runId} and state = 'done'`,
  );
}
