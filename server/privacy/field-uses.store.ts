import { rows, sql, type Tx } from "../platform/index.ts";

/**
 * LEAD-07: own fields that something reads now: a mailing that is open or was changed since the day, a template, a
 * segment, a form, a mail of a process. A field is read by its key, as a word.
 */
export async function fieldsInUse(tx: Tx, since: Date): Promise<string[]> {
  const found = await rows<{ key: string }>(
    tx,
    sql`with texts(text) as (
          select concat_ws(' ', m.subject, m.preheader, m.html, m.text, m.source::text) from mailings m
            where m.account_id = app_account() and m.archived_at is null and (m.state in ('draft', 'scheduled') or m.updated_at > ${since})
          union all select concat_ws(' ', t.subject, t.html, t.text) from transactional_templates t where t.account_id = app_account() and t.archived_at is null
          union all select concat_ws(' ', t.subject, t.html, t.source::text) from templates t where t.account_id = app_account()
          union all select s.definition::text from segments s where s.account_id = app_account() and s.archived_at is null
          union all select v.definition::text from forms f join form_versions v on v.account_id = f.account_id and v.id = f.current_version_id
            where f.account_id = app_account() and f.archived_at is null)
        select f.key from contact_fields f where f.account_id = app_account() and f.archived_at is null
          and exists (select 1 from texts t where position(f.key in t.text) > 0 and t.text ~ ('\\m' || f.key || '\\M'))`,
  );
  return found.map((row) => row.key);
}
