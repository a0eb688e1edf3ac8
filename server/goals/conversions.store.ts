import { one, rows, run, sql, type Tx } from "../platform/index.ts";

/**
 * Accepted mails whose people permit clicks and forms to be analysed now: everybody on the address, nobody restricted
 * (TRK-01, TRK-24, CON-20).
 */
const covered = (mailingId: number) => sql`
  covered as materialized (
    select d.delivery_id, d.contact_id, w.uses from measured_deliveries d
    join profiling_permissions p on p.account_id = d.account_id and p.email_normalised = d.email_normalised and p.state = 'granted'
    join wording_versions w on w.account_id = p.account_id and w.id = p.wording_version_id and w.techniques @> array['click', 'form_use']
    join contacts own on own.account_id = d.account_id and own.id = d.contact_id
    where d.account_id = app_account() and d.mailing_id = ${mailingId}
      and not exists (select 1 from contacts c where c.account_id = d.account_id and c.email_normalised = d.email_normalised and c.pot = 'newsletter'
                        and (c.id <> all (p.contact_ids) or c.restricted_at is not null)))`;

/** Clickers of a mailing who could reach a goal: the base of each rate. */
export async function coveredClickers(tx: Tx, mailingId: number): Promise<number> {
  const found = await one<{ people: number }>(
    tx,
    sql`with ${covered(mailingId)}
        select count(distinct e.delivery_id) as people from covered d
        join personal_events e on e.account_id = app_account() and e.delivery_id = d.delivery_id and e.link between 1 and 1022 and e.agent in (0, 9)`,
  );
  return found.people;
}

export interface ReachedGoal {
  goalId: number;
  people: number;
  times: number;
  valueCents: number | null;
}

export function reachedGoals(tx: Tx, mailingId: number): Promise<ReachedGoal[]> {
  return rows<ReachedGoal>(
    tx,
    sql`with ${covered(mailingId)}
        select v.goal_id, count(distinct v.delivery_id) as people, count(*) as times, sum(v.value_cents)::bigint as value_cents
        from covered d join conversions v on v.account_id = app_account() and v.delivery_id = d.delivery_id
        where v.mailing_id = ${mailingId} group by 1`,
  );
}

export function reachedByLink(
  tx: Tx,
  mailingId: number,
): Promise<{ goalId: number; no: number; label: string; url: string; people: number }[]> {
  return rows(
    tx,
    sql`with ${covered(mailingId)}
        select v.goal_id, v.link as no, coalesce(l.label, '') as label, coalesce(l.url, '') as url, count(distinct v.delivery_id) as people
        from covered d join conversions v on v.account_id = app_account() and v.delivery_id = d.delivery_id
        left join measured_links l on l.account_id = v.account_id and l.mailing_id = v.mailing_id and l.link = v.link
        where v.mailing_id = ${mailingId} group by 1, 2, 3, 4 order by 1, people desc, 2`,
  );
}

export interface ReachedBy {
  publicId: string;
  email: string;
  firstName: string;
  lastName: string;
  company: string;
  goal: string;
  hour: Date;
  valueCents: number | null;
  sortKey: string;
  /** Place of the row among those of one person. */
  place: string;
}

/** Who reached a goal, of those who permit it now and agreed to reports on persons (CON-20). */
export function reachedBy(
  tx: Tx,
  mailingId: number,
  filter: { after?: { sortKey: string; place: string }; limit: number },
): Promise<ReachedBy[]> {
  const { after, limit } = filter;
  const place = sql`lpad(v.delivery_id::text, 20, '0') || ' ' || lpad(v.goal_id::text, 20, '0') || ' ' || v.click`;
  return rows<ReachedBy>(
    tx,
    sql`with ${covered(mailingId)}
        select c.public_id, c.email, c.first_name, c.last_name, c.company, c.sort_key, g.name as goal, v.hour, v.value_cents, ${place} as place
        from covered d join conversions v on v.account_id = app_account() and v.delivery_id = d.delivery_id
        join goals g on g.account_id = v.account_id and g.id = v.goal_id
        join contacts c on c.account_id = app_account() and c.id = d.contact_id
        where v.mailing_id = ${mailingId} and 'person_report' = any (d.uses)
          and ${after ? sql`(c.sort_key, ${place}) > (${after.sortKey}, ${after.place})` : sql`true`}
        order by c.sort_key, ${place} limit ${limit}`,
  );
}

/** What an address reached, the newest first, and how much there is: for the person's own page. */
export async function goalsOfAddress(
  tx: Tx,
  emailNormalised: string,
  limit: number,
): Promise<{ newest: { at: Date; goal: string; mailing: string | null }[]; total: number }> {
  const newest = await rows<{ at: Date; goal: string; mailing: string | null; total: number }>(
    tx,
    sql`select v.hour as at, g.name as goal, m.name as mailing, count(*) over () as total
        from measured_deliveries d join conversions v on v.account_id = d.account_id and v.delivery_id = d.delivery_id
        join goals g on g.account_id = v.account_id and g.id = v.goal_id
        left join mailings m on m.account_id = v.account_id and m.id = v.mailing_id
        where d.account_id = app_account() and d.email_normalised = ${emailNormalised} order by v.hour desc limit ${limit}`,
  );
  return { newest, total: newest[0]?.total ?? 0 };
}

/** For the person's own copy (Art. 15 GDPR). */
export function exportConversions(
  tx: Tx,
  emailNormalised: string,
  contactId: number | null,
): Promise<unknown[]> {
  return rows(
    tx,
    sql`select g.name as goal, v.mailing_id, l.url, v.hour, v.value_cents
        from measured_deliveries d join conversions v on v.account_id = d.account_id and v.delivery_id = d.delivery_id
        join goals g on g.account_id = v.account_id and g.id = v.goal_id
        left join measured_links l on l.account_id = v.account_id and l.mailing_id = v.mailing_id and l.link = v.link
        where d.account_id = app_account() and (d.email_normalised = ${emailNormalised} or d.contact_id = ${contactId}) order by v.hour`,
  );
}

export function eraseConversions(
  tx: Tx,
  emailNormalised: string,
  contactId: number | null,
): Promise<number> {
  return run(
    tx,
    sql`delete from conversions v using measured_deliveries d
        where d.account_id = app_account() and (d.email_normalised = ${emailNormalised} or d.contact_id = ${contactId})
          and v.account_id = d.account_id and v.delivery_id = d.delivery_id`,
  );
}

/** Accounts with conversions, and the months after which they expire: the same as for events (TRK-18). */
export function accountsWithConversions(
  tx: Tx,
): Promise<{ accountId: number; ttlMonths: number }[]> {
  return rows(
    tx,
    sql`select a.id as account_id, least(24, greatest(1, coalesce((a.settings->>'eventsTtlMonths')::int, 12))) as ttl_months
        from accounts a where exists (select 1 from goals g where g.account_id = a.id) order by a.id`,
  );
}

/** As the retention role. */
export function expireConversions(tx: Tx, before: Date): Promise<number> {
  return run(
    tx,
    sql`delete from conversions v where v.account_id = app_account() and v.hour < ${before}`,
  );
}
