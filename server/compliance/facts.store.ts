import { ASK_REFUSERS_AFTER_MONTHS, ASK_SILENT_AT_MOST } from "../consent/index.ts";
import { kept, one, rows, sql, type RawBuilder, type Tx } from "../platform/index.ts";
import { isMeasurable, peopleWho, type BehaviourCondition } from "../tracking/index.ts";
import { FLAG, SUBSCRIPTION_FLAG } from "./fact-flags.ts";
import { frequencyReached, type FrequencyLimit } from "./frequency.store.ts";
import { stopsOfAll, stopsOfOne } from "./stops.store.ts";

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
  /** The mail goes to records of the core system: what each of them says is asked (CRM-10, CRM-19). */
  records: boolean;
  /** Id of the wording version from which on a consent covers the content (CON-19); null: any. */
  wordingFrom: number | null;
  /** The mail asks for the permission to analyse: the moment its question must be due at (CON-26). */
  questionAt: Date | null;
  /** The audience was chosen by behaviour: what, and the moment it must be known at (TRK-11). */
  behaviour: { condition: BehaviourCondition; at: Date } | null;
  /** It was chosen by behaviour at all, in this way or by a segment. */
  isChosen: boolean;
  /** Whether the segment it was chosen by holds for somebody, asked one by one; null where there is none. */
  chosenBy: HoldsFor | null;
  /** Caps on advertising mails that could be reached (LEAD-14). */
  frequency: readonly FrequencyLimit[];
  /** Whether to look up confirmed test addresses, and for which destination (SND-17); null: as the account's mode says. */
  testAddresses: { destination: "catch_all" | "internet" | null } | null;
}

/** A condition on one person. */
export type HoldsFor = (person: {
  contactId: RawBuilder<unknown>;
  email: RawBuilder<unknown>;
}) => RawBuilder<unknown>;

/** The bit of a flag if the condition is true, else 0. Integers, because a hundred thousand texts would cost more. */
const bit = (flag: number, condition: RawBuilder<unknown>) =>
  sql`case when ${condition} then ${sql.lit(flag)} else 0 end`;

/** The address's subscriptions to the lists, as `list.flags.day`, in the order of the lists. */
function subscriptionsOf(scope: FactsScope): {
  on: RawBuilder<unknown>;
  text: RawBuilder<unknown>;
  texts: RawBuilder<unknown>;
} {
  const { own, pending, confirmed, unsubscribed, evidenced, proven } = SUBSCRIPTION_FLAG;
  const f = SUBSCRIPTION_FLAG;
  const covered =
    scope.wordingFrom === null
      ? sql`true`
      : sql`exists (select 1 from wording_versions v join wording_versions f on f.account_id = v.account_id and f.wording_id = v.wording_id
            where v.account_id = sub.account_id and v.id = sub.wording_version_id and f.id = ${scope.wordingFrom}::bigint and v.version >= f.version)`;
  const text = sql`concat(sub.list_id, '.',
      ${bit(own, sql`sub.contact_id = s.contact_id`)}
      + case sub.state when 'confirmed' then ${sql.lit(confirmed)} when 'pending' then ${sql.lit(pending)} when 'unsubscribed' then ${sql.lit(unsubscribed)} else 0 end
      + ${bit(evidenced, sql`sub.entry_id is not null`)} + ${bit(proven, sql`sub.proof is not null`)}
      + case when sub.flag is null then ${sql.lit(f.unflagged)} when sub.flag = 'stale' then ${sql.lit(f.stale)} when sub.flag = 'unverified' then ${sql.lit(f.unverified)} else 0 end
      + ${bit(f.onUnsubscribeList, sql`sub.list_id = any(stop.lists)`)} + ${bit(f.scopeCovered, covered)}
      + case when sub.contact_id = s.contact_id then s.flags & ${sql.lit(FLAG.restricted)}
          else coalesce((select case when c.restricted_at is null then 0 else ${sql.lit(FLAG.restricted)} end
            from contacts c where c.account_id = sub.account_id and c.id = sub.contact_id), ${sql.lit(f.subscriberUnknown)}) end,
      '.', coalesce(greatest(sub.confirmed_at, sub.last_mailed_at), sub.requested_at)::date - date '2000-01-01')`;
  const on = sql`sub.account_id = app_account() and sub.email_normalised = s.email and sub.list_id = any(${scope.listIds}::bigint[])`;
  return {
    on,
    text,
    texts: sql`string_agg(${text}, ',' order by array_position(${scope.listIds}::bigint[], sub.list_id))`,
  };
}

/**
 * How the tables are put beside the recipients. `whole`: joins, for a list to be counted. `each`: one by one through the
 * indexes, for a batch, whose plan is kept or whose rows were written a moment ago. The planner takes these for a
 * handful and would compare everybody with everybody: 2 s instead of 60 ms for 4,000.
 */
type Shape = "each" | "whole";

function besideEach(scope: FactsScope): RawBuilder<unknown> {
  const { on, texts } = subscriptionsOf(scope);
  return sql`
        left join lateral (${stopsOfOne(scope.listIds)}) stop on true
        left join lateral (select ${texts} as subscriptions from subscriptions sub where ${on}) subscribed on true
        left join lateral (select p.* from profiling_permissions p where ${PERMISSION} offset 0) p on true
        left join lateral (select w.* from wording_versions w where w.account_id = app_account() and w.id = p.wording_version_id offset 0) w on true${besideRecords(scope)}`;
}

const besideRecords = ({ records }: FactsScope) =>
  records
    ? sql`
        left join core_records cr on cr.account_id = app_account() and cr.contact_id = s.contact_id`
    : sql``;

/** CRM-10: the record's own value, and no wording of ours; it covers nothing but campaigns. */
const RECORD_MEASURED = sql`cr.profiling and cr.unsubscribed_at is null`;

/** CRM-09, CRM-10, CRM-19: what a record says. */
function recordFlags({ records }: FactsScope): RawBuilder<unknown> {
  if (!records) return sql`0`;
  const another = sql`cr.person_number <> '' and exists (select 1 from core_records o where o.account_id = app_account()
    and o.list_id = cr.list_id and o.person_number = cr.person_number and o.place < cr.place)`;
  return sql`case when cr.contact_id is null then 0 else ${sql.lit(FLAG.recordKnown)}
    + ${bit(FLAG.coreConsent, sql`cr.basis = 'consent'`)} + ${bit(FLAG.coreCustomer, sql`cr.basis = 'customer_7_3'`)}
    + ${bit(FLAG.technicalDuplicate, another)} + ${bit(FLAG.recordUnsubscribed, sql`cr.unsubscribed_at is not null`)}
    + ${bit(FLAG.profilingByAll | FLAG.profilingCovers, RECORD_MEASURED)} end`;
}

const profilingState = ({ records }: FactsScope) =>
  records
    ? sql`coalesce(p.state, case when ${RECORD_MEASURED} then 'granted' when cr.profiling_ended_at is not null then 'withdrawn' end, 'unknown')`
    : sql`coalesce(p.state, 'unknown')`;

/** The newsletter pot's permission says nothing about people of the core system, who share an address at most. */
const PERMISSION = sql`p.account_id = app_account() and p.email_normalised = s.email and s.pot is distinct from 'core'`;

/** One list, the usual case, is joined as it is; several are put together first. */
function besideWhole(scope: FactsScope): RawBuilder<unknown> {
  const { on, text } = subscriptionsOf(scope);
  const subscribed =
    scope.listIds.length === 1
      ? sql`left join subscriptions sub on ${on}
        cross join lateral (select case when sub.list_id is not null then ${text} end as subscriptions) subscribed`
      : sql`left join subscribed on subscribed.no = s.no`;
  return sql`
        left join stop on stop.no = s.no
        ${subscribed}
        left join profiling_permissions p on ${PERMISSION}
        left join wording_versions w on w.account_id = app_account() and w.id = p.wording_version_id${besideRecords(scope)}`;
}

/** Everything after the recipients themselves. `subject` is materialised so that it is made once. */
function factsOf(
  subject: RawBuilder<unknown>,
  scope: FactsScope,
  shape: Shape,
  carried: RawBuilder<unknown> = sql``,
): RawBuilder<unknown> {
  const { on, texts } = subscriptionsOf(scope);
  const tables = sql`
    stop as (${stopsOfAll(scope.listIds)}),
    ${
      scope.listIds.length === 1
        ? sql``
        : sql`subscribed as (
      select s.no, ${texts} as subscriptions from subject s join subscriptions sub on ${on} left join stop on stop.no = s.no group by s.no
    ),`
    }`;
  return sql`
    subject as materialized (${subject}),
    ${shape === "whole" ? tables : sql``}
    account as (
      select concat_ws(':', a.mode, (a.suspended_at is not null)::int, coalesce(a.settings->>'consent.unused_max', ''),
        coalesce(a.settings->>'customer73.max_age', ''), coalesce(a.settings->>'one_to_one.max_per_user_day', '')) as account
      from accounts a where a.id = app_account()
    ),
    facts as (
      select s.no, ${carried} s.contact_id, s.email as email_normalised, concat((select account from account), '|',
        s.flags + coalesce(stop.flags, 0) + ${testAddress(scope)}
          + case p.state when 'granted' then ${bit(FLAG.profilingByAll, permittedByAll)} else 0 end
          + ${bit(FLAG.profilingCovers, sql`w.techniques @> ${scope.techniques}::text[] and ${scope.channel}::text = any(w.channels)`)}
          + ${questionDue(scope)} + ${behaviourKnown(scope, shape)} + ${frequency(scope, shape)} + ${recordFlags(scope)},
        '|', s.pot, '|', ${profilingState(scope)}, '|', subscribed.subscriptions) as facts
      from subject s ${shape === "whole" ? besideWhole(scope) : besideEach(scope)}
    )`;
}

/** TRK-24: nobody of the newsletter pot is on the address who did not grant. */
const permittedByAll = sql`not exists (select 1 from contacts c where c.account_id = app_account()
  and c.email_normalised = s.email and c.pot = 'newsletter' and c.id <> all (p.contact_ids))`;

/** CON-26, as `mayBeAsked` says it: silent people at most twice, refusers a year after their word and the last question. */
function questionDue({ questionAt }: FactsScope): RawBuilder<unknown> {
  if (questionAt === null) return sql`0`;
  return bit(
    FLAG.questionDue,
    sql`case coalesce(p.state, 'unknown') when 'unknown' then coalesce(p.asked_count, 0) < ${sql.lit(ASK_SILENT_AT_MOST)} when 'granted' then ${grantIsOutdated(questionAt)}
      else greatest(p.changed_at, p.last_asked_at) + make_interval(months => ${sql.lit(ASK_REFUSERS_AFTER_MONTHS)}) <= ${questionAt} end`,
  );
}

/** CON-19: there is an approved wording that says materially more, and nobody asked about it yet, or a year ago. */
const grantIsOutdated = (at: Date) => sql`exists (select 1 from wording_versions n
  where n.account_id = w.account_id and n.wording_id = w.wording_id and n.version > w.version and n.material and n.approved_at is not null and n.retired_at is null
    and (p.last_asked_at is null or p.last_asked_at < n.approved_at or p.last_asked_at + make_interval(months => ${sql.lit(ASK_REFUSERS_AFTER_MONTHS)}) <= ${at}))`;

/**
 * TRK-11: whether it may be known now what the audience was chosen by. A whole list is counted from those of whom it is
 * known alone (`countFacts`), so nothing has to be asked there.
 */
function behaviourKnown(
  { behaviour, isChosen, chosenBy }: FactsScope,
  shape: Shape,
): RawBuilder<unknown> {
  if (!isChosen) return sql`0`;
  if (shape === "whole") return sql.lit(FLAG.behaviourKnown);
  const person = { contactId: sql`s.contact_id`, email: sql`s.email` };
  if (chosenBy) return bit(FLAG.behaviourKnown, chosenBy(person));
  if (behaviour === null) return sql`0`;
  const { condition, at } = behaviour;
  return bit(FLAG.behaviourKnown, isMeasurable(condition, { use: "segments", at }, person));
}

function frequency({ frequency: limits }: FactsScope, shape: Shape): RawBuilder<unknown> {
  if (limits.length === 0) return sql`0`;
  return bit(FLAG.frequencyReached, frequencyReached(limits, sql`s.email`, shape));
}

/** Of a list, the people who did (or did not) what the audience is chosen by; everybody where it is not. */
export function chosenByBehaviour(
  behaviour: FactsScope["behaviour"],
  person: { contactId: RawBuilder<unknown>; email: RawBuilder<unknown> },
): RawBuilder<unknown> {
  if (behaviour === null) return sql`true`;
  const { condition, at } = behaviour;
  return sql`(${person.contactId}, ${person.email}) in (${peopleWho(condition, { use: "segments", at })})`;
}

function testAddress(scope: FactsScope): RawBuilder<unknown> {
  if (scope.testAddresses === null) return sql`0`;
  // An address confirmed by a link in the built-in mailbox proves nothing about a mailbox outside.
  const confirmed = sql`exists (select 1 from confirmed_addresses t where t.account_id = app_account() and t.kind = 'test'
    and t.email_normalised = s.email and t.confirmed_at is not null
    and (t.sent_via = 'relay' or coalesce(${scope.testAddresses.destination}::text,
      case (select a.mode from accounts a where a.id = app_account()) when 'sandbox' then 'catch_all' end) = 'catch_all'))`;
  return sql`${sql.lit(FLAG.testAddressLookedUp)} + ${bit(FLAG.testAddressConfirmed, confirmed)}`;
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
  const exists = sql`c.id is not null`;
  const withoutContact = targets.contactIds.includes(null);
  const subject = sql`
      select t.no, t.contact_id, coalesce(t.email, c.email_normalised) as email, coalesce(t.hash, c.address_hash) as hash, c.pot,
        c.source_system, c.person_number,
        case when t.contact_id is null then ${withoutContact ? addressOnly : sql`0`} else
          ${bit(FLAG.contactKnown | FLAG.restrictionKnown, exists)} + ${bit(FLAG.contactGone, sql`not (${exists})`)}
          + ${bit(FLAG.addressCurrent, sql`t.email is null or t.email = c.email_normalised`)} + ${bit(FLAG.restricted, sql`c.restricted_at is not null`)}
        end as flags
      from unnest(${targets.contactIds}::bigint[], ${targets.emails}::text[], ${targets.hashes}::bytea[]) with ordinality as t(contact_id, email, hash, no)
        left join contacts c on c.account_id = app_account() and c.id = t.contact_id`;
  return rows<FactsRow>(
    tx,
    kept(
      sql`with ${factsOf(subject, scope, "each")} select no, contact_id, email_normalised, facts from facts order by no`,
    ),
  );
}

/** Without a contact, a restriction of anybody on the address counts (DSR-07). */
const addressOnly = sql`${sql.lit(FLAG.restrictionKnown)} + ${bit(
  FLAG.restricted,
  sql`exists (select 1 from contacts o where o.account_id = app_account() and o.email_normalised = t.email and o.restricted_at is not null)`,
)}`;

/** Recipients with the same facts, in one row. `ids` are the numbers the source gave them, separated by commas. */
export interface FactsGroup {
  batch: number;
  /** False: erased since, there is neither contact nor address. */
  hasAddress: boolean;
  contactId: number | null;
  emailNormalised: string | null;
  facts: string;
  people: number;
  ids: string;
}

/**
 * Facts of frozen candidates, grouped. `source` selects (no, batch, contact_id, email_normalised).
 */
export function groupFacts(
  tx: Tx,
  source: RawBuilder<unknown>,
  scope: FactsScope,
): Promise<FactsGroup[]> {
  const exists = sql`c.id is not null`;
  const subject = sql`
      select t.no, t.batch, t.email_normalised is not null as has_address, t.contact_id, coalesce(t.email_normalised, c.email_normalised) as email,
        c.address_hash as hash, c.pot, c.source_system, c.person_number,
        case when t.contact_id is null then 0 else
          ${bit(FLAG.contactKnown | FLAG.restrictionKnown, exists)} + ${bit(FLAG.contactGone, sql`not (${exists})`)}
          + ${bit(FLAG.addressCurrent, sql`t.email_normalised is null or t.email_normalised = c.email_normalised`)} + ${bit(FLAG.restricted, sql`c.restricted_at is not null`)}
        end as flags
      from (${source}) t
        left join contacts c on c.account_id = app_account() and c.id = t.contact_id`;
  return rows<FactsGroup>(
    tx,
    sql`with ${factsOf(subject, scope, "each", sql`s.batch, s.has_address,`)}
        select f.batch, f.has_address, min(f.contact_id) as contact_id, min(f.email_normalised) as email_normalised, f.facts, count(*) as people,
          string_agg(f.no::text, ',') as ids
        from facts f group by f.batch, f.has_address, f.facts`,
  );
}

/**
 * How many people of these lists have the same facts. People are the contacts with a subscription that did not
 * end; those who unsubscribed are no longer part of the list. `chosen` is a condition on the contact row `c`.
 */
export async function countFacts(
  tx: Tx,
  scope: FactsScope,
  chosen: RawBuilder<unknown> = sql`true`,
): Promise<{ contactId: number; emailNormalised: string; facts: string; people: number }[]> {
  const subject = sql`
      select c.id as no, c.id as contact_id, c.email_normalised as email, c.address_hash as hash, c.pot, c.source_system, c.person_number,
        ${sql.lit(FLAG.contactKnown | FLAG.restrictionKnown | FLAG.addressCurrent)} + ${bit(FLAG.restricted, sql`c.restricted_at is not null`)} as flags
      from contacts c
      where c.account_id = app_account() and c.id in (select sub.contact_id from subscriptions sub
        where sub.account_id = app_account() and sub.list_id = any(${scope.listIds}::bigint[]) and sub.state <> 'unsubscribed')
        and ${chosenByBehaviour(scope.behaviour, { contactId: sql`c.id`, email: sql`c.email_normalised` })} and ${chosen}`;
  // A whole list wants hash joins. Right after an import the planner has no statistics yet and would take nested
  // loops over everybody, which costs minutes instead of milliseconds.
  await sql`set local enable_nestloop = off`.execute(tx);
  const groups = await rows<{
    contactId: number;
    emailNormalised: string;
    facts: string;
    people: number;
  }>(
    tx,
    sql`with ${factsOf(subject, scope, "whole")}
        select min(contact_id) as contact_id, min(email_normalised) as email_normalised, facts, count(*) as people from facts group by facts`,
  );
  await sql`set local enable_nestloop = on`.execute(tx);
  return groups;
}

/** The records of a core-system list as (no, batch, contact_id, email_normalised), for `groupFacts`. */
export function recordsForCounting(coreListId: number): RawBuilder<unknown> {
  return sql`select r.contact_id as no, 0 as batch, r.contact_id, c.email_normalised from core_records r
    join contacts c on c.account_id = r.account_id and c.id = r.contact_id
    where r.account_id = app_account() and r.list_id = ${coreListId}`;
}

/** The account of this transaction. */
export async function currentAccountId(tx: Tx): Promise<number> {
  return (await one<{ id: number }>(tx, sql`select app_account() as id`)).id;
}
