import { AppError, invalid, type Actor, type Tx } from "../platform/index.ts";
import {
  goTogether,
  mayGive,
  OWN_ROLE,
  permissionsOf,
  permissionsOfRole,
  type OwnRole,
} from "./permissions.ts";
import { keepOwnRoles, listOwnRoles } from "./roles.store.ts";

/**
 * Whether the actor may give these roles to somebody who has `before` (ORG-03): each exists, they go together, and none
 * that is new has more rights than the actor. Throws `role_unknown` and `roles_not_together` (400) and
 * `role_beyond_giver` (403). The own roles among them stay until the transaction ends.
 */
export async function requireGivable(
  tx: Tx,
  actor: Actor,
  accountId: number,
  wanted: readonly string[],
  before: readonly string[] = [],
): Promise<void> {
  await keepOwnRoles(
    tx,
    accountId,
    wanted.filter((role) => role.startsWith(OWN_ROLE)),
  );
  const own = await listOwnRoles(tx, accountId);
  const unknown = wanted.filter((role) => permissionsOfRole(role, own).length === 0);
  if (unknown.length > 0)
    throw invalid("role_unknown", "There is no such role in this account.", {
      errors: [{ path: "/roles", message: `Unknown: ${unknown.join(", ")}.` }],
    });
  if (!goTogether(wanted, own))
    throw invalid("roles_not_together", "A role with own contacts only stands alone.", {
      hint: "Leave the other roles out, or the one with own contacts only. Intake goes with it.",
      errors: [{ path: "/roles", message: "Own contacts only goes with no role but intake." }],
    });
  const beyond = wanted.filter(
    (role) => !before.includes(role) && !mayGive(actor.permissions, role, own),
  );
  if (beyond.length > 0)
    throw new AppError("role_beyond_giver", 403, "Nobody gives more rights than they have.", {
      hint: "Ask somebody who holds these rights, such as an owner.",
    });
}

/** Whether somebody with these roles may do nothing that the actor may not. */
export function isWithin(
  actor: Actor,
  member: { roles: readonly string[]; ownRoles: readonly OwnRole[] },
): boolean {
  const held = permissionsOf(member.roles, member.ownRoles);
  return [...held].every((permission) => actor.permissions.has(permission));
}

/** Nobody takes from, removes or resets somebody who may do more: `member_beyond_giver` (403). */
export function requireWithin(
  actor: Actor,
  member: { roles: readonly string[]; ownRoles: readonly OwnRole[] },
): void {
  if (isWithin(actor, member)) return;
  throw new AppError("member_beyond_giver", 403, "This person has rights that you do not have.", {
    hint: "Ask somebody who holds these rights, such as an owner.",
  });
}
