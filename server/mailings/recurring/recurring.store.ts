import type { OccurrenceView, Recurrence } from "../../../contract/recurring.ts";
import { maybe, one, rows, run, sql, type Tx } from "../../platform/index.ts";

export type RecurringState = "draft" | "active" | "paused" | "ended";
export type OccurrenceState = OccurrenceView["state"];

/** A template that mailings are made of again and again. */
export interface Recurring {
  id: number;
  publicId: string;
  name: string;
  mailingId: number;
  state: RecurringState;
  rule: Recurrence;
  time: string;
  zone: string;
  startsOn: string;
  endsOn: string | null;
  aheadMinutes: number;
  /** Key of the own field with the recipients' zones; null: everybody at the same instant. */
  zoneField: string | null;
  feedKey: string | null;
  startedBy: number | null;
  startedByName: string | null;
  nextLocal: string | null;
  nextAt: Date | null;
  createdAt: Date;
}

export interface Occurrence {
  id: number;
  recurringId: number;
  local: string;
  dueAt: Date;
  state: OccurrenceState;
  mailingId: number | null;
  detail: { reason?: OccurrenceView["reason"]; problems?: { de: string; en: string }[] };
  entries: number;
}

const RECURRING = sql.raw(
  "r.id, r.public_id, r.name, r.mailing_id, r.state, r.rule, r.local_time as time, r.zone, r.starts_on::text, r.ends_on::text, r.ahead_minutes, r.zone_field, r.feed_key, r.started_by, o.name as started_by_name, r.next_local, r.next_at, r.created_at from recurring_mailings r left join operators o on o.id = r.started_by",
);
const OCCURRENCE = sql.raw(
  "o.id, o.recurring_id, o.local, o.due_at, o.state, o.mailing_id, o.detail, cardinality(o.entries) as entries",
);

export type RecurringFields = Pick<
  Recurring,
  | "name"
  | "rule"
  | "time"
  | "zone"
  | "startsOn"
  | "endsOn"
  | "aheadMinutes"
  | "zoneField"
  | "feedKey"
>;

export async function insertRecurring(
  tx: Tx,
  accountId: number,
  mailingId: number,
  made: RecurringFields,
  at: Date,
): Promise<string> {
  const { publicId } = await one<{ publicId: string }>(
    tx,
    sql`insert into recurring_mailings (account_id, name, mailing_id, rule, local_time, zone, starts_on, ends_on, ahead_minutes, zone_field, feed_key, created_at)
        values (${accountId}, ${made.name}, ${mailingId}, ${JSON.stringify(made.rule)}, ${made.time}, ${made.zone}, ${made.startsOn}, ${made.endsOn}, ${made.aheadMinutes}, ${made.zoneField}, ${made.feedKey}, ${at})
        returning public_id`,
  );
  return publicId;
}

export async function updateRecurring(tx: Tx, id: number, to: RecurringFields): Promise<void> {
  await run(
    tx,
    sql`update recurring_mailings set name = ${to.name}, rule = ${JSON.stringify(to.rule)}, local_time = ${to.time}, zone = ${to.zone}, starts_on = ${to.startsOn},
          ends_on = ${to.endsOn}, ahead_minutes = ${to.aheadMinutes}, zone_field = ${to.zoneField}, feed_key = ${to.feedKey}
        where account_id = app_account() and id = ${id}`,
  );
}

/** Every recurring mailing that has not ended, then those that have. */
export function allRecurring(tx: Tx): Promise<Recurring[]> {
  return rows<Recurring>(
    tx,
    sql`select ${RECURRING} where r.account_id = app_account() order by (r.state = 'ended'), r.next_at nulls last, r.id desc limit 200`,
  );
}

export function findRecurring(tx: Tx, publicId: string): Promise<Recurring | undefined> {
  return maybe<Recurring>(
    tx,
    sql`select ${RECURRING} where r.account_id = app_account() and r.public_id = ${publicId}`,
  );
}

/** Held until the transaction ends, so that each date is looked at by one at a time. */
export async function lockRecurring(tx: Tx, publicId: string): Promise<Recurring | undefined> {
  await run(
    tx,
    sql`select 1 from recurring_mailings where account_id = app_account() and public_id = ${publicId} for update`,
  );
  return findRecurring(tx, publicId);
}

export function findRecurringById(tx: Tx, id: number): Promise<Recurring | undefined> {
  return maybe<Recurring>(
    tx,
    sql`select ${RECURRING} where r.account_id = app_account() and r.id = ${id}`,
  );
}

/** The recurring mailing a draft is the template of. */
export function recurringOfTemplate(tx: Tx, mailingId: number): Promise<Recurring | undefined> {
  return maybe<Recurring>(
    tx,
    sql`select ${RECURRING} where r.account_id = app_account() and r.mailing_id = ${mailingId}`,
  );
}

/** Active ones of all accounts that may have something to do until then (role worker). */
export function dueRecurring(
  tx: Tx,
  until: Date,
): Promise<{ accountId: number; publicId: string }[]> {
  return rows(
    tx,
    sql`select r.account_id, r.public_id from recurring_mailings r
        where (r.state = 'active' and r.next_at <= ${until}::timestamptz + r.ahead_minutes * interval '1 minute' + case when r.zone_field is null then interval '3 hours' else interval '29 hours' end)
           or exists (select 1 from recurring_occurrences o where o.account_id = r.account_id and o.recurring_id = r.id and o.state = 'making')
        order by r.account_id, r.id limit 500`,
  );
}

export async function setNext(
  tx: Tx,
  id: number,
  next: { local: string; at: Date } | undefined,
): Promise<void> {
  await run(
    tx,
    sql`update recurring_mailings set next_local = ${next?.local ?? null}, next_at = ${next?.at ?? null} where account_id = app_account() and id = ${id}`,
  );
}

export async function setRecurringState(
  tx: Tx,
  id: number,
  state: RecurringState,
  at: Date,
): Promise<void> {
  await run(
    tx,
    sql`update recurring_mailings set state = ${state}, ended_at = case when ${state} = 'ended' then ${at}::timestamptz end where account_id = app_account() and id = ${id}`,
  );
}

export async function noteStarted(
  tx: Tx,
  id: number,
  by: number | null,
  knownEntries: readonly string[],
): Promise<void> {
  await run(
    tx,
    sql`update recurring_mailings set started_by = ${by}, known_entries = ${[...knownEntries]}::text[] where account_id = app_account() and id = ${id}`,
  );
}

/** Notes a date that is being worked on. Undefined: it happened before, so it does not happen again. */
export async function insertOccurrence(
  tx: Tx,
  accountId: number,
  made: {
    recurringId: number;
    local: string;
    dueAt: Date;
    state: OccurrenceState;
    detail?: Occurrence["detail"];
    at: Date;
  },
): Promise<number | undefined> {
  const found = await maybe<{ id: number }>(
    tx,
    sql`insert into recurring_occurrences (account_id, recurring_id, local, due_at, state, detail, at)
        values (${accountId}, ${made.recurringId}, ${made.local}, ${made.dueAt}, ${made.state}, ${JSON.stringify(made.detail ?? {})}, ${made.at})
        on conflict (account_id, recurring_id, local) do nothing returning id`,
  );
  return found?.id;
}

export async function setOccurrence(
  tx: Tx,
  id: number,
  change: { state?: OccurrenceState; mailingId?: number; detail?: Occurrence["detail"] },
): Promise<void> {
  await run(
    tx,
    sql`update recurring_occurrences set state = coalesce(${change.state ?? null}, state), mailing_id = coalesce(${change.mailingId ?? null}::bigint, mailing_id),
          detail = coalesce(${change.detail ? JSON.stringify(change.detail) : null}::jsonb, detail)
        where account_id = app_account() and id = ${id}`,
  );
}

export async function setEntries(tx: Tx, id: number, entries: readonly string[]): Promise<void> {
  await run(
    tx,
    sql`update recurring_occurrences set entries = ${[...entries]}::text[] where account_id = app_account() and id = ${id}`,
  );
}

/** The latest dates of recurring mailings, the newest first. */
export function occurrencesOf(tx: Tx, recurringId: number, limit: number): Promise<Occurrence[]> {
  return rows<Occurrence>(
    tx,
    sql`select ${OCCURRENCE} from recurring_occurrences o where o.account_id = app_account() and o.recurring_id = ${recurringId} order by o.due_at desc, o.id desc limit ${limit}`,
  );
}

export function findOccurrence(
  tx: Tx,
  recurringId: number,
  local: string,
): Promise<Occurrence | undefined> {
  return maybe<Occurrence>(
    tx,
    sql`select ${OCCURRENCE} from recurring_occurrences o where o.account_id = app_account() and o.recurring_id = ${recurringId} and o.local = ${local} for update`,
  );
}

/** Dates whose mailing is there but not scheduled: a process died in between. */
export function unfinishedOccurrences(tx: Tx, recurringId: number): Promise<Occurrence[]> {
  return rows<Occurrence>(
    tx,
    sql`select ${OCCURRENCE} from recurring_occurrences o where o.account_id = app_account() and o.recurring_id = ${recurringId} and o.state = 'making' order by o.id`,
  );
}

/** Last date that a mailing was made for, and how many wait for a person, by recurring mailing. */
export async function occurrenceSums(
  tx: Tx,
): Promise<Map<number, { lastAt: Date | null; open: number }>> {
  const found = await rows<{ recurringId: number; lastAt: Date | null; open: number }>(
    tx,
    sql`select o.recurring_id, max(o.due_at) filter (where m.started_at is not null) as last_at, count(*) filter (where o.state in ('failed', 'missed')) as open
        from recurring_occurrences o left join mailings m on m.account_id = o.account_id and m.id = o.mailing_id
        where o.account_id = app_account() group by 1`,
  );
  return new Map(found.map((row) => [row.recurringId, row]));
}

/** Of these entries, those that were known from the beginning or went out with another date that began. */
export async function sentEntries(
  tx: Tx,
  recurringId: number,
  occurrenceId: number | null,
  entries: readonly string[],
): Promise<Set<string>> {
  const found = await rows<{ entry: string }>(
    tx,
    sql`select u.entry from unnest(${[...entries]}::text[]) u(entry)
        where exists (select 1 from recurring_mailings r where r.account_id = app_account() and r.id = ${recurringId} and u.entry = any(r.known_entries))
           or exists (select 1 from recurring_occurrences o join mailings m on m.account_id = o.account_id and m.id = o.mailing_id
                where o.account_id = app_account() and o.recurring_id = ${recurringId} and o.id is distinct from ${occurrenceId}::bigint
                  and m.started_at is not null and u.entry = any(o.entries))`,
  );
  return new Set(found.map((row) => row.entry));
}
