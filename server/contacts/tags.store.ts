import { rows, run, sql, type Tx } from "../platform/index.ts";
import type { Tag } from "./tag.ts";

const COLUMNS = sql.raw("t.id, t.public_id, t.name, t.colour, t.created_at");

/** The account's tags in alphabetical order. */
export function allTags(tx: Tx): Promise<Tag[]> {
  return rows<Tag>(
    tx,
    sql`select ${COLUMNS} from contact_tags t where t.account_id = app_account() order by lower(t.name), t.id`,
  );
}

/** Tags these contacts; gives how many were not tagged before. Contacts that are gone are left out. */
export function tagContacts(
  tx: Tx,
  tagId: number,
  contactIds: readonly number[],
  at?: Date,
): Promise<number> {
  return run(
    tx,
    sql`insert into contact_tagged (account_id, tag_id, contact_id, at)
        select c.account_id, ${tagId}, c.id, coalesce(${at ?? null}::timestamptz, now()) from contacts c where c.account_id = app_account() and c.id = any(${[...contactIds]}::bigint[])
        on conflict do nothing`,
  );
}
