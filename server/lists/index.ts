export {
  CORE_MAIL,
  CUSTOMER_MAIL,
  PERSON_MOST_BYTES,
  createLinkTokens,
  type LinkPurpose,
  type LinkSubject,
  type LinkTokens,
} from "./link-tokens.ts";
export {
  createMailtoTokens,
  createUnsubscribeMailto,
  type MailtoSubject,
  type MailtoTokens,
  type UnsubscribeMailto,
} from "./mailto-tokens.ts";
export {
  listTexts,
  type List,
  type Subscription,
  type SubscriptionProof,
  type SubscriptionState,
} from "./list.ts";
export {
  allLists,
  findList,
  findListsById,
  findListsByPublicId,
  insertList,
  markUnsubscribed,
  moveSubscriptions,
  removePending,
  restoreSubscription,
  subscriptionsOfAddress,
  touchMailed,
  upsertConfirmed,
  upsertPending,
} from "./lists.store.ts";
export {
  contactsWithSubscriptions,
  importSubscriptions,
  removeSubscriptions,
  restoreSubscriptions,
  subscriptionColumns,
  subscriptionsOfAddresses,
  type ImportedSubscription,
  type StoredSubscription,
  type SubscriptionColumns,
} from "./bulk.store.ts";
export { listRoutes } from "./lists.routes.ts";
export { listsPersonalData } from "./personal-data.ts";
