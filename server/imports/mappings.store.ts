import type { ImportField } from "../../contract/imports.ts";
import { maybe, run, sql, type Tx } from "../platform/index.ts";

/** Field by folded heading, as the last file with these headings was imported. */
export async function findMapping(
  tx: Tx,
  headings: Buffer,
): Promise<Record<string, ImportField> | undefined> {
  const found = await maybe<{ mapping: Record<string, ImportField> }>(
    tx,
    sql`select m.mapping from import_mappings m where m.account_id = app_account() and m.headings = ${headings}`,
  );
  return found?.mapping;
}

export async function saveMapping(
  tx: Tx,
  accountId: number,
  headings: Buffer,
  mapping: Record<string, ImportField>,
  at: Date,
): Promise<void> {
  await run(
    tx,
    sql`insert into import_mappings (account_id, headings, mapping, used_at) values (${accountId}, ${headings}, ${JSON.stringify(mapping)}::jsonb, ${at})
        on conflict (account_id, headings) do update set mapping = excluded.mapping, used_at = excluded.used_at`,
  );
}
