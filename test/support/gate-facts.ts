import {
  defaultGatePolicy,
  type RecipientFacts,
  type SubscriptionFacts,
} from "../../server/compliance/facts.ts";

/** A subscription that carries a newsletter. */
export function goodSubscription(change: Partial<SubscriptionFacts> = {}): SubscriptionFacts {
  return {
    listId: 1,
    own: true,
    state: "confirmed",
    evidenced: true,
    proven: true,
    flag: "none",
    lastUsedOn: "2026-11-01",
    onUnsubscribeList: false,
    scopeCovered: true,
    contactRestricted: false,
    ...change,
  };
}

/** Somebody who may get everything and be measured. Benches and tests take away from here. */
export function goodFacts(change: Partial<RecipientFacts> = {}): RecipientFacts {
  return {
    contactId: 7,
    pot: "newsletter",
    emailNormalised: "m.beispiel@example.org",
    policy: defaultGatePolicy,
    accountSuspended: false,
    accountMode: "live",
    destination: "internet",
    contactExists: true,
    addressCurrent: true,
    restricted: false,
    blacklisted: false,
    retained: false,
    complained: false,
    addressObjected: false,
    personObjected: false,
    newslettersUnsubscribed: false,
    replyPending: false,
    frequencyReached: false,
    campaignsUnsubscribed: false,
    existingCustomerObjected: false,
    subscriptions: [goodSubscription()],
    coreConsent: true,
    technicalDuplicate: false,
    existingCustomer: {
      sale: true,
      addressFromSale: true,
      sameEntity: true,
      similar: true,
      noticeAtSale: true,
      lastContractOn: "2026-05-01",
    },
    oneToOne: {
      reasonGiven: true,
      originGiven: true,
      salesConsent: true,
      inquiryOn: null,
      countryPolicy: "consent",
      sentTodayByOperator: 0,
      alikeBodies: 0,
    },
    testAddressConfirmed: true,
    legallyRequired: false,
    profiling: "granted",
    profilingByAll: true,
    profilingCovers: true,
    ...change,
  };
}
