import { permissions, roles, type Permission, type Role } from "../../contract/operators.ts";

export { permissions, roles, type Permission, type Role };

/**
 * What each role may do in its account; what is not listed is refused (ORG-03). The owner answers for the
 * account and may do everything. The data protection officer sees everything and changes only what protects
 * people. Marketers do the work and see neither proofs of consent nor the audit log. Intake (branch, service desk)
 * writes down what people say and sees nobody.
 */
const rights: Readonly<Record<Role, readonly Permission[]>> = {
  owner: permissions,
  marketer: [
    "account.read",
    "contacts.read",
    "contacts.write",
    "contacts.import",
    "contacts.export",
    "lists.read",
    "lists.write",
    "forms.read",
    "forms.write",
    "wordings.read",
    "wordings.write",
    "mailings.read",
    "mailings.write",
    "mailings.send",
    "reports.read",
    "tracking.read",
    "intake.record",
    "suppression.read",
    "suppression.write",
    "replies.read",
    "replies.write",
    "senders.read",
    "mailbox.read",
    "mailbox.write",
    "checks.read",
    "one_to_one.send",
    "transactional.read",
    "transactional.write",
    "privacy_notice.send",
  ],
  dpo: [
    "account.read",
    "audit.read",
    "contacts.read",
    "contacts.export",
    "lists.read",
    "forms.read",
    "wordings.read",
    "wordings.approve",
    "mailings.read",
    "reports.read",
    "tracking.read",
    "consents.read",
    "intake.record",
    "suppression.read",
    "suppression.write",
    "replies.read",
    "replies.write",
    "senders.read",
    "relays.read",
    "mailbox.read",
    "checks.read",
    "privacy.manage",
    "transactional.read",
    "privacy_notice.send",
  ],
  intake: ["intake.record"],
};

/** Rights that no API key carries: who works in the account is decided by people (ORG-16). */
const neverForKeys: ReadonlySet<Permission> = new Set([
  "account.manage",
  "operators.manage",
  "apikeys.manage",
  "one_to_one.send",
  // Whoever changes the way out reads every mail.
  "relays.write",
  "addresses.release",
]);

/** The scopes an API key may have. */
export const keyScopes: readonly Permission[] = permissions.filter(
  (permission) => !neverForKeys.has(permission),
);

/** The union of the rights of these roles. Names that are no role of ours add nothing. */
export function permissionsOf(held: readonly string[]): ReadonlySet<Permission> {
  return new Set(roles.filter((role) => held.includes(role)).flatMap((role) => rights[role]));
}

/** The rights of an API key: its scopes, without what keys never have, whatever is stored. */
export function permissionsOfKey(scopes: readonly string[]): ReadonlySet<Permission> {
  return new Set(keyScopes.filter((permission) => scopes.includes(permission)));
}
