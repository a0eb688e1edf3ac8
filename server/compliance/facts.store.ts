import { createHash } from "node:crypto";
import { ASK_REFUSERS_AFTER_MONTHS, ASK_SILENT_AT_MOST } from "../consent/index.ts";
import { kept, one, rows, sql, type RawBuilder, type Tx } from "../platform/index.ts";
import { isMeasurable, peopleWho, type BehaviourCondition } from "../tracking/index.ts";
import { FLAG, SUBSCRIPTION_FLAG } from "./fact-flags.ts";
import { frequencyReached, type FrequencyLimit } from "./frequency.store.ts";
import { stopsOfOne } from "./stops.store.ts";

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
export const bit = (flag: number, condition: RawBuilder<unknown>) =>
  sql`case when ${condition} then ${sql.lit(flag)} else 0 end`;

/** What a subscription `sub` says of itself, as flags. */
export function ownFlags(sub: RawBuilder<unknown>, scope: FactsScope): RawBuilder<unknown> {
  const f = SUBSCRIPTION_FLAG;
  const covered =
    scope.wordingFrom === null
      ? sql`true`
      : sql`exists (select 1 from wording_versions v join wording_versions f on f.account_id = v.account_id and f.wording_id = v.wording_id
            where v.account_id = ${sub}.account_id and v.id = ${sub}.wording_version_id and f.id = ${scope.wordingFrom}::bigint and v.version >= f.version)`;
  return sql`case ${sub}.state when 'confirmed' then ${sql.lit(f.confirmed)} when 'pending' then ${sql.lit(f.pending)} when 'unsubscribed' then ${sql.lit(f.unsubscribed)} else 0 end
      + ${bit(f.evidenced, sql`${sub}.entry_id is not null`)} + ${bit(f.proven, sql`${sub}.proof is not null`)}
      + case when ${sub}.flag is null then ${sql.lit(f.unflagged)} when ${sub}.flag = 'stale' then ${sql.lit(f.stale)} when ${sub}.flag = 'unverified' then ${sql.lit(f.unverified)} else 0 end
      + ${bit(f.scopeCovered, covered)}`;
}

/** What it says about the recipient `s`, whom the entries `stop` are against, where it is their own; else see `subscriberFlags`. */
export function recipientFlags(
  sub: RawBuilder<unknown>,
  listId: RawBuilder<unknown>,
): RawBuilder<unknown> {
  const f = SUBSCRIPTION_FLAG;
  return sql`${bit(f.onUnsubscribeList, sql`${listId} = any(stop.lists)`)}
      + case when ${sub}.contact_id = s.contact_id then ${sql.lit(f.own)} + (s.flags & ${sql.lit(FLAG.restricted)}) else 0 end`;
}

/** What is true of another contact on the address, who subscribed (SND-16). */
export const subscriberFlags = (contactId: RawBuilder<unknown>) =>
  sql`coalesce((select case when c.restricted_at is null then 0 else ${sql.lit(FLAG.restricted)} end
            from contacts c where c.account_id = app_account() and c.id = ${contactId}), ${sql.lit(SUBSCRIPTION_FLAG.subscriberUnknown)})`;

/** The address's subscriptions to the lists, as `list.flags.day`, in the order of the lists. */
function subscriptionTexts(scope: FactsScope): RawBuilder<unknown> {
  const text = sql`concat(sub.list_id, '.', ${ownFlags(sql`sub`, scope)} + ${recipientFlags(sql`sub`, sql`sub.list_id`)}
      + case when sub.contact_id = s.contact_id then 0 else ${subscriberFlags(sql`sub.contact_id`)} end,
      '.', coalesce(greatest(sub.confirmed_at, sub.last_mailed_at), sub.requested_at)::date - date '2000-01-01')`;
  return sql`select string_agg(${text}, ',' order by array_position(${scope.listIds}::bigint[], sub.list_id)) as subscriptions
    from subscriptions sub where sub.account_id = app_account() and sub.email_normalised = s.email and sub.list_id = any(${scope.listIds}::bigint[])`;
}

/**
 * The tables beside the recipients, one by one through the indexes: for a batch, whose plan is kept or whose rows were
 * written a moment ago. The planner takes these for a handful and would compare everybody with everybody: 2 s instead of
 * 60 ms for 4,000. A whole list is counted by joins (`count-facts.store.ts`).
 */
function besideEach(scope: FactsScope): RawBuilder<unknown> {
  return sql`
        left join lateral (${stopsOfOne(scope.listIds)}) stop on true
        left join lateral (${subscriptionTexts(scope)}) subscribed on true
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

/** What is true of the whole account. */
export const accountText = sql`concat_ws(':', a.mode, (a.suspended_at is not null)::int, coalesce(a.settings->>'consent.unused_max', ''),
        coalesce(a.settings->>'customer73.max_age', ''), coalesce(a.settings->>'one_to_one.max_per_user_day', ''))`;

/** Everything after the recipients themselves. `subject` is materialised so that it is made once. */
function factsOf(
  subject: RawBuilder<unknown>,
  scope: FactsScope,
  carried: RawBuilder<unknown> = sql``,
): RawBuilder<unknown> {
  return sql`
    subject as materialized (${subject}),
    account as (select ${accountText} as account from accounts a where a.id = app_account()),
    facts as (
      select s.no, ${carried} s.contact_id, s.email as email_normalised, concat((select account from account), '|',
        s.flags + coalesce(stop.flags, 0) + ${testAddress(scope)}
          + case p.state when 'granted' then ${bit(FLAG.profilingByAll, nobodyElse)} else 0 end
          + ${bit(FLAG.profilingCovers, coversUse(scope))}
          + ${questionDue(scope)} + ${behaviourKnown(scope)} + ${frequency(scope)} + ${recordFlags(scope)},
        '|', s.pot, '|', ${profilingState(scope)}, '|', subscribed.subscriptions) as facts
      from subject s ${besideEach(scope)}
    )`;
}

/** CON-20: the wording of the permission names the techniques and the kind of mail. */
export const coversUse = ({ techniques, channel }: FactsScope) =>
  sql`w.techniques @> ${techniques}::text[] and ${channel}::text = any(w.channels)`;

/** TRK-24, DSR-07: nobody of the newsletter pot is on the address who did not grant, or whose data are only kept. */
const nobodyElse = sql`not exists (select 1 from contacts c where c.account_id = app_account()
  and c.email_normalised = s.email and c.pot = 'newsletter' and (c.id <> all (p.contact_ids) or c.restricted_at is not null))`;

/** CON-26, as `mayBeAsked` says it: silent people at most twice, refusers a year after their word and the last question. */
export function questionDue({ questionAt }: FactsScope): RawBuilder<unknown> {
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

/** TRK-11: whether it may be known now what the audience was chosen by. */
function behaviourKnown({ behaviour, isChosen, chosenBy }: FactsScope): RawBuilder<unknown> {
  if (!isChosen) return sql`0`;
  const person = { contactId: sql`s.contact_id`, email: sql`s.email` };
  if (chosenBy) return bit(FLAG.behaviourKnown, chosenBy(person));
  if (behaviour === null) return sql`0`;
  const { condition, at } = behaviour;
  return bit(FLAG.behaviourKnown, isMeasurable(condition, { use: "segments", at }, person));
}

function frequency({ frequency: limits }: FactsScope): RawBuilder<unknown> {
  if (limits.length === 0) return sql`0`;
  return bit(FLAG.frequencyReached, frequencyReached(limits, sql`s.email`, "each"));
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
      sql`with ${factsOf(subject, scope)} select no, contact_id, email_normalised, facts from facts order by no`,
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

/** Facts of frozen candidates, grouped. `source` selects (no, batch, contact_id, email_normalised). */
export const groupFacts = (
  tx: Tx,
  source: RawBuilder<unknown>,
  scope: FactsScope,
): Promise<FactsGroup[]> => rows<FactsGroup>(tx, groupedFacts(source, scope));

/** A name of what `groupFacts` asks in a scope like this one; another one as soon as it asks something else. */
export const nameOfRules = (tx: Tx, scope: FactsScope): string =>
  createHash("sha256")
    .update(groupedFacts(sql`select`, scope).compile(tx).sql)
    .digest("hex")
    .slice(0, 16);

function groupedFacts(source: RawBuilder<unknown>, scope: FactsScope): RawBuilder<unknown> {
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
  return sql`with ${factsOf(subject, scope, sql`s.batch, s.has_address,`)}
        select f.batch, f.has_address, min(f.contact_id) as contact_id, min(f.email_normalised) as email_normalised, f.facts, count(*) as people,
          string_agg(f.no::text, ',') as ids
        from facts f group by f.batch, f.has_address, f.facts`;
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
