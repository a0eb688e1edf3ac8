import type { PersonalDataSource } from "../platform/index.ts";
import { eraseConversions, exportConversions } from "./conversions.store.ts";

export const goalsPersonalData: PersonalDataSource = {
  slice: "goals",
  tables: ["conversions"],
  async exportFor(tx, { emailNormalised, contactId = null }) {
    return { conversions: await exportConversions(tx, emailNormalised, contactId) };
  },
  async eraseFor(tx, { emailNormalised, contactId = null }) {
    return { conversions: await eraseConversions(tx, emailNormalised, contactId) };
  },
  retention: [
    {
      table: "conversions",
      rule: "TRK-18",
      after: "12 months (at most 24), or with the measured mail at a withdrawal",
    },
  ],
};
