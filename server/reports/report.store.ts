import { maybe, one, rows, sql, type Tx } from "../platform/index.ts";

/**
 * Reads across slices, never writes. Everything about use starts from `granted`: accepted mails with personal tokens
 * whose address is granted now by everybody on it, none of them restricted (TRK-01, TRK-24).
 */
const granted = (mailingId: number) => sql`
  granted as materialized (
    select d.delivery_id, d.contact_id from measured_deliveries d
    join profiling_permissions p on p.account_id = d.account_id and p.email_normalised = d.email_normalised and p.state = 'granted'
    join contacts own on own.account_id = d.account_id and own.id = d.contact_id
    where d.account_id = app_account() and d.mailing_id = ${mailingId}
      and exists (select 1 from delivery_outcomes o where o.account_id = d.account_id and o.delivery_id = d.delivery_id and o.final and o.outcome = 'accepted')
      and not exists (select 1 from contacts c where c.account_id = d.account_id and c.email_normalised = d.email_normalised and c.pot = 'newsletter'
                        and (c.id <> all (p.contact_ids) or c.restricted_at is not null)))`;

export interface PersonalTotals {
  base: number;
  openers: number;
  clickers: number;
}

export function personalTotals(tx: Tx, mailingId: number): Promise<PersonalTotals> {
  return one<PersonalTotals>(
    tx,
    sql`with ${granted(mailingId)}
        select (select count(*) from granted) as base,
          count(distinct e.delivery_id) filter (where e.link = 0) as openers, count(distinct e.delivery_id) filter (where e.link > 0) as clickers
        from granted g join personal_events e on e.account_id = app_account() and e.delivery_id = g.delivery_id where e.agent = 0`,
  );
}

export interface PersonalLinkRow {
  link: number;
  agent: number;
  hits: number;
  people: number;
}

/** Hits and people for each link and agent class; link 0 is the pixel. */
export function personalByLink(tx: Tx, mailingId: number): Promise<PersonalLinkRow[]> {
  return rows<PersonalLinkRow>(
    tx,
    sql`with ${granted(mailingId)}
        select e.link, e.agent, count(*) as hits, count(distinct e.delivery_id) as people
        from granted g join personal_events e on e.account_id = app_account() and e.delivery_id = g.delivery_id group by 1, 2`,
  );
}

/** Human hits a day, in the mailing's time zone. */
export function personalByDay(
  tx: Tx,
  mailingId: number,
  timezone: string,
): Promise<{ day: string; opens: number; clicks: number }[]> {
  return rows(
    tx,
    sql`with ${granted(mailingId)}
        select to_char(e.hour at time zone ${timezone}, 'YYYY-MM-DD') as day, count(*) filter (where e.link = 0) as opens, count(*) filter (where e.link > 0) as clicks
        from granted g join personal_events e on e.account_id = app_account() and e.delivery_id = g.delivery_id where e.agent = 0 group by 1 order by 1`,
  );
}

/** What stayed of expired events: totals of groups that were large enough (TRK-18). */
export function expiredByLink(
  tx: Tx,
  mailingId: number,
): Promise<{ link: number; agent: number; hits: number }[]> {
  return rows(
    tx,
    sql`select t.link, t.agent, sum(t.hits)::bigint as hits from expired_totals t where t.account_id = app_account() and t.mailing_id = ${mailingId} group by 1, 2`,
  );
}

/** Accepted mails of a run by how they were measured. */
export async function acceptedByMeasure(
  tx: Tx,
  runId: number,
): Promise<{ personal: number; anonymous: number }> {
  return one(
    tx,
    sql`select count(*) filter (where o.measured = 'personal') as personal, count(*) filter (where o.measured is distinct from 'personal') as anonymous
        from delivery_outcomes o where o.account_id = app_account() and o.run_id = ${runId} and o.outcome = 'accepted' and o.final`,
  );
}

export interface StoredLink {
  no: number;
  url: string;
  label: string;
  part: "html" | "text";
  position: { line: number; column: number; offset: number; length: number } | null;
  notPersonal: boolean;
}

/** The links of the content that was sent, with their places. */
export async function contentLinks(tx: Tx, contentVersionId: number): Promise<StoredLink[]> {
  const found = await maybe<{ links: StoredLink[] }>(
    tx,
    sql`select v.links from content_versions v where v.account_id = app_account() and v.id = ${contentVersionId}`,
  );
  return found?.links ?? [];
}

/** When the next mailing to any of these lists began. */
export async function nextMailingAt(
  tx: Tx,
  mailingId: number,
  listIds: number[],
  after: Date,
): Promise<Date | null> {
  const found = await one<{ at: Date | null }>(
    tx,
    sql`select min(m.started_at) as at from mailings m where m.account_id = app_account() and m.id <> ${mailingId} and m.started_at > ${after} and m.list_ids && ${listIds}::bigint[]`,
  );
  return found.at;
}

/** Unsubscribes from these lists and withdrawals of profiling in a period, from the ledger, which names nobody. */
export function endedPermissions(
  tx: Tx,
  listIds: number[],
  from: Date,
  to: Date,
): Promise<{ unsubscribed: number; profilingWithdrawn: number }> {
  return one(
    tx,
    sql`select count(*) filter (where e.kind = 'unsubscribed' and (p.list_id = any(${listIds}::bigint[]) or p.list_id is null)) as unsubscribed,
          count(*) filter (where e.kind = 'profiling_withdrawn') as profiling_withdrawn
        from ledger_entries e left join ledger_payloads p on p.account_id = e.account_id and p.entry_id = e.id
        where e.account_id = app_account() and e.kind in ('unsubscribed', 'profiling_withdrawn') and e.at >= ${from} and e.at < ${to}`,
  );
}

export interface PersonRow {
  contactId: number;
  publicId: string;
  email: string;
  firstName: string;
  lastName: string;
  company: string;
  sortKey: string;
  opens: number;
  clicks: number;
  links: number[];
  firstHour: Date;
  lastHour: Date;
}

/** Who opened or clicked, of those who permit it now. Machines do not count. */
export function personsOf(
  tx: Tx,
  mailingId: number,
  filter: {
    did?: "opened" | "clicked";
    link?: number;
    after?: { sortKey: string; id: number };
    limit: number;
  },
): Promise<PersonRow[]> {
  const { did = null, link = null, after } = filter;
  return rows<PersonRow>(
    tx,
    sql`with ${granted(mailingId)}
        select c.id as contact_id, c.public_id, c.email, c.first_name, c.last_name, c.company, c.sort_key,
          count(*) filter (where e.link = 0) as opens, count(*) filter (where e.link > 0) as clicks,
          coalesce(array_agg(distinct e.link::int order by e.link::int) filter (where e.link > 0), '{}') as links, min(e.hour) as first_hour, max(e.hour) as last_hour
        from granted g join personal_events e on e.account_id = app_account() and e.delivery_id = g.delivery_id and e.agent = 0
        join contacts c on c.account_id = app_account() and c.id = g.contact_id
        -- CON-20: who agreed to totals and timing alone is in no list of persons.
        join profiling_permissions p on p.account_id = app_account() and p.email_normalised = c.email_normalised
        join wording_versions w on w.account_id = app_account() and w.id = p.wording_version_id and 'person_report' = any(w.uses)
        where ${after ? sql`(c.sort_key, c.id) > (${after.sortKey}, ${after.id})` : sql`true`}
        group by c.account_id, c.id
        having (${did}::text is distinct from 'opened' or bool_or(e.link = 0)) and (${did}::text is distinct from 'clicked' or bool_or(e.link > 0))
          and (${link}::int is null or bool_or(e.link = ${link}::int))
        order by c.sort_key, c.id limit ${filter.limit}`,
  );
}
