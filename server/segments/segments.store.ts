import { maybe, one, rows, run, sql, type RawBuilder, type Tx } from "../platform/index.ts";
import type { Segment } from "./segment.ts";

const COLUMNS = sql.raw(
  "s.id, s.public_id, s.name, s.definition, s.asks_behaviour, s.revision, s.counts, s.counted_at, s.created_at, s.updated_at, s.archived_at",
);

export function findSegment(tx: Tx, publicId: string): Promise<Segment | undefined> {
  return maybe<Segment>(
    tx,
    sql`select ${COLUMNS} from segments s where s.account_id = app_account() and s.public_id = ${publicId}`,
  );
}

export function findSegmentById(tx: Tx, id: number): Promise<Segment | undefined> {
  return maybe<Segment>(
    tx,
    sql`select ${COLUMNS} from segments s where s.account_id = app_account() and s.id = ${id}`,
  );
}

/** In alphabetical order. */
export function listSegments(
  tx: Tx,
  filter: { archived: boolean; after?: { name: string; id: number }; limit: number },
): Promise<Segment[]> {
  const { after } = filter;
  return rows<Segment>(
    tx,
    sql`select ${COLUMNS} from segments s where s.account_id = app_account() and (s.archived_at is not null) = ${filter.archived}
          ${after ? sql`and (lower(s.name), s.id) > (lower(${after.name}), ${after.id}::bigint)` : sql``}
        order by lower(s.name), s.id limit ${filter.limit}`,
  );
}

/** Of all segments of the account, archived ones too: one may be in use. */
export function allDefinitions(tx: Tx): Promise<Pick<Segment, "definition">[]> {
  return rows(tx, sql`select s.definition from segments s where s.account_id = app_account()`);
}

export async function isNameTaken(tx: Tx, name: string, but: number | null): Promise<boolean> {
  const found = await one<{ taken: boolean }>(
    tx,
    sql`select exists (select 1 from segments s where s.account_id = app_account() and s.archived_at is null and lower(s.name) = lower(${name})
          and s.id is distinct from ${but}::bigint) as taken`,
  );
  return found.taken;
}

export function insertSegment(
  tx: Tx,
  accountId: number,
  made: Pick<Segment, "name" | "definition" | "asksBehaviour">,
  createdBy: number | null,
  at: Date,
): Promise<Segment> {
  return one<Segment>(
    tx,
    sql`insert into segments as s (account_id, name, definition, asks_behaviour, created_by, created_at, updated_at)
        values (${accountId}, ${made.name}, ${JSON.stringify(made.definition)}, ${made.asksBehaviour}, ${createdBy}, ${at}, ${at}) returning ${COLUMNS}`,
  );
}

/** Saves a change when the segment is still at the expected revision; undefined when somebody else was faster. */
export function updateSegment(
  tx: Tx,
  id: number,
  revision: number,
  change: Pick<Segment, "name" | "definition" | "asksBehaviour" | "archivedAt">,
  at: Date,
): Promise<Segment | undefined> {
  const definition = JSON.stringify(change.definition);
  return maybe<Segment>(
    tx,
    sql`update segments s set name = ${change.name}, definition = ${definition}, asks_behaviour = ${change.asksBehaviour}, archived_at = ${change.archivedAt},
          counts = case when s.definition = ${definition}::jsonb then s.counts end, counted_at = case when s.definition = ${definition}::jsonb then s.counted_at end,
          revision = s.revision + 1, updated_at = ${at}
        where s.account_id = app_account() and s.id = ${id} and s.revision = ${revision} returning ${COLUMNS}`,
  );
}

export async function deleteSegment(tx: Tx, id: number): Promise<void> {
  await run(tx, sql`delete from segments where account_id = app_account() and id = ${id}`);
}

/** Keeps the figures of a definition that is still the saved one. */
export async function saveCounts(
  tx: Tx,
  segment: Pick<Segment, "id" | "revision">,
  counts: NonNullable<Segment["counts"]>,
  at: Date,
): Promise<void> {
  await run(
    tx,
    sql`update segments set counts = ${JSON.stringify(counts)}, counted_at = ${at}
        where account_id = app_account() and id = ${segment.id} and revision = ${segment.revision}`,
  );
}

/**
 * How long a question may take, and what it takes to compare sets of a million at once: memory, and no compiling of
 * statements, which takes longer than it saves. Until the transaction ends.
 */
export async function limitTime(tx: Tx, milliseconds: number): Promise<void> {
  await sql`select set_config('statement_timeout', ${String(milliseconds)}, true), set_config('work_mem', '96MB', true), set_config('jit', 'off', true)`.execute(
    tx,
  );
}

/** DSR-07: people under Art. 18 GDPR are in no segment, whoever asks. */
const NOT_RESTRICTED = sql`c.restricted_at is null`;

/** The statement of `countPeople`. */
export const countOf = (condition: RawBuilder<unknown>) =>
  sql`select count(*) as people from contacts c where c.account_id = app_account() and ${NOT_RESTRICTED} and ${condition}`;

export const countPeople = (tx: Tx, condition: RawBuilder<unknown>): Promise<number> =>
  peopleOf(tx, countOf(condition));

/** The answer of a statement that counts people. */
export async function peopleOf(tx: Tx, statement: RawBuilder<unknown>): Promise<number> {
  return (await one<{ people: number }>(tx, statement)).people;
}

/** The same by the kept facts, the row `c` being one of them, but for whoever has changed since. */
export function countOfKept(
  condition: RawBuilder<unknown>,
  changed: readonly number[],
): RawBuilder<unknown> {
  const others =
    changed.length === 0 ? sql`true` : sql`f.contact_id <> all (${[...changed]}::bigint[])`;
  return sql`select count(*) as people from (select f.account_id, f.contact_id as id, f.kind, f.stage, f.mailed_at from contact_facts f
      where f.account_id = app_account() and not f.restricted and ${others}) c where ${condition}`;
}

/**
 * The same of whoever has a value that fits, or of everybody else: by the values alone. Not for somebody who sees a part of
 * the contacts only, because the values say nothing about whose they are.
 */
export function countOfValues(fits: RawBuilder<unknown>, has: boolean): RawBuilder<unknown> {
  const found = sql`select count(*) from contact_values v where ${fits} and v.contact_id not in (select x.id from unnest(app_restricted_contacts()) x(id))`;
  return has
    ? sql`select (${found}) as people`
    : sql`select (select count(*) from contacts c where c.account_id = app_account() and ${NOT_RESTRICTED}) - (${found}) as people`;
}

/** Whether the caller sees every contact of the account, or only those they are responsible for. */
export async function seesEverybody(tx: Tx): Promise<boolean> {
  return (await one<{ all: boolean }>(tx, sql`select app_assigned_to() is null as all`)).all;
}

/** A condition on the contact row `c`, narrowed to these. */
export const amongThese = (
  ids: readonly number[],
  condition: RawBuilder<unknown>,
): RawBuilder<unknown> => sql`(c.id = any(${[...ids]}::bigint[]) and ${condition})`;

/** Ten of the people, the newest of the first thousand found. */
export function samplePeople(tx: Tx, condition: RawBuilder<unknown>): Promise<{ id: number }[]> {
  return rows(
    tx,
    sql`with found as materialized (select c.id from contacts c where c.account_id = app_account() and ${NOT_RESTRICTED} and ${condition} limit 1000)
        select id from found order by id desc limit 10`,
  );
}

/** Where contacts come from, as their addresses say, for a choice: of the newest twenty thousand. */
export async function knownSources(tx: Tx): Promise<string[]> {
  const found = await rows<{ source: string }>(
    tx,
    sql`select distinct contact_origin(r.origins, 'email')->>'source' as source from (
          select c.origins from contacts c where c.account_id = app_account() order by c.created_at desc, c.id desc limit 20000) r
        where contact_origin(r.origins, 'email')->>'source' is not null order by 1 limit 100`,
  );
  return found.map((row) => row.source);
}

/** Finished imports, the newest first. */
export function namedImports(tx: Tx): Promise<{ id: string; name: string }[]> {
  return rows(
    tx,
    sql`select i.public_id as id, i.name from imports i where i.account_id = app_account() and i.state = 'done' order by i.id desc limit 100`,
  );
}

/** Mailings that were sent, the newest first. One whose own audience was chosen by behaviour may not be asked for. */
export function namedMailings(
  tx: Tx,
): Promise<{ id: string; name: string; sentAt: Date | null; measured: boolean }[]> {
  return rows(
    tx,
    sql`select m.public_id as id, m.name, m.started_at as sent_at,
          exists (select 1 from measured_mailings x where x.account_id = m.account_id and x.mailing_id = m.id) as measured
        from mailings m join delivery_runs r on r.account_id = m.account_id and r.id = m.run_id
        where m.account_id = app_account() and r.behaviour is null and m.started_at is not null order by m.started_at desc limit 100`,
  );
}

export function namedCategories(tx: Tx): Promise<{ id: string; name: string }[]> {
  return rows(
    tx,
    sql`select k.public_id as id, k.name from product_categories k where k.account_id = app_account() and k.archived_at is null order by lower(k.name) limit 500`,
  );
}
