import { AppError, invalid, type Tx } from "../platform/index.ts";
import { HONEYPOT_LINK } from "./tokens.ts";
import { countBehaviour, truthOf, type BehaviourScope } from "./behaviour.store.ts";
import { anonymousFigure, type Figure } from "./figures.ts";
import { measuredLinks, measuredMailing } from "./measuring.store.ts";

/**
 * The only way to ask what people did (TRK-11). An answer is three-valued: true or false only where that very mail was
 * rendered personally and accepted, and where the permission holds now for the technique and the use (CON-20);
 * everything else is unknown, and unknown matches nothing, not even a negation or an exclusion. Where a mailbox loads images
 * by itself, openings are unknown too. Machines never count, nor does the link that no person sees (TRK-13), nor a link marked "not personally" (TRK-25).
 *
 * Pure rules here; `behaviour.store.ts` gives the same as SQL, where null is unknown.
 */
export type Truth = boolean | "unknown";

export interface BehaviourCondition {
  mailingId: number;
  /** A click counts as an opening too: who blocks images is never seen opening. */
  did: "opened" | "clicked";
  /** One link of the mailing; without it any link that is measured personally. */
  link?: number;
  /** Did not. Still unknown where it is not known whether they did. */
  negated?: boolean;
}

/** Conditions joined by Kleene's logic. An empty `all` or `any` asks nothing, so nothing is known. */
export type BehaviourExpression =
  | BehaviourCondition
  | { all: readonly BehaviourExpression[] }
  | { any: readonly BehaviourExpression[] }
  | { not: BehaviourExpression };

/** What an answer is for; the wording agreed to must name it (CON-20). */
export type BehaviourUse = "segments" | "score" | "person_report" | "timing" | "hand_over";

export function not(truth: Truth): Truth {
  return truth === "unknown" ? truth : !truth;
}

export function and(...truths: readonly Truth[]): Truth {
  if (truths.includes(false)) return false;
  return truths.length === 0 || truths.includes("unknown") ? "unknown" : true;
}

export function or(...truths: readonly Truth[]): Truth {
  if (truths.includes(true)) return true;
  return truths.length === 0 || truths.includes("unknown") ? "unknown" : false;
}

/** Whether somebody belongs to what is asked for: unknown never does. */
export function matches(truth: Truth): boolean {
  return truth === true;
}

/** The truth of an expression, given that of its conditions (without their negation). */
export function evaluate(
  expression: BehaviourExpression,
  did: (condition: BehaviourCondition) => Truth,
): Truth {
  if ("all" in expression) return and(...expression.all.map((part) => evaluate(part, did)));
  if ("any" in expression) return or(...expression.any.map((part) => evaluate(part, did)));
  if ("not" in expression) return not(evaluate(expression.not, did));
  return expression.negated ? not(did(expression)) : did(expression);
}

/** The answers for single persons, in their order. */
export async function behaviourOf(
  tx: Tx,
  expression: BehaviourExpression,
  people: readonly { contactId: number; emailNormalised: string }[],
  scope: BehaviourScope,
): Promise<Truth[]> {
  if (people.length === 0) return [];
  const found = await truthOf(tx, expression, people, scope);
  return found.map(({ truth }) => truth ?? "unknown");
}

/** How many of a mailing's recipients are measurable now, and how many of them did it and did not. */
export interface BehaviourCounts {
  measurable: number;
  yes: number;
  no: number;
  /** Opened or not, nobody can tell: their mailbox loads the images by itself (TRK-13). Unknown, like who is not measurable. */
  unclear: number;
}

/** Counts of a condition, without its negation. They are exact: mind who sees them (`protectCounts`). */
export function behaviourCounts(
  tx: Tx,
  condition: BehaviourCondition,
  scope: BehaviourScope,
): Promise<BehaviourCounts> {
  return countBehaviour(tx, condition, scope);
}

/**
 * What of the counts may be shown. Without the right to see single persons, nothing about fewer than `k` of them; of two
 * parts of a known whole both go when one is too small (TRK-12).
 */
export function protectCounts(
  { measurable, yes, no, unclear }: BehaviourCounts,
  k: number,
  seesPersons: boolean,
): { measurable: Figure; yes: Figure; no: Figure; unclear: Figure } {
  const show = (value: number): Figure =>
    seesPersons ? { hidden: false, value } : anonymousFigure(value, measurable, k);
  const small = !seesPersons && (yes < k || no < k || (unclear > 0 && unclear < k));
  const hidden: Figure = { hidden: true, below: k };
  return {
    measurable: show(measurable),
    yes: small ? hidden : show(yes),
    no: small ? hidden : show(no),
    unclear: small ? hidden : unclear === 0 ? { hidden: false, value: 0 } : show(unclear),
  };
}

/**
 * Refuses a condition that can be known of nobody: the mailing was never measured, or the link is none of it.
 *
 * Throws 409 `not_measured`, 422 `no_such_link`, 422 `link_not_personal` (TRK-25), 422 `opened_has_no_link`.
 */
export async function requireKnowable(
  tx: Tx,
  { mailingId, did, link }: BehaviourCondition,
): Promise<void> {
  if (!(await measuredMailing(tx, mailingId)))
    throw new AppError(
      "not_measured",
      409,
      "Nothing is measured of this mailing: it was not sent.",
      {
        hint: "Ask again once it is being sent.",
      },
    );
  if (link === undefined) return;
  if (did === "opened")
    throw invalid("opened_has_no_link", "An opening is of the whole mail, not of a link.", {
      hint: "Leave out `link`, or ask for `clicked`.",
    });
  const found = (await measuredLinks(tx, mailingId)).find(({ no }) => no === link);
  if (!found || link === HONEYPOT_LINK)
    throw invalid("no_such_link", "The mailing has no link with this number.", {
      hint: "GET /api/v1/mailings/:id/report lists its links.",
    });
  if (found.notPersonal)
    throw invalid(
      "link_not_personal",
      "This link is marked “not personally”: it is counted for nobody by name, so nobody can be chosen by it (TRK-25).",
      { hint: "Choose another link, or any link." },
    );
}
