import type { PersonalDataSource } from "../platform/index.ts";
import { endOfContactOnly, exportSuppressions, minimiseSuppressions } from "./suppression.store.ts";

export const suppressionPersonalData: PersonalDataSource = {
  slice: "suppression",
  tables: ["suppressions", "suppression_grounds"],
  async exportFor(tx, subject) {
    return {
      suppressions: await exportSuppressions(
        tx,
        subject.emailNormalised,
        subject.contactId ?? null,
      ),
    };
  },
  async eraseFor(tx, subject) {
    const contactId = subject.contactId ?? null;
    const ended = await endOfContactOnly(tx, contactId);
    return {
      suppressions: ended + (await minimiseSuppressions(tx, subject.emailNormalised, contactId)),
    };
  },
  retention: [
    {
      table: "suppressions",
      rule: "UNS-15",
      after:
        "reduced to the address 7 days after unsubscribing; kept as long as the objection must be honoured; old entries of unsubscribe lists are purged on a person's word (UNS-17)",
    },
    {
      table: "suppression_grounds",
      rule: "UNS-17",
      after: "holds the name of whoever decided; kept as long as the decision stands",
    },
  ],
};
