import { findProvider } from "./provider/provider.store.ts";
import {
  AppError,
  conflict,
  invalid,
  notFound,
  type Actor,
  type Clock,
  type Keys,
  type Tx,
} from "../platform/index.ts";
import { audit } from "./audit.ts";
import { listInvitations } from "./links.store.ts";
import { listMembers } from "./operators.store.ts";
import { notKeptApart, permissionsOfRole, roles, type Permission } from "./permissions.ts";
import {
  deleteOwnRole,
  insertOwnRole,
  listOwnRoles,
  lockOwnRole,
  updateOwnRole,
  type OwnRoleRow,
} from "./roles.store.ts";

const MOST_ROLES = 50;

interface By {
  accountId: number;
  actor: Actor;
  clock: Clock;
  keys: Keys;
}

/**
 * Makes an own role of a part of the rights of one the product brings. It never has more than that one or than whoever
 * makes it, and never both rights of a pair that four eyes keep apart. Throws `role_beyond_template`,
 * `rights_kept_apart` (400), `role_beyond_giver` (403), `role_name_taken`, `too_many_roles` (409).
 */
export async function createRole(
  tx: Tx,
  by: By,
  input: { name: string; description?: string; template: string; permissions: Permission[] },
): Promise<OwnRoleRow> {
  const known = await listOwnRoles(tx, by.accountId);
  if (known.length >= MOST_ROLES)
    throw conflict("too_many_roles", `An account has ${MOST_ROLES} roles of its own at most.`);
  const role = {
    name: input.name.trim(),
    description: input.description?.trim() ?? "",
    template: input.template,
    permissions: input.permissions,
  };
  requireName(role.name, known);
  requireBounds(by.actor, role.template, role.permissions);
  const made = await insertOwnRole(tx, by.accountId, { ...role, at: by.clock.now() });
  await audit(tx, by.accountId, by.actor, "role.created", {
    objectType: "role",
    objectId: made.id,
    detail: { name: made.name, template: made.template, permissions: made.permissions },
    change: { keys: by.keys, before: null, after: made },
  });
  return made;
}

/**
 * Changes an own role; its holders have the new rights with their next click. Roles the product brings stay as they
 * are: they are not found here. Throws what `createRole` throws.
 */
export async function changeRole(
  tx: Tx,
  by: By,
  id: string,
  change: {
    name?: string | undefined;
    description?: string | undefined;
    permissions?: Permission[] | undefined;
  },
): Promise<void> {
  requireOwn(id);
  const role = await lockOwnRole(tx, by.accountId, id);
  if (!role) throw notFound("role");
  const next = {
    ...role,
    name: change.name?.trim() ?? role.name,
    description: change.description?.trim() ?? role.description,
    permissions: change.permissions ?? role.permissions,
  };
  if (next.name !== role.name)
    requireName(
      next.name,
      (await listOwnRoles(tx, by.accountId)).filter((each) => each.id !== id),
    );
  if (change.permissions) requireBounds(by.actor, role.template, change.permissions);
  await updateOwnRole(tx, by.accountId, next, by.clock.now());
  await audit(tx, by.accountId, by.actor, "role.changed", {
    objectType: "role",
    objectId: id,
    detail: {
      name: next.name,
      added: next.permissions.filter((each) => !role.permissions.includes(each)),
      removed: role.permissions.filter((each) => !next.permissions.includes(each)),
    },
    change: { keys: by.keys, before: role, after: next },
  });
}

/** Deletes an own role that nobody has. `role_in_use` (409) says who has it, and how many open invitations. */
export async function deleteRole(tx: Tx, by: By, id: string): Promise<void> {
  requireOwn(id);
  const role = await lockOwnRole(tx, by.accountId, id);
  if (!role) throw notFound("role");
  const holders = (await listMembers(tx, by.accountId)).filter((member) =>
    member.roles.includes(id),
  );
  const invitations = (await listInvitations(tx, by.accountId)).filter((link) =>
    link.roles?.includes(id),
  );
  const rules = ((await findProvider(tx))?.roleRules ?? []).filter((rule) => rule.role === id);
  if (holders.length > 0 || invitations.length > 0 || rules.length > 0)
    throw conflict("role_in_use", "Somebody has this role, or gets it by the house's sign-on.", {
      hint: "Give these people another role first, take the invitations back, and change the rules of the sign-on.",
      extra: {
        groups: rules.map((rule) => rule.value),
        holders: holders.map((member) => member.name),
        invitations: invitations.map((link) => link.email ?? ""),
      },
    });
  await deleteOwnRole(tx, by.accountId, id);
  await audit(tx, by.accountId, by.actor, "role.deleted", {
    objectType: "role",
    objectId: id,
    detail: { name: role.name },
    change: { keys: by.keys, before: role, after: null },
  });
}

/** Nobody changes what the product brings: `role_fixed` (409). */
function requireOwn(id: string): void {
  if (roles.some((role) => role === id))
    throw conflict("role_fixed", "Roles of the product cannot be changed or deleted.", {
      hint: "Make a role of your own with this one as its template.",
    });
}

function requireName(name: string, others: readonly OwnRoleRow[]): void {
  if (name.length < 2) throw invalid("role_name_missing", "A role needs a name.");
  const same = (each: { name: string }) => each.name.toLowerCase() === name.toLowerCase();
  if (others.some(same) || roles.some((role) => same({ name: role })))
    throw conflict("role_name_taken", "There is a role of this name.");
}

function requireBounds(actor: Actor, template: string, wanted: readonly Permission[]): void {
  const most = permissionsOfRole(template);
  const beyond = wanted.filter((permission) => !most.includes(permission));
  if (beyond.length > 0)
    throw invalid("role_beyond_template", "A role has no more rights than its template.", {
      errors: [{ path: "/permissions", message: `Not in the template: ${beyond.join(", ")}.` }],
    });
  if (wanted.some((permission) => !actor.permissions.has(permission)))
    throw new AppError("role_beyond_giver", 403, "Nobody gives more rights than they have.", {
      hint: "Ask somebody who holds these rights, such as an owner.",
    });
  const [pair] = notKeptApart(new Set(wanted));
  if (pair)
    throw invalid("rights_kept_apart", "Four eyes: no role of your own has both of these rights.", {
      hint: `Leave one of them out: ${pair.join(", ")}.`,
      errors: [{ path: "/permissions", message: `Kept apart: ${pair.join(", ")}.` }],
    });
}
