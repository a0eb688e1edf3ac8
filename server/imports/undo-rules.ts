import { givenFields, sortKey, type Contact } from "../contacts/index.ts";
import type { StoredSubscription } from "../lists/index.ts";
import type { LineToUndo } from "./lines.store.ts";
import { subscriptionKey } from "./plan-batch.ts";
import type { SubscriptionBefore, UndoDetail } from "./undo-detail.ts";

export interface SubscriptionUndo {
  listId: number;
  emailNormalised: string;
  entryId: number | null;
  wordingVersionId: number | null;
  before: SubscriptionBefore | null;
}

/** Which subscriptions of a line still rest on the import; the others were changed since and stay. Pure. */
export function judgeSubscriptions(
  line: LineToUndo,
  current: ReadonlyMap<string, StoredSubscription>,
): { undo: SubscriptionUndo[]; touched: boolean; mailed: boolean } {
  const result = { undo: [] as SubscriptionUndo[], touched: false, mailed: false };
  const { emailNormalised } = line;
  if (emailNormalised === null) return result;
  for (const one of line.detail?.subscriptions ?? []) {
    const now = current.get(subscriptionKey(one.listId, emailNormalised));
    if (!now) continue;
    const ours =
      now.state === "confirmed" &&
      now.entryId === one.entryId &&
      (one.entryId !== null || now.flag === "unverified");
    if (!ours) {
      result.touched = true;
      continue;
    }
    if ((now.lastMailedAt?.toISOString() ?? null) !== one.lastMailedAt) result.mailed = true;
    result.undo.push({
      listId: one.listId,
      emailNormalised,
      entryId: one.entryId,
      wordingVersionId: now.wordingVersionId,
      before: one.before,
    });
  }
  return result;
}

/** The contact with the values it had before, where they are still those of the import. Pure. */
export function restoredContact(
  contact: Contact,
  detail: UndoDetail,
): { contact: Contact & { sortKey: string }; changed: boolean; touched: boolean } {
  const { before = {}, after = {}, origins = {} } = detail;
  const restored: Contact = {
    ...contact,
    custom: { ...contact.custom },
    origins: { ...contact.origins },
  };
  let changed = false;
  let touched = false;
  const restoreOrigin = (name: string) => {
    const origin = origins[name];
    if (origin) restored.origins[name] = origin;
    else delete restored.origins[name];
  };
  for (const name of givenFields(after)) {
    if (name === "custom") {
      for (const [key, value] of Object.entries(after.custom ?? {})) {
        if (contact.custom[key] !== value) {
          touched = true;
          continue;
        }
        changed = true;
        const earlier = before.custom?.[key] ?? "";
        if (earlier === "") delete restored.custom[key];
        else restored.custom[key] = earlier;
        restoreOrigin(`custom.${key}`);
      }
    } else if (contact[name] === after[name]) {
      changed = true;
      const earlier = before[name] ?? "";
      Object.assign(restored, { [name]: name === "locale" && earlier === "" ? null : earlier });
      restoreOrigin(name);
    } else touched = true;
  }
  return {
    contact: { ...restored, sortKey: sortKey(restored, restored.emailNormalised) },
    changed,
    touched,
  };
}
