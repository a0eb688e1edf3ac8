import { maybe, rows, run, sql, type Tx } from "../platform/index.ts";
import type { Tag, TagColour } from "./tag.ts";

const COLUMNS = sql.raw("t.id, t.public_id, t.name, t.colour, t.created_at");

/** The account's tags in alphabetical order. */
export function allTags(tx: Tx): Promise<Tag[]> {
  return rows<Tag>(
    tx,
    sql`select ${COLUMNS} from contact_tags t where t.account_id = app_account() order by lower(t.name), t.id`,
  );
}

export function findTag(tx: Tx, publicId: string): Promise<Tag | undefined> {
  return maybe<Tag>(
    tx,
    sql`select ${COLUMNS} from contact_tags t where t.account_id = app_account() and t.public_id = ${publicId}`,
  );
}

/** Undefined when the name is taken, in whatever case. */
export function insertTag(
  tx: Tx,
  accountId: number,
  tag: { name: string; colour: TagColour },
  now: Date,
): Promise<Tag | undefined> {
  return maybe<Tag>(
    tx,
    sql`insert into contact_tags as t (account_id, name, colour, created_at) values (${accountId}, ${tag.name}, ${tag.colour}, ${now})
        on conflict do nothing returning ${COLUMNS}`,
  );
}

/** Undefined when another tag has the name. */
export function updateTag(
  tx: Tx,
  id: number,
  tag: { name: string; colour: TagColour },
): Promise<Tag | undefined> {
  return maybe<Tag>(
    tx,
    sql`update contact_tags t set name = ${tag.name}, colour = ${tag.colour} where t.account_id = app_account() and t.id = ${id}
          and not exists (select 1 from contact_tags o where o.account_id = app_account() and lower(o.name) = lower(${tag.name}) and o.id <> ${id})
        returning ${COLUMNS}`,
  );
}

export async function deleteTag(tx: Tx, id: number): Promise<void> {
  await run(
    tx,
    sql`delete from contact_tags t where t.account_id = app_account() and t.id = ${id}`,
  );
}

export function countTagged(tx: Tx): Promise<{ tagId: number; count: number }[]> {
  return rows(
    tx,
    sql`select g.tag_id, count(*) as count from contact_tagged g where g.account_id = app_account() group by g.tag_id`,
  );
}

/** Everybody with the one tag gets the other, with the earlier date. */
export function moveTagged(tx: Tx, from: number, into: number): Promise<number> {
  return run(
    tx,
    sql`insert into contact_tagged as g (account_id, tag_id, contact_id, at)
        select f.account_id, ${into}, f.contact_id, f.at from contact_tagged f where f.account_id = app_account() and f.tag_id = ${from}
        on conflict (account_id, tag_id, contact_id) do update set at = least(g.at, excluded.at)`,
  );
}

export function tagsOf(tx: Tx, contactId: number): Promise<(Tag & { at: Date })[]> {
  return rows(
    tx,
    sql`select ${COLUMNS}, g.at from contact_tagged g join contact_tags t on t.account_id = g.account_id and t.id = g.tag_id
        where g.account_id = app_account() and g.contact_id = ${contactId} order by lower(t.name)`,
  );
}

/** Names of the tags of contacts, for conditions in contents. Contacts without tags are left out. */
export async function tagNames(
  tx: Tx,
  contactIds: readonly number[],
): Promise<Map<number, string[]>> {
  const found = await rows<{ contactId: number; names: string[] }>(
    tx,
    sql`select g.contact_id, array_agg(t.name order by lower(t.name)) as names
        from contact_tagged g join contact_tags t on t.account_id = g.account_id and t.id = g.tag_id
        where g.account_id = app_account() and g.contact_id = any(${[...contactIds]}::bigint[]) group by g.contact_id`,
  );
  return new Map(found.map((row) => [row.contactId, row.names]));
}
