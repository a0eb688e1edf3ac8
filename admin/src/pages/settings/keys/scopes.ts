import type { Permission } from "../../../api/index.ts";

/** Rights no key has: who works in the account is decided by people (ORG-16). */
type KeyScope = Exclude<
  Permission,
  | "account.manage"
  | "operators.manage"
  | "apikeys.manage"
  | "one_to_one.send"
  | "relays.write"
  | "addresses.release"
>;

/** The rights a key may have, by area; each area lists them from reading to acting. */
export const scopeAreas = {
  contacts: [
    "contacts.read",
    "contacts.write",
    "contacts.import",
    "contacts.export",
    "contact_fields.write",
  ],
  lists: ["lists.read", "lists.write", "forms.read", "forms.write"],
  mailings: ["mailings.read", "mailings.write", "mailings.send"],
  transactional: ["transactional.read", "transactional.write", "transactional.send"],
  reports: ["reports.read", "tracking.read", "conversions.report"],
  intake: ["intake.record"],
  suppression: ["suppression.read", "suppression.write"],
  replies: ["replies.read", "replies.write", "inbound.write"],
  senders: ["senders.read", "senders.write", "relays.read"],
  mailbox: ["mailbox.read", "mailbox.write"],
  privacy: [
    "consents.read",
    "wordings.read",
    "wordings.write",
    "wordings.approve",
    "privacy.manage",
    "privacy_notice.send",
    "checks.read",
    "documents.read",
    "assessments.read",
    "audit.read",
    "account.read",
  ],
} as const satisfies Record<string, readonly KeyScope[]>;

export type ScopeArea = keyof typeof scopeAreas;
export type Scope = (typeof scopeAreas)[ScopeArea][number];

// A right that is new in the contract has to be put into an area here.
type Missing = Exclude<KeyScope, Scope>;
const complete: Missing extends never ? true : Missing = true;
void complete;
