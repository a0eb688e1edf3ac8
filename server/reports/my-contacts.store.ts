import type { MyContact } from "../../contract/my-contacts.ts";
import { rows, sql, type Tx } from "../platform/index.ts";
import type { Stage, TagColour } from "../contacts/index.ts";

export interface MyContactRow {
  contactId: number;
  publicId: string;
  email: string;
  emailNormalised: string;
  firstName: string;
  lastName: string;
  company: string;
  stage: Stage;
  orphanedAt: Date | null;
  keptUntil: string | null;
  tags: { id: string; name: string; colour: TagColour }[];
  touchKind: Exclude<MyContact["touch"]["kind"], "none"> | null;
  touchAt: Date | null;
  open: { kind: "reply" | "inquiry"; text: string; at: string }[];
  /** Of the whole stage. */
  total: number;
}

/**
 * The contacts of an adviser by stage: who waits for something first, then whose last contact is longest ago. What people
 * did with mails plays no part, so it says nothing about anybody (LEAD-15).
 */
export function myContacts(tx: Tx, adviserId: number, perStage: number): Promise<MyContactRow[]> {
  return rows<MyContactRow>(
    tx,
    sql`with mine as materialized (
          select c.* from contacts c where c.account_id = app_account() and c.responsible_id = ${adviserId} and c.restricted_at is null),
        touches as (
          select m.id, 'note' as kind, n.created_at as at from mine m join contact_notes n on n.account_id = m.account_id and n.contact_id = m.id
          union all
          select m.id, 'mail', k.created_at from mine m join correspondence_mails k on k.account_id = m.account_id and k.contact_id = m.id and k.kind = 'one_to_one'
          union all
          select m.id, 'inquiry', q.received_on + time '12:00' at time zone 'UTC' from mine m join inquiries q on q.account_id = m.account_id and q.contact_id = m.id
          union all
          select m.id, 'reply', r.received_at from mine m join reply_tasks r on r.account_id = m.account_id and r.email_normalised = m.email_normalised
          union all
          select m.id, 'mailing', o.at from mine m
            join deliveries d on d.account_id = m.account_id and d.contact_id = m.id and d.run_id is not null
            join delivery_outcomes o on o.account_id = d.account_id and o.delivery_id = d.id and o.final and o.outcome = 'accepted'),
        last as (select distinct on (t.id) t.id, t.kind, t.at from touches t order by t.id, t.at desc),
        waiting as (
          select w.id, jsonb_agg(jsonb_build_object('kind', w.kind, 'text', w.text, 'at', w.at) order by w.at) as open from (
            select m.id, 'reply' as kind, r.subject as text, r.received_at as at from mine m
              join reply_tasks r on r.account_id = m.account_id and r.email_normalised = m.email_normalised and r.state = 'open'
            union all
            select m.id, 'inquiry', q.subject, q.created_at from mine m
              join inquiries q on q.account_id = m.account_id and q.contact_id = m.id
              where not exists (select 1 from correspondence_mails k where k.account_id = q.account_id and k.inquiry_id = q.id)) w group by w.id),
        ranked as (
          select m.*, l.kind as touch_kind, l.at as touch_at, coalesce(w.open, '[]') as open, count(*) over (partition by m.stage) as total,
            row_number() over (partition by m.stage order by w.open is null and m.orphaned_at is null, l.at nulls first, m.sort_key, m.id) as place
          from mine m left join last l on l.id = m.id left join waiting w on w.id = m.id)
        select r.id as contact_id, r.public_id, r.email, r.email_normalised, r.first_name, r.last_name, r.company, r.stage, r.orphaned_at,
          r.kept_until::text as kept_until, r.touch_kind, r.touch_at, r.open, r.total,
          coalesce((select json_agg(json_build_object('id', t.public_id, 'name', t.name, 'colour', t.colour) order by lower(t.name))
            from contact_tagged g join contact_tags t on t.account_id = g.account_id and t.id = g.tag_id
            where g.account_id = r.account_id and g.contact_id = r.id), '[]') as tags
        from ranked r where r.place <= ${perStage} order by r.stage, r.place`,
  );
}
