import type { DutyAnswer } from "../../contract/data-requests.ts";
import { findContactById, listUninformed } from "../contacts/index.ts";
import { endsOfSingles } from "../delivery/index.ts";
import { AppError, type Actor, type Tx } from "../platform/index.ts";
import type { CorrespondenceDeps } from "./deps.ts";
import { lastNotice } from "./letters.store.ts";
import { sendPrivacyNotice } from "./send-privacy-notice.ts";

/**
 * Sends the notice of Art. 14 GDPR to those of the named people who are still to be told (DSR-02). Whose notice is on its
 * way gets no second one; why somebody gets none stands beside their id.
 * @throws AppError 409 `settings_incomplete`
 */
export async function sendToUninformed(
  tx: Tx,
  deps: CorrespondenceDeps,
  accountId: number,
  actor: Actor,
  contactIds: readonly string[],
): Promise<DutyAnswer> {
  const due = new Map(
    (await listUninformed(tx, contactIds.length, contactIds)).map((one) => [one.publicId, one.id]),
  );
  const answer: DutyAnswer = { done: 0, left: [] };
  for (const contactId of contactIds) {
    const id = due.get(contactId);
    const contact = id === undefined ? undefined : await findContactById(tx, id);
    if (!contact) {
      answer.left.push({ contactId, reason: "not_due" });
      continue;
    }
    if (await isUnderWay(tx, contact.id)) {
      answer.left.push({ contactId, reason: "under_way" });
      continue;
    }
    try {
      await sendPrivacyNotice(tx, deps, accountId, contact, actor, {});
      answer.done++;
    } catch (error) {
      if (!(error instanceof AppError) || error.code === "settings_incomplete") throw error;
      answer.left.push({ contactId, reason: String(error.extra?.["reason"] ?? error.code) });
    }
  }
  return answer;
}

async function isUnderWay(tx: Tx, contactId: number): Promise<boolean> {
  const last = await lastNotice(tx, contactId);
  if (last?.deliveryId == null) return false;
  // What was accepted ends the duty a moment later.
  return !(await endsOfSingles(tx, [last.deliveryId])).some(
    ({ outcome }) => outcome !== "accepted",
  );
}
