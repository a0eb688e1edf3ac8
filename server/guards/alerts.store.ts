import { maybe, rows, run, sql, type Tx } from "../platform/index.ts";
import type { Alert, Sighting } from "./alert.ts";

const COLUMNS = sql.raw(
  "a.id, a.public_id, a.kind, a.state, a.operator_id, a.api_key_id, a.who, a.object_id, a.counted, a.threshold, a.detail, a.at, a.seen_at, a.mailed_at, a.decided_by, a.decided_name, a.decided_at, a.word",
);

/** Writes an alert. Nothing where this thing was told already. */
export function insertAlert(
  tx: Tx,
  accountId: number,
  seen: Sighting,
  now: Date,
): Promise<{ publicId: string } | undefined> {
  return maybe(
    tx,
    sql`insert into alerts (account_id, kind, operator_id, api_key_id, who, object_id, counted, threshold, detail, at, seen_at)
        values (${accountId}, ${seen.kind}, ${seen.operatorId ?? null}, ${seen.apiKeyId ?? null}, ${seen.who}, ${seen.objectId ?? null},
          ${seen.counted}, ${seen.threshold}, ${JSON.stringify(seen.detail ?? {})}::jsonb, ${seen.at ?? now}, ${now})
        on conflict (account_id, kind, object_id) where object_id is not null do nothing
        returning public_id`,
  );
}

/** The last alert of this kind about the same person or key that began or went on since then. */
export function latestAlert(tx: Tx, seen: Sighting, since: Date): Promise<Alert | undefined> {
  return maybe<Alert>(
    tx,
    sql`select ${COLUMNS} from alerts a where a.account_id = app_account() and a.kind = ${seen.kind} and a.seen_at > ${since}
          and a.operator_id is not distinct from ${seen.operatorId ?? null}::bigint and a.api_key_id is not distinct from ${seen.apiKeyId ?? null}::bigint
        order by a.seen_at desc, a.id desc limit 1`,
  );
}

export async function raiseAlert(tx: Tx, id: number, counted: number, now: Date): Promise<void> {
  await run(
    tx,
    sql`update alerts a set counted = ${counted}, seen_at = ${now} where a.account_id = app_account() and a.id = ${id}`,
  );
}

export function listAlerts(
  tx: Tx,
  page: { open: boolean | undefined; after: number | undefined; limit: number },
): Promise<Alert[]> {
  const { open = null, after = null } = page;
  return rows<Alert>(
    tx,
    sql`select ${COLUMNS} from alerts a where a.account_id = app_account()
          and (${open}::boolean is null or (a.state = 'open') = ${open}::boolean)
          and (${after}::bigint is null or a.id < ${after}::bigint)
        order by a.id desc limit ${page.limit}`,
  );
}

export function lockAlert(tx: Tx, publicId: string): Promise<Alert | undefined> {
  return maybe<Alert>(
    tx,
    sql`select ${COLUMNS} from alerts a where a.account_id = app_account() and a.public_id = ${publicId} for update`,
  );
}

export async function decideAlert(
  tx: Tx,
  id: number,
  word: { state: "expected" | "incident"; by: number | null; name: string; at: Date; word: string },
): Promise<void> {
  await run(
    tx,
    sql`update alerts a set state = ${word.state}, decided_by = ${word.by}, decided_name = ${word.name}, decided_at = ${word.at}, word = ${word.word}
        where a.account_id = app_account() and a.id = ${id}`,
  );
}

/** How many alerts wait for a word, and since when. */
export function openAlerts(tx: Tx): Promise<{ count: number; since: Date | null } | undefined> {
  return maybe(
    tx,
    sql`select count(*) as count, min(a.at) as since from alerts a where a.account_id = app_account() and a.state = 'open'`,
  );
}

/** Open alerts nobody was mailed about, of kinds of which no mail went out since then. */
export function untoldAlerts(tx: Tx, since: Date): Promise<Alert[]> {
  return rows<Alert>(
    tx,
    sql`select ${COLUMNS} from alerts a where a.account_id = app_account() and a.state = 'open' and a.mailed_at is null
          and not exists (select from alerts b where b.account_id = a.account_id and b.kind = a.kind and b.mailed_at > ${since})
        order by a.kind, a.id`,
  );
}

export async function markTold(tx: Tx, ids: readonly number[], now: Date): Promise<void> {
  await run(
    tx,
    sql`update alerts a set mailed_at = ${now} where a.account_id = app_account() and a.id = any(${[...ids]}::bigint[])`,
  );
}

/** Who did how much of something in the audit log. */
interface Busy {
  operatorId: number | null;
  apiKeyId: number | null;
  who: string;
  counted: number;
}

/** Who looked at the data of so many people and more since then. */
export function manyLooks(tx: Tx, since: Date, from: number): Promise<Busy[]> {
  return rows<Busy>(
    tx,
    sql`select e.operator_id, e.api_key_id, max(e.actor_name) as who, count(distinct e.object_id) as counted
          from audit_entries e
         where e.account_id = app_account() and e.action = 'contact.viewed' and e.at > ${since} and e.actor_kind in ('operator', 'api_key')
         group by e.operator_id, e.api_key_id having count(distinct e.object_id) >= ${from}`,
  );
}

/** Acts of the audit log that show people in lists, and the word of their detail that says how many. */
const LISTED = [
  ["contacts.listed", "people"],
  ["core_list.records_seen", "records"],
  ["report.persons_viewed", "shown"],
  ["mailing.uncertain_viewed", "mails"],
  ["segment.sample_viewed", "contacts"],
] as const;

/** Who was shown so many people in lists since then, and more; also what the audit log does not say yet. */
export function manyListed(tx: Tx, since: Date, from: number): Promise<Busy[]> {
  const acts = LISTED.map(([action]) => action);
  const counts = LISTED.map(([, count]) => count);
  return rows<Busy>(
    tx,
    sql`select x.operator_id, x.api_key_id, max(x.who) as who, sum(x.people)::int as counted
          from (select e.operator_id, e.api_key_id, e.actor_name as who,
                       case jsonb_typeof(e.detail -> k.count) when 'array' then jsonb_array_length(e.detail -> k.count) else (e.detail ->> k.count)::int end as people
                  from unnest(${acts}::text[], ${counts}::text[]) k(action, count)
                  join audit_entries e on e.account_id = app_account() and e.action = k.action and e.at > ${since} and e.actor_kind in ('operator', 'api_key')
                union all
                select case when l.actor_kind = 'operator' then nullif(l.actor_id, 0) end, case when l.actor_kind = 'api_key' then nullif(l.actor_id, 0) end, l.actor_name, l.people::int
                  from people_listed l where l.account_id = app_account()) x
         group by x.operator_id, x.api_key_id having sum(x.people) >= ${from}`,
  );
}

/** Who took so many files of people away since then, and more. */
export function manyExports(tx: Tx, since: Date, from: number): Promise<Busy[]> {
  return rows<Busy>(
    tx,
    sql`select e.operator_id, e.api_key_id, max(e.actor_name) as who, count(*) as counted
          from audit_entries e
         where e.account_id = app_account() and e.action = any(${EXPORTS}::text[]) and e.at > ${since} and e.actor_kind in ('operator', 'api_key')
         group by e.operator_id, e.api_key_id having count(*) >= ${from}`,
  );
}

/** What the audit log calls a file that leaves with people in it. */
const EXPORTS = ["contacts.export_started", "suppression.exported", "core_list.return_file"];

/** Exports of so many people and more. */
export function largeExports(
  tx: Tx,
  since: Date,
  from: number,
): Promise<(Busy & { objectId: string; reason: string; at: Date })[]> {
  return rows(
    tx,
    sql`select e.operator_id, e.api_key_id, e.actor_name as who, (e.detail ->> 'people')::int as counted, e.object_id, coalesce(e.detail ->> 'reason', '') as reason, e.at
          from audit_entries e
         where e.account_id = app_account() and e.action = 'contacts.export_started' and e.at > ${since} and (e.detail ->> 'people')::int >= ${from}`,
  );
}

/** Sign-ins from a browser or a network that the person had not used before. */
export function newSignIns(
  tx: Tx,
  since: Date,
  what: "newDevice" | "newPlace",
): Promise<
  { operatorId: number | null; who: string; entry: string; browser: string | null; at: Date }[]
> {
  return rows(
    tx,
    sql`select e.operator_id, e.actor_name as who, e.public_id as entry, e.detail ->> 'browser' as browser, e.at
          from audit_entries e
         where e.account_id = app_account() and e.action = 'session.started' and e.at > ${since} and e.detail ->> ${what} = 'true'`,
  );
}
