import { outbox, type Database, type Tx } from "../platform/index.ts";
import type { Exclusion } from "./batches.store.ts";
import type { Batch, Delivery } from "./delivery.ts";
import { deleteMessages, endSingle, takeLostSingles } from "./singles.store.ts";
import type { SingleEnd } from "./settle-task.ts";

/**
 * The end of a single mail: outcome, body and news in one transaction, so that whoever asked for it (a sign-up waiting
 * for its proof chain, DOI-08) hears of it exactly when it is true.
 */
export function endSingleMail(deps: { db: Database }): SingleEnd {
  return (task, row) =>
    deps.db.worker(async (tx) => {
      if (!(await endSingle(tx, row)) || task.delivery.referenceType === null) return;
      await outbox.publish(tx, row.accountId, {
        type: "mail.ended",
        deliveryId: row.deliveryId,
        referenceType: task.delivery.referenceType,
        referenceId: task.delivery.referenceId,
        outcome: row.outcome,
        smtpCode: row.smtpCode,
        reply: row.reply,
        messageId: row.messageId,
        basis: row.basis,
        advertised: task.advertised ?? null,
        at: row.at.toISOString(),
      });
    });
}

/** The same for single mails the gate kept back at hand-over: their bodies go, and whoever asked for them hears of it. */
export async function endExcludedSingles(
  tx: Tx,
  deliveries: readonly Delivery[],
  excluded: readonly Exclusion[],
  at: Date,
): Promise<void> {
  if (excluded.length === 0) return;
  await deleteMessages(
    tx,
    excluded.map((one) => one.deliveryId),
  );
  for (const { deliveryId, reason } of excluded) {
    const delivery = deliveries.find((one) => one.id === deliveryId);
    if (!delivery || delivery.referenceType === null) continue;
    await outbox.publish(tx, delivery.accountId, {
      type: "mail.ended",
      deliveryId,
      referenceType: delivery.referenceType,
      referenceId: delivery.referenceId,
      outcome: "excluded",
      reason,
      at: at.toISOString(),
    });
  }
}

/**
 * The same for a single mail whose worker was lost between mark and reply: its body goes, and whoever asked for it hears
 * that nobody knows.
 */
export async function endLostSingles(
  tx: Tx,
  batch: Pick<Batch, "accountId" | "id">,
  at: Date,
): Promise<void> {
  for (const lost of await takeLostSingles(tx, batch)) {
    if (lost.referenceType === null) continue;
    await outbox.publish(tx, batch.accountId, {
      type: "mail.ended",
      deliveryId: lost.deliveryId,
      referenceType: lost.referenceType,
      referenceId: lost.referenceId,
      outcome: "uncertain",
      smtpCode: null,
      reply: null,
      messageId: null,
      basis: null,
      advertised: null,
      at: at.toISOString(),
    });
  }
}
