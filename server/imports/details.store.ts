import { rows, run, sql, type Tx } from "../platform/index.ts";

/** What is known of a contact beside its fields. */
export interface ContactDetails {
  contactId: number;
  stage: string;
  responsibleId: number | null;
  /** Names in lower case. */
  tags: string[];
}

export function detailsOf(tx: Tx, contactIds: number[]): Promise<ContactDetails[]> {
  return rows<ContactDetails>(
    tx,
    sql`select c.id as contact_id, c.stage, c.responsible_id,
          array(select lower(t.name) from contact_tagged g join contact_tags t on t.account_id = g.account_id and t.id = g.tag_id
                where g.account_id = c.account_id and g.contact_id = c.id) as tags
        from contacts c where c.account_id = app_account() and c.id = any(${contactIds}::bigint[])`,
  );
}

/** Ids of tags by their names in lower case; those that do not exist are made. */
export async function ensureTags(
  tx: Tx,
  accountId: number,
  names: string[],
  at: Date,
): Promise<Map<string, number>> {
  await run(
    tx,
    sql`insert into contact_tags (account_id, name, created_at)
        select distinct on (lower(n.name)) ${accountId}, n.name, ${at} from unnest(${names}::text[]) as n(name) order by lower(n.name)
        on conflict (account_id, lower(name)) do nothing`,
  );
  const found = await rows<{ id: number; name: string }>(
    tx,
    sql`select t.id, lower(t.name) as name from contact_tags t
        where t.account_id = app_account() and lower(t.name) = any(select lower(n.name) from unnest(${names}::text[]) as n(name))`,
  );
  return new Map(found.map((row) => [row.name, row.id]));
}

export async function tagMany(
  tx: Tx,
  accountId: number,
  pairs: { contactId: number; tagId: number }[],
  at: Date,
): Promise<void> {
  await run(
    tx,
    sql`insert into contact_tagged (account_id, tag_id, contact_id, at)
        select ${accountId}, n.tag_id, n.contact_id, ${at} from unnest(${pairs.map((p) => p.tagId)}::bigint[], ${pairs.map((p) => p.contactId)}::bigint[]) as n(tag_id, contact_id)
        on conflict do nothing`,
  );
}

/** Null leaves a value as it is. When the contact was changed last stays too: undoing an import looks at it. */
export async function assignMany(
  tx: Tx,
  changes: { contactId: number; stage: string | null; responsibleId: number | null }[],
): Promise<void> {
  await run(
    tx,
    sql`update contacts c set stage = coalesce(n.stage, c.stage), responsible_id = coalesce(n.responsible_id, c.responsible_id)
        from unnest(${changes.map((c) => c.contactId)}::bigint[], ${changes.map((c) => c.stage)}::text[], ${changes.map((c) => c.responsibleId)}::bigint[])
          as n(id, stage, responsible_id)
        where c.account_id = app_account() and c.id = n.id`,
  );
}

export interface DetailsToUndo {
  contactId: number;
  tagIds: number[];
  stage?: { before: string; after: string };
  responsible?: { before: number | null; after: number };
}

/** Takes tags, stage and the responsible person back, where they are still those of the import. */
export async function takeBackDetails(tx: Tx, details: DetailsToUndo[]): Promise<void> {
  const pairs = details.flatMap((one) =>
    one.tagIds.map((tagId) => ({ tagId, contactId: one.contactId })),
  );
  if (pairs.length > 0)
    await run(
      tx,
      sql`delete from contact_tagged g using unnest(${pairs.map((p) => p.tagId)}::bigint[], ${pairs.map((p) => p.contactId)}::bigint[]) as n(tag_id, contact_id)
          where g.account_id = app_account() and g.tag_id = n.tag_id and g.contact_id = n.contact_id`,
    );
  const stages = details.filter((one) => one.stage);
  if (stages.length > 0)
    await run(
      tx,
      sql`update contacts c set stage = n.before
          from unnest(${stages.map((s) => s.contactId)}::bigint[], ${stages.map((s) => s.stage!.before)}::text[], ${stages.map((s) => s.stage!.after)}::text[]) as n(id, before, after)
          where c.account_id = app_account() and c.id = n.id and c.stage = n.after`,
    );
  const responsible = details.filter((one) => one.responsible);
  if (responsible.length > 0)
    await run(
      tx,
      sql`update contacts c set responsible_id = n.before
          from unnest(${responsible.map((s) => s.contactId)}::bigint[], ${responsible.map((s) => s.responsible!.before)}::bigint[], ${responsible.map((s) => s.responsible!.after)}::bigint[]) as n(id, before, after)
          where c.account_id = app_account() and c.id = n.id and c.responsible_id = n.after`,
    );
}
