import { normaliseEmailAddress, type Database, type Keys, type Tx } from "../platform/index.ts";
import { activeMembers, failuresOf, type ActiveMember } from "./members-who.store.ts";
import { permissionsOf, type Permission } from "./permissions.ts";

/** Everybody who works in the transaction's account and may do all of this. */
export async function membersWho(
  tx: Tx,
  accountId: number,
  ...needed: readonly Permission[]
): Promise<ActiveMember[]> {
  const members = await activeMembers(tx, accountId);
  return members.filter(({ roles, ownRoles }) => {
    const held = permissionsOf(roles, ownRoles);
    return needed.every((permission) => held.has(permission));
  });
}

/** How often the account's people failed to sign in since then, and how many of them (ORG-12). */
export async function failedSignIns(
  deps: { db: Database; keys: Keys },
  accountId: number,
  since: Date,
): Promise<{ tries: number; people: number }> {
  const members = await deps.db.account(accountId, (tx) => activeMembers(tx, accountId));
  const keys = members.map(({ email }) =>
    deps.keys.mac("login-throttle", "name", normaliseEmailAddress(email) ?? email.toLowerCase()),
  );
  const found = await deps.db.instance((tx) => failuresOf(tx, keys, since));
  return { tries: found.reduce((sum, one) => sum + one.failures, 0), people: found.length };
}
