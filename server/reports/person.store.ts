import { maybe, one, rows, sql, type Tx } from "../platform/index.ts";

/** Reads about one person across slices, never writes. */

export interface MailRow {
  deliveryId: number;
  at: Date;
  outcome: string | null;
  reason: string | null;
  measured: string | null;
  kind: string;
  mailingPublicId: string | null;
  mailingName: string | null;
}

/** Mails to a contact with what became of them, the newest first. */
export function mailsOf(tx: Tx, contactId: number, limit: number): Promise<MailRow[]> {
  return rows<MailRow>(
    tx,
    sql`select d.id as delivery_id, coalesce(o.at, d.created_at) as at, o.outcome, o.reason, o.measured, d.kind, m.public_id as mailing_public_id, m.name as mailing_name
        from deliveries d
        left join delivery_outcomes o on o.account_id = d.account_id and o.delivery_id = d.id and o.final
        left join delivery_runs r on r.account_id = d.account_id and r.id = d.run_id
        left join mailings m on m.account_id = r.account_id and m.id = r.mailing_id
        where d.account_id = app_account() and d.contact_id = ${contactId} order by d.id desc limit ${limit}`,
  );
}

export interface UseRow {
  at: Date;
  link: number;
  url: string | null;
  mailingPublicId: string | null;
  mailingName: string | null;
  /** `agentReasons` of contract/tracking.ts. */
  agent: number;
}

/** What was recorded of an address, the newest first. Ask for the permission first (`usageAllowed`). */
export function useOf(tx: Tx, emailNormalised: string, limit: number): Promise<UseRow[]> {
  return rows<UseRow>(
    tx,
    sql`select e.hour as at, e.link::int as link, l.url, m.public_id as mailing_public_id, m.name as mailing_name, e.agent::int as agent
        from measured_deliveries d join personal_events e on e.account_id = d.account_id and e.delivery_id = d.delivery_id
        left join measured_links l on l.account_id = e.account_id and l.mailing_id = e.mailing_id and l.link = e.link
        left join mailings m on m.account_id = e.account_id and m.id = e.mailing_id
        where d.account_id = app_account() and d.email_normalised = ${emailNormalised} order by e.hour desc limit ${limit}`,
  );
}

export async function countUseOf(tx: Tx, emailNormalised: string): Promise<number> {
  const found = await one<{ count: number }>(
    tx,
    sql`select count(*) as count from measured_deliveries d join personal_events e on e.account_id = d.account_id and e.delivery_id = d.delivery_id
        where d.account_id = app_account() and d.email_normalised = ${emailNormalised}`,
  );
  return found.count;
}

/** Whether the use of this address may be shown per person now: granted for that by everybody on it, nobody restricted. */
export async function usageAllowed(tx: Tx, emailNormalised: string): Promise<boolean> {
  const found = await one<{ allowed: boolean }>(
    tx,
    sql`select exists (
          select 1 from profiling_permissions p where p.account_id = app_account() and p.email_normalised = ${emailNormalised} and p.state = 'granted'
            -- CON-20: a report about one person is a use of its own.
            and exists (select 1 from wording_versions w where w.account_id = p.account_id and w.id = p.wording_version_id and 'person_report' = any(w.uses))
            and not exists (select 1 from contacts c where c.account_id = p.account_id and c.email_normalised = p.email_normalised and c.pot = 'newsletter'
                              and (c.id <> all (p.contact_ids) or c.restricted_at is not null))) as allowed`,
  );
  return found.allowed;
}

/** When a waiting sign-up of the address expires. */
export async function pendingUntil(tx: Tx, emailNormalised: string): Promise<Date | null> {
  const found = await one<{ at: Date | null }>(
    tx,
    sql`select max(r.expires_at) as at from consent_requests r where r.account_id = app_account() and r.email_normalised = ${emailNormalised} and r.state = 'pending'`,
  );
  return found.at;
}

export interface ImportRow {
  at: Date;
  name: string;
  result: "created" | "updated";
}

/** Imports that made or changed a contact, the newest first. */
export function importsOf(tx: Tx, contactId: number, limit: number): Promise<ImportRow[]> {
  return rows<ImportRow>(
    tx,
    sql`select coalesce(i.finished_at, i.created_at) as at, i.name, l.result from import_lines l
        join imports i on i.account_id = l.account_id and i.id = l.import_id
        where l.account_id = app_account() and l.contact_id = ${contactId} and l.result in ('created', 'updated') and l.undone is distinct from 'undone'
        order by i.id desc limit ${limit}`,
  );
}

export interface PurchaseEvent {
  on: string;
  orderNumber: string;
  category: string;
  categoryEn: string;
  cancelledOn: string | null;
}

/** A contact's purchases and contracts, the newest first. */
export function purchasesOf(tx: Tx, contactId: number, limit: number): Promise<PurchaseEvent[]> {
  return rows<PurchaseEvent>(
    tx,
    sql`select p.concluded_on::text as on, p.order_number, g.name as category, g.name_en as category_en, p.cancelled_on::text as cancelled_on from purchases p
        join product_categories g on g.account_id = p.account_id and g.id = p.category_id
        where p.account_id = app_account() and p.contact_id = ${contactId} order by p.concluded_on desc, p.id desc limit ${limit}`,
  );
}

export interface ReplyRow {
  at: Date;
  subject: string;
  /** Of an inquiry; null for a mail that came in. */
  channel: string | null;
  decision: string | null;
  answered: boolean;
}

/** What a person wrote or asked: mails that came in, and inquiries that were noted; the newest first. */
export function repliesOf(
  tx: Tx,
  contact: { id: number; emailNormalised: string },
  limit: number,
): Promise<ReplyRow[]> {
  return rows<ReplyRow>(
    tx,
    sql`select r.received_at as at, r.subject, null as channel, r.decision, r.state = 'decided' as answered from reply_tasks r
        where r.account_id = app_account() and r.email_normalised = ${contact.emailNormalised} and (r.contact_id is null or r.contact_id = ${contact.id})
        union all
        select q.received_on + time '12:00' at time zone 'UTC', q.subject, q.channel, null,
          exists (select 1 from correspondence_mails k where k.account_id = q.account_id and k.inquiry_id = q.id) from inquiries q
        where q.account_id = app_account() and q.contact_id = ${contact.id} order by 1 desc limit ${limit}`,
  );
}

export interface ActRow {
  at: Date;
  action: string;
  actorKind: string;
  actorName: string;
  detail: { fields?: string[]; until?: string };
}

/** What was done with a contact's data, by whom: out of the audit log, without the looks. */
export function actsOn(tx: Tx, publicId: string, limit: number): Promise<ActRow[]> {
  return rows<ActRow>(
    tx,
    sql`select e.at, e.action, e.actor_kind, e.actor_name, e.detail from audit_entries e
        where e.account_id = app_account() and e.object_type = 'contact' and e.object_id = ${publicId}
          and e.action in ('contact.changed', 'contact.merged', 'contact.merge_undone', 'contact.held', 'contact.hold_ended', 'contact.note_deleted', 'contact.copied')
        order by e.id desc limit ${limit}`,
  );
}

export interface RecordOfContact {
  listPublicId: string;
  listName: string;
  occasion: string;
  source: string;
  personNumber: string;
  recordNumber: string;
  profiling: boolean;
  basis: "" | "consent" | "customer_7_3";
  basisReference: string;
  origin: string;
  unsubscribedAt: Date | null;
  /** RET-03: days after the last mail to it, or its delivery. */
  keepDays: number;
  updatedAt: Date;
}

/** The record of the core system a contact stands for. */
export function recordOf(tx: Tx, contactId: number): Promise<RecordOfContact | undefined> {
  return maybe<RecordOfContact>(
    tx,
    sql`select l.public_id as list_public_id, l.name as list_name, l.occasion, l.source_system as source, r.person_number, r.record_number, r.profiling,
          r.basis, r.basis_reference, r.origin, r.unsubscribed_at, l.keep_days, r.updated_at
        from core_records r join core_lists l on l.account_id = r.account_id and l.id = r.list_id
        where r.account_id = app_account() and r.contact_id = ${contactId}`,
  );
}

export interface RecordEvent {
  at: Date;
  kind: "delivered" | "changed" | "unsubscribe" | "objection" | "profiling" | "erasure";
  /** A file, or what was changed. */
  name: string;
  oldValue: string;
  newValue: string;
}

/** What happened with a record: delivered, changed by a later file, and what the person said (CRM-12, CRM-18). */
export function recordEventsOf(tx: Tx, contactId: number, limit: number): Promise<RecordEvent[]> {
  return rows<RecordEvent>(
    tx,
    sql`select r.created_at as at, 'delivered' as kind, i.file_name as name, '' as old_value, '' as new_value
          from core_records r join core_imports i on i.account_id = r.account_id and i.id = r.import_id
          where r.account_id = app_account() and r.contact_id = ${contactId}
        union all
        select h.at, 'changed', h.field, h.old_value, h.new_value from core_changes h
          where h.account_id = app_account() and h.contact_id = ${contactId}
        union all
        select w.at, w.kind, '', '', '' from core_withdrawals w
          where w.account_id = app_account() and w.contact_id = ${contactId} and w.undone_at is null
        order by 1 desc limit ${limit}`,
  );
}
