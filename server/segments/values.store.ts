import { maybe, one, rows, run, sql, type Tx } from "../platform/index.ts";

/** A field whose values stand in the indexed table, or are being put there. */
export interface KeptField {
  fieldId: number;
  key: string;
  type: string;
  mark: number | null;
  filledTo: number;
  ready: boolean;
}

export function keptFields(tx: Tx): Promise<KeptField[]> {
  return rows<KeptField>(
    tx,
    sql`select f.field_id, f.key, f.type, f.mark, f.filled_to, f.ready from segment_fields f where f.account_id = app_account() order by f.field_id`,
  );
}

/** From the commit on, the trigger keeps the values of whatever is written. */
export async function keepField(
  tx: Tx,
  accountId: number,
  field: Pick<KeptField, "fieldId" | "key" | "type">,
): Promise<void> {
  await run(
    tx,
    sql`insert into segment_fields (account_id, field_id, key, type) values (${accountId}, ${field.fieldId}, ${field.key}, ${field.type}) on conflict do nothing`,
  );
}

export async function dropField(tx: Tx, fieldId: number): Promise<void> {
  await run(
    tx,
    sql`delete from segment_fields where account_id = app_account() and field_id = ${fieldId}`,
  );
  await run(
    tx,
    sql`delete from contact_values where account_id = app_account() and field_id = ${fieldId}`,
  );
}

/** Notes the transaction before which somebody may have written without the trigger knowing the field. */
export async function markField(tx: Tx, fieldId: number): Promise<void> {
  await run(
    tx,
    sql`update segment_fields set mark = pg_current_xact_id()::text::bigint where account_id = app_account() and field_id = ${fieldId}`,
  );
}

/** Whether everybody who began before that has ended. */
export async function isMarkOver(tx: Tx, mark: number): Promise<boolean> {
  const found = await one<{ over: boolean }>(
    tx,
    sql`select pg_snapshot_xmin(pg_current_snapshot())::text::bigint > ${mark}::bigint as over`,
  );
  return found.over;
}

/** Contacts of one transaction: enough to be quick, few enough that nobody waits long for one of them. */
const AT_ONCE = 10_000;

/**
 * Puts the values of the next contacts into the table. They are held meanwhile, so that a change waits and the trigger then
 * finds what was put here. False when there is nobody left.
 */
export async function fillSome(tx: Tx, field: KeptField): Promise<boolean> {
  const found = await maybe<{ last: number | null }>(
    tx,
    sql`with held as materialized (
          select c.account_id, c.id, contact_raw_value(${field.fieldId}::bigint, ${field.key}, c.custom, c.first_name, c.last_name, c.company, c.title, c.email_normalised) as value
          from contacts c where c.account_id = app_account() and c.id > (select f.filled_to from segment_fields f where f.account_id = app_account() and f.field_id = ${field.fieldId})
          order by c.id limit ${AT_ONCE} for share),
        put as (
          insert into contact_values (account_id, contact_id, field_id, text_value, number_value, date_value, day_value)
          select h.account_id, h.id, ${field.fieldId}::bigint, v.text_value, v.number_value, v.date_value, v.day_value
          from held h, lateral contact_value_of(${field.type}, h.value) v on conflict do nothing)
        update segment_fields f set filled_to = coalesce((select max(h.id) from held h), f.filled_to), ready = not exists (select 1 from held)
        where f.account_id = app_account() and f.field_id = ${field.fieldId}
        returning (select max(h.id) from held h) as last`,
  );
  return found?.last != null;
}

/** Everything kept of a person's fields for segments: copies of what stands in the contact. */
export function exportValues(tx: Tx, contactId: number): Promise<unknown[]> {
  return rows(
    tx,
    sql`select f.key, v.text_value as value from contact_values v join segment_fields f on f.account_id = v.account_id and f.field_id = v.field_id
        where v.account_id = app_account() and v.contact_id = ${contactId} order by f.key`,
  );
}

export function eraseValues(tx: Tx, contactId: number): Promise<number> {
  return run(
    tx,
    sql`delete from contact_values v using segment_fields f
        where f.account_id = app_account() and v.account_id = f.account_id and v.field_id = f.field_id and v.contact_id = ${contactId}`,
  );
}

/** Ids of the contacts behind an address of the newsletter pot. */
export async function contactsOf(tx: Tx, emailNormalised: string): Promise<number[]> {
  const found = await rows<{ id: number }>(
    tx,
    sql`select c.id from contacts c where c.account_id = app_account() and c.email_normalised = ${emailNormalised} and c.pot = 'newsletter'`,
  );
  return found.map((row) => row.id);
}
