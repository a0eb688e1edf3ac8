import type {
  ConditionAbout,
  SegmentCondition,
  SegmentDefinition,
  SegmentFieldType,
  SegmentNode,
} from "../../contract/segments.ts";
import type { KeptKind } from "../compliance/index.ts";
import { domainsOfProviders, instantOfLocalTime, sql, type RawBuilder } from "../platform/index.ts";
import { behaviourTruth, peopleWho, type BehaviourExpression } from "../tracking/index.ts";
import type { SegmentScope } from "./scope.ts";
import {
  addDays,
  daysMeant,
  daysOfYear,
  foldValue,
  standardType,
  standardValueOf,
} from "./segment.ts";

/**
 * A definition as one boolean SQL expression over the contact row `c` in the account of the transaction. It is true for
 * whoever belongs to the segment and false for everybody else: negations are pushed down to the single conditions, so
 * that what is unknown of a person (TRK-11) makes neither a condition nor its opposite true. Every value is a parameter.
 */
export function segmentCondition(
  definition: SegmentDefinition,
  scope: SegmentScope,
): RawBuilder<unknown> {
  return sql`(c.account_id = ${mine(scope)} and ${holds(definition.where, true, scope)})`;
}

/**
 * The account as a constant. Row-level security compares each row with `app_account()`; together with a constant the
 * planner compares the two once and each row with the constant, which is half the time of a million rows.
 */
const mine = ({ accountId }: SegmentScope) => sql`${accountId}::int`;

function holds(node: SegmentNode, wanted: boolean, scope: SegmentScope): RawBuilder<unknown> {
  if ("not" in node) return holds(node.not, !wanted, scope);
  if ("all" in node || "any" in node) {
    const parts = "all" in node ? node.all : node.any;
    const by = "all" in node === wanted ? sql` and ` : sql` or `;
    return sql`(${sql.join(
      parts.map((part) => holds(part, wanted, scope)),
      by,
    )})`;
  }
  if (node.about === "behaviour") return did(node, wanted, scope);
  const condition = leaf(node, scope);
  // What it names is gone: then nothing is known of anybody.
  if (condition === undefined) return sql`false`;
  return wanted ? condition : sql`not ${condition}`;
}

/** A condition on facts that are known of everybody; undefined where it names something that is no more. */
function leaf(condition: SegmentCondition, scope: SegmentScope): RawBuilder<unknown> | undefined {
  const numbers = (ids: readonly string[]): number[] =>
    ids.flatMap((id) => scope.ids.get(id) ?? []);
  switch (condition.about) {
    case "field":
      return fieldLeaf(condition, scope);
    case "provider":
      return valueLeaf(condition, "text", inDomains(condition.providers), scope);
    case "tag": {
      const tags = numbers(condition.tags);
      if (tags.length === 0) return undefined;
      return sql`exists (select 1 from contact_tagged g where g.account_id = ${mine(scope)} and g.contact_id = c.id and ${isAny(sql`g.tag_id`, tags)})`;
    }
    case "list":
      return listLeaf(condition, scope);
    case "consent":
      return condition.purpose === "newsletter"
        ? newsletterLeaf(condition.state, scope)
        : analysisLeaf(condition.state, scope);
    case "source":
      return sql`coalesce(contact_origin(c.origins, 'email')->>'source' = any(${condition.sources}::text[]), false)`;
    case "import": {
      const imports = numbers(condition.imports);
      if (imports.length === 0) return undefined;
      return sql`exists (select 1 from import_lines i where i.account_id = ${mine(scope)} and i.contact_id = c.id and ${isAny(sql`i.import_id`, imports)} and i.result in ('created', 'updated'))`;
    }
    case "stage":
      return sql`c.stage = any(${condition.stages}::text[])`;
    case "adviser": {
      const advisers = numbers(condition.operators);
      const nobody = condition.operators.includes("none");
      if (advisers.length === 0 && !nobody) return undefined;
      return sql`(coalesce(c.responsible_id = any(${advisers}::bigint[]), false) ${nobody ? sql`or c.responsible_id is null` : sql``})`;
    }
    case "purchase":
      return purchaseLeaf(condition, scope);
    case "received":
      return receivedLeaf(condition, scope);
    case "created":
      return timeLeaf(sql`c.created_at`, condition, scope);
    case "changed":
      return timeLeaf(sql`c.updated_at`, condition, scope);
    case "behaviour":
      return undefined;
  }
}

/** One value as an equality, because only that is taken for selective without statistics of the list. */
function isAny(column: RawBuilder<unknown>, values: readonly number[]): RawBuilder<unknown> {
  return values.length === 1
    ? sql`${column} = ${values[0]}`
    : sql`${column} = any(${[...values]}::bigint[])`;
}

function fieldLeaf(
  condition: ConditionAbout<"field">,
  scope: SegmentScope,
): RawBuilder<unknown> | undefined {
  const { field, test } = condition;
  if (field === "email") return emailLeaf(condition);
  if (field === "salutation" || field === "locale") {
    const column = sql`coalesce(${sql.ref(`c.${field}`)}, '')`;
    return test === "empty"
      ? sql`${column} = ''`
      : sql`${column} = any(${condition.values ?? []}::text[])`;
  }
  const type = standardType(field) ?? scope.fields.get(field)?.type;
  if (type === undefined) return undefined;
  if (test === "empty") return sql`not ${valueLeaf(condition, type, sql`true`, scope)}`;
  return valueLeaf(condition, type, comparison(condition, type, scope), scope);
}

/** Addresses are stored in lower case, and have indexes of their own. */
function emailLeaf({ test, values = [] }: ConditionAbout<"field">): RawBuilder<unknown> {
  const texts = values.map(foldValue);
  if (test === "empty") return sql`false`;
  if (test === "is") return sql`c.email_normalised = any(${texts}::text[])`;
  if (test === "contains") return sql`position(${texts[0]} in c.email_normalised) > 0`;
  return sql`(c.email_normalised ~>=~ ${texts[0]} and c.email_normalised ~<~ ${`${texts[0]}\u{10ffff}`})`;
}

/**
 * The one value a definition asks for, as a condition on the row `v` of the values' table, where each contact has one row
 * at most; undefined where it asks for more, or the values stand nowhere but in the contacts.
 */
export function onlyValue(
  definition: SegmentDefinition,
  scope: SegmentScope,
): { fits: RawBuilder<unknown>; has: boolean } | undefined {
  let has = true;
  let node = definition.where;
  for (;;)
    if ("not" in node) {
      has = !has;
      node = node.not;
    } else if ("all" in node || "any" in node) {
      const parts: readonly SegmentNode[] = "all" in node ? node.all : node.any;
      if (parts.length !== 1) return undefined;
      node = parts[0]!;
    } else break;
  if (node.about !== "field" && node.about !== "provider") return undefined;
  const own = node.about === "field" ? scope.fields.get(node.field) : undefined;
  const fieldId = own?.id ?? standardValueOf(node);
  if (fieldId === undefined || !scope.ready.has(fieldId) || own?.type === "choices")
    return undefined;
  const isEmpty = node.about === "field" && node.test === "empty";
  const fits =
    node.about === "provider"
      ? inDomains(node.providers)
      : isEmpty
        ? sql`true`
        : comparison(node, own?.type ?? "text", scope);
  return {
    fits: sql`v.account_id = ${mine(scope)} and v.field_id = ${fieldId} and ${fits}`,
    has: has !== isEmpty,
  };
}

/** Whether the contact has a value `v` of the field that fits: in the indexed table, or read from the contact until that is filled. */
function valueLeaf(
  condition: SegmentCondition,
  type: SegmentFieldType,
  fits: RawBuilder<unknown>,
  scope: SegmentScope,
): RawBuilder<unknown> {
  const own = condition.about === "field" ? scope.fields.get(condition.field) : undefined;
  const fieldId = own?.id ?? standardValueOf(condition)!;
  if (scope.ready.has(fieldId))
    return sql`exists (select 1 from contact_values v where v.account_id = ${mine(scope)} and v.contact_id = c.id and v.field_id = ${fieldId} and ${fits})`;
  return sql`exists (select 1 from contact_value_of(${type}, contact_raw_value(${fieldId}::bigint, ${own?.key ?? ""}, c.custom, c.first_name, c.last_name, c.company, c.title, c.email_normalised)) v where ${fits})`;
}

function comparison(
  condition: ConditionAbout<"field">,
  type: SegmentFieldType,
  { today }: SegmentScope,
): RawBuilder<unknown> {
  const { test, from, to, days = 0, month = 1 } = condition;
  const texts = (condition.values ?? []).map((value) => foldValue(value).slice(0, 600));
  if (type === "date") {
    if (test === "anniversary")
      return sql`v.day_value = any(${daysOfYear(today, days)}::smallint[])`;
    if (test === "month")
      return sql`v.day_value between ${month * 100 + 1}::smallint and ${month * 100 + 31}::smallint`;
    const span = daysMeant(condition, today);
    return between(sql`v.date_value`, sql`date`, span.from, span.to);
  }
  if (type === "number") {
    const column = sql`v.number_value`;
    if (test === "is")
      return sql`${column} = any(${(condition.values ?? []).map(Number)}::float8[])`;
    if (test === "less") return sql`${column} < ${to}::float8`;
    if (test === "more") return sql`${column} > ${from}::float8`;
    return between(column, sql`float8`, from, to);
  }
  if (test === "contains") return sql`position(${texts[0]} in v.text_value) > 0`;
  if (test === "begins")
    return sql`v.text_value >= ${texts[0]} and v.text_value < ${`${texts[0]}\u{10ffff}`}`;
  return texts.length === 1
    ? sql`v.text_value = ${texts[0]}`
    : sql`v.text_value = any(${texts}::text[])`;
}

function between(
  column: RawBuilder<unknown>,
  type: RawBuilder<unknown>,
  from: string | undefined,
  to: string | undefined,
): RawBuilder<unknown> {
  const parts = [sql`${column} is not null`];
  if (from !== undefined) parts.push(sql`${column} >= ${from}::${type}`);
  if (to !== undefined) parts.push(sql`${column} <= ${to}::${type}`);
  return sql.join(parts, sql` and `);
}

function inDomains(providers: readonly string[]): RawBuilder<unknown> {
  const { domains, families, ending } = domainsOfProviders(providers);
  const exact = sql`v.text_value = any(${domains}::text[])`;
  if (families.length === 0) return exact;
  return sql`(${exact} or (split_part(v.text_value, '.', 1) = any(${families}::text[]) and substr(v.text_value, position('.' in v.text_value) + 1) ~ ${ending}))`;
}

function listLeaf(
  { list, state, days }: ConditionAbout<"list">,
  scope: SegmentScope,
): RawBuilder<unknown> | undefined {
  const listId = list === undefined ? undefined : scope.ids.get(list);
  if (list !== undefined && listId === undefined) return undefined;
  if (scope.kept && days === undefined)
    return ofKinds(scope.kept, ({ subscriptions }) =>
      subscriptions.some(
        (one) => one.state === state && (listId === undefined || one.listId === listId),
      ),
    );
  const since = {
    confirmed: sql`s.confirmed_at`,
    pending: sql`s.requested_at`,
    unsubscribed: sql`s.unsubscribed_at`,
  }[state];
  return sql`exists (select 1 from subscriptions s where s.account_id = ${mine(scope)} and s.contact_id = c.id and s.state = ${state}
    ${listId === undefined ? sql`` : sql`and s.list_id = ${listId}`}
    ${days === undefined ? sql`` : sql`and ${since} >= ${startOf(addDays(scope.today, -days), scope)}`})`;
}

/** The kept facts of the row `c` are of such a kind. */
const ofKinds = (kept: NonNullable<SegmentScope["kept"]>, test: (kind: KeptKind) => boolean) =>
  sql`c.kind = any(${kept.kindsWhere(test)}::int[])`;

function newsletterState({ subscriptions }: KeptKind): ConditionAbout<"consent">["state"] {
  if (subscriptions.some(({ state, evidenced }) => state === "confirmed" && evidenced))
    return "granted";
  return subscriptions.some(({ state }) => state === "unsubscribed") ? "withdrawn" : "unknown";
}

/** Consent to newsletters as the gate sees it: a confirmed subscription with its entry in the ledger. */
function newsletterLeaf(
  state: ConditionAbout<"consent">["state"],
  scope: SegmentScope,
): RawBuilder<unknown> {
  if (scope.kept)
    return ofKinds(scope.kept, (kind) => {
      const found = newsletterState(kind);
      return found === (state === "refused" ? "unknown" : state);
    });
  const own = sql`s.account_id = ${mine(scope)} and s.contact_id = c.id`;
  const granted = sql`exists (select 1 from subscriptions s where ${own} and s.state = 'confirmed' and s.entry_id is not null)`;
  const left = sql`exists (select 1 from subscriptions s where ${own} and s.state = 'unsubscribed')`;
  if (state === "granted") return granted;
  return state === "withdrawn"
    ? sql`(${left} and not ${granted})`
    : sql`(not ${left} and not ${granted})`;
}

/** The permission to analyse, which the newsletter pot holds by address; nobody asked is unknown. */
function analysisLeaf(
  state: ConditionAbout<"consent">["state"],
  scope: SegmentScope,
): RawBuilder<unknown> {
  if (scope.kept) return ofKinds(scope.kept, ({ profiling }) => profiling === state);
  const own = sql`p.account_id = ${mine(scope)} and p.email_normalised = c.email_normalised`;
  if (state === "unknown")
    return sql`(c.pot <> 'newsletter' or not exists (select 1 from profiling_permissions p where ${own} and p.state <> 'unknown'))`;
  return sql`(c.pot = 'newsletter' and exists (select 1 from profiling_permissions p where ${own} and p.state = ${state}))`;
}

function purchaseLeaf(
  { category, days }: ConditionAbout<"purchase">,
  scope: SegmentScope,
): RawBuilder<unknown> | undefined {
  const categoryId = category === undefined ? undefined : scope.ids.get(category);
  if (category !== undefined && categoryId === undefined) return undefined;
  const kinds =
    categoryId === undefined
      ? sql``
      : sql`and p.category_id in (with recursive below as (
          select k.id from product_categories k where k.account_id = ${mine(scope)} and k.id = ${categoryId}
          union select k.id from product_categories k join below b on k.parent_id = b.id where k.account_id = ${mine(scope)})
          select id from below)`;
  return sql`exists (select 1 from purchases p where p.account_id = ${mine(scope)} and p.contact_id = c.id and p.cancelled_on is null ${kinds}
    ${days === undefined ? sql`` : sql`and p.concluded_on >= ${addDays(scope.today, -days)}::date`})`;
}

/**
 * Of one mailing: its mail was accepted. That somebody got a mailing whose own audience was chosen by behaviour would say
 * what they did, so of such a one nothing is known here. Of the last days: the last mailing on any of their consents
 * (CON-18), which is lawful to know of everybody (RET-07).
 */
function receivedLeaf(
  { mailing, days }: ConditionAbout<"received">,
  scope: SegmentScope,
): RawBuilder<unknown> | undefined {
  if (mailing === undefined && scope.kept)
    return sql`coalesce(c.mailed_at >= ${startOf(addDays(scope.today, -(days ?? 0)), scope)}, false)`;
  if (mailing === undefined)
    return sql`exists (select 1 from subscriptions s where s.account_id = ${mine(scope)} and s.contact_id = c.id
      and s.last_mailed_at >= ${startOf(addDays(scope.today, -(days ?? 0)), scope)})`;
  const mailingId = scope.ids.get(mailing);
  if (mailingId === undefined) return undefined;
  return sql`exists (select 1 from deliveries d join delivery_outcomes o on o.account_id = d.account_id and o.delivery_id = d.id and o.final and o.outcome = 'accepted'
    where d.account_id = ${mine(scope)} and d.contact_id = c.id
      and d.run_id = (select r.id from delivery_runs r where r.account_id = ${mine(scope)} and r.mailing_id = ${mailingId} and r.behaviour is null))`;
}

function timeLeaf(
  column: RawBuilder<unknown>,
  { test, days = 0, day = "" }: ConditionAbout<"created" | "changed">,
  scope: SegmentScope,
): RawBuilder<unknown> {
  const at = (of: string) => startOf(of, scope);
  if (test === "past") return sql`${column} >= ${at(addDays(scope.today, -days))}`;
  if (test === "ago") return sql`${column} < ${at(addDays(scope.today, -days))}`;
  if (test === "before") return sql`${column} < ${at(day)}`;
  return sql`${column} >= ${at(addDays(day, 1))}`;
}

/** The first moment of a day in the account's time zone. */
function startOf(day: string, { zone }: SegmentScope): Date {
  return instantOfLocalTime(`${day}T00:00`, zone);
}

/** Known to be so, or known not to be so: never both, and neither of whoever is not measurable. */
function did(
  { did: what, mailing, link, last }: ConditionAbout<"behaviour">,
  wanted: boolean,
  scope: SegmentScope,
): RawBuilder<unknown> {
  const named = mailing === undefined ? undefined : scope.ids.get(mailing);
  const mailings =
    last === undefined ? (named === undefined ? [] : [named]) : scope.lastMailings.slice(0, last);
  if (mailings.length === 0) return sql`false`;
  const asked = { use: "segments", at: scope.at } as const;
  const conditions = mailings.map((mailingId) => ({
    mailingId,
    did: what,
    ...(link === undefined ? {} : { link }),
  }));
  if (scope.kept) {
    const those = conditions.map(
      (one) =>
        sql`c.id in (select w.contact_id from (${peopleWho(wanted ? one : { ...one, negated: true }, asked)}) w)`,
    );
    return sql`(${sql.join(those, wanted ? sql` or ` : sql` and `)})`;
  }
  if (scope.each) {
    const any: BehaviourExpression = { any: conditions };
    const person = { contactId: sql`c.id`, email: sql`c.email_normalised` };
    return sql`(${behaviourTruth(any, asked, person)} is ${wanted ? sql`true` : sql`false`})`;
  }
  const parts = conditions.map(
    (one) =>
      sql`(c.id, c.email_normalised) in (${peopleWho(wanted ? one : { ...one, negated: true }, asked)})`,
  );
  return sql`(${sql.join(parts, wanted ? sql` or ` : sql` and `)})`;
}
