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

/**
 * Where one of these texts stands in what this account's news, work and log took in since, and in what measuring wrote of
 * this mailing; whole rows of every table a hit could leak into. `seen_numbers` holds numbers only, and only workers read it.
 */
export async function rowsHolding(
  tx: Tx,
  texts: readonly string[],
  since: Date,
  mailingId: number,
): Promise<string[]> {
  const likes = texts.map((text) => `%${text}%`);
  const found = await rows<{ place: string }>(
    tx,
    sql`select 'outbox_events' as place from outbox_events e where e.account_id = app_account() and e.created_at >= ${since} and e::text like any(${likes}::text[])
        union select 'jobs' from jobs j where j.account_id = app_account() and j.created_at >= ${since} and j::text like any(${likes}::text[])
        union select 'audit_entries' from audit_entries a where a.account_id = app_account() and a.at >= ${since} and a::text like any(${likes}::text[])
        union select 'measured_deliveries' from measured_deliveries m where m.account_id = app_account() and m.mailing_id = ${mailingId} and m::text like any(${likes}::text[])
        union select 'personal_events' from personal_events p where p.account_id = app_account() and p.mailing_id = ${mailingId} and p::text like any(${likes}::text[])
        union select 'anonymous_totals' from anonymous_totals t where t.account_id = app_account() and t.mailing_id = ${mailingId} and t::text like any(${likes}::text[])`,
  );
  return found.map((row) => row.place);
}
