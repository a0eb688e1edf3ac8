import { maybe, one, rows, run, sql, type RawBuilder, type Tx } from "../platform/index.ts";
import type { Day } from "./facts.ts";
import { ELSEWHERE } from "./kept-facts.ts";

/** How far an account's facts are kept ready for counting. */
export interface KeptState {
  mark: number | null;
  filledTo: number;
  ready: boolean;
  day: Day | null;
  /** By which rules the facts were read (`nameOfRules`). */
  rules: string;
  askedAt: Date;
}

const MINE = sql`account_id = app_account()`;

export function keptState(tx: Tx, hold: "look" | "hold" = "look"): Promise<KeptState | undefined> {
  return maybe<KeptState>(
    tx,
    sql`select a.mark, a.filled_to, a.ready, a.day::text as day, a.rules, a.asked_at from counted_accounts a where a.${MINE} ${hold === "hold" ? sql`for update` : sql``}`,
  );
}

/** Accounts whose facts are kept, of all. As the worker. */
export async function keepingAccountIds(tx: Tx): Promise<number[]> {
  const found = await rows<{ id: number }>(
    tx,
    sql`select a.account_id as id from counted_accounts a order by a.account_id`,
  );
  return found.map((row) => row.id);
}

/** Whether the account has more contacts than that. Looks at no more of them. */
export async function hasContacts(tx: Tx, moreThan: number): Promise<boolean> {
  const found = await maybe(
    tx,
    sql`select 1 from contacts c where c.${MINE} offset ${moreThan} limit 1`,
  );
  return found !== undefined;
}

/** From the commit on, whoever changes something leaves a note. */
export async function beginKeeping(tx: Tx, accountId: number, at: Date): Promise<void> {
  await run(
    tx,
    sql`insert into counted_accounts (account_id, asked_at) values (${accountId}, ${at}) on conflict do nothing`,
  );
}

/** Notes the transaction before which somebody may have written without leaving a note. */
export async function markKeeping(tx: Tx): Promise<void> {
  await run(
    tx,
    sql`update counted_accounts set mark = pg_current_xact_id()::text::bigint where ${MINE}`,
  );
}

/**
 * Whether everybody who began before that has ended. `isForeign`: no transaction here ever had that number, because the
 * database was copied from another server.
 */
export function lookAtMark(tx: Tx, mark: number): Promise<{ over: boolean; isForeign: boolean }> {
  return one(
    tx,
    sql`select pg_snapshot_xmin(s.now)::text::bigint > ${mark}::bigint as over, pg_snapshot_xmax(s.now)::text::bigint <= ${mark}::bigint as is_foreign
        from (select pg_current_snapshot() as now) s`,
  );
}

export async function saveKeptState(
  tx: Tx,
  change: Partial<Pick<KeptState, "filledTo" | "ready" | "day" | "rules" | "askedAt">>,
): Promise<void> {
  const { filledTo = null, ready = null, day = null, rules = null, askedAt = null } = change;
  await run(
    tx,
    sql`update counted_accounts set filled_to = coalesce(${filledTo}::bigint, filled_to), ready = coalesce(${ready}::boolean, ready),
          day = coalesce(${day}::date, day), rules = coalesce(${rules}::text, rules), asked_at = coalesce(${askedAt}::timestamptz, asked_at) where ${MINE}`,
  );
}

/** Nobody counts here any more. */
export async function endKeeping(tx: Tx): Promise<void> {
  for (const table of ["counted_accounts", "fact_changes", "contact_facts", "fact_kinds"])
    await run(tx, sql`delete from ${sql.table(table)} where ${MINE}`);
}

/** The next contacts by number. */
export async function contactsAfter(tx: Tx, id: number, limit: number): Promise<number[]> {
  const found = await rows<{ id: number }>(
    tx,
    sql`select c.id from contacts c where c.${MINE} and c.id > ${id} order by c.id limit ${limit}`,
  );
  return found.map((row) => row.id);
}

/** Whose kept facts another day would change. */
export async function contactsTurning(tx: Tx, day: Day, limit: number): Promise<number[]> {
  const found = await rows<{ id: number }>(
    tx,
    sql`select f.contact_id as id from contact_facts f where f.${MINE} and f.since < ${day}::date limit ${limit}`,
  );
  return found.map((row) => row.id);
}

/** The oldest notes: as many as name about `people` contacts or addresses. */
export function oldestChanges(
  tx: Tx,
  people: number,
): Promise<{ id: number; everybody: boolean }[]> {
  return rows(
    tx,
    sql`select n.id, n.everybody from (
          select f.id, f.everybody, sum(cardinality(f.contact_ids) + cardinality(f.addresses) + cardinality(f.address_hashes)) over (order by f.id)
            - cardinality(f.contact_ids) - cardinality(f.addresses) - cardinality(f.address_hashes) as before
          from (select * from fact_changes where ${MINE} order by id limit 1000) f) n
        where n.before < ${people} order by n.id`,
  );
}

export async function dropChanges(tx: Tx, ids: readonly number[]): Promise<void> {
  await run(tx, sql`delete from fact_changes where ${MINE} and id = any(${[...ids]}::bigint[])`);
}

/** How much the notes name that nobody has looked at yet. */
export function openChanges(tx: Tx): Promise<{ named: number; everybody: boolean }> {
  return one(
    tx,
    sql`select coalesce(sum(cardinality(n.contact_ids) + cardinality(n.addresses) + cardinality(n.address_hashes)), 0) as named, coalesce(bool_or(n.everybody), false) as everybody
        from fact_changes n where n.${MINE}`,
  );
}

/**
 * The contacts that notes mean: named, on an address, or with a hash of theirs, and whoever has the address on which one of
 * those named has a subscription that is not their own. Null: all notes.
 */
export async function contactsOfChanges(
  tx: Tx,
  ids: readonly number[] | null,
  limit: number | null,
): Promise<number[]> {
  const notes = sql`fact_changes n where n.${MINE} and ${ids === null ? sql`true` : sql`n.id = any(${[...ids]}::bigint[])`}`;
  const found = await rows<{ id: number }>(
    tx,
    sql`select distinct x.id from (
          select unnest(n.contact_ids) as id from ${notes}
          union all
          select f.contact_id from contact_facts f where f.${MINE} and f.address = any(array(select distinct unnest(n.addresses) from ${notes}))
          union all
          select f.contact_id from contact_facts o join fact_kinds k on k.account_id = o.account_id and k.id = o.kind and k.facts like ${`%${ELSEWHERE}`}
            join subscriptions s on s.account_id = o.account_id and s.contact_id = o.contact_id
            join contact_facts f on f.account_id = o.account_id and f.address = address_number(s.email_normalised)
            where o.${MINE} and o.contact_id = any(array(select distinct unnest(n.contact_ids) from ${notes}))
          union all
          select c.id from contacts c where c.${MINE} and c.address_hash = any(array(select distinct unnest(n.address_hashes) from ${notes}))) x
        ${limit === null ? sql`` : sql`limit ${limit}`}`,
  );
  return found.map((row) => row.id);
}

/** Whose mail waits for a decision about one of the lists only: their kept facts are not told apart by list. */
export async function heldForLists(tx: Tx, limit: number): Promise<number[]> {
  const found = await rows<{ id: number }>(
    tx,
    sql`select c.id from contacts c where c.${MINE} and c.address_hash = any(array(
          select x.address_hash from suppressions x where x.${MINE} and x.scope = 'held' and x.list_id is not null and x.lifted_at is null and x.address_hash is not null))
        limit ${limit}`,
  );
  return found.map((row) => row.id);
}

/** These contacts as (no, batch, contact_id, email_normalised), for `groupFacts`. */
export const contactsToKeep = (ids: readonly number[]): RawBuilder<unknown> =>
  sql`select c.id as no, 0 as batch, c.id as contact_id, c.email_normalised from contacts c where c.${MINE} and c.id = any(${[...ids]}::bigint[])`;

/** Of them, whoever has a subscription under another address than their own. */
export async function subscribedElsewhere(tx: Tx, ids: readonly number[]): Promise<number[]> {
  const found = await rows<{ id: number }>(
    tx,
    sql`select distinct c.id from contacts c join subscriptions s on s.account_id = c.account_id and s.contact_id = c.id
        where c.${MINE} and c.id = any(${[...ids]}::bigint[]) and s.email_normalised <> c.email_normalised`,
  );
  return found.map((row) => row.id);
}

export function keptKinds(tx: Tx): Promise<{ id: number; facts: string }[]> {
  return rows(tx, sql`select k.id, k.facts from fact_kinds k where k.${MINE}`);
}

export async function insertKinds(
  tx: Tx,
  accountId: number,
  kinds: readonly { id: number; facts: string }[],
): Promise<void> {
  await run(
    tx,
    sql`insert into fact_kinds (account_id, id, facts) select ${accountId}, k.id, k.facts
        from unnest(${kinds.map(({ id }) => id)}::int[], ${kinds.map(({ facts }) => facts)}::text[]) k(id, facts)`,
  );
}

/** Kinds nobody has any more; the last one stays, so that no number ever means something else. */
export async function dropUnusedKinds(tx: Tx): Promise<void> {
  await run(
    tx,
    sql`delete from fact_kinds k where k.${MINE} and k.id not in (select f.kind from contact_facts f where f.${MINE})
          and k.id < (select max(l.id) from fact_kinds l where l.${MINE})`,
  );
}

/** The newest kind: whoever read the kinds before may not know it. */
export async function newestKind(tx: Tx): Promise<number> {
  const of = sql`select coalesce(max(k.id), 0) as id from fact_kinds k where k.${MINE}`;
  return (await one<{ id: number }>(tx, of)).id;
}

export async function writeFacts(
  tx: Tx,
  accountId: number,
  facts: readonly { contactId: number; kind: number; since: Day | null }[],
): Promise<void> {
  await run(
    tx,
    sql`insert into contact_facts as f (account_id, contact_id, address, mailed_at, kind, since, restricted, stage)
        select c.account_id, c.id, address_number(c.email_normalised),
          (select max(s.last_mailed_at) from subscriptions s where s.account_id = c.account_id and s.contact_id = c.id),
          k.kind, k.since, c.restricted_at is not null, c.stage
        from unnest(${facts.map(({ contactId }) => contactId)}::bigint[], ${facts.map(({ kind }) => kind)}::int[], ${facts.map(({ since }) => since)}::date[]) k(id, kind, since)
        join contacts c on c.account_id = ${accountId} and c.id = k.id
        on conflict (account_id, contact_id) do update set address = excluded.address, mailed_at = excluded.mailed_at, kind = excluded.kind,
          since = excluded.since, restricted = excluded.restricted, stage = excluded.stage`,
  );
}

/** Kept facts of contacts that are no more: of these, or of all between two numbers. */
export async function dropFactsOfGone(
  tx: Tx,
  of: readonly number[] | { after: number; upTo: number | null },
): Promise<void> {
  const those =
    "after" in of
      ? sql`f.contact_id > ${of.after} ${of.upTo === null ? sql`` : sql`and f.contact_id <= ${of.upTo}`}`
      : sql`f.contact_id = any(${[...of]}::bigint[])`;
  await run(
    tx,
    sql`delete from contact_facts f where f.${MINE} and ${those}
          and not exists (select 1 from contacts c where c.account_id = f.account_id and c.id = f.contact_id)`,
  );
}

/** Forgets the facts of a person whose contact is gone. Of one that is kept on hold they stay, or nobody would count it. */
export function eraseFacts(
  tx: Tx,
  { contactId, emailNormalised }: { contactId?: number | null; emailNormalised: string },
): Promise<number> {
  return run(
    tx,
    sql`delete from contact_facts f where f.${MINE} and (f.contact_id = ${contactId ?? null}::bigint or f.address = address_number(${emailNormalised}))
          and not exists (select 1 from contacts c where c.account_id = f.account_id and c.id = f.contact_id)`,
  );
}

/** Contacts by kind, but for those named. `chosen` is a condition on the contact row `c`. */
export function countKinds(
  tx: Tx,
  accountId: number,
  but: readonly number[],
  chosen: RawBuilder<unknown> | undefined,
): Promise<{ kind: number; people: number; contactId: number; emailNormalised: string }[]> {
  const mine = sql`${accountId}::int`;
  return rows(
    tx,
    sql`select g.kind, g.people, g.contact_id, (select c.email_normalised from contacts c where c.account_id = ${mine} and c.id = g.contact_id) as email_normalised
        from (select f.kind, count(*) as people, min(f.contact_id) as contact_id from contact_facts f
              where f.account_id = ${mine} ${but.length === 0 ? sql`` : sql`and f.contact_id <> all (${[...but]}::bigint[])`}
                ${chosen ? sql`and f.contact_id in (select c.id from contacts c where c.account_id = ${mine} and ${chosen})` : sql``}
              group by f.kind) g`,
  );
}

/** Who has one of these kinds. */
export async function contactsOfKinds(
  tx: Tx,
  kinds: readonly number[],
  limit: number,
): Promise<number[]> {
  const found = await rows<{ id: number }>(
    tx,
    sql`select f.contact_id as id from contact_facts f where f.${MINE} and f.kind = any(${[...kinds]}::int[]) limit ${limit}`,
  );
  return found.map((row) => row.id);
}

/** A condition on the contact row `c`, narrowed to these contacts. */
export const amongThem = (
  ids: readonly number[],
  condition: RawBuilder<unknown> = sql`true`,
): RawBuilder<unknown> => sql`(c.id = any(${[...ids]}::bigint[]) and ${condition})`;
