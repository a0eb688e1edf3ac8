import { maybe, rows, run, sql, type Tx } from "../platform/index.ts";
import { isOwnNumber, type CorePerson, type Withdrawal, type WithdrawalKind } from "./record.ts";

const WITHDRAWAL = sql.raw(
  "w.id, w.kind, w.source_system, w.person_number, w.list_id, w.contact_id, w.mailing_id, w.origin, w.at, w.acknowledged_at",
);

/** Two clicks of one person come one after the other. */
export async function lockPerson(tx: Tx, accountId: number, person: CorePerson): Promise<void> {
  await run(
    tx,
    sql`select pg_advisory_xact_lock(${accountId}, hashtext(${`core:${person.source}:${person.number}`}))`,
  );
}

const OF = ({ source, number }: CorePerson) =>
  isOwnNumber(number)
    ? sql`r.contact_id in (select c.id from contacts c where c.account_id = app_account() and c.pot = 'core' and c.source_system = ${source} and c.person_number = ${number})`
    : sql`r.person_number = ${number} and r.list_id in (select l.id from core_lists l where l.account_id = app_account() and l.source_system = ${source})`;

/** What a person's records say now. */
export function recordsOfPerson(
  tx: Tx,
  person: CorePerson,
): Promise<
  { contactId: number; listId: number; profiling: boolean; unsubscribedAt: Date | null }[]
> {
  return rows(
    tx,
    sql`select r.contact_id, r.list_id, r.profiling, r.unsubscribed_at from core_records r
        where r.account_id = app_account() and ${OF(person)} order by r.contact_id`,
  );
}

/** UNS-12, UNS-14: all records of the person that exist by now get no mail any more, and nobody is measured for them. */
export async function endRecordsOf(
  tx: Tx,
  person: CorePerson,
  at: Date,
  what: { unsubscribe: boolean },
): Promise<void> {
  await run(
    tx,
    sql`update core_records r set profiling = false,
          profiling_ended_at = case when r.profiling then ${at}::timestamptz else r.profiling_ended_at end,
          unsubscribed_at = case when ${what.unsubscribe} then coalesce(r.unsubscribed_at, ${at}::timestamptz) else r.unsubscribed_at end
        where r.account_id = app_account() and ${OF(person)}`,
  );
}

/** Undo (UNS-04): the subscription and nothing else; the analysis stays off. */
export async function reopenRecordsOf(tx: Tx, person: CorePerson, since: Date): Promise<void> {
  await run(
    tx,
    sql`update core_records r set unsubscribed_at = null where r.account_id = app_account() and r.unsubscribed_at >= ${since} and ${OF(person)}`,
  );
}

export async function insertWithdrawal(
  tx: Tx,
  accountId: number,
  made: {
    kind: WithdrawalKind;
    person: CorePerson;
    contactId: number | null;
    mailingId: number | null;
    origin: string;
    at: Date;
  },
): Promise<void> {
  await run(
    tx,
    sql`insert into core_withdrawals (account_id, kind, source_system, person_number, list_id, contact_id, mailing_id, origin, at)
        values (${accountId}, ${made.kind}, ${made.person.source}, ${made.person.number},
          (select r.list_id from core_records r where r.account_id = ${accountId} and r.contact_id = ${made.contactId}),
          ${made.contactId}, ${made.mailingId}, ${made.origin}, ${made.at})`,
  );
}

/** The person's open withdrawal of a kind, the latest. */
export function openWithdrawal(
  tx: Tx,
  person: CorePerson,
  kind: WithdrawalKind,
): Promise<Withdrawal | undefined> {
  return maybe<Withdrawal>(
    tx,
    sql`select ${WITHDRAWAL} from core_withdrawals w where w.account_id = app_account() and w.source_system = ${person.source}
          and w.person_number = ${person.number} and w.kind = ${kind} and w.acknowledged_at is null and w.undone_at is null
        order by w.id desc limit 1`,
  );
}

export async function undoWithdrawals(
  tx: Tx,
  person: CorePerson,
  kind: WithdrawalKind,
  at: Date,
): Promise<void> {
  await run(
    tx,
    sql`update core_withdrawals w set undone_at = ${at} where w.account_id = app_account() and w.source_system = ${person.source}
          and w.person_number = ${person.number} and w.kind = ${kind} and w.acknowledged_at is null and w.undone_at is null`,
  );
}

/** Whose analysis ended and is not known to the core system yet; its files cannot turn it on again until then. */
export async function withoutProfiling(
  tx: Tx,
  source: string,
  numbers: readonly string[],
): Promise<Set<string>> {
  const found = await rows<{ number: string }>(
    tx,
    sql`select distinct w.person_number as number from core_withdrawals w
        where w.account_id = app_account() and w.source_system = ${source} and w.person_number = any(${[...numbers]}::text[])
          and w.acknowledged_at is null and w.undone_at is null`,
  );
  return new Set(found.map((row) => row.number));
}

/** CRM-14: sources with unsubscribes that nobody acknowledged, and since when the oldest of each waits. */
export function openUnsubscribes(
  tx: Tx,
  source?: string,
): Promise<{ source: string; count: number; oldest: Date; listId: string | null }[]> {
  return rows(
    tx,
    sql`select w.source_system as source, count(*) as count, min(w.at) as oldest,
          (array_agg(l.public_id order by w.at))[1] as list_id
        from core_withdrawals w left join core_lists l on l.account_id = w.account_id and l.id = w.list_id
        where w.account_id = app_account() and w.acknowledged_at is null and w.undone_at is null and w.kind in ('unsubscribe', 'objection')
          and (${source ?? null}::text is null or w.source_system = ${source ?? null})
        group by 1 order by 3`,
  );
}

/** Withdrawals of a list up to a moment that were not acknowledged; gives the persons. */
export function acknowledgeWithdrawals(
  tx: Tx,
  listId: number,
  until: Date,
  at: Date,
): Promise<{ kind: WithdrawalKind; source: string; number: string }[]> {
  return rows(
    tx,
    sql`update core_withdrawals w set acknowledged_at = ${at}
        where w.account_id = app_account() and w.list_id = ${listId} and w.at <= ${until} and w.acknowledged_at is null and w.undone_at is null
        returning w.kind, w.source_system as source, w.person_number as number`,
  );
}
