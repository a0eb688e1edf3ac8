import type { Clock, PersonalDataSource } from "../platform/index.ts";
import { liftByAddress } from "../suppression/index.ts";
import { eraseReplies, exportReplies } from "./replies.store.ts";
import { eraseReported, exportReported } from "./reported.store.ts";
import { eraseUnknown, exportUnknown } from "./unknown.store.ts";

/** Replies with the author's own words, messages nobody understood, and what receivers reported about mails. */
export function inboundPersonalData({ clock }: { clock: Clock }): PersonalDataSource {
  return {
    slice: "inbound",
    tables: ["reply_tasks", "unknown_messages", "delivery_bounces"],
    async exportFor(tx, { emailNormalised, contactId = null }) {
      return {
        reply_tasks: await exportReplies(tx, emailNormalised, contactId),
        unknown_messages: await exportUnknown(tx, emailNormalised),
        delivery_bounces: await exportReported(tx, emailNormalised, contactId),
      };
    },
    async eraseFor(tx, { emailNormalised, contactId = null }) {
      const erased = await eraseReplies(tx, emailNormalised, contactId);
      // Nobody could ever end a hold whose reply is gone.
      for (const { addressHash } of erased)
        if (addressHash !== null)
          await liftByAddress(tx, "held", addressHash, { at: clock.now(), reason: "erased" });
      return {
        reply_tasks: erased.length,
        unknown_messages: await eraseUnknown(tx, emailNormalised, contactId),
        delivery_bounces: await eraseReported(tx, emailNormalised, contactId),
      };
    },
    retention: [
      {
        table: "reply_tasks",
        rule: "LEG-17",
        after: "90 days after the decision; the proof of a withdrawal is in the ledger",
      },
      {
        table: "unknown_messages",
        rule: "RET-08",
        after: "content with the decision, everything 30 days after arrival",
      },
      {
        table: "delivery_bounces",
        rule: "RET-08",
        after: "90 days: the receiver's words leave, the class stays in the sums",
      },
    ],
  };
}
