import { maybe, one, rows, run, sql, type Tx } from "../platform/index.ts";
import type { ContactField } from "./field.ts";

const COLUMNS = sql.raw(
  "f.id, f.public_id, f.key, f.label, f.type, f.choices, f.without_year, f.purpose, f.legal_basis, f.retention_months, f.owner, f.needed_because, f.used_at, f.created_at, f.archived_at",
);

/** What an operator says about a field. */
export type FieldDefinition = Omit<
  ContactField,
  "id" | "publicId" | "usedAt" | "createdAt" | "archivedAt"
>;

/** The account's own fields in the order of their labels, archived ones included when asked. */
export function allFields(tx: Tx, wanted: { archived?: boolean } = {}): Promise<ContactField[]> {
  return rows<ContactField>(
    tx,
    sql`select ${COLUMNS} from contact_fields f where f.account_id = app_account() ${wanted.archived ? sql`` : sql`and f.archived_at is null`}
        order by lower(f.label), f.id`,
  );
}

export function findField(tx: Tx, publicId: string): Promise<ContactField | undefined> {
  return maybe<ContactField>(
    tx,
    sql`select ${COLUMNS} from contact_fields f where f.account_id = app_account() and f.public_id = ${publicId}`,
  );
}

/** Defines a field; a key that was archived comes back with the new definition. Undefined when the key is in use. */
export function insertField(
  tx: Tx,
  accountId: number,
  field: FieldDefinition,
  now: Date,
): Promise<ContactField | undefined> {
  return maybe<ContactField>(
    tx,
    sql`insert into contact_fields as f (account_id, key, label, type, choices, without_year, purpose, legal_basis, retention_months, owner, needed_because, created_at)
        values (${accountId}, ${field.key}, ${field.label}, ${field.type}, ${JSON.stringify(field.choices)}, ${field.withoutYear}, ${field.purpose},
          ${field.legalBasis}, ${field.retentionMonths}, ${field.owner}, ${field.neededBecause}, ${now})
        on conflict (account_id, key) do update set label = excluded.label, type = excluded.type, choices = excluded.choices,
          without_year = excluded.without_year, purpose = excluded.purpose, legal_basis = excluded.legal_basis,
          retention_months = excluded.retention_months, owner = excluded.owner, needed_because = excluded.needed_because,
          created_at = excluded.created_at, used_at = null, archived_at = null
          where f.archived_at is not null
        returning ${COLUMNS}`,
  );
}

export function updateField(tx: Tx, id: number, field: FieldDefinition): Promise<ContactField> {
  return one<ContactField>(
    tx,
    sql`update contact_fields f set label = ${field.label}, choices = ${JSON.stringify(field.choices)}, purpose = ${field.purpose},
          legal_basis = ${field.legalBasis}, retention_months = ${field.retentionMonths}, owner = ${field.owner}, needed_because = ${field.neededBecause}
        where f.account_id = app_account() and f.id = ${id} returning ${COLUMNS}`,
  );
}

export async function archiveField(tx: Tx, id: number, at: Date): Promise<void> {
  await run(
    tx,
    sql`update contact_fields f set archived_at = ${at} where f.account_id = app_account() and f.id = ${id}`,
  );
}

/** Notes that somebody reads these fields. */
export async function markFieldsUsed(tx: Tx, keys: readonly string[], at: Date): Promise<void> {
  await run(
    tx,
    sql`update contact_fields f set used_at = ${at} where f.account_id = app_account() and f.key = any(${[...keys]}::text[])`,
  );
}

/** How many contacts hold a value under each key, defined or not. */
export function countValues(tx: Tx): Promise<{ key: string; count: number }[]> {
  return rows(
    tx,
    sql`select k.key, count(*) as count from contacts c cross join lateral jsonb_each_text(c.custom) k(key, value)
        where c.account_id = app_account() and c.custom <> '{}'::jsonb and k.value <> '' group by k.key order by k.key`,
  );
}

export async function countFieldValues(tx: Tx, key: string): Promise<number> {
  const found = await one<{ count: number }>(
    tx,
    sql`select count(*) as count from contacts c where c.account_id = app_account() and c.custom ->> ${key} <> ''`,
  );
  return found.count;
}

/** Whether any contact holds a value under the key. */
export async function isKeyStored(tx: Tx, key: string): Promise<boolean> {
  const found = await maybe(
    tx,
    sql`select 1 as found from contacts c where c.account_id = app_account() and jsonb_exists(c.custom, ${key}) limit 1`,
  );
  return found !== undefined;
}

/** Some values under a key, to tell its type by. */
export async function sampleValues(tx: Tx, key: string, limit: number): Promise<string[]> {
  const found = await rows<{ value: string }>(
    tx,
    sql`select c.custom ->> ${key} as value from contacts c where c.account_id = app_account() and c.custom ->> ${key} <> '' limit ${limit}`,
  );
  return found.map((row) => row.value);
}

/** Takes the values of a field from at most `limit` contacts; gives how many lost one. */
export function emptyField(tx: Tx, key: string, limit: number, now: Date): Promise<number> {
  return run(
    tx,
    sql`with chosen as (select c.account_id, c.id from contacts c where c.account_id = app_account() and jsonb_exists(c.custom, ${key}) limit ${limit})
        update contacts c set custom = c.custom - ${key}::text, origins = contact_origins(c.origins) - ${`custom.${key}`}::text, updated_at = ${now}
        from chosen where c.account_id = chosen.account_id and c.id = chosen.id`,
  );
}

/** LEAD-07: takes the values of a field that came before a day, by their origin, else by the contact's age. */
export function emptyOldValues(
  tx: Tx,
  key: string,
  before: Date,
  limit: number,
  now: Date,
): Promise<number> {
  return run(
    tx,
    sql`with old as (
          select c.account_id, c.id from contacts c
          where c.account_id = app_account() and jsonb_exists(c.custom, ${key}) and c.created_at < ${before}
            and coalesce(contact_origin(c.origins, ${`custom.${key}`}::text) ->> 'at', c.created_at::text)::timestamptz < ${before}
            and not person_held(c.account_id, c.id, c.email_normalised) limit ${limit})
        update contacts c set custom = c.custom - ${key}::text, origins = contact_origins(c.origins) - ${`custom.${key}`}::text, updated_at = ${now}
        from old where c.account_id = old.account_id and c.id = old.id`,
  );
}

/** The next contacts that hold a value under a key, in the order of their ids. */
export function valuesAfter(
  tx: Tx,
  key: string,
  after: number,
  limit: number,
): Promise<{ id: number; value: string }[]> {
  return rows(
    tx,
    sql`select c.id, c.custom ->> ${key} as value from contacts c
        where c.account_id = app_account() and c.id > ${after} and jsonb_exists(c.custom, ${key}) order by c.id limit ${limit}`,
  );
}

/** Writes values under a key and takes them from the old one, with their origin. */
export async function moveValues(
  tx: Tx,
  from: string,
  to: string,
  values: { id: number; value: string }[],
): Promise<void> {
  await run(
    tx,
    sql`update contacts c set custom = (c.custom - ${from}::text) || jsonb_build_object(${to}::text, n.value),
          origins = case when jsonb_exists(o.origins, ${`custom.${from}`})
            then (o.origins - ${`custom.${from}`}::text) || jsonb_build_object(${`custom.${to}`}::text, o.origins -> ${`custom.${from}`}) else c.origins end
        from unnest(${values.map((one) => one.id)}::bigint[], ${values.map((one) => one.value)}::text[]) as n(id, value)
          join contacts k on k.account_id = app_account() and k.id = n.id cross join lateral contact_origins(k.origins) as o(origins)
        where c.account_id = app_account() and c.id = n.id`,
  );
}
