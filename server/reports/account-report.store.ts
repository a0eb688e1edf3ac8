import { maybe, one, rows, sql, type Tx } from "../platform/index.ts";

/** Reads across slices, never writes. Days are `2026-11-22` in the account's time zone. */

/** Only this list, or all of them. */
const ofList = (listId: number | null) => sql`(${listId}::bigint is null or s.list_id = ${listId})`;

/** When anything began that a report could show: the account may be younger than what was brought into it. */
export async function firstMoment(tx: Tx): Promise<Date> {
  const found = await one<{ at: Date }>(
    tx,
    sql`select least(a.created_at, (select min(e.at) from ledger_entries e where e.account_id = a.id), (select min(m.started_at) from mailings m where m.account_id = a.id)) as at
        from accounts a where a.id = app_account()`,
  );
  return found.at;
}

export interface PeopleNow {
  subscribers: number;
  subscriptions: number;
  granted: number;
  refused: number;
  withdrawn: number;
  /** Without a block of the address. */
  mailable: number;
  reached30: number;
  reached90: number;
  /** Since the period began. */
  reached: number;
}

/** Confirmed addresses, what they said about the analysis, and when each was last mailed. One pass over the subscriptions. */
export function peopleNow(
  tx: Tx,
  listId: number | null,
  since: { days30: Date; days90: Date; from: string; timezone: string },
): Promise<PeopleNow> {
  return one<PeopleNow>(
    tx,
    sql`with each as (
          select s.email_normalised, count(*) as lists, max(s.last_mailed_at) as mailed from subscriptions s
            join lists l on l.account_id = s.account_id and l.id = s.list_id and l.archived_at is null
          where s.account_id = app_account() and s.state = 'confirmed' and ${ofList(listId)} group by 1),
        -- Few are blocked: it is cheaper to look them up among the subscriptions than the other way round.
        blocked as (
          select count(*) as count from (
            select distinct x.email_normalised from suppressions x
            where x.account_id = app_account() and x.lifted_at is null and x.email_normalised is not null
              and x.scope in ('newsletters_address', 'account_address', 'retained', 'complaint', 'blacklist', 'held') and x.list_id is null) x
          where exists (
            select 1 from subscriptions s join lists l on l.account_id = s.account_id and l.id = s.list_id and l.archived_at is null
            where s.account_id = app_account() and s.email_normalised = x.email_normalised and s.state = 'confirmed' and ${ofList(listId)}))
        select count(*) as subscribers, coalesce(sum(e.lists), 0)::bigint as subscriptions,
          count(*) filter (where p.state = 'granted') as granted, count(*) filter (where p.state = 'refused') as refused,
          count(*) filter (where p.state = 'withdrawn') as withdrawn, count(*) - (select b.count from blocked b) as mailable,
          count(*) filter (where e.mailed >= ${since.days30}) as reached30, count(*) filter (where e.mailed >= ${since.days90}) as reached90,
          count(*) filter (where e.mailed >= (${since.from}::date::timestamp at time zone ${since.timezone})) as reached
        from each e left join profiling_permissions p on p.account_id = app_account() and p.email_normalised = e.email_normalised`,
  );
}

export interface ListRow {
  id: number;
  publicId: string;
  name: string;
  subscriptions: number;
}

/** Lists in use with their confirmed subscriptions, the largest first. */
export function listsNow(tx: Tx): Promise<ListRow[]> {
  return rows<ListRow>(
    tx,
    sql`select l.id, l.public_id, l.name, coalesce(c.count, 0) as subscriptions from lists l
          left join (select s.list_id, count(*) as count from subscriptions s where s.account_id = app_account() and s.state = 'confirmed' group by 1) c on c.list_id = l.id
        where l.account_id = app_account() and l.archived_at is null order by 4 desc, lower(l.name), l.id`,
  );
}

export interface GrowthRow {
  day: string;
  /** Null where the entry names no list, or its content was destroyed with the person. */
  listId: number | null;
  confirmed: number;
  left: number;
  removed: number;
}

/** What the ledger says of lists by day: its entries name nobody. */
export function joinedAndLeft(
  tx: Tx,
  { from, timezone }: { from: string; timezone: string },
): Promise<GrowthRow[]> {
  return rows<GrowthRow>(
    tx,
    sql`select to_char(g.day, 'YYYY-MM-DD') as day, g.list_id, g.confirmed, g.left, 0 as removed from (
          select (e.at at time zone ${timezone})::date as day, p.list_id, count(*) filter (where e.kind <> 'unsubscribed') as confirmed,
            count(*) filter (where e.kind = 'unsubscribed') as left
          from ledger_entries e left join ledger_payloads p on p.account_id = e.account_id and p.entry_id = e.id
          where e.account_id = app_account() and e.at >= (${from}::date::timestamp at time zone ${timezone}) and e.kind in ('consent_granted', 'imported_with_evidence', 'unsubscribe_undone', 'unsubscribed')
            and coalesce(p.purpose, 'newsletter') = 'newsletter' group by 1, 2) g`,
  );
}

/**
 * Addresses that get no more mail for another reason than an unsubscribe: undeliverable ones by list, and objections to all
 * advertising, which name none. A complaint unsubscribes (UNS-20) and is counted there.
 */
export function removedByDay(
  tx: Tx,
  { from, timezone }: { from: string; timezone: string },
): Promise<GrowthRow[]> {
  return rows<GrowthRow>(
    tx,
    sql`select to_char(x.created_at at time zone ${timezone}, 'YYYY-MM-DD') as day, s.list_id, 0 as confirmed, 0 as left, count(*) as removed
        from suppressions x left join subscriptions s on x.scope = 'retained' and s.account_id = x.account_id and s.email_normalised = x.email_normalised and s.state = 'confirmed'
        where x.account_id = app_account() and x.scope in ('retained', 'account_address') and x.lifted_at is null and x.created_at >= (${from}::date::timestamp at time zone ${timezone})
          and (x.scope = 'account_address' or s.list_id is not null) group by 1, 2`,
  );
}

export interface DeliveryDay {
  day: string;
  accepted: number;
  refused: number;
  hard: number;
}

/** What receivers did with advertising, by day. */
export function advertisingDays(tx: Tx, from: string, to: string): Promise<DeliveryDay[]> {
  return rows<DeliveryDay>(
    tx,
    sql`select to_char(d.day, 'YYYY-MM-DD') as day, sum(d.accepted)::bigint as accepted, sum(d.soft + d.hard + d.policy + d.unknown)::bigint as refused, sum(d.hard)::bigint as hard
        from delivery_days d where d.account_id = app_account() and d.stream = 'marketing' and d.day >= ${from}::date and d.day <= ${to}::date group by d.day order by d.day`,
  );
}

/** Share of hard bounces that pauses a mailing, where the account set its own. */
export async function hardBounceStop(tx: Tx): Promise<number | null> {
  const found = await maybe<{ share: number }>(
    tx,
    sql`select s.hard_bounce_stop::float8 as share from sending_settings s where s.account_id = app_account()`,
  );
  return found?.share ?? null;
}
