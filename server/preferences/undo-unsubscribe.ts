import { recordEntry } from "../consent/index.ts";
import { lockAddress } from "../contacts/index.ts";
import { findListsById, restoreSubscription, subscriptionsOfAddress } from "../lists/index.ts";
import type { List } from "../lists/index.ts";
import { outbox, type Tx } from "../platform/index.ts";
import { liftByAddress } from "../suppression/index.ts";
import { UNDO_MS } from "./parameters.ts";
import { evidenceOf, findAddress, type Leaver, type UnsubscribeDeps } from "./unsubscribe.ts";

export type UndoResult = { kind: "undone" | "running" | "too_late"; list: List | null };

/**
 * Takes an unsubscribe back within half an hour (UNS-04): the subscription and nothing else. The analysis stays off,
 * and so does what was said to mails for existing customers. `isMeant` checks the page's nonce against the very
 * unsubscribe it was made for, so that it is of use once.
 */
export async function undoUnsubscribe(
  tx: Tx,
  deps: UnsubscribeDeps,
  leaver: Leaver & { listId: number },
  isMeant: (unsubscribedAt: Date) => boolean,
): Promise<UndoResult> {
  const { accountId, listId } = leaver;
  await lockAddress(tx, accountId, leaver.addressHash.toString("hex"));
  const { emailNormalised, hash } = await findAddress(tx, deps, leaver);
  const [list = null] = await findListsById(tx, [listId]);
  if (emailNormalised === null || list === null) return { kind: "too_late", list };
  const subscription = (await subscriptionsOfAddress(tx, emailNormalised)).find(
    (one) => one.listId === listId,
  );
  if (subscription?.state === "confirmed") return { kind: "running", list };
  const endedAt = subscription?.unsubscribedAt ?? null;
  const now = deps.clock.now();
  if (endedAt === null || now.getTime() - endedAt.getTime() > UNDO_MS || !isMeant(endedAt))
    return { kind: "too_late", list };
  if (!(await restoreSubscription(tx, listId, emailNormalised))) return { kind: "too_late", list };
  const entry = await recordEntry(tx, deps, {
    accountId,
    subject: { emailNormalised },
    kind: "unsubscribe_undone",
    purpose: "newsletter",
    listId,
    payload: {
      ...evidenceOf(deps, { origin: "link" }),
      list: { id: list.publicId, name: list.name },
      unsubscribedAt: endedAt.toISOString(),
    },
  });
  await liftByAddress(tx, "list_address", hash, {
    listId,
    at: now,
    reason: `undone ${entry.publicId}`,
  });
  await outbox.publish(tx, accountId, { type: "subscription.restored", listId });
  return { kind: "undone", list };
}
