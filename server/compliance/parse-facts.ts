import { FLAG, SUBSCRIPTION_FLAG } from "./fact-flags.ts";
import {
  defaultGatePolicy,
  type Fact,
  type GatePolicy,
  type RecipientFacts,
  type SubscriptionFacts,
} from "./facts.ts";

/** What a facts text says: everything but whose facts they are and what the asker adds. */
export type ParsedFacts = Omit<
  RecipientFacts,
  | "contactId"
  | "emailNormalised"
  | "destination"
  | "existingCustomer"
  | "oneToOne"
  | "legallyRequired"
>;

/** Reads `account|flags|pot|profiling|subscriptions` of `facts.store.ts`. What cannot be read is unknown. */
export function parseFacts(text: string): ParsedFacts {
  const [account = "", flags = "", pot, profiling, subscriptions] = text.split("|");
  const bits = /^\d+$/.test(flags) ? Number(flags) : null;
  const flag = (name: keyof typeof FLAG): Fact<boolean> =>
    bits === null ? undefined : (bits & FLAG[name]) !== 0;
  const [mode, suspended, unused, customer, perDay] = account.split(":");
  const exists = flag("contactKnown") ? true : flag("contactGone") ? false : undefined;
  return {
    pot: pot === "newsletter" || pot === "core" ? pot : undefined,
    policy: account === "" ? undefined : policyOf(unused, customer, perDay),
    accountSuspended: suspended === "1" ? true : suspended === "0" ? false : undefined,
    accountMode: mode === "sandbox" || mode === "live" ? mode : undefined,
    contactExists: exists,
    addressCurrent: exists === true ? flag("addressCurrent") : undefined,
    restricted: flag("restrictionKnown") ? flag("restricted") : undefined,
    blacklisted: flag("blacklisted"),
    retained: flag("retained"),
    complained: flag("complained"),
    addressObjected: flag("addressObjected"),
    personObjected: flag("personObjected"),
    newslettersUnsubscribed: flag("newslettersUnsubscribed"),
    replyPending: flag("replyPending"),
    campaignsUnsubscribed: flag("campaignsUnsubscribed") || flag("recordUnsubscribed"),
    existingCustomerObjected: flag("existingCustomerObjected"),
    testAddressConfirmed: flag("testAddressLookedUp") ? flag("testAddressConfirmed") : undefined,
    profilingByAll: flag("profilingByAll"),
    profilingCovers: flag("profilingCovers"),
    questionDue: flag("questionDue"),
    behaviourKnown: flag("behaviourKnown"),
    frequencyReached: flag("frequencyReached"),
    // A contact of the core system without a record says nothing, so that the gate says no.
    coreConsent: flag("recordKnown") ? flag("coreConsent") : undefined,
    coreCustomer: flag("recordKnown") ? flag("coreCustomer") : undefined,
    technicalDuplicate: flag("recordKnown") ? flag("technicalDuplicate") : undefined,
    profiling: profiling as RecipientFacts["profiling"],
    subscriptions:
      subscriptions === undefined
        ? undefined
        : subscriptions === ""
          ? []
          : subscriptions.split(",").map(parseSubscription),
  };
}

const DAY_ZERO = Date.UTC(2000, 0, 1);

function parseSubscription(text: string): SubscriptionFacts {
  const [, listId, flags, days] = /^(\d+)\.(\d+)\.(-?\d+)$/.exec(text) ?? [];
  if (days === undefined) return { listId: 0 } as SubscriptionFacts;
  const bits = Number(flags);
  const has = (name: keyof typeof SUBSCRIPTION_FLAG) => (bits & SUBSCRIPTION_FLAG[name]) !== 0;
  return {
    listId: Number(listId),
    own: has("own"),
    state: has("confirmed")
      ? "confirmed"
      : has("pending")
        ? "pending"
        : has("unsubscribed")
          ? "unsubscribed"
          : undefined,
    evidenced: has("evidenced"),
    proven: has("proven"),
    flag: has("unflagged")
      ? "none"
      : has("stale")
        ? "stale"
        : has("unverified")
          ? "unverified"
          : undefined,
    lastUsedOn: new Date(DAY_ZERO + Number(days) * 86_400_000).toISOString().slice(0, 10),
    onUnsubscribeList: has("onUnsubscribeList"),
    scopeCovered: has("scopeCovered"),
    contactRestricted: has("subscriberUnknown") ? undefined : has("restricted"),
  };
}

/** The account's parameters; what is not a whole number above 0 is the default. */
function policyOf(unused = "", customer = "", perDay = ""): GatePolicy {
  const read = (text: string, fallback: number) =>
    /^[1-9]\d{0,3}$/.test(text) ? Number(text) : fallback;
  return {
    ...defaultGatePolicy,
    consentUnusedMonths: read(unused, defaultGatePolicy.consentUnusedMonths),
    existingCustomerMonths: read(customer, defaultGatePolicy.existingCustomerMonths),
    oneToOneADay: read(perDay, defaultGatePolicy.oneToOneADay),
  };
}
