export {
  createBounceAddresses,
  type BounceAddresses,
  type BounceSubject,
} from "./bounce-address.ts";
export { bouncePattern } from "./bounce-pattern.ts";
export type { FetchedMessage, MailboxDeps, TakeMessage } from "./deps.ts";
export type { Mailbox } from "./mailbox.ts";
export { mailboxPeriodic } from "./mailboxes.jobs.ts";
export { mailboxRoutes } from "./mailboxes.routes.ts";
export { listMailboxes } from "./mailboxes.store.ts";
export { appendToMailbox } from "./visit-mailbox.ts";
