import { MAY_HAVE_HELD } from "../../exports/index.ts";
import { rows, sql, type Tx } from "../../platform/index.ts";

/** Who looked at a contact or worked with it, the newest first; without names (CJEU C-579/21). */
export function looksAt(
  tx: Tx,
  publicId: string,
): Promise<
  { at: Date; action: string; actorKind: "operator" | "api_key" | "person" | "system" }[]
> {
  return rows(
    tx,
    sql`select e.at, e.action, e.actor_kind from audit_entries e
        where e.account_id = app_account() and e.object_type = 'contact' and e.object_id = ${publicId} order by e.id desc limit 1000`,
  );
}

/** Saved segments, for the question which of them hold a person now. */
export function savedSegments(tx: Tx): Promise<{ name: string; definition: unknown }[]> {
  return rows(
    tx,
    sql`select s.name, s.definition from segments s where s.account_id = app_account() and s.archived_at is null order by s.name limit 200`,
  );
}

/** Subjects of mailings, or their names where a subject is missing. */
export function mailingSubjects(
  tx: Tx,
  ids: readonly number[],
): Promise<{ id: number; subject: string }[]> {
  return rows(
    tx,
    sql`select m.id, coalesce(nullif(m.subject, ''), m.name) as subject from mailings m
        where m.account_id = app_account() and m.id = any(${[...ids]}::bigint[])`,
  );
}

/** Who delivered the data or may have received them, in words. */
export function sourcesAndRecipients(
  tx: Tx,
  contactId: number,
): Promise<{ kind: "core" | "import" | "export" | "return"; name: string; at: Date }[]> {
  return rows(
    tx,
    sql`select 'core' as kind, l.source_system || ': ' || l.name as name, r.created_at as at
          from core_records r join core_lists l on l.account_id = r.account_id and l.id = r.list_id
          where r.account_id = app_account() and r.contact_id = ${contactId}
        union all
        select 'import', i.name, coalesce(i.finished_at, i.created_at) from imports i where i.account_id = app_account()
          and exists (select 1 from import_lines x where x.account_id = i.account_id and x.import_id = i.id and x.contact_id = ${contactId})
        union all
        select 'export', e.reason, e.created_at from contact_exports e join contacts c on c.account_id = e.account_id and c.id = ${contactId}
          where e.account_id = app_account() and e.downloads > 0 and e.created_at >= c.created_at
          and ${MAY_HAVE_HELD}
        union all
        select 'return', w.source_system, w.at from core_withdrawals w where w.account_id = app_account() and w.contact_id = ${contactId}
        order by 3 limit 200`,
  );
}

/** Whether the person is in the rows of a condition. */
export async function holds(tx: Tx, condition: ReturnType<typeof sql>): Promise<boolean> {
  const found = await rows<{ held: boolean }>(tx, sql`select ${condition} as held`);
  return found[0]?.held ?? false;
}

/** A number of the person, as a condition on segments takes it. */
export const bound = (value: number | string): ReturnType<typeof sql> => sql`${value}`;
