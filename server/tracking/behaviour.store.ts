import { one, rows, sql, type RawBuilder, type Tx } from "../platform/index.ts";
import type {
  BehaviourCondition,
  BehaviourCounts,
  BehaviourExpression,
  BehaviourUse,
} from "./behaviour.ts";
import { AGENT } from "./measuring.ts";
import { HONEYPOT_LINK, PIXEL_LINK } from "./tokens.ts";

/** What a question about behaviour is for, and when it is asked. */
export interface BehaviourScope {
  use: BehaviourUse;
  at: Date;
  /** Kind of mails the wording must name beside technique and use (CON-20). Default: newsletters. */
  channel?: "newsletter" | "campaign" | "one_to_one";
}

/**
 * The people of whom a condition can be known now, as a select of (contact_id, email_normalised, delivery_id, techniques).
 * Nobody else may ever be in the answer to a question about behaviour (TRK-11):
 *
 * - the mail was rendered with personal tokens and accepted, before its measuring closed and not so long ago that its
 *   first events have expired (TRK-18);
 * - the contact is of the newsletter pot, still at that address, and everybody on the address granted, nobody restricted
 *   (TRK-01, TRK-24);
 * - the wording granted names the technique, the use and the channel (CON-20);
 * - the link, if one is asked for, carries personal tokens (TRK-25).
 */
export function measurablePeople(
  { mailingId, did, link }: BehaviourCondition,
  { use, at, channel = "newsletter" }: BehaviourScope,
): RawBuilder<unknown> {
  const technique = did === "opened" ? "open" : "click";
  const personalLink =
    link === undefined
      ? sql`true`
      : sql`${link} <> ${sql.lit(HONEYPOT_LINK)} and exists (select 1 from measured_links l where l.account_id = d.account_id and l.mailing_id = d.mailing_id and l.link = ${link} and not l.not_personal)`;
  return sql`
    select d.contact_id, d.email_normalised, d.delivery_id, w.techniques
    from measured_deliveries d
    join measured_mailings m on m.account_id = d.account_id and m.mailing_id = d.mailing_id
    join contacts own on own.account_id = d.account_id and own.id = d.contact_id and own.email_normalised = d.email_normalised and own.pot = 'newsletter'
    join profiling_permissions p on p.account_id = d.account_id and p.email_normalised = d.email_normalised and p.state = 'granted'
    join wording_versions w on w.account_id = p.account_id and w.id = p.wording_version_id
      and ${technique} = any(w.techniques) and ${use} = any(w.uses) and ${channel} = any(w.channels)
    where d.account_id = app_account() and d.mailing_id = ${mailingId} and ${personalLink}
      and d.handed_over_at < coalesce(m.closed_at, m.closes_at)
      and d.handed_over_at > ${at}::timestamptz - make_interval(months => (
        select least(24, greatest(1, coalesce((a.settings->>'eventsTtlMonths')::int, 12))) from accounts a where a.id = app_account()))
      and exists (select 1 from delivery_outcomes o where o.account_id = d.account_id and o.delivery_id = d.delivery_id and o.final and o.outcome = 'accepted')
      and not exists (select 1 from contacts c where c.account_id = d.account_id and c.email_normalised = d.email_normalised and c.pot = 'newsletter'
                        and (c.id <> all (p.contact_ids) or c.restricted_at is not null))`;
}

/** Who loads images in somebody's stead, so that an opening cannot be told from the lack of one (TRK-13). */
const VEILS = [AGENT.mailPrivacy, AGENT.imageService];

/**
 * Whether the person of a row of `measurablePeople`, called `b`, did it. Only persons count; null where a mailbox that
 * loads images by itself leaves it open whether the mail was opened.
 */
function answer({ did, link }: BehaviourCondition): RawBuilder<unknown> {
  const some = (which: RawBuilder<unknown>) =>
    sql`exists (select 1 from personal_events e where e.account_id = app_account() and e.delivery_id = b.delivery_id
      and e.link <> ${sql.lit(HONEYPOT_LINK)} and ${which})`;
  const person = sql`e.agent = ${sql.lit(AGENT.person)}`;
  const pixel = sql`e.link = ${sql.lit(PIXEL_LINK)}`;
  if (did === "clicked")
    return some(
      sql`${person} and ${link === undefined ? sql`not ${pixel}` : sql`e.link = ${link}`}`,
    );
  return sql`case when ${some(sql`${person} and (${pixel} or 'click' = any(b.techniques))`)} then true
    when ${some(sql`e.agent = any(${VEILS}::smallint[]) and ${pixel}`)} then null else false end`;
}

/**
 * The people for whom a condition is true, as a select of (contact_id, email_normalised): for freezing an audience of any
 * size in one statement.
 */
export function peopleWho(
  condition: BehaviourCondition,
  scope: BehaviourScope,
): RawBuilder<unknown> {
  const holds = condition.negated ? sql`not ${answer(condition)}` : answer(condition);
  return sql`select b.contact_id, b.email_normalised from (${measurablePeople(condition, scope)}) b where ${holds}`;
}

/** Whether a condition can be known now of one person: true or false, never null. */
export function isMeasurable(
  condition: BehaviourCondition,
  scope: BehaviourScope,
  person: { contactId: RawBuilder<unknown>; email: RawBuilder<unknown> },
): RawBuilder<unknown> {
  return sql`exists (select 1 from (${measurablePeople(condition, scope)}) b where b.contact_id = ${person.contactId} and b.email_normalised = ${person.email})`;
}

/**
 * The truth of an expression for one person as SQL: true, false, or null for unknown. PostgreSQL's own `and`, `or` and
 * `not` are Kleene's.
 */
export function behaviourTruth(
  expression: BehaviourExpression,
  scope: BehaviourScope,
  person: { contactId: RawBuilder<unknown>; email: RawBuilder<unknown> },
): RawBuilder<unknown> {
  const join = (parts: readonly BehaviourExpression[], by: RawBuilder<unknown>) =>
    parts.length === 0
      ? sql`null::boolean`
      : sql`(${sql.join(
          parts.map((part) => behaviourTruth(part, scope, person)),
          by,
        )})`;
  if ("all" in expression) return join(expression.all, sql` and `);
  if ("any" in expression) return join(expression.any, sql` or `);
  if ("not" in expression) return sql`not ${behaviourTruth(expression.not, scope, person)}`;
  // The same address may have got a mailing once only, so one row at most.
  const truth = sql`(select ${answer(expression)} from (${measurablePeople(expression, scope)}) b
    where b.contact_id = ${person.contactId} and b.email_normalised = ${person.email} limit 1)`;
  return expression.negated ? sql`(not ${truth})` : truth;
}

/** The truth for named people, in their order; null is unknown. */
export function truthOf(
  tx: Tx,
  expression: BehaviourExpression,
  people: readonly { contactId: number; emailNormalised: string }[],
  scope: BehaviourScope,
): Promise<{ truth: boolean | null }[]> {
  const person = { contactId: sql`s.contact_id`, email: sql`s.email` };
  return rows(
    tx,
    sql`select ${behaviourTruth(expression, scope, person)} as truth
        from unnest(${people.map((one) => one.contactId)}::bigint[], ${people.map((one) => one.emailNormalised)}::text[]) with ordinality s(contact_id, email, no)
        order by s.no`,
  );
}

export function countBehaviour(
  tx: Tx,
  condition: BehaviourCondition,
  scope: BehaviourScope,
): Promise<BehaviourCounts> {
  return one<BehaviourCounts>(
    tx,
    sql`with b as materialized (${measurablePeople(condition, scope)}),
          told as (select ${answer(condition)} as did from b)
        select count(*) as measurable, count(*) filter (where did) as yes, count(*) filter (where not did) as no, count(*) filter (where did is null) as unclear from told`,
  );
}

/** The last mailings that were measured, the newest first: for "any of the last n". */
export async function lastMeasuredMailings(tx: Tx, count: number): Promise<number[]> {
  const found = await rows<{ mailingId: number }>(
    tx,
    sql`select m.mailing_id from measured_mailings m where m.account_id = app_account() order by m.opened_at desc, m.mailing_id desc limit ${count}`,
  );
  return found.map((row) => row.mailingId);
}
