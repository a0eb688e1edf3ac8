import { exclusionReasons, type ExclusionReason } from "../../contract/reasons.ts";
import type { LegalBasis, MailKind, RecipientFacts } from "./facts.ts";
import { countingSubscription } from "./newsletter-consent.ts";
import {
  known,
  hasAddress,
  accountOpen,
  inHouse,
  exists,
  addressCurrent,
  existsIfContact,
  currentIfContact,
  blacklist,
  blacklistUnlessRequired,
  notRestricted,
  addressDidNotObject,
  personOrOwnAddressDidNotObject,
  personDidNotObject,
  noComplaint,
  deliverable,
  newslettersWanted,
  noReplyPending,
  questionIsDue,
  behaviourIsKnown,
  frequencyAllows,
  campaignsWanted,
  coreConsent,
  onlyOnce,
  testAddress,
  subscribed,
  existingCustomer,
  oneToOne,
  profilingKnown,
  type Step,
  type StepId,
} from "./steps.ts";
import { judgeOneToOne } from "./without-consent.ts";

/** How a mail may be measured: per person, as part of totals, or not at all. */
export type MeasureLevel = "personal" | "anonymous" | "none";

/** Proof that the gate let somebody through. The private field makes it impossible to write one by hand. */
class Cleared {
  // oxlint-disable-next-line no-unused-private-class-members -- read by `in` below
  readonly #byTheGate = true;
  readonly contactId: number | null;
  readonly emailNormalised: string;
  readonly kind: MailKind;
  /** The list whose subscription carries a newsletter; its unsubscribe link ends this one. */
  readonly listId: number | null;
  readonly decidedAt: Date;

  constructor(facts: RecipientFacts, kind: MailKind, listId: number | null, now: Date) {
    this.contactId = facts.contactId;
    this.emailNormalised = facts.emailNormalised!;
    this.kind = kind;
    this.listId = listId;
    this.decidedAt = now;
  }

  static is(value: unknown): value is Cleared {
    return typeof value === "object" && value !== null && #byTheGate in value;
  }
}
export type ClearedRecipient = Cleared;

export type Decision =
  | { kind: "cleared"; recipient: ClearedRecipient; basis: LegalBasis; measure: MeasureLevel }
  | { kind: "excluded"; reason: ExclusionReason };

/** True only for what `decide` made in this process: the second look where types do not reach. */
export function isCleared(value: unknown): value is ClearedRecipient {
  return Cleared.is(value);
}

interface KindRules {
  /** The first reason wins, so the order of the steps is the priority of the reasons. */
  steps: readonly Step[];
  basis(facts: RecipientFacts, now: Date): LegalBasis | null;
  measured: boolean;
}

const toEverybody = [known, hasAddress, accountOpen];
const advertising = [...toEverybody, inHouse, exists, addressCurrent, blacklist, notRestricted];

/** Who may get what: matrix M-2 of the rule catalogue as a list of questions per kind of mail. */
const rules: Record<MailKind, KindRules> = {
  newsletter: {
    steps: [
      ...advertising,
      addressDidNotObject,
      personDidNotObject,
      noComplaint,
      deliverable,
      newslettersWanted,
      noReplyPending,
      subscribed,
      profilingKnown,
      questionIsDue,
      behaviourIsKnown,
      frequencyAllows,
    ],
    basis: () => "consent",
    measured: true,
  },
  // Person-based: what somebody else on the same address said does not count here (LEG-14, UNS-12).
  core_campaign: {
    steps: [
      ...advertising,
      personDidNotObject,
      noComplaint,
      deliverable,
      campaignsWanted,
      coreConsent,
      onlyOnce,
      profilingKnown,
    ],
    basis: (facts) => (facts.coreCustomer === true ? "customer_7_3_uwg" : "consent"),
    measured: true,
  },
  customer_7_3: {
    steps: [
      ...advertising,
      addressDidNotObject,
      personDidNotObject,
      noComplaint,
      deliverable,
      noReplyPending,
      existingCustomer,
      profilingKnown,
      frequencyAllows,
    ],
    basis: () => "customer_7_3_uwg",
    measured: true,
  },
  one_to_one: {
    steps: [
      ...advertising,
      personOrOwnAddressDidNotObject,
      noComplaint,
      deliverable,
      oneToOne,
      profilingKnown,
    ],
    basis: (facts, now) => judgeOneToOne(facts, now).basis,
    measured: true,
  },
  transactional: {
    steps: [
      ...toEverybody,
      inHouse,
      existsIfContact,
      currentIfContact,
      blacklistUnlessRequired,
      notRestricted,
      deliverable,
    ],
    basis: () => "transactional",
    measured: false,
  },
  // DOI-12. The address may have no contact yet, or one that waits.
  opt_in: {
    steps: [
      ...toEverybody,
      inHouse,
      blacklist,
      notRestricted,
      addressDidNotObject,
      personDidNotObject,
      deliverable,
    ],
    basis: () => "doi",
    measured: false,
  },
  // Goes to restricted contacts and blacklisted addresses too, because the law demands it (DSR-07, UNS-24).
  privacy_notice: {
    steps: [...toEverybody, inHouse, deliverable],
    basis: () => "privacy_notice",
    measured: false,
  },
  // Access links and security notes somebody just asked for; a suspended account's people still get in.
  system: {
    steps: [known, hasAddress, inHouse, blacklist],
    basis: () => "system",
    measured: false,
  },
  // In sandbox, confirmed test addresses are the one place outside the house that mail may reach.
  test: {
    steps: [...toEverybody, blacklist, testAddress],
    basis: () => "test",
    measured: false,
  },
};

const excluded = Object.fromEntries(
  Object.keys(exclusionReasons).map((reason) => [
    reason,
    Object.freeze({ kind: "excluded", reason }),
  ]),
) as Record<ExclusionReason, Extract<Decision, { kind: "excluded" }>>;

/**
 * Every e-mail passes here twice: when queued and just before SMTP. Pure. Missing facts exclude, an error excludes.
 * `now` is the moment of the decision; days are compared, not hours.
 */
export function decide(facts: RecipientFacts, kind: MailKind, now: Date): Decision {
  return walk(facts, kind, now);
}

/** How one question of the gate ended. After the first that stops, no other is asked. */
export interface StepAnswer {
  id: StepId;
  rule: string;
  state: "passed" | "stopped" | "not_reached";
  reason: ExclusionReason | null;
}

export interface Explanation {
  decision: Decision;
  steps: StepAnswer[];
}

const LAST: Omit<Step, "ask"> = { id: "basis", rule: "LEG-01" };

/** The same walk as `decide`, with what was answered on the way. For people, not for batches. */
export function explain(facts: RecipientFacts, kind: MailKind, now: Date): Explanation {
  const asked: StepAnswer[] = [];
  const decision = walk(facts, kind, now, ({ id, rule }, reason) =>
    asked.push({ id, rule, state: reason === null ? "passed" : "stopped", reason }),
  );
  const all = Object.hasOwn(rules, kind) ? [...rules[kind].steps, LAST] : [LAST];
  const rest = all
    .slice(asked.length)
    .map(({ id, rule }) => ({ id, rule, state: "not_reached" as const, reason: null }));
  return { decision, steps: [...asked, ...rest] };
}

/** Asks one question after the other; `tell` hears each answer. */
function walk(
  facts: RecipientFacts,
  kind: MailKind,
  now: Date,
  tell?: (step: Omit<Step, "ask">, reason: ExclusionReason | null) => void,
): Decision {
  let at: Omit<Step, "ask"> = LAST;
  try {
    if (!Object.hasOwn(rules, kind)) {
      tell?.(LAST, "basis_missing");
      return excluded.basis_missing;
    }
    const rule = rules[kind];
    for (const step of rule.steps) {
      at = step;
      const reason = step.ask(facts, now);
      tell?.(step, reason);
      if (reason !== null) return excluded[reason];
    }
    at = LAST;
    const basis = rule.basis(facts, now);
    const carrier = kind === "newsletter" ? countingSubscription(facts, now) : null;
    const listId = carrier === null || typeof carrier === "string" ? null : carrier.listId;
    // The question itself is measured for nobody (CON-26).
    const measure =
      rule.measured && facts.questionDue === undefined ? measureOf(facts) : ("none" as const);
    const recipient = new Cleared(facts, kind, listId, now);
    tell?.(LAST, basis === null ? "basis_missing" : null);
    return basis === null ? excluded.basis_missing : { kind: "cleared", recipient, basis, measure };
  } catch {
    tell?.(at, "facts_missing");
    return excluded.facts_missing;
  }
}

/** TRK-01, TRK-24, CON-20: personal only with a permission of everybody on the address that covers this very use. */
function measureOf(facts: RecipientFacts): MeasureLevel {
  return facts.profiling === "granted" &&
    facts.profilingByAll === true &&
    facts.profilingCovers === true
    ? "personal"
    : "anonymous";
}
