import { outbox, type Database } from "../platform/index.ts";
import { endSingle } from "./singles.store.ts";
import type { SingleEnd } from "./settle-task.ts";

/**
 * The end of a single mail: outcome, body and news in one transaction, so that whoever asked for it (a sign-up waiting
 * for its proof chain, DOI-08) hears of it exactly when it is true.
 */
export function endSingleMail(deps: { db: Database }): SingleEnd {
  return (task, row) =>
    deps.db.worker(async (tx) => {
      await endSingle(tx, row);
      if (task.delivery.referenceType === null) return;
      await outbox.publish(tx, row.accountId, {
        type: "mail.ended",
        deliveryId: row.deliveryId,
        referenceType: task.delivery.referenceType,
        referenceId: task.delivery.referenceId,
        outcome: row.outcome,
        smtpCode: row.smtpCode,
        reply: row.reply,
        messageId: row.messageId,
        at: row.at.toISOString(),
      });
    });
}
