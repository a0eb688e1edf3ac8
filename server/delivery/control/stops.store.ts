import { maybe, rows, run, sql, type RawBuilder, type Tx } from "../../platform/index.ts";
import { PRIORITY } from "../delivery.ts";
import type { SendingStop, StopCause, StopScope } from "./stop.ts";

const STOP = sql.raw(
  "s.account_id, s.id, s.public_id, s.scope, s.cause, s.reason, s.started_by, s.started_at, s.ended_by, s.ended_at",
);

/**
 * A condition on the batch with this alias, as text: nothing stops its account or the installation. Every run is
 * advertising; of single mails those to one person are, which only red checks hold (CHK-A1). They are known by their
 * priority, so that the statement which commits marks looks at no mail.
 */
export const notStoppedText = (b: string): string =>
  `not exists (select 1 from delivery_stops s where s.ended_at is null and s.account_id in (0, ${b}.account_id)
    and (s.scope = 'all' or ${b}.run_id is not null or (s.cause = 'checks' and ${b}.priority = ${PRIORITY.oneToOne})))`;

export const notStopped = (b: "b"): RawBuilder<boolean> => sql.raw<boolean>(notStoppedText(b));

/** Begins a stop; one that is active already stays as it is and is given. */
export async function insertStop(
  tx: Tx,
  stop: {
    accountId: number;
    scope: StopScope;
    cause: StopCause;
    reason: string | null;
    by: string;
    at: Date;
  },
): Promise<SendingStop> {
  const made = await maybe<SendingStop>(
    tx,
    sql`insert into delivery_stops as s (account_id, scope, cause, reason, started_by, started_at)
        values (${stop.accountId}, ${stop.scope}, ${stop.cause}, ${stop.reason}, ${stop.by}, ${stop.at})
        on conflict (account_id, cause, scope) where ended_at is null do nothing returning ${STOP}`,
  );
  if (made) return made;
  const found = await maybe<SendingStop>(
    tx,
    sql`select ${STOP} from delivery_stops s where s.account_id = ${stop.accountId} and s.cause = ${stop.cause} and s.scope = ${stop.scope} and s.ended_at is null`,
  );
  if (!found) throw new Error("The stop ended at this moment.");
  return found;
}

/** The active stops of an account and of the installation, the widest first. */
export function activeStops(tx: Tx, accountId: number): Promise<SendingStop[]> {
  return rows<SendingStop>(
    tx,
    sql`select ${STOP} from delivery_stops s where s.account_id in (0, ${accountId}) and s.ended_at is null order by s.account_id, s.scope, s.id`,
  );
}

/** The account's active stop for checks that are red, if any. */
export function stopForChecks(tx: Tx, accountId: number): Promise<SendingStop | undefined> {
  return maybe<SendingStop>(
    tx,
    sql`select ${STOP} from delivery_stops s where s.account_id = ${accountId} and s.cause = 'checks' and s.ended_at is null`,
  );
}

export async function changeReason(
  tx: Tx,
  accountId: number,
  id: number,
  reason: string,
): Promise<void> {
  await run(
    tx,
    sql`update delivery_stops set reason = ${reason} where account_id = ${accountId} and id = ${id}`,
  );
}

/** Ends the stop for checks, and says whether there was one. */
export async function endStopForChecks(
  tx: Tx,
  accountId: number,
  by: string,
  at: Date,
): Promise<boolean> {
  const ended = await run(
    tx,
    sql`update delivery_stops set ended_by = ${by}, ended_at = ${at}
        where account_id = ${accountId} and cause = 'checks' and ended_at is null`,
  );
  return ended > 0;
}

/**
 * Ends every active stop of this account or, for 0, of the installation, but not one for red checks, which ends when they
 * are green. Gives their number.
 */
export function endAllStops(
  tx: Tx,
  accountId: number,
  by: string,
  at: Date,
  reason: string | null = null,
): Promise<number> {
  return run(
    tx,
    sql`update delivery_stops set ended_by = ${by}, ended_at = ${at}, end_reason = ${reason}
        where account_id = ${accountId} and cause <> 'checks' and ended_at is null`,
  );
}

/**
 * Waits until every commit that may be giving marks has ended and lets the next ones begin after it. Their statements
 * take this table's lock before their view of the database, so whatever was committed before this is known to them.
 */
export async function passMarks(tx: Tx): Promise<void> {
  await run(tx, sql`lock table delivery_marks in share mode`);
}

/** Marks of batches in work that have no outcome yet: mails whose reply is awaited. */
export async function openMarks(tx: Tx, accountId: number): Promise<number> {
  const found = await rows<{ count: number }>(
    tx,
    sql`select count(*) as count from delivery_batches b join delivery_marks m on m.account_id = b.account_id and m.batch_id = b.id and m.fence = b.fence
        where b.lease_owner is not null and (${accountId} = 0 or b.account_id = ${accountId})
          and not exists (select 1 from delivery_outcomes o where o.account_id = m.account_id and o.delivery_id = m.delivery_id and o.attempt = m.attempt)`,
  );
  return found[0]!.count;
}
