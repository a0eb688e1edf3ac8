import {
  OWN_ROLE,
  permissions,
  roles,
  type Permission,
  type Role,
} from "../../contract/operators.ts";
import { KEPT_APART } from "../../contract/roles.ts";

export { OWN_ROLE, permissions, roles, type Permission, type Role };

/** A role of an account's own: a part of the rights of one the product brings. */
export interface OwnRole {
  /** Public id; memberships hold it beside the names of the product's roles. */
  id: string;
  name: string;
  template: string;
  permissions: string[];
}

/**
 * What each role may do in its account; what is not listed is refused (ORG-03). The owner answers for the
 * account and may do everything. The data protection officer sees everything and changes only what protects
 * people. Marketers do the work and see neither proofs of consent nor the audit log. Editors write and see nobody's
 * data. Sales see the contacts they are responsible for and nobody else, which row-level security keeps. CRM operators
 * look after core-system lists, imports and return files. Auditors read and change nothing. Administrators look after
 * technology and people of the house and see no contents of contacts. Documents are read by who answers for them: owner,
 * data protection, auditors, and administrators but for impact assessments and what the house weighed. Intake (branch, service desk) writes down what
 * people say and sees nobody.
 */
const rights: Readonly<Record<Role, readonly Permission[]>> = {
  owner: permissions,
  marketer: [
    "account.read",
    "contacts.read",
    "contacts.write",
    "contacts.import",
    "contacts.export",
    "contact_fields.write",
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
    "documents.read",
    "assessments.read",
    "privacy.manage",
    "transactional.read",
    "privacy_notice.send",
  ],
  editor: [
    "account.read",
    "forms.read",
    "wordings.read",
    "mailings.read",
    "mailings.write",
    "reports.read",
    "senders.read",
  ],
  sales: ["account.read", "contacts.read", "contacts.write", "one_to_one.send"],
  crm: [
    "account.read",
    "contacts.read",
    "contacts.write",
    "contacts.import",
    "contacts.export",
    "contact_fields.write",
    "lists.read",
    "lists.write",
    "mailings.read",
    "reports.read",
    "suppression.read",
    "checks.read",
  ],
  auditor: [
    "account.read",
    "audit.read",
    "contacts.read",
    "lists.read",
    "forms.read",
    "wordings.read",
    "mailings.read",
    "transactional.read",
    "reports.read",
    "consents.read",
    "suppression.read",
    "senders.read",
    "relays.read",
    "checks.read",
    "documents.read",
    "assessments.read",
  ],
  administrator: [
    "account.read",
    "account.manage",
    "operators.manage",
    "apikeys.manage",
    "audit.read",
    "senders.read",
    "senders.write",
    "relays.read",
    "relays.write",
    "checks.read",
    "documents.read",
  ],
  intake: ["intake.record"],
};

/** Roles whose holders see only the contacts they are responsible for (ORG-03). */
const ASSIGNED_ONLY: ReadonlySet<string> = new Set<Role>(["sales"]);

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

const isRole = (name: string): name is Role => roles.some((role) => role === name);

/** The rights of one role; an own one never has more than its template has today. None for what is no role. */
export function permissionsOfRole(
  role: string,
  own: readonly OwnRole[] = [],
): readonly Permission[] {
  if (isRole(role)) return rights[role];
  const found = own.find((each) => each.id === role);
  if (!found || !isRole(found.template)) return [];
  return rights[found.template].filter((permission) => found.permissions.includes(permission));
}

/**
 * The union of the rights of these roles. Names that are no role of ours add nothing. Whoever sees only the contacts they
 * are responsible for has the rights of that work and of intake alone: figures and selections made of a part of the rows
 * would be wrong.
 */
export function permissionsOf(
  held: readonly string[],
  own: readonly OwnRole[] = [],
): ReadonlySet<Permission> {
  const counted = assignedOnly(held, own)
    ? held.filter((role) => goesWithAssigned(role, own))
    : held;
  return new Set(counted.flatMap((role) => permissionsOfRole(role, own)));
}

/**
 * Whether somebody with these roles sees only the contacts they are responsible for: every role that lets them read
 * contacts is of that kind. Whoever may do nothing with contacts is not meant.
 */
export function assignedOnly(held: readonly string[], own: readonly OwnRole[] = []): boolean {
  const reading = held.filter((role) => permissionsOfRole(role, own).includes("contacts.read"));
  return reading.length > 0 && reading.every((role) => isAssignedRole(role, own));
}

/** Roles that somebody who sees only their own contacts may have besides. */
const goesWithAssigned = (role: string, own: readonly OwnRole[]): boolean =>
  role === "intake" || isAssignedRole(role, own);

/** Whether these roles go together: one with own contacts only stands alone or beside intake. */
export function goTogether(held: readonly string[], own: readonly OwnRole[] = []): boolean {
  return (
    !held.some((role) => isAssignedRole(role, own)) ||
    held.every((role) => goesWithAssigned(role, own))
  );
}

/** Whether this role shows only the contacts its holder is responsible for. */
export const isAssignedRole = (role: string, own: readonly OwnRole[] = []): boolean =>
  ASSIGNED_ONLY.has(own.find((each) => each.id === role)?.template ?? role);

/** The pairs of rights that four eyes keep apart and this set holds both of. */
export const notKeptApart = (
  held: ReadonlySet<string>,
): readonly (readonly [Permission, Permission])[] =>
  KEPT_APART.filter(([one, other]) => held.has(one) && held.has(other));

/** Nobody gives a role with rights they do not hold themselves; one without rights is nobody's to give. */
export function mayGive(
  giver: ReadonlySet<string>,
  role: string,
  own: readonly OwnRole[] = [],
): boolean {
  const given = permissionsOfRole(role, own);
  return given.length > 0 && given.every((permission) => giver.has(permission));
}

/** The rights of an API key: its scopes, without what keys never have, whatever is stored. */
export function permissionsOfKey(scopes: readonly string[]): ReadonlySet<Permission> {
  return new Set(keyScopes.filter((permission) => scopes.includes(permission)));
}
