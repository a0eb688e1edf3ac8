import type { PersonalDataSource } from "../platform/index.ts";
import { exportSuppressions, minimiseSuppressions } from "./suppression.store.ts";

export const suppressionPersonalData: PersonalDataSource = {
  slice: "suppression",
  tables: ["suppressions"],
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
    return {
      suppressions: await minimiseSuppressions(
        tx,
        subject.emailNormalised,
        subject.contactId ?? null,
      ),
    };
  },
  retention: [
    {
      table: "suppressions",
      rule: "UNS-15",
      after:
        "reduced to the address 7 days after unsubscribing; kept as long as the objection must be honoured",
    },
  ],
};
