import { rows, sql, type Tx } from "../platform/index.ts";

/** The columns a table has now. */
export async function columnsOf(tx: Tx, table: string): Promise<string[]> {
  const found = await rows<{ name: string }>(
    tx,
    sql`select a.attname as name from pg_attribute a
        where a.attrelid = ${`public.${table}`}::regclass and a.attnum > 0 and not a.attisdropped order by a.attnum`,
  );
  return found.map((row) => row.name);
}

/** Where a text stands in what this account's news, work and log took in since; the tables a request could leak into. */
export async function rowsHolding(tx: Tx, text: string, since: Date): Promise<string[]> {
  const like = `%${text}%`;
  const found = await rows<{ place: string }>(
    tx,
    sql`select 'outbox_events' as place from outbox_events e where e.account_id = app_account() and e.created_at >= ${since} and e.payload::text like ${like}
        union select 'jobs' from jobs j where j.account_id = app_account() and j.created_at >= ${since} and (j.payload::text like ${like} or j.last_error like ${like})
        union select 'audit_entries' from audit_entries a where a.account_id = app_account() and a.at >= ${since} and a.detail::text like ${like}`,
  );
  return found.map((row) => row.place);
}
