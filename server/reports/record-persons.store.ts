import { one, rows, sql, type RawBuilder, type Tx } from "../platform/index.ts";
import { AGENT, HONEYPOT_LINK, HUMAN, PIXEL_LINK } from "../tracking/index.ts";
import type {
  PersonEventRow,
  PersonPage,
  PersonQuestion,
  PersonRow,
  PersonsInOrder,
} from "./persons.store.ts";

/**
 * Records a campaign was measured for: Profiling 1 when the mail left (only such mails have personal tokens), and now
 * (CRM-10, CRM-13). An address joins nobody here (CRM-11).
 */
const RECORDS = (mailingId: number) => sql`
  measured_deliveries d
  join core_records r on r.account_id = d.account_id and r.contact_id = d.contact_id and r.measured_as = d.email_normalised
    and r.profiling and r.unsubscribed_at is null
  join contacts c on c.account_id = d.account_id and c.id = d.contact_id and c.pot = 'core' and c.restricted_at is null
  join measured_mailings m on m.account_id = d.account_id and m.mailing_id = d.mailing_id
  where d.account_id = app_account() and d.mailing_id = ${mailingId}
    and exists (select 1 from delivery_outcomes o where o.account_id = d.account_id and o.delivery_id = d.delivery_id and o.final and o.outcome = 'accepted')`;

/** Who provably did not: no person did it, no service loaded images in somebody's stead, and events of that time are still kept (TRK-11, TRK-13, TRK-18). */
const KNOWN_NOT = ({ did, link, now }: PersonQuestion) => {
  const some = (which: ReturnType<typeof sql>) =>
    sql`exists (select 1 from personal_events x where x.account_id = d.account_id and x.delivery_id = d.delivery_id and x.link <> ${HONEYPOT_LINK} and ${which})`;
  const known = sql`d.handed_over_at < coalesce(m.closed_at, m.closes_at)
    and d.handed_over_at > ${now}::timestamptz - make_interval(months => (
      select least(24, greatest(1, coalesce((a.settings->>'eventsTtlMonths')::int, 12))) from accounts a where a.id = app_account()))`;
  if (did === "not_opened")
    return sql`${known} and not ${some(sql`(x.agent = ${HUMAN} or (x.link = ${PIXEL_LINK} and x.agent in (${AGENT.mailPrivacy}, ${AGENT.imageService})))`)}`;
  if (link === undefined)
    return sql`${known} and not ${some(sql`x.agent = ${HUMAN} and x.link <> ${PIXEL_LINK}`)}`;
  return sql`${known} and not ${some(sql`x.agent = ${HUMAN} and x.link = ${link}`)}
    and exists (select 1 from measured_links l where l.account_id = d.account_id and l.mailing_id = d.mailing_id and l.link = ${link} and not l.not_personal)`;
};

/** Without a filter: whoever did anything. */
const DID = (page: PersonQuestion) =>
  page.did === "not_opened" || page.did === "not_clicked"
    ? sql`true`
    : sql`count(e.link) > 0
  and ${page.did === "opened" ? sql`bool_or(e.link = ${PIXEL_LINK})` : page.did === "clicked" ? sql`bool_or(e.link <> ${PIXEL_LINK})` : sql`true`}
  and ${page.link === undefined ? sql`true` : sql`coalesce(bool_or(e.link = ${page.link}), false)`}`;

/** Persons of a campaign with their number in the core system, of those whose contact `c` is `where`; not in any order. */
const FOUND = (mailingId: number, wanted: PersonQuestion, where: RawBuilder<unknown>) => {
  const negated = wanted.did === "not_opened" || wanted.did === "not_clicked";
  return sql`
    with measured as materialized (
      select d.account_id, d.delivery_id, c.id, c.public_id, c.email, c.first_name, c.last_name, c.company, c.sort_key, r.person_number
      from ${RECORDS(mailingId)} and ${negated ? KNOWN_NOT(wanted) : sql`true`} and ${where})
    select g.id as contact_id, g.public_id, g.email, g.first_name, g.last_name, g.company, g.sort_key, nullif(g.person_number, '') as person_number,
      count(e.link) filter (where e.link = ${PIXEL_LINK}) as opens, count(e.link) filter (where e.link <> ${PIXEL_LINK}) as clicks,
      coalesce(array_agg(distinct e.link::int order by e.link::int) filter (where e.link <> ${PIXEL_LINK}), '{}') as links,
      min(e.hour) as first_hour, max(e.hour) as last_hour
    from measured g
    left join personal_events e on e.account_id = g.account_id and e.delivery_id = g.delivery_id and e.agent = ${HUMAN} and e.link <> ${HONEYPOT_LINK}
    group by g.id, g.public_id, g.email, g.first_name, g.last_name, g.company, g.sort_key, g.person_number
    having ${DID(wanted)}`;
};

/** Persons of a campaign by name; a list holds 50,000 records at most. */
export function personsOfCampaign(
  tx: Tx,
  mailingId: number,
  page: PersonPage,
): Promise<PersonRow[]> {
  const after = page.after
    ? sql`(c.sort_key, c.id) > (${page.after.sortKey}, ${page.after.id})`
    : sql`true`;
  return rows<PersonRow>(
    tx,
    sql`${FOUND(mailingId, page, after)} order by g.sort_key, g.id limit ${page.limit}`,
  );
}

/** The next persons of a campaign for a file, in the order in which they came in. */
export function personsOfCampaignInOrder(
  tx: Tx,
  mailingId: number,
  page: PersonsInOrder,
): Promise<PersonRow[]> {
  return rows<PersonRow>(
    tx,
    sql`${FOUND(mailingId, page, sql`c.id > ${page.after}`)} order by g.id limit ${page.limit}`,
  );
}

/** How many persons a file of a campaign would hold. */
export async function countPersonsOfCampaign(
  tx: Tx,
  mailingId: number,
  wanted: PersonQuestion,
): Promise<number> {
  const found = await one<{ count: number }>(
    tx,
    sql`select count(*) as count from (${FOUND(mailingId, wanted, sql`true`)}) f`,
  );
  return found.count;
}

/** What is stored of one record in a campaign; empty once its Profiling ended. */
export function eventsOfRecord(
  tx: Tx,
  mailingId: number,
  contactId: number,
): Promise<PersonEventRow[]> {
  return rows<PersonEventRow>(
    tx,
    sql`with measured as materialized (select d.account_id, d.delivery_id from ${RECORDS(mailingId)} and d.contact_id = ${contactId})
        select e.link, coalesce(l.label, '') as label, coalesce(l.url, '') as url, e.hour, e.agent, count(*)::int as hits
        from measured g
        join personal_events e on e.account_id = g.account_id and e.delivery_id = g.delivery_id
        left join measured_links l on l.account_id = e.account_id and l.mailing_id = e.mailing_id and l.link = e.link
        group by 1, 2, 3, 4, 5 order by e.hour, e.link, e.agent limit 500`,
  );
}
