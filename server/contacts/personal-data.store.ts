import { rows, run, sql, type RawBuilder, type Tx } from "../platform/index.ts";

/** The contacts of a person: the one that is meant and everybody on the address (TRK-24). */
const theirs = (contactId: number | null, emailNormalised: string): RawBuilder<unknown> =>
  sql`(select c.id from contacts c where c.account_id = app_account() and (c.id = ${contactId} or (c.pot = 'newsletter' and c.email_normalised = ${emailNormalised})))`;

/** Notes about a person: part of a copy after Art. 15 GDPR. */
export function exportNotes(
  tx: Tx,
  contactId: number | null,
  emailNormalised: string,
): Promise<unknown[]> {
  return rows(
    tx,
    sql`select n.text, n.author_name, n.created_at, n.updated_at from contact_notes n
        where n.account_id = app_account() and n.contact_id in ${theirs(contactId, emailNormalised)} order by n.id`,
  );
}

export function exportTagged(
  tx: Tx,
  contactId: number | null,
  emailNormalised: string,
): Promise<unknown[]> {
  return rows(
    tx,
    sql`select t.name, g.at from contact_tagged g join contact_tags t on t.account_id = g.account_id and t.id = g.tag_id
        where g.account_id = app_account() and g.contact_id in ${theirs(contactId, emailNormalised)} order by g.at`,
  );
}

/** Removes the rows of one table that hang on a person's contacts, before the contacts themselves. */
export function eraseHanging(
  tx: Tx,
  table: "contact_tagged" | "contact_notes" | "contact_bulk_items",
  contactId: number | null,
  emailNormalised: string,
): Promise<number> {
  return run(
    tx,
    sql`delete from ${sql.table(table)} h where h.account_id = app_account() and h.contact_id in ${theirs(contactId, emailNormalised)}`,
  );
}

export function erasePairs(
  tx: Tx,
  contactId: number | null,
  emailNormalised: string,
): Promise<number> {
  return run(
    tx,
    sql`delete from contact_pairs p where p.account_id = app_account()
          and (p.first_id in ${theirs(contactId, emailNormalised)} or p.second_id in ${theirs(contactId, emailNormalised)})`,
  );
}

/** What an undo of a merge needs goes with either of the two. */
export function eraseMerges(
  tx: Tx,
  contactId: number | null,
  emailNormalised: string,
): Promise<number> {
  return run(
    tx,
    sql`delete from contact_merges m where m.account_id = app_account()
          and (m.gone_email_normalised = ${emailNormalised} or m.kept_id in ${theirs(contactId, emailNormalised)})`,
  );
}
