import { rows, sql, type RawBuilder, type Tx } from "../platform/index.ts";

/** Tables whose rows a condition may name, by the prefix of their ids. Of mailings and imports, which know segments, the id alone. */
const NAMED: Record<string, RawBuilder<unknown>> = {
  fld: sql`contact_fields`,
  tag: sql`contact_tags`,
  lst: sql`lists`,
  imp: sql`imports`,
  cat: sql`product_categories`,
  mlg: sql`mailings`,
};

/** The numbers behind public ids of this account; what is none of it is missing from the answer. */
export async function findIds(
  tx: Tx,
  publicIds: readonly string[],
): Promise<ReadonlyMap<string, number>> {
  const found = new Map<string, number>();
  for (const [prefix, table] of Object.entries(NAMED)) {
    const wanted = publicIds.filter((id) => id.startsWith(`${prefix}_`));
    if (wanted.length === 0) continue;
    for (const row of await rows<{ id: number; publicId: string }>(
      tx,
      sql`select t.id, t.public_id from ${table} t where t.account_id = app_account() and t.public_id = any(${wanted}::text[])`,
    ))
      found.set(row.publicId, row.id);
  }
  const operators = publicIds.filter((id) => id.startsWith("opr_"));
  if (operators.length > 0)
    for (const row of await rows<{ id: number; publicId: string }>(
      tx,
      sql`select o.id, o.public_id from memberships m join operators o on o.id = m.operator_id
          where m.account_id = app_account() and o.public_id = any(${operators}::text[])`,
    ))
      found.set(row.publicId, row.id);
  return found;
}

/** Fields whose values the indexed table holds completely. */
export async function readyFields(tx: Tx): Promise<number[]> {
  const found = await rows<{ fieldId: number }>(
    tx,
    sql`select f.field_id from segment_fields f where f.account_id = app_account() and f.ready`,
  );
  return found.map((row) => row.fieldId);
}
