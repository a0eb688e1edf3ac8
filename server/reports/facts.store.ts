import { one, rows, sql, type Tx } from "../platform/index.ts";
import { HONEYPOT_LINK, HUMAN, PIXEL_LINK } from "../tracking/index.ts";

/**
 * Reads across slices, never writes. Everything about use starts from `granted`: accepted mails with personal tokens
 * whose address is granted now by everybody on it, none of them restricted (TRK-01, TRK-24), or whose record of the core
 * system carries Profiling 1 now (CRM-10).
 */
export const granted = (mailingId: number) => sql`
  granted as materialized (
    select d.delivery_id, d.contact_id from measured_deliveries d
    join core_records r on r.account_id = d.account_id and r.measured_as = d.email_normalised and r.profiling and r.unsubscribed_at is null
    join contacts own on own.account_id = d.account_id and own.id = d.contact_id and own.restricted_at is null
    where d.account_id = app_account() and d.mailing_id = ${mailingId}
      and exists (select 1 from delivery_outcomes o where o.account_id = d.account_id and o.delivery_id = d.delivery_id and o.final and o.outcome = 'accepted')
    union all
    select d.delivery_id, d.contact_id from measured_deliveries d
    join profiling_permissions p on p.account_id = d.account_id and p.email_normalised = d.email_normalised and p.state = 'granted'
    join contacts own on own.account_id = d.account_id and own.id = d.contact_id
    where d.account_id = app_account() and d.mailing_id = ${mailingId}
      and exists (select 1 from delivery_outcomes o where o.account_id = d.account_id and o.delivery_id = d.delivery_id and o.final and o.outcome = 'accepted')
      and not exists (select 1 from contacts c where c.account_id = d.account_id and c.email_normalised = d.email_normalised and c.pot = 'newsletter'
                        and (c.id <> all (p.contact_ids) or c.restricted_at is not null)))`;

/** What those did who permit it now. Link 0 is the pixel; agent 0 a person, everything else the reason for a machine. */
export interface PersonalFacts {
  base: number;
  clickers: number;
  links: { link: number; agent: number; hits: number }[];
  /** People by link, machines left out. */
  people: { link: number; people: number }[];
  /** Hits of people a day, in the mailing's time zone. */
  days: { day: string; opens: number; clicks: number }[];
}

/** All personal figures of a mailing in one statement, which looks at each event once. */
export async function personalFacts(
  tx: Tx,
  mailingId: number,
  timezone: string,
): Promise<PersonalFacts> {
  const found = await one<{ facts: PersonalFacts }>(
    tx,
    sql`with ${granted(mailingId)},
        hits as materialized (
          select e.delivery_id, e.link, e.agent, e.hour from granted g
          join personal_events e on e.account_id = app_account() and e.delivery_id = g.delivery_id
          where e.link <> ${HONEYPOT_LINK}),
        links as (select h.link, h.agent, count(*) as hits from hits h group by 1, 2),
        once as materialized (select h.delivery_id, h.link from hits h where h.agent = ${HUMAN} group by 1, 2),
        people as (select o.link, count(*) as people from once o group by 1),
        hours as (
          select h.hour, count(*) filter (where h.link = ${PIXEL_LINK}) as opens, count(*) filter (where h.link <> ${PIXEL_LINK}) as clicks
          from hits h where h.agent = ${HUMAN} group by 1),
        days as (
          select to_char(h.hour at time zone ${timezone}, 'YYYY-MM-DD') as day, sum(h.opens)::bigint as opens, sum(h.clicks)::bigint as clicks
          from hours h group by 1)
        select jsonb_build_object(
          'base', (select count(*) from granted),
          'clickers', (select count(*) from (select 1 from once o where o.link <> ${PIXEL_LINK} group by o.delivery_id) c),
          'links', (select coalesce(jsonb_agg(to_jsonb(l)), '[]') from links l),
          'people', (select coalesce(jsonb_agg(to_jsonb(p)), '[]') from people p),
          'days', (select coalesce(jsonb_agg(to_jsonb(d) order by d.day), '[]') from days d)) as facts`,
  );
  return found.facts;
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

/** Accepted and refused mails of a run by the domain of the address; '' where it was removed (RET-08). */
export function domainCounts(
  tx: Tx,
  runId: number,
): Promise<{ domain: string; accepted: number; refused: number }[]> {
  return rows(
    tx,
    sql`select coalesce(split_part(d.email_normalised, '@', 2), '') as domain,
          count(*) filter (where o.outcome = 'accepted') as accepted, count(*) filter (where o.outcome = 'rejected') as refused
        from delivery_outcomes o join deliveries d on d.account_id = o.account_id and d.id = o.delivery_id
        where o.account_id = app_account() and o.run_id = ${runId} and o.outcome in ('accepted', 'rejected') and o.final group by 1`,
  );
}

/** Final refusals of a run in the receivers' words; addresses and numbers of their own are taken out to count alike ones together. */
export function refusalGroups(
  tx: Tx,
  runId: number,
): Promise<{ code: number; enhanced: string | null; text: string; count: number }[]> {
  return rows(
    tx,
    sql`select o.smtp_code::int as code, o.enhanced_code as enhanced,
          regexp_replace(left(coalesce(o.reply, ''), 600), '<[^<>]*>|[^[:space:]]*@[^[:space:]]*|[[:alnum:]_.-]*[0-9]{4,}[[:alnum:]_.-]*', '…', 'g') as text,
          count(*)::int as count
        from delivery_outcomes o
        where o.account_id = app_account() and o.run_id = ${runId} and o.outcome = 'rejected' and o.final and o.smtp_code is not null group by 1, 2, 3`,
  );
}

/** Bounces and complaints that came after the mails of a run had been accepted. */
export function laterBounces(
  tx: Tx,
  runId: number,
  since: Date,
): Promise<{ domain: string; class: string; enhanced: string | null; text: string }[]> {
  return rows(
    tx,
    sql`select coalesce(split_part(d.email_normalised, '@', 2), '') as domain, b.class, b.status as enhanced, coalesce(b.text, '') as text
        from delivery_bounces b join deliveries d on d.account_id = b.account_id and d.id = b.delivery_id
        where b.account_id = app_account() and b.at >= ${since} and d.run_id = ${runId}`,
  );
}
