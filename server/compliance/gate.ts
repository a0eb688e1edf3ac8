import { exclusionReasons, type ExclusionReason } from "../../contract/reasons.ts";
import { firstOf, need, stopIf, type Answer } from "./answers.ts";
import type { LegalBasis, MailKind, RecipientFacts } from "./facts.ts";
import { countingSubscription } from "./newsletter-consent.ts";
import { judgeExistingCustomer, judgeOneToOne } from "./without-consent.ts";

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

/** The first reason wins, so the order of the steps is the priority of the reasons. */
type Step = (facts: RecipientFacts, now: Date) => Answer;

interface KindRules {
  steps: readonly Step[];
  basis(facts: RecipientFacts, now: Date): LegalBasis | null;
  measured: boolean;
}

const known: Step = (f) => (f.policy === undefined || f.policy === null ? "facts_missing" : null);
const hasAddress: Step = (f) =>
  typeof f.emailNormalised === "string" && f.emailNormalised.includes("@") ? null : "facts_missing";
const accountOpen: Step = (f) => stopIf(f.accountSuspended, "account_suspended");
const inHouse: Step = (f) => {
  if (f.accountMode !== "sandbox" && f.accountMode !== "live") return "facts_missing";
  if (f.destination !== "catch_all" && f.destination !== "internet") return "facts_missing";
  return f.accountMode === "sandbox" && f.destination === "internet" ? "sandbox_only" : null;
};
const exists: Step = (f) => need(f.contactExists, "erased");
const addressCurrent: Step = (f) => need(f.addressCurrent, "address_changed");
/** Orders and services may go to somebody we know by the address only (LEG-18). */
const existsIfContact: Step = (f, now) => (f.contactId === null ? null : exists(f, now));
const currentIfContact: Step = (f, now) => (f.contactId === null ? null : addressCurrent(f, now));
const blacklist: Step = (f) => stopIf(f.blacklisted, "blacklist");
const blacklistUnlessRequired: Step = (f) => {
  if (typeof f.legallyRequired !== "boolean") return "facts_missing";
  const listed = stopIf(f.blacklisted, "blacklist");
  return listed === "blacklist" && f.legallyRequired ? null : listed;
};
const notRestricted: Step = (f) => stopIf(f.restricted, "restricted");
const addressDidNotObject: Step = (f) => stopIf(f.addressObjected, "objection");
/** LEG-14: decided by person. In the newsletter pot the address is all we know of a person. */
const personOrOwnAddressDidNotObject: Step = (f) => {
  if (f.pot === "core") return stopIf(f.personObjected, "objection");
  if (f.pot !== "newsletter") return "facts_missing";
  return firstOf([stopIf(f.personObjected, "objection"), stopIf(f.addressObjected, "objection")]);
};
const personDidNotObject: Step = (f) => stopIf(f.personObjected, "objection");
const noComplaint: Step = (f) => stopIf(f.complained, "complaint");
const deliverable: Step = (f) => stopIf(f.retained, "retained");
const newslettersWanted: Step = (f) =>
  stopIf(f.newslettersUnsubscribed, "newsletters_unsubscribed");
/** LEG-17: what a reply meant is decided by a person first. */
const noReplyPending: Step = (f) => stopIf(f.replyPending, "reply_pending");
/** CON-26: a mailing that asks goes to nobody who was asked often enough or has answered. */
const questionIsDue: Step = (f) => (f.questionDue === false ? "question_not_due" : null);
const campaignsWanted: Step = (f) => stopIf(f.campaignsUnsubscribed, "campaign_unsubscribed");
const coreConsent: Step = (f) => need(f.coreConsent, "consent_missing");
const testAddress: Step = (f) => need(f.testAddressConfirmed, "test_address_unconfirmed");
const subscribed: Step = (f, now) => {
  const found = countingSubscription(f, now);
  return typeof found === "string" ? found : null;
};
const existingCustomer: Step = judgeExistingCustomer;
const oneToOne: Step = (f, now) => judgeOneToOne(f, now).reason;
/** Measuring per person is a question of its own; not knowing the answer stops the mail all the same. */
const profilingKnown: Step = (f) =>
  ["unknown", "granted", "refused", "withdrawn"].includes(f.profiling as string) &&
  typeof f.profilingByAll === "boolean" &&
  typeof f.profilingCovers === "boolean"
    ? null
    : "facts_missing";

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
      profilingKnown,
    ],
    basis: () => "consent",
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
  try {
    if (!Object.hasOwn(rules, kind)) return excluded.basis_missing;
    const rule = rules[kind];
    for (const step of rule.steps) {
      const reason = step(facts, now);
      if (reason !== null) return excluded[reason];
    }
    const basis = rule.basis(facts, now);
    if (basis === null) return excluded.basis_missing;
    const carrier = kind === "newsletter" ? countingSubscription(facts, now) : null;
    const listId = carrier === null || typeof carrier === "string" ? null : carrier.listId;
    return {
      kind: "cleared",
      recipient: new Cleared(facts, kind, listId, now),
      basis,
      // The question itself is measured for nobody (CON-26).
      measure: rule.measured && facts.questionDue === undefined ? measureOf(facts) : "none",
    };
  } catch {
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
