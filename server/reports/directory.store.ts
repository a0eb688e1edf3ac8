import { one, rows, sql, type RawBuilder, type Tx } from "../platform/index.ts";
import type { SubscriptionState } from "../lists/index.ts";
import type { ProfilingState } from "../consent/index.ts";

/** Reads across slices, never writes. */

export interface DirectoryFilter {
  /** Only these contacts (a search). */
  ids?: number[];
  listId?: number;
  state?: SubscriptionState;
  profiling?: ProfilingState;
  suppressed?: boolean;
  after?: { sortKey: string; id: number };
  limit: number;
}

export interface DirectoryRow {
  contactId: number;
  publicId: string;
  pot: "newsletter" | "core";
  email: string;
  emailNormalised: string;
  firstName: string;
  lastName: string;
  company: string;
  sortKey: string;
  restrictedAt: Date | null;
  createdAt: Date;
  profiling: ProfilingState;
  suppressed: boolean;
  lists: { id: number; state: SubscriptionState }[];
}

const SUPPRESSED = sql`exists (
  select 1 from suppressions x where x.account_id = c.account_id and x.lifted_at is null
    and (x.address_hash = c.address_hash or x.contact_id = c.id or x.domain = split_part(c.email_normalised, '@', -1)))`;

/** The same for a filter over everybody: three small sets instead of a question for each contact. */
const IN_SUPPRESSED = sql`(
  c.address_hash in (select x.address_hash from suppressions x where x.account_id = app_account() and x.lifted_at is null and x.address_hash is not null)
  or c.id in (select x.contact_id from suppressions x where x.account_id = app_account() and x.lifted_at is null and x.contact_id is not null)
  or split_part(c.email_normalised, '@', -1) in (select x.domain from suppressions x where x.account_id = app_account() and x.lifted_at is null and x.domain is not null))`;

/** The directory in German order. Only the conditions asked for are in the statement, so that each keeps its index. */
export function directoryPage(tx: Tx, filter: DirectoryFilter): Promise<DirectoryRow[]> {
  const where: RawBuilder<unknown>[] = [sql`c.account_id = app_account()`];
  if (filter.ids) where.push(sql`c.id = any(${filter.ids}::bigint[])`);
  if (filter.listId !== undefined || filter.state !== undefined) {
    const conditions = [sql`s.account_id = c.account_id and s.contact_id = c.id`];
    if (filter.listId !== undefined) conditions.push(sql`s.list_id = ${filter.listId}`);
    if (filter.state !== undefined) conditions.push(sql`s.state = ${filter.state}`);
    where.push(
      sql`exists (select 1 from subscriptions s where ${sql.join(conditions, sql` and `)})`,
    );
  }
  if (filter.profiling === "unknown")
    where.push(
      sql`not exists (select 1 from profiling_permissions p where p.account_id = c.account_id and p.email_normalised = c.email_normalised and p.state <> 'unknown')`,
    );
  else if (filter.profiling)
    where.push(
      sql`exists (select 1 from profiling_permissions p where p.account_id = c.account_id and p.email_normalised = c.email_normalised and p.state = ${filter.profiling})`,
    );
  if (filter.suppressed === true) where.push(IN_SUPPRESSED);
  if (filter.suppressed === false) where.push(sql`not ${IN_SUPPRESSED}`);
  if (filter.after)
    where.push(sql`(c.sort_key, c.id) > (${filter.after.sortKey}, ${filter.after.id})`);
  return rows<DirectoryRow>(
    tx,
    sql`with page as materialized (
          select c.* from contacts c where ${sql.join(where, sql` and `)} order by c.sort_key, c.id limit ${filter.limit})
        select c.id as contact_id, c.public_id, c.pot, c.email, c.email_normalised, c.first_name, c.last_name, c.company, c.sort_key, c.restricted_at, c.created_at,
          coalesce(p.state, 'unknown') as profiling, ${SUPPRESSED} as suppressed,
          coalesce((select json_agg(json_build_object('id', s.list_id, 'state', s.state) order by s.list_id) from subscriptions s
                    where s.account_id = c.account_id and s.contact_id = c.id), '[]') as lists
        from page c left join profiling_permissions p on p.account_id = c.account_id and p.email_normalised = c.email_normalised
        order by c.sort_key, c.id`,
  );
}

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
