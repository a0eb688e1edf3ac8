import { profilingStates, resetProfilingAfterLastUnsubscribe } from "../consent/index.ts";
import { addressHash, type Contact } from "../contacts/index.ts";
import { allLists, subscriptionsOfAddress, type List, type Subscription } from "../lists/index.ts";
import type { Clock, Keys, Tx } from "../platform/index.ts";
import {
  activeForAddress,
  insertSuppression,
  type Suppression,
  type SuppressionScope,
} from "../suppression/index.ts";
import { dropFromPermission } from "./duplicates.store.ts";

/** What a person said, as against what is wrong with a mailbox. */
const SAID: readonly SuppressionScope[] = [
  "list_address",
  "newsletters_address",
  "customer_7_3_address",
  "account_address",
];

/** What a merge does to permissions: it creates none, and of two the stricter wins. */
export interface PermissionChange {
  sameAddress: boolean;
  /** Lists the other address was on; permission holds for the address it was given for. */
  ending: List[];
  /** Blocks of the other address that hold for the kept one from now on. */
  carried: (Suppression & { list?: List })[];
  profiling: "none" | "stays" | "reset";
  /** On one address: the one that goes had permitted the analysis itself. */
  spoke: boolean;
}

export async function permissionChange(
  tx: Tx,
  deps: { keys: Keys },
  accountId: number,
  kept: Contact,
  gone: Contact,
): Promise<PermissionChange> {
  const sameAddress = kept.emailNormalised === gone.emailNormalised;
  const states = await profilingStates(tx, [kept.emailNormalised, gone.emailNormalised]);
  const own = states.get(kept.emailNormalised);
  const other = states.get(gone.emailNormalised);
  if (sameAddress) {
    const both =
      own?.state === "granted" &&
      own.contactIds.includes(kept.id) &&
      own.contactIds.includes(gone.id);
    const profiling = own?.state !== "granted" ? "none" : both ? "stays" : "reset";
    return { sameAddress, ending: [], carried: [], profiling, spoke: both };
  }
  const lists = await allLists(tx, { archived: true });
  const left = await subscriptionsOfAddress(tx, gone.emailNormalised);
  const mine = await subscriptionsOfAddress(tx, kept.emailNormalised);
  const ending = left
    .filter((one) => one.contactId === gone.id && one.state !== "unsubscribed")
    .flatMap((one) => lists.find((list) => list.id === one.listId) ?? []);
  const hash = addressHash(deps.keys, accountId, gone.emailNormalised);
  const carried = (await activeForAddress(tx, gone.emailNormalised, hash))
    .filter((one) => SAID.includes(one.scope) && one.domain === null && !isOutdated(one, mine))
    .map((one) => {
      const list = lists.find(({ id }) => id === one.listId);
      return list ? { ...one, list } : one;
    });
  const strict = other?.state === "refused" || other?.state === "withdrawn";
  const granted = own?.state === "granted";
  return {
    sameAddress,
    ending,
    carried,
    profiling: granted ? (strict ? "reset" : "stays") : "none",
    spoke: false,
  };
}

/** Somebody who left a list under the old address and ordered it anew under the other wants it. */
function isOutdated(block: Suppression, mine: Subscription[]): boolean {
  if (block.scope !== "list_address") return false;
  const own = mine.find((one) => one.listId === block.listId);
  return own?.confirmedAt != null && own.confirmedAt > block.createdAt;
}

/** Applies the change; gives the blocks that are new for the address that stays. */
export async function applyPermissionChange(
  tx: Tx,
  deps: { keys: Keys; clock: Clock },
  accountId: number,
  people: { kept: Contact; gone: Contact; actorName: string },
  change: PermissionChange,
): Promise<{ scope: SuppressionScope; listId: number | null }[]> {
  const { kept, gone } = people;
  const added: { scope: SuppressionScope; listId: number | null }[] = [];
  for (const block of change.carried) {
    const isNew = await insertSuppression(tx, accountId, {
      scope: block.scope,
      ...(block.listId !== null && { listId: block.listId }),
      emailNormalised: kept.emailNormalised,
      addressHash: addressHash(deps.keys, accountId, kept.emailNormalised),
      reason: block.reason,
      origin: block.origin,
      at: deps.clock.now(),
    });
    if (isNew) added.push({ scope: block.scope, listId: block.listId });
  }
  if (change.profiling === "reset")
    await resetProfilingAfterLastUnsubscribe(tx, deps, {
      accountId,
      emailNormalised: kept.emailNormalised,
      contactId: kept.id,
      evidence: {
        reason: "contacts_merged",
        actor: { kind: "operator", name: people.actorName },
      },
    });
  else if (change.sameAddress) await dropFromPermission(tx, kept.emailNormalised, gone.id);
  return added;
}
