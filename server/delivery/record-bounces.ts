import {
  classifyRefusal,
  recordAccepted,
  recordRefusals,
  type BounceDeps,
  type Refusal,
} from "../bounces/index.ts";
import type { Tx } from "../platform/index.ts";
import { refusalsOfBatch, type AcceptedMail, type RefusedMail } from "./batches.store.ts";
import type { Batch } from "./delivery.ts";

/** Refusals about us are counted by day and provider elsewhere, and say nothing of an address. */
const BLAMING: ReadonlySet<string> = new Set(["hard", "soft"]);

/**
 * What the answers to a batch's mails mean for their addresses (SND-09, SND-10). Asked each time a batch rests, so that an
 * unknown mailbox does not wait for the last retry of its neighbours.
 */
export async function recordBounces(
  tx: Tx,
  deps: BounceDeps,
  batch: Batch,
  ended: { accepted: readonly AcceptedMail[] } | null,
): Promise<void> {
  const refused = (await refusalsOfBatch(tx, batch.id)).filter(({ reason }) => BLAMING.has(reason));
  await recordRefusals(
    tx,
    deps,
    refused.map((one) => toRefusal(batch, one)),
  );
  if (ended)
    await recordAccepted(
      tx,
      deps,
      batch.accountId,
      ended.accepted.map((one) => ({ ...one, runId: batch.runId })),
    );
}

function toRefusal(batch: Batch, one: RefusedMail): Refusal {
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
    class: one.reason === "soft" ? "soft" : "hard",
    unknownUser: found.unknownUser,
    code: one.smtpCode,
    enhanced: found.enhanced ?? "",
    meaning: found.meaning,
    text: one.reply ?? "",
    source: "smtp",
    at: one.at,
  };
}
