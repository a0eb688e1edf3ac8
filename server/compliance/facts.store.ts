import { one, rows, sql, type RawBuilder, type Tx } from "../platform/index.ts";

/**
 * The statement behind every decision of the gate. It reads tables of the slices below, which nobody else may,
 * because facts of one moment must come from one statement.
 *
 * Each recipient's facts are one short text, `account|flags|pot|profiling|subscriptions`, read by
 * `parse-facts.ts`. As a text they can be grouped: a list of 100,000 people has a few hundred different texts,
 * and the gate decides each once (`countFacts`).
 */
export interface FactsRow {
  no: number;
  contactId: number | null;
  emailNormalised: string | null;
  facts: string;
}

export interface FactsScope {
  listIds: number[];
  /** Techniques and channel a profiling wording must name (CON-20). */
  techniques: string[];
  channel: string;
  /** Wording version from which on a consent covers the content (CON-19); null: any. */
  wordingFrom: number | null;
  /** Whether to look up confirmed test addresses, and for which destination (SND-17); null: as the account's mode says. */
  testAddresses: { destination: "catch_all" | "internet" | null } | null;
}

/** A known yes or no as 1 or 0; unknown as a dash. */
const flag = (condition: RawBuilder<unknown>) => sql`coalesce((${condition})::int::text, '-')`;

/**
 * Everything after the recipients themselves. Plan for a batch of 1,000 on a list of 100,000: nested loops over
 * primary keys and suppressions_address, profiling and subscriptions by key, no sequential scan but of tiny
 * tables; for a whole list the same joins become hash joins. `subject` is materialised so that it is made once.
 */
function factsOf(subject: RawBuilder<unknown>, scope: FactsScope): RawBuilder<unknown> {
  return sql`
    subject as materialized (${subject}),
    suppressed as (
      select s.no, x.scope, x.list_id from subject s
        join suppressions x on x.account_id = app_account() and x.lifted_at is null and x.address_hash = s.hash
        where x.scope not in ('account_person', 'source_person')
      union all
      select s.no, x.scope, x.list_id from subject s
        join suppressions x on x.account_id = app_account() and x.lifted_at is null and x.email_normalised = s.email
        where x.address_hash is null and x.scope not in ('account_person', 'source_person')
      union all
      select s.no, x.scope, null from subject s
        join suppressions x on x.account_id = app_account() and x.lifted_at is null and x.domain = split_part(s.email, '@', -1)
        where x.scope = 'blacklist'
      union all
      select s.no, x.scope, null from subject s
        join suppressions x on x.account_id = app_account() and x.lifted_at is null
          and x.source_system = s.source_system and x.person_number = s.person_number
        where x.scope in ('account_person', 'source_person')
      union all
      select s.no, x.scope, null from subject s
        join suppressions x on x.account_id = app_account() and x.lifted_at is null and x.contact_id = s.contact_id
        where x.scope = 'account_person'
    ),
    stop as (
      select x.no, bool_or(x.scope = 'blacklist') as blacklisted, bool_or(x.scope = 'retained') as retained,
        bool_or(x.scope = 'complaint') as complained, bool_or(x.scope = 'account_address') as address_objected,
        bool_or(x.scope = 'account_person') as person_objected, bool_or(x.scope = 'newsletters_address') as newsletters_left,
        bool_or(x.scope = 'source_person') as campaigns_left,
        bool_or(x.scope in ('list_address', 'newsletters_address', 'customer_7_3_address')) as customer_objected,
        array_agg(x.list_id) filter (where x.scope = 'list_address') as lists
      from suppressed x group by x.no
    ),
    subscribed as (
      select s.no, string_agg(concat_ws(':', sub.list_id, (sub.contact_id = s.contact_id)::int, sub.state, (sub.entry_id is not null)::int,
          (sub.proof is not null)::int, coalesce(sub.flag, 'none'),
          coalesce(greatest(sub.confirmed_at, sub.last_mailed_at), sub.requested_at)::date,
          coalesce(sub.list_id = any(stop.lists), false)::int,
          (${scope.wordingFrom}::int is null or exists (select 1 from wording_versions v where v.account_id = app_account()
            and v.id = sub.wording_version_id and v.version >= ${scope.wordingFrom}::int))::int,
          case when sub.contact_id = s.contact_id then s.restricted
            else (select c.restricted_at is not null from contacts c where c.account_id = app_account() and c.id = sub.contact_id) end::int
        ), ',' order by l.no) as subscriptions
      from subject s
        join subscriptions sub on sub.account_id = app_account() and sub.email_normalised = s.email and sub.list_id = any(${scope.listIds}::bigint[])
        join unnest(${scope.listIds}::bigint[]) with ordinality as l(list_id, no) on l.list_id = sub.list_id
        left join stop on stop.no = s.no
      group by s.no
    ),
    account as (
      select concat_ws(':', a.mode, (a.suspended_at is not null)::int, coalesce(a.settings->>'consent.unused_max', ''),
        coalesce(a.settings->>'customer73.max_age', ''), coalesce(a.settings->>'one_to_one.max_per_user_day', '')) as account
      from accounts a where a.id = app_account()
    ),
    facts as (
      select s.no, s.contact_id, s.email as email_normalised, concat_ws('|',
        coalesce((select account from account), ''),
        concat(${flag(sql`s.exists`)}, ${flag(sql`s.current`)}, ${flag(sql`s.restricted`)},
          ${flag(sql`coalesce(stop.blacklisted, false)`)}, ${flag(sql`coalesce(stop.retained, false)`)}, ${flag(sql`coalesce(stop.complained, false)`)},
          ${flag(sql`coalesce(stop.address_objected, false)`)}, ${flag(sql`coalesce(stop.person_objected, false)`)},
          ${flag(sql`coalesce(stop.newsletters_left, false)`)}, ${flag(sql`coalesce(stop.campaigns_left, false)`)},
          ${flag(sql`coalesce(stop.customer_objected, false)`)},
          ${
            scope.testAddresses
              ? flag(
                  sql`exists (select 1 from confirmed_addresses t where t.account_id = app_account() and t.kind = 'test' and t.email_normalised = s.email
                    and t.confirmed_at is not null and (t.sent_via = 'relay' or coalesce(${scope.testAddresses.destination}::text,
                      case (select a.mode from accounts a where a.id = app_account()) when 'sandbox' then 'catch_all' end) = 'catch_all'))`,
                )
              : sql`'-'`
          },
          -- TRK-24: nobody else of the newsletter pot is on the address.
          ${flag(sql`coalesce(p.state = 'granted', false) and not exists (select 1 from contacts c where c.account_id = app_account()
            and c.email_normalised = s.email and c.pot = 'newsletter' and c.id <> all (p.contact_ids))`)},
          ${flag(sql`coalesce(w.techniques @> ${scope.techniques}::text[] and ${scope.channel}::text = any(w.channels), false)`)}),
        coalesce(s.pot, ''),
        coalesce(p.state, 'unknown'),
        coalesce(subscribed.subscriptions, '')) as facts
      from subject s
        left join stop on stop.no = s.no
        left join subscribed on subscribed.no = s.no
        -- The newsletter pot's permission says nothing about people of the core system, who share an address at most.
        left join profiling_permissions p on p.account_id = app_account() and p.email_normalised = s.email and s.pot is distinct from 'core'
        left join wording_versions w on w.account_id = app_account() and w.id = p.wording_version_id
    )`;
}

/** Facts of named recipients, in their order. A target without contact brings the hash of its address. */
export function selectFacts(
  tx: Tx,
  targets: {
    contactIds: (number | null)[];
    emails: (string | null)[];
    hashes: (Buffer | null)[];
  },
  scope: FactsScope,
): Promise<FactsRow[]> {
  const subject = sql`
      select t.no, t.contact_id, coalesce(t.email, c.email_normalised) as email, coalesce(t.hash, c.address_hash) as hash, c.pot,
        case when t.contact_id is not null then c.id is not null end as exists,
        t.email is null or t.email = c.email_normalised as current,
        -- Without a contact, a restriction of anybody on the address counts (DSR-07).
        case when t.contact_id is null then exists (select 1 from contacts o where o.account_id = app_account()
            and o.email_normalised = t.email and o.restricted_at is not null)
          when c.id is not null then c.restricted_at is not null end as restricted,
        c.source_system, c.person_number
      from unnest(${targets.contactIds}::bigint[], ${targets.emails}::text[], ${targets.hashes}::bytea[]) with ordinality as t(contact_id, email, hash, no)
        left join contacts c on c.account_id = app_account() and c.id = t.contact_id`;
  return rows<FactsRow>(
    tx,
    sql`with ${factsOf(subject, scope)} select no, contact_id, email_normalised, facts from facts order by no`,
  );
}

/**
 * How many people of these lists have the same facts. People are the contacts with a subscription that did not
 * end; those who unsubscribed are no longer part of the list.
 */
export function countFacts(
  tx: Tx,
  scope: FactsScope,
): Promise<{ contactId: number; emailNormalised: string; facts: string; people: number }[]> {
  const subject = sql`
      select c.id as no, c.id as contact_id, c.email_normalised as email, c.address_hash as hash, c.pot,
        true as exists, true as current, c.restricted_at is not null as restricted, c.source_system, c.person_number
      from contacts c
      where c.account_id = app_account() and c.id in (select sub.contact_id from subscriptions sub
        where sub.account_id = app_account() and sub.list_id = any(${scope.listIds}::bigint[]) and sub.state <> 'unsubscribed')`;
  return rows(
    tx,
    sql`with ${factsOf(subject, scope)}
        select min(contact_id) as contact_id, min(email_normalised) as email_normalised, facts, count(*) as people from facts group by facts`,
  );
}

/** The account of this transaction. */
export async function currentAccountId(tx: Tx): Promise<number> {
  return (await one<{ id: number }>(tx, sql`select app_account() as id`)).id;
}
