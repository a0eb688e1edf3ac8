import { recordEntry } from "../consent/index.ts";
import { lockAddress } from "../contacts/index.ts";
import {
  CORE_MAIL,
  CUSTOMER_MAIL,
  findListsById,
  restoreSubscription,
  subscriptionsOfAddress,
} from "../lists/index.ts";
import type { List } from "../lists/index.ts";
import { outbox, type Tx } from "../platform/index.ts";
import { activeForAddress, liftByAddress } from "../suppression/index.ts";
import { personOf, undoPerson } from "./core-person.ts";
import { UNDO_MS } from "./parameters.ts";
import {
  CUSTOMER_ADVERTISING,
  evidenceOf,
  findAddress,
  type Address,
  type LeavingAct,
  type Leaver,
  type UnsubscribeDeps,
} from "./unsubscribe.ts";

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
  act: LeavingAct = { origin: "link" },
): Promise<UndoResult> {
  const { accountId, listId } = leaver;
  if (listId === CORE_MAIL) return undoCampaigns(tx, deps, leaver, isMeant, act);
  await lockAddress(tx, accountId, leaver.addressHash.toString("hex"));
  const address = await findAddress(tx, deps, leaver);
  if (listId === CUSTOMER_MAIL)
    return undoCustomerObjection(tx, deps, accountId, address, isMeant, act);
  const { emailNormalised, hash } = address;
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
      ...evidenceOf(deps, act),
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

/** The same for the link of a campaign: the person gets them again. */
async function undoCampaigns(
  tx: Tx,
  deps: UnsubscribeDeps,
  leaver: Leaver,
  isMeant: (unsubscribedAt: Date) => boolean,
  act: LeavingAct,
): Promise<UndoResult> {
  const person = await personOf(tx, leaver);
  if (!person) return { kind: "too_late", list: null };
  const now = deps.clock.now();
  const isInTime = (at: Date) => now.getTime() - at.getTime() <= UNDO_MS && isMeant(at);
  const how = { origin: act.origin, evidence: evidenceOf(deps, act) };
  return { kind: await undoPerson(tx, deps, person, isInTime, how), list: null };
}

/** The same for the link of a mail to an existing customer. What a newsletter's unsubscribe said besides stays. */
async function undoCustomerObjection(
  tx: Tx,
  deps: UnsubscribeDeps,
  accountId: number,
  { emailNormalised, hash }: Address,
  isMeant: (objectedAt: Date) => boolean,
  act: LeavingAct,
): Promise<UndoResult> {
  const found = (await activeForAddress(tx, emailNormalised ?? "", hash)).find(
    (one) => one.scope === "customer_7_3_address",
  );
  if (found === undefined) return { kind: "running", list: null };
  const now = deps.clock.now();
  const late = now.getTime() - found.createdAt.getTime() > UNDO_MS || !isMeant(found.createdAt);
  if (emailNormalised === null || late) return { kind: "too_late", list: null };
  const entry = await recordEntry(tx, deps, {
    accountId,
    subject: { emailNormalised },
    kind: "objection_undone",
    payload: {
      ...evidenceOf(deps, act),
      scope: CUSTOMER_ADVERTISING,
      objectedAt: found.createdAt.toISOString(),
    },
  });
  await liftByAddress(tx, "customer_7_3_address", hash, {
    at: now,
    reason: `undone ${entry.publicId}`,
  });
  return { kind: "undone", list: null };
}
