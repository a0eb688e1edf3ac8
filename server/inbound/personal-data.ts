import type { Clock, PersonalDataSource } from "../platform/index.ts";
import { liftByAddress } from "../suppression/index.ts";
import { eraseReplies, exportReplies } from "./replies.store.ts";

/** Replies that may be an unsubscribe or an objection, with the author's own words. */
export function inboundPersonalData({ clock }: { clock: Clock }): PersonalDataSource {
  return {
    slice: "inbound",
    tables: ["reply_tasks"],
    async exportFor(tx, { emailNormalised, contactId = null }) {
      return { reply_tasks: await exportReplies(tx, emailNormalised, contactId) };
    },
    async eraseFor(tx, { emailNormalised, contactId = null }) {
      const erased = await eraseReplies(tx, emailNormalised, contactId);
      // Nobody could ever end a hold whose reply is gone.
      for (const { addressHash } of erased)
        if (addressHash !== null)
          await liftByAddress(tx, "held", addressHash, { at: clock.now(), reason: "erased" });
      return { reply_tasks: erased.length };
    },
    retention: [
      {
        table: "reply_tasks",
        rule: "LEG-17",
        after: "90 days after the decision; the proof of a withdrawal is in the ledger",
      },
    ],
  };
}
