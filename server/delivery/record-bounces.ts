import {
  classifyRefusal,
  recordAccepted,
  recordRefusals,
  type BounceDeps,
  type Refusal,
} from "../bounces/index.ts";
import type { Tx } from "../platform/index.ts";
import { findSenderById } from "../senders/index.ts";
import { refusalsOfBatch, type AcceptedMail, type RefusedMail } from "./batches.store.ts";
import type { Batch } from "./delivery.ts";

const CLASSES: readonly string[] = ["hard", "soft", "policy", "unknown"];

/**
 * What the answers to a batch's mails mean for their addresses (SND-09, SND-10). Asked each time a batch rests, so that an
 * unknown mailbox does not wait for the last retry of its neighbours; refusals about us are counted at the end only.
 */
export async function recordBounces(
  tx: Tx,
  deps: BounceDeps,
  batch: Batch,
  ended: { accepted: readonly AcceptedMail[] } | null,
): Promise<void> {
  const refused = await refusalsOfBatch(tx, batch.id);
  const counted = ended
    ? refused
    : refused.filter(({ reason }) => reason === "hard" || reason === "soft");
  if (counted.length > 0) {
    const domains = new Map<number, string>();
    for (const senderId of new Set(counted.flatMap((one) => one.senderId ?? [])))
      domains.set(senderId, (await findSenderById(tx, senderId))?.domain ?? "");
    await recordRefusals(
      tx,
      deps,
      counted.map((one) => toRefusal(batch, one, domains.get(one.senderId ?? 0) ?? "")),
    );
  }
  if (ended)
    await recordAccepted(
      tx,
      deps,
      batch.accountId,
      ended.accepted.map((one) => ({ ...one, runId: batch.runId })),
    );
}

function toRefusal(batch: Batch, one: RefusedMail, senderDomain: string): Refusal {
  const found = classifyRefusal({
    code: one.smtpCode,
    enhanced: one.enhancedCode ?? undefined,
    text: one.reply ?? "",
  });
  return {
    accountId: batch.accountId,
    deliveryId: one.deliveryId,
    contactId: one.contactId,
    emailNormalised: one.emailNormalised,
    runId: batch.runId,
    // A temporary refusal that outlasted every attempt is soft, whatever it says of the recipient.
    class: CLASSES.includes(one.reason) ? (one.reason as Refusal["class"]) : found.class,
    unknownUser: found.unknownUser,
    code: one.smtpCode,
    enhanced: found.enhanced ?? "",
    meaning: found.meaning,
    text: one.reply ?? "",
    source: "smtp",
    at: one.at,
    senderDomain,
  };
}
