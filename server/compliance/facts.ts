import type { ProfilingState } from "../consent/index.ts";

/** Something that must be known before a mail may leave. `undefined` means nobody knows, which excludes. */
export type Fact<T> = T | undefined;

/** What a mail is, not what somebody agreed to (that is a consent purpose). */
export type MailKind =
  | "newsletter"
  | "core_campaign"
  | "customer_7_3"
  | "one_to_one"
  | "transactional"
  | "opt_in"
  | "privacy_notice"
  | "system"
  | "test";

/** What a mailing is for beyond its kind: it asks for the permission to analyse (CON-26). */
export type MailPurpose = "tracking_question";

/** On what a mail rests (LEG-01). */
export type LegalBasis =
  | "consent"
  | "customer_7_3_uwg"
  | "one_to_one"
  | "transactional"
  | "doi"
  | "privacy_notice"
  | "system"
  | "test";

/** A calendar day as `2026-11-21`. */
export type Day = string;

/** One subscription of the address to one of the mailing's lists. */
export interface SubscriptionFacts {
  listId: number;
  /** Whether this contact is the one who subscribed; the data in the mail are theirs. */
  own: Fact<boolean>;
  state: Fact<"pending" | "confirmed" | "unsubscribed">;
  /** A ledger entry stands behind it (CON-23). */
  evidenced: Fact<boolean>;
  /** The mailbox was proven (CON-13). */
  proven: Fact<boolean>;
  flag: Fact<"none" | "unverified" | "stale">;
  /** Day of the last mailing on this consent, or of the consent itself (CON-18). */
  lastUsedOn: Fact<Day>;
  /** The address is on the list's unsubscribe list (UNS-06). */
  onUnsubscribeList: Fact<boolean>;
  /** The wording agreed to covers what the mailing contains (CON-19). */
  scopeCovered: Fact<boolean>;
  /** The contact who subscribed is restricted under Art. 18 GDPR (DSR-07). */
  contactRestricted: Fact<boolean>;
}

/** The conditions of § 7(3) UWG for one person and one offer (LEG-04 to LEG-10). */
export interface ExistingCustomerFacts {
  /** A concluded purchase that was not cancelled. */
  sale: Fact<boolean>;
  /** The address is the very one given with the sale. */
  addressFromSale: Fact<boolean>;
  /** The offer belongs to the entity that made the sale. */
  sameEntity: Fact<boolean>;
  /** The account's similarity map says that offer and purchase are similar. */
  similar: Fact<boolean>;
  /** The right to object was pointed out at the sale itself, not in a privacy notice. */
  noticeAtSale: Fact<boolean>;
  lastContractOn: Fact<Day>;
  /** The purchase all this is said of, so that the mail can name it (LEG-08). No condition. */
  purchaseId?: number | null;
}

/** What a personal mail of an operator needs (LEG-12, LEG-13). */
export interface OneToOneFacts {
  reasonGiven: Fact<boolean>;
  originGiven: Fact<boolean>;
  /** Consent for the purpose `sales_1to1`. */
  salesConsent: Fact<boolean>;
  /** Day of the linked inquiry of the person; null when there is none. */
  inquiryOn: Fact<Day | null>;
  /** What the account's table says for the recipient's country; DE, AT and unknown are always `consent`. */
  countryPolicy: Fact<"consent" | "legitimate_interest">;
  sentTodayByOperator: Fact<number>;
  /** Recipients of nearly the same body within 7 days. */
  alikeBodies: Fact<number>;
}

/** The account's parameters that the gate decides by. */
export interface GatePolicy {
  /** `consent.unused_max`. */
  consentUnusedMonths: number;
  /** `customer73.max_age`. */
  existingCustomerMonths: number;
  inquiryDays: number;
  /** `one_to_one.max_per_user_day`. */
  oneToOneADay: number;
  alikeBodies: number;
}

export const defaultGatePolicy: GatePolicy = {
  consentUnusedMonths: 24,
  existingCustomerMonths: 24,
  inquiryDays: 90,
  oneToOneADay: 20,
  alikeBodies: 5,
};

/** Everything the gate looks at for one recipient of one mail. */
export interface RecipientFacts {
  /** Null for an address without a contact: a sign-up, an operator, a test address. */
  contactId: number | null;
  pot: Fact<"newsletter" | "core">;
  /** Normalised address the mail would go to. */
  emailNormalised: Fact<string>;
  policy: Fact<GatePolicy>;
  accountSuspended: Fact<boolean>;
  accountMode: Fact<"sandbox" | "live">;
  /** Where the mail would go: into the built-in mailbox or out of the house. */
  destination: Fact<"catch_all" | "internet">;
  contactExists: Fact<boolean>;
  /** The address is still the contact's own (DOI-14). */
  addressCurrent: Fact<boolean>;
  restricted: Fact<boolean>;
  blacklisted: Fact<boolean>;
  retained: Fact<boolean>;
  complained: Fact<boolean>;
  /** Art. 21 objection made from the address, and by the person (LEG-14). */
  addressObjected: Fact<boolean>;
  personObjected: Fact<boolean>;
  newslettersUnsubscribed: Fact<boolean>;
  /** A reply waits for a person's decision; until then these newsletters rest (LEG-17). */
  replyPending: Fact<boolean>;
  campaignsUnsubscribed: Fact<boolean>;
  /** Objected to § 7(3) mail, which every newsletter unsubscribe also says (LEG-15). */
  existingCustomerObjected: Fact<boolean>;
  /** In the order of the mailing's lists. */
  subscriptions: Fact<readonly SubscriptionFacts[]>;
  /** The core system delivered a consent for campaigns with its id (CON-13, CRM-19). */
  coreConsent: Fact<boolean>;
  /** It delivered the record on § 7(3) UWG instead. */
  coreCustomer?: Fact<boolean>;
  /** Another record of the same person number in the same list gets the mail (CRM-09). */
  technicalDuplicate: Fact<boolean>;
  existingCustomer: Fact<ExistingCustomerFacts>;
  oneToOne: Fact<OneToOneFacts>;
  testAddressConfirmed: Fact<boolean>;
  /** A law demands this very mail (M-2, blacklist). */
  legallyRequired: Fact<boolean>;
  profiling: Fact<ProfilingState>;
  /** Every contact on the address granted (TRK-24). */
  profilingByAll: Fact<boolean>;
  /** The wording agreed to names the techniques and the channel (CON-20). */
  profilingCovers: Fact<boolean>;
  /**
   * Only of a mail that asks for the permission to analyse: whether its question is due for this address (CON-26). Absent where
   * the mail does not ask.
   */
  questionDue?: Fact<boolean>;
  /**
   * Only of a mailing whose audience was chosen by behaviour: whether it may still be known what this person did (TRK-11).
   * Absent for every other mail.
   */
  behaviourKnown?: Fact<boolean>;
  /** As many advertising mails as a cap allows went to the address in its days (LEAD-14); false where there is no cap. */
  frequencyReached: Fact<boolean>;
}

/** What a wording of the purpose `profiling` must name for this kind of mail to be measured per person (CON-20). */
export function scopeNeeded(kind: MailKind): { techniques: string[]; channel: string } {
  const channel =
    kind === "newsletter" ? "newsletter" : kind === "one_to_one" ? "one_to_one" : "campaign";
  return { techniques: ["open", "click"], channel };
}
