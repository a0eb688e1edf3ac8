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
  | "coreConsent"
  | "existingCustomer"
  | "oneToOne"
  | "legallyRequired"
>;

/** Reads `account|flags|pot|profiling|subscriptions` of `facts.store.ts`. What cannot be read is unknown. */
export function parseFacts(text: string): ParsedFacts {
  const [account = "", flags = "", pot, profiling, subscriptions = ""] = text.split("|");
  const flag = (at: number) => bit(flags[at]);
  const [mode, suspended, unused, customer, perDay] = account.split(":");
  return {
    pot: pot === "newsletter" || pot === "core" ? pot : undefined,
    policy: account === "" ? undefined : policyOf(unused, customer, perDay),
    accountSuspended: bit(suspended),
    accountMode: mode === "sandbox" || mode === "live" ? mode : undefined,
    contactExists: flag(0),
    addressCurrent: flag(1),
    restricted: flag(2),
    blacklisted: flag(3),
    retained: flag(4),
    complained: flag(5),
    addressObjected: flag(6),
    personObjected: flag(7),
    newslettersUnsubscribed: flag(8),
    campaignsUnsubscribed: flag(9),
    existingCustomerObjected: flag(10),
    testAddressConfirmed: flag(11),
    profilingByAll: flag(12),
    profilingCovers: flag(13),
    profiling: profiling as RecipientFacts["profiling"],
    subscriptions: subscriptions === "" ? [] : subscriptions.split(",").map(parseSubscription),
  };
}

function parseSubscription(text: string): SubscriptionFacts {
  const parts = text.split(":");
  // A null inside would have been left out and shifted the rest: then nothing of it can be trusted.
  if (parts.length !== 10) return { listId: 0 } as SubscriptionFacts;
  const [listId, own, state, evidenced, proven, flag, lastUsedOn, left, covered, restricted] =
    parts;
  return {
    listId: Number(listId),
    own: bit(own),
    state: state as SubscriptionFacts["state"],
    evidenced: bit(evidenced),
    proven: bit(proven),
    flag: flag as SubscriptionFacts["flag"],
    lastUsedOn,
    onUnsubscribeList: bit(left),
    scopeCovered: bit(covered),
    contactRestricted: bit(restricted),
  };
}

function bit(text: string | undefined): Fact<boolean> {
  return text === "1" ? true : text === "0" ? false : undefined;
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
