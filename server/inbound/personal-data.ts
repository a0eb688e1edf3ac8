import type { PersonalDataSource } from "../platform/index.ts";
import { eraseReplies, exportReplies } from "./replies.store.ts";

/** Replies that may be an unsubscribe or an objection, with the author's own words. */
export const inboundPersonalData: PersonalDataSource = {
  slice: "inbound",
  tables: ["reply_tasks"],
  async exportFor(tx, { emailNormalised, contactId = null }) {
    return { reply_tasks: await exportReplies(tx, emailNormalised, contactId) };
  },
  async eraseFor(tx, { emailNormalised, contactId = null }) {
    return { reply_tasks: await eraseReplies(tx, emailNormalised, contactId) };
  },
  retention: [
    {
      table: "reply_tasks",
      rule: "LEG-17",
      after: "90 days after the decision; the proof of a withdrawal is in the ledger",
    },
  ],
};
