/** Bits in which the database hands over a recipient's facts. Statement and reader share them. */
export const FLAG = {
  contactKnown: 1,
  contactGone: 2,
  addressCurrent: 4,
  restrictionKnown: 8,
  // The same bit in both sets, so that the statement can pass it on.
  restricted: 16,
  blacklisted: 32,
  retained: 64,
  complained: 128,
  addressObjected: 256,
  personObjected: 512,
  newslettersUnsubscribed: 1024,
  campaignsUnsubscribed: 2048,
  existingCustomerObjected: 4096,
  testAddressLookedUp: 8192,
  testAddressConfirmed: 16384,
  profilingByAll: 32768,
  profilingCovers: 65536,
  replyPending: 131072,
  questionDue: 262144,
  behaviourKnown: 524288,
  frequencyReached: 1048576,
} as const;

/** The same for one subscription. */
export const SUBSCRIPTION_FLAG = {
  own: 1,
  evidenced: 2,
  proven: 4,
  onUnsubscribeList: 8,
  restricted: FLAG.restricted,
  pending: 32,
  confirmed: 64,
  unsubscribed: 128,
  unflagged: 256,
  stale: 512,
  unverified: 1024,
  scopeCovered: 2048,
  subscriberUnknown: 4096,
} as const;
