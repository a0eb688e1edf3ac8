import { one, rows, sql, type Tx } from "../platform/index.ts";
import { behaviourTruth, HONEYPOT_LINK, HUMAN, PIXEL_LINK } from "../tracking/index.ts";
import { granted } from "./facts.store.ts";

export interface PersonRow {
  contactId: number;
  publicId: string;
  email: string;
  firstName: string;
  lastName: string;
  company: string;
  sortKey: string;
  /** Of a record of the core system. */
  personNumber?: string | null;
  opens: number;
  clicks: number;
  links: number[];
  /** Null for those who did nothing. */
  firstHour: Date | null;
  lastHour: Date | null;
}

export interface PersonFilter {
  /** With a link, `not_clicked` is about that link alone. */
  did?: "opened" | "clicked" | "not_opened" | "not_clicked" | undefined;
  link?: number | undefined;
}

export interface PersonQuestion extends PersonFilter {
  /** Moment of the question: what is older than events are kept is unknown, not "did not" (TRK-18). */
  now: Date;
}

export interface PersonPage extends PersonQuestion {
  after: { sortKey: string; id: number } | null;
  limit: number;
}

/** A page of a file: in the order in which people came in, after a contact. */
export interface PersonsInOrder extends PersonQuestion {
  after: number;
  limit: number;
}

const FIGURES = sql`count(e.link) filter (where e.link = ${PIXEL_LINK}) as opens, count(e.link) filter (where e.link <> ${PIXEL_LINK}) as clicks,
  coalesce(array_agg(distinct e.link::int order by e.link::int) filter (where e.link <> ${PIXEL_LINK}), '{}') as links, min(e.hour) as first_hour, max(e.hour) as last_hour`;

/** CON-20: who agreed to totals and timing alone is in no list of persons; of a technique the wording does not name nothing is known. */
const NAMED = (did: PersonFilter["did"]) => sql`
  join profiling_permissions n on n.account_id = app_account() and n.email_normalised = c.email_normalised
  join wording_versions w on w.account_id = app_account() and w.id = n.wording_version_id and 'person_report' = any(w.uses)
    and (${did === "not_opened" ? "open" : did === "not_clicked" ? "click" : null}::text is null
      or ${did === "not_clicked" ? "click" : "open"}::text = any(w.techniques))`;

const isNegated = ({ did }: PersonFilter): boolean => did === "not_opened" || did === "not_clicked";

/**
 * Whether the contact `c` is known not to have done it (TRK-11): not whoever cannot be known, because only a service
 * loaded the image, and not whoever clicked without images.
 */
const KNOWN_NOT = (mailingId: number, { did, link, now }: PersonQuestion) =>
  behaviourTruth(
    {
      mailingId,
      did: did === "not_opened" ? "opened" : "clicked",
      ...(link === undefined ? {} : { link }),
      negated: true,
    },
    { use: "person_report", at: now },
    { contactId: sql`c.id`, email: sql`c.email_normalised` },
  );

/** Without a filter: whoever did anything. */
const HAVING = (mailingId: number, page: PersonQuestion) =>
  isNegated(page)
    ? KNOWN_NOT(mailingId, page)
    : sql`count(e.link) > 0
  and ${page.did === "opened" ? sql`bool_or(e.link = ${PIXEL_LINK})` : page.did === "clicked" ? sql`bool_or(e.link <> ${PIXEL_LINK})` : sql`true`}
  and ${page.link === undefined ? sql`true` : sql`coalesce(bool_or(e.link = ${page.link}), false)`}`;

/** The same for one measured delivery `d` at a time, answered from an index without counting. */
const ACTED = (mailingId: number, page: PersonQuestion) => {
  if (isNegated(page)) return KNOWN_NOT(mailingId, page);
  const acted = (links: ReturnType<typeof sql>) =>
    sql`exists (select 1 from personal_events x where x.account_id = d.account_id and x.delivery_id = d.delivery_id and ${links} and x.agent = ${HUMAN})`;
  const first =
    page.did === "opened"
      ? acted(sql`x.link = ${PIXEL_LINK}`)
      : page.did === "clicked"
        ? acted(sql`x.link > ${PIXEL_LINK} and x.link < ${HONEYPOT_LINK}`)
        : acted(sql`x.link < ${HONEYPOT_LINK}`);
  return page.link === undefined ? first : sql`${first} and ${acted(sql`x.link = ${page.link}`)}`;
};

/** Persons of a mailing of ordinary size by name, of those who permit it now. Machines do not count. */
export function personsOf(tx: Tx, mailingId: number, page: PersonPage): Promise<PersonRow[]> {
  return rows<PersonRow>(
    tx,
    sql`with ${granted(mailingId)}
        select c.id as contact_id, c.public_id, c.email, c.first_name, c.last_name, c.company, c.sort_key, ${FIGURES}
        from granted g join contacts c on c.account_id = app_account() and c.id = g.contact_id ${NAMED(page.did)}
        left join personal_events e on e.account_id = app_account() and e.delivery_id = g.delivery_id and e.agent = ${HUMAN} and e.link <> ${HONEYPOT_LINK}
        where ${page.after ? sql`(c.sort_key, c.id) > (${page.after.sortKey}, ${page.after.id})` : sql`true`}
        group by c.account_id, c.id having ${HAVING(mailingId, page)}
        order by c.sort_key, c.id limit ${page.limit}`,
  );
}

/**
 * Persons of a large mailing where few match: from the events on. The people are found by what they did, so it costs as
 * much as they did.
 */
export function personsByEvents(tx: Tx, mailingId: number, page: PersonPage): Promise<PersonRow[]> {
  const link =
    page.link !== undefined
      ? sql`x.link = ${page.link}`
      : page.did === "clicked"
        ? sql`x.link > ${PIXEL_LINK} and x.link < ${HONEYPOT_LINK}`
        : page.did === "opened"
          ? sql`x.link = ${PIXEL_LINK}`
          : sql`x.link < ${HONEYPOT_LINK}`;
  return rows<PersonRow>(
    tx,
    sql`with found as materialized (
          select distinct x.delivery_id from personal_events x
          where x.account_id = app_account() and x.mailing_id = ${mailingId} and ${link} and x.agent = ${HUMAN}),
        page as materialized (
          select c.account_id, c.id, f.delivery_id from found f join measured_deliveries d on d.account_id = app_account() and d.delivery_id = f.delivery_id
          join contacts c on c.account_id = d.account_id and c.id = d.contact_id ${NAMED(page.did)}
          where ${page.after ? sql`(c.sort_key, c.id) > (${page.after.sortKey}, ${page.after.id})` : sql`true`} and ${IS_GRANTED}
          order by c.sort_key, c.id)
        ${figuresOfPage(mailingId, page)}`,
  );
}

/** The same condition as `granted`, for one measured delivery `d` at a time. */
const IS_GRANTED = sql`
  exists (select 1 from profiling_permissions p where p.account_id = d.account_id and p.email_normalised = d.email_normalised and p.state = 'granted'
    and not exists (select 1 from contacts o where o.account_id = d.account_id and o.email_normalised = d.email_normalised and o.pot = 'newsletter'
                      and (o.id <> all (p.contact_ids) or o.restricted_at is not null)))
  and exists (select 1 from delivery_outcomes o where o.account_id = d.account_id and o.delivery_id = d.delivery_id and o.final and o.outcome = 'accepted')`;

const FIGURES_OF_PAGE = sql`
  select c.id as contact_id, c.public_id, c.email, c.first_name, c.last_name, c.company, c.sort_key, ${FIGURES}
  from page g join contacts c on c.account_id = g.account_id and c.id = g.id
  left join personal_events e on e.account_id = g.account_id and e.delivery_id = g.delivery_id and e.agent = ${HUMAN} and e.link <> ${HONEYPOT_LINK}
  group by c.account_id, c.id`;

/** A page of negations was chosen before, so it is not asked again. */
const figuresOfPage = (mailingId: number, page: PersonPage) => sql`
  ${FIGURES_OF_PAGE} having ${isNegated(page) ? sql`true` : HAVING(mailingId, page)} order by c.sort_key, c.id limit ${page.limit}`;

/**
 * One step through the contacts by name, index by index: those of the next `step` contacts that match. `last` is where
 * the step ended, null at the end of all contacts.
 */
export async function walkPersons(
  tx: Tx,
  mailingId: number,
  page: PersonPage,
  step: number,
): Promise<{ found: PersonRow[]; last: { sortKey: string; id: number } | null }> {
  const next = sql`
    select c.account_id, c.id, c.sort_key, c.email_normalised from contacts c
    where c.account_id = app_account() and ${page.after ? sql`(c.sort_key, c.id) > (${page.after.sortKey}, ${page.after.id})` : sql`true`}
    order by c.sort_key, c.id limit ${step}`;
  const last = await rows<{ sortKey: string; id: number; count: number }>(
    tx,
    sql`with next as materialized (${next}) select n.sort_key, n.id, (select count(*) from next) as count from next n order by n.sort_key desc, n.id desc limit 1`,
  );
  const found = await rows<PersonRow>(
    tx,
    sql`with next as materialized (${next}),
        page as materialized (
          select c.account_id, c.id, d.delivery_id from next c
          join measured_deliveries d on d.account_id = c.account_id and d.contact_id = c.id and d.mailing_id = ${mailingId} ${NAMED(page.did)}
          where ${ACTED(mailingId, page)} and ${IS_GRANTED})
        ${figuresOfPage(mailingId, page)}`,
  );
  const end = last[0];
  return {
    found,
    last: end && end.count === step ? { sortKey: end.sortKey, id: end.id } : null,
  };
}

/** Whom a file of persons means, the same people as the list: their measured deliveries `d`. */
const IN_FILE = (mailingId: number, wanted: PersonQuestion) => sql`
  measured_deliveries d join contacts c on c.account_id = d.account_id and c.id = d.contact_id ${NAMED(wanted.did)}
  where d.account_id = app_account() and d.mailing_id = ${mailingId} and ${ACTED(mailingId, wanted)} and ${IS_GRANTED}`;

/** How many persons a file would hold. */
export async function countPersons(
  tx: Tx,
  mailingId: number,
  wanted: PersonQuestion,
): Promise<number> {
  const found = await one<{ count: number }>(
    tx,
    sql`select count(distinct d.contact_id) as count from ${IN_FILE(mailingId, wanted)}`,
  );
  return found.count;
}

/** The next persons of a file, along the index of the mailing's contacts, so that no page reads the others again. */
export function personsInOrder(
  tx: Tx,
  mailingId: number,
  page: PersonsInOrder,
): Promise<PersonRow[]> {
  return rows<PersonRow>(
    tx,
    sql`with page as materialized (
          select d.account_id, d.contact_id as id, d.delivery_id from ${IN_FILE(mailingId, page)} and d.contact_id > ${page.after}
          order by d.contact_id limit ${page.limit})
        ${FIGURES_OF_PAGE} order by c.id`,
  );
}

export interface PersonEventRow {
  link: number;
  label: string;
  url: string;
  hour: Date;
  agent: number;
  hits: number;
}

/** What is stored of one person in one mailing; empty for whoever does not permit a list of persons now. */
export function eventsOfPerson(
  tx: Tx,
  mailingId: number,
  contactId: number,
): Promise<PersonEventRow[]> {
  return rows<PersonEventRow>(
    tx,
    sql`select e.link, coalesce(l.label, '') as label, coalesce(l.url, '') as url, e.hour, e.agent, count(*)::int as hits
        from measured_deliveries d
        join contacts c on c.account_id = d.account_id and c.id = d.contact_id ${NAMED(undefined)}
        join personal_events e on e.account_id = d.account_id and e.delivery_id = d.delivery_id
        left join measured_links l on l.account_id = e.account_id and l.mailing_id = e.mailing_id and l.link = e.link
        where d.account_id = app_account() and d.mailing_id = ${mailingId} and d.contact_id = ${contactId} and ${IS_GRANTED}
        group by 1, 2, 3, 4, 5 order by e.hour, e.link, e.agent limit 500`,
  );
}
