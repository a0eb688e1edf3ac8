import { maybe, rows, sql, type RawBuilder, type Tx } from "../platform/index.ts";
import { FLAG } from "./fact-flags.ts";
import type { Day } from "./facts.ts";
import {
  accountText,
  bit,
  chosenByBehaviour,
  coversUse,
  ownFlags,
  questionDue,
  recipientFlags,
  subscriberFlags,
  type FactsScope,
} from "./facts.store.ts";
import { frequencyReached } from "./frequency.store.ts";
import { stopKinds, stopsBeside, type StopKinds } from "./stops.store.ts";

/** What is asked before everybody's facts, so that a whole list can be counted by it. */
export interface CountedAccount extends StopKinds {
  id: number;
  /** The first part of everybody's facts. */
  text: string;
}

export function findCountedAccount(tx: Tx): Promise<CountedAccount | undefined> {
  return maybe<CountedAccount>(
    tx,
    sql`select a.id, ${accountText} as text, ${stopKinds} from accounts a where a.id = app_account()`,
  );
}

/** The contacts to count: those with a subscription that did not end, and of them whom the audience is narrowed to. */
const candidates = (
  { id }: CountedAccount,
  scope: FactsScope,
  chosen: RawBuilder<unknown> = sql`true`,
) => sql`contacts c
  where c.account_id = ${id}::int and c.id in (select own.contact_id from subscriptions own
      where own.account_id = ${id}::int and own.list_id = any(${scope.listIds}::bigint[]) and own.state <> 'unsubscribed')
    and ${chosenByBehaviour(scope.behaviour, { contactId: sql`c.id`, email: sql`c.email_normalised` })} and ${chosen}`;

/** The same as (no, batch, contact_id, email_normalised), for `groupFacts`: index by index, for few out of many. */
export function candidatesOneByOne(
  account: CountedAccount,
  scope: FactsScope,
  chosen?: RawBuilder<unknown>,
): RawBuilder<unknown> {
  return sql`select c.id as no, 0 as batch, c.id as contact_id, c.email_normalised from ${candidates(account, scope, chosen)}`;
}

/** Whether the lists have at least so many subscriptions. Looks at no more of them. */
export async function hasSubscriptions(
  tx: Tx,
  listIds: readonly number[],
  atLeast: number,
): Promise<boolean> {
  const found = await maybe(
    tx,
    sql`select 1 from subscriptions s where s.account_id = app_account() and s.list_id = any(${[...listIds]}::bigint[])
        offset ${Math.max(0, atLeast - 1)} limit 1`,
  );
  return found !== undefined;
}

/** Sides of the one day that a subscription's last use is compared with. */
const BEFORE = 0;
const SINCE = 1;

/** The subscriptions to a list, each with one number: what it says of itself, and on which side of the day it was last used. */
const packed = (
  account: RawBuilder<unknown>,
  listId: number,
  scope: FactsScope,
  decidingDay: Day,
) =>
  sql`select sub.email_normalised, sub.contact_id, 2 * (${ownFlags(sql`sub`, scope)})
      + case when coalesce(greatest(sub.confirmed_at, sub.last_mailed_at), sub.requested_at) >= ${decidingDay}::date then ${sql.lit(SINCE)} else ${sql.lit(BEFORE)} end as said
    from subscriptions sub where sub.account_id = ${account} and sub.list_id = ${listId}::bigint`;

/** Back to `list.flags.day`, the day being the first on its side. */
const unpacked = (
  column: RawBuilder<unknown>,
  other: RawBuilder<unknown>,
  listId: number,
  decidingDay: Day,
) =>
  sql`concat(${listId}::bigint, '.', ${column} / 2 + case when ${other} is null then 0 else ${subscriberFlags(other)} end, '.', ${decidingDay}::date - date '2000-01-01' - 1 + ${column} % 2)`;

/**
 * A whole list wants hash joins, and its few groups no sorting. Right after an import the planner has no statistics yet and
 * would take nested loops over everybody, which costs minutes instead of milliseconds. It takes the groups for as many as
 * the people and would leave all work to one process, so handing rows over is called cheap. Memory for a million, and no
 * compiling of statements, which takes longer than it saves.
 */
async function setForAll(tx: Tx, planner: "on" | "off"): Promise<void> {
  const cost = planner === "off" ? "0.001" : "0.1";
  await sql`select set_config('enable_nestloop', ${planner}, true), set_config('enable_sort', ${planner}, true), set_config('parallel_tuple_cost', ${cost}, true),
    set_config('work_mem', '96MB', true), set_config('jit', 'off', true)`.execute(tx);
}

/**
 * TRK-24: addresses whose permission does not count, because there is somebody of the newsletter pot who did not grant it. Few,
 * and found before everything else, so that several processes share the work.
 */
async function silentAddresses(tx: Tx, account: RawBuilder<unknown>): Promise<string[]> {
  const found = await rows<{ email: string }>(
    tx,
    sql`select distinct g.email_normalised as email from profiling_permissions g
        join contacts o on o.account_id = ${account} and o.email_normalised = g.email_normalised and o.pot = 'newsletter' and (o.id <> all (g.contact_ids) or o.restricted_at is not null)
        where g.account_id = ${account} and g.state = 'granted'`,
  );
  return found.map(({ email }) => email);
}

/**
 * How many people of these lists have the same facts. People are the contacts with a subscription that did not
 * end; those who unsubscribed are no longer part of the list. `chosen` is a condition on the contact row `c`. Of the day a
 * subscription was last used only its side of `decidingDay` is told, because people with as many different days
 * would make as many groups.
 *
 * A million rows pass here, so every table is read once, nothing is asked person by person, which several processes could
 * not share, and texts are made of the groups alone. People on whose address somebody else subscribed, who are few, are
 * grouped by that one. The account is a constant: compared with a function, it would be looked up anew for each row.
 */
export async function countFacts(
  tx: Tx,
  account: CountedAccount,
  scope: FactsScope,
  decidingDay: Day,
  chosen?: RawBuilder<unknown>,
): Promise<{ contactId: number; emailNormalised: string; facts: string; people: number }[]> {
  const mine = sql`${account.id}::int`;
  await setForAll(tx, "off");
  const silent = await silentAddresses(tx, mine);
  const { join, flags } = stopsBeside(mine, scope.listIds, account);
  const subs = scope.listIds.map((listId, at) => ({
    listId,
    table: sql.raw(`sub${at}`),
    column: sql.raw(`k${at}`),
    other: sql.raw(`o${at}`),
  }));
  const joined = subs.map(
    ({ listId, table }) =>
      sql`left join (${packed(mine, listId, scope, decidingDay)}) ${table} on ${table}.email_normalised = s.email`,
  );
  const columns = sql.join(subs.flatMap(({ column, other }) => [column, other]));
  const people = sql`
    select s.contact_id, s.pot, coalesce(p.state, 'unknown') as profiling,
      s.flags | ${flags}
        | case p.state when 'granted' then ${bit(
          FLAG.profilingByAll,
          sql`s.email <> all (${silent}::text[])`,
        )} else 0 end
        | ${bit(FLAG.profilingCovers, sql`p.wording_version_id in (select w.id from wording_versions w where w.account_id = ${mine} and ${coversUse(scope)})`)}
        | ${questionDue(scope)}
        | ${scope.isChosen ? sql.lit(FLAG.behaviourKnown) : sql`0`}
        | ${scope.frequency.length === 0 ? sql`0` : bit(FLAG.frequencyReached, frequencyReached(scope.frequency, sql`s.email`, "whole"))} as flags,
      ${sql.join(
        subs.map(
          ({ listId, table, column, other }) =>
            sql`${table}.said + 2 * (${recipientFlags(table, sql`${listId}::bigint`)}) as ${column}, nullif(${table}.contact_id, s.contact_id) as ${other}`,
        ),
      )}
    from (
      select c.id as contact_id, c.email_normalised as email, c.address_hash as hash, c.pot, c.source_system, c.person_number,
        ${sql.lit(FLAG.contactKnown | FLAG.restrictionKnown | FLAG.addressCurrent)} + ${bit(FLAG.restricted, sql`c.restricted_at is not null`)} as flags
      from ${candidates(account, scope, chosen)}) s
    ${sql.join(joined, sql` `)}
    ${join}
    left join profiling_permissions p on p.account_id = ${mine} and p.email_normalised = s.email and s.pot <> 'core'
    ${scope.questionAt === null ? sql`` : sql`left join wording_versions w on w.account_id = ${mine} and w.id = p.wording_version_id`}`;
  const texts = subs.map(
    ({ listId, column, other }) =>
      sql`case when ${column} is not null then ${unpacked(column, other, listId, decidingDay)} end`,
  );
  const groups = await rows<{
    contactId: number;
    emailNormalised: string;
    facts: string;
    people: number;
  }>(
    tx,
    sql`select g.contact_id, (select c.email_normalised from contacts c where c.account_id = ${mine} and c.id = g.contact_id) as email_normalised,
          concat(${account.text}::text, '|', g.flags, '|', g.pot, '|', g.profiling, '|', concat_ws(',', ${sql.join(texts)})) as facts, g.people
        from (select flags, pot, profiling, ${columns}, min(contact_id) as contact_id, count(*) as people from (${people}) one
          group by flags, pot, profiling, ${columns}) g`,
  );
  await setForAll(tx, "on");
  return groups;
}
