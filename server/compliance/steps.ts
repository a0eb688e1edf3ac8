import { firstOf, need, stopIf, type Answer } from "./answers.ts";
import type { RecipientFacts } from "./facts.ts";
import { countingSubscription } from "./newsletter-consent.ts";
import { judgeExistingCustomer, judgeOneToOne } from "./without-consent.ts";

/** One question of the gate. Deciding and explaining ask the same ones. */
export interface Step {
  id: StepId;
  /** The rule of docs/privacy/rules.json it implements. */
  rule: string;
  ask(facts: RecipientFacts, now: Date): Answer;
}

export type StepId =
  | "facts"
  | "address"
  | "account_open"
  | "in_house"
  | "exists"
  | "address_current"
  | "blacklist"
  | "restricted"
  | "objection_address"
  | "objection"
  | "objection_person"
  | "complaint"
  | "deliverable"
  | "newsletters"
  | "reply"
  | "question"
  | "behaviour"
  | "frequency"
  | "campaigns"
  | "core_consent"
  | "technical_duplicate"
  | "test_address"
  | "subscription"
  | "existing_customer"
  | "one_to_one"
  | "measuring"
  | "basis";

const step = (id: StepId, rule: string, ask: Step["ask"]): Step => ({ id, rule, ask });

export const known = step("facts", "LEG-02", (f) =>
  f.policy === undefined || f.policy === null ? "facts_missing" : null,
);
export const hasAddress = step("address", "LEG-02", (f) =>
  typeof f.emailNormalised === "string" && f.emailNormalised.includes("@") ? null : "facts_missing",
);
export const accountOpen = step("account_open", "UNS-22", (f) =>
  stopIf(f.accountSuspended, "account_suspended"),
);
export const inHouse = step("in_house", "CHK-A1", (f) => {
  if (f.accountMode !== "sandbox" && f.accountMode !== "live") return "facts_missing";
  if (f.destination !== "catch_all" && f.destination !== "internet") return "facts_missing";
  return f.accountMode === "sandbox" && f.destination === "internet" ? "sandbox_only" : null;
});
export const exists = step("exists", "DSR-06", (f) => need(f.contactExists, "erased"));
export const addressCurrent = step("address_current", "DOI-14", (f) =>
  need(f.addressCurrent, "address_changed"),
);
/** Orders and services may go to somebody we know by the address only (LEG-18). */
export const existsIfContact = step("exists", "DSR-06", (f, now) =>
  f.contactId === null ? null : exists.ask(f, now),
);
export const currentIfContact = step("address_current", "DOI-14", (f, now) =>
  f.contactId === null ? null : addressCurrent.ask(f, now),
);
export const blacklist = step("blacklist", "UNS-24", (f) => stopIf(f.blacklisted, "blacklist"));
export const blacklistUnlessRequired = step("blacklist", "UNS-24", (f) => {
  if (typeof f.legallyRequired !== "boolean") return "facts_missing";
  const listed = stopIf(f.blacklisted, "blacklist");
  return listed === "blacklist" && f.legallyRequired ? null : listed;
});
export const notRestricted = step("restricted", "DSR-07", (f) =>
  stopIf(f.restricted, "restricted"),
);
export const addressDidNotObject = step("objection_address", "LEG-14", (f) =>
  stopIf(f.addressObjected, "objection"),
);
/** LEG-14: decided by person. In the newsletter pot the address is all we know of a person. */
export const personOrOwnAddressDidNotObject = step("objection", "LEG-14", (f) => {
  if (f.pot === "core") return stopIf(f.personObjected, "objection");
  if (f.pot !== "newsletter") return "facts_missing";
  return firstOf([stopIf(f.personObjected, "objection"), stopIf(f.addressObjected, "objection")]);
});
export const personDidNotObject = step("objection_person", "LEG-14", (f) =>
  stopIf(f.personObjected, "objection"),
);
export const noComplaint = step("complaint", "UNS-20", (f) => stopIf(f.complained, "complaint"));
export const deliverable = step("deliverable", "SND-09", (f) => stopIf(f.retained, "retained"));
export const newslettersWanted = step("newsletters", "UNS-09", (f) =>
  stopIf(f.newslettersUnsubscribed, "newsletters_unsubscribed"),
);
/** LEG-17: what a reply meant is decided by a person first. */
export const noReplyPending = step("reply", "LEG-17", (f) =>
  stopIf(f.replyPending, "reply_pending"),
);
/** CON-26: a mailing that asks goes to nobody who was asked often enough or has answered. */
export const questionIsDue = step("question", "CON-26", (f) =>
  f.questionDue === false ? "question_not_due" : null,
);
/** TRK-11, TRK-14: who was chosen by what they did stays chosen only while that may be known. */
export const behaviourIsKnown = step("behaviour", "TRK-11", (f) =>
  f.behaviourKnown === undefined ? null : need(f.behaviourKnown, "not_measurable"),
);
/** LEAD-14: as many advertising mails as the account or the list allows in its days have gone to the address. */
export const frequencyAllows = step("frequency", "LEAD-14", (f) =>
  stopIf(f.frequencyReached, "frequency_reached"),
);
export const campaignsWanted = step("campaigns", "UNS-12", (f) =>
  stopIf(f.campaignsUnsubscribed, "campaign_unsubscribed"),
);
/**
 * CRM-19: what the core system delivered with the record. On § 7(3) UWG what was said against such mails counts, by
 * whatever way; a consent is not touched by it (LEG-15).
 */
export const coreConsent = step("core_consent", "CRM-19", (f) =>
  f.coreCustomer === true
    ? firstOf([
        stopIf(f.existingCustomerObjected, "7_3_objection"),
        stopIf(f.addressObjected, "objection"),
      ])
    : need(f.coreConsent, "core_basis_missing"),
);
/** CRM-09: the same person number in the same run, and nobody else on the address. */
export const onlyOnce = step("technical_duplicate", "CRM-09", (f) =>
  stopIf(f.technicalDuplicate, "technical_duplicate"),
);
export const testAddress = step("test_address", "SND-17", (f) =>
  need(f.testAddressConfirmed, "test_address_unconfirmed"),
);
export const subscribed = step("subscription", "CON-01", (f, now) => {
  const found = countingSubscription(f, now);
  return typeof found === "string" ? found : null;
});
export const existingCustomer = step("existing_customer", "LEG-04", judgeExistingCustomer);
export const oneToOne = step("one_to_one", "LEG-12", (f, now) => judgeOneToOne(f, now).reason);
/** Measuring per person is a question of its own; not knowing the answer stops the mail all the same. */
export const profilingKnown = step("measuring", "TRK-01", (f) =>
  ["unknown", "granted", "refused", "withdrawn"].includes(f.profiling as string) &&
  typeof f.profilingByAll === "boolean" &&
  typeof f.profilingCovers === "boolean"
    ? null
    : "facts_missing",
);
