import type { PersonalDataSource } from "../platform/index.ts";
import { exportHolds } from "./holds.store.ts";

/** Legal holds on persons: they outlast an erasure, because they are why it waits (Art. 17(3)(e) GDPR). */
export const privacyPersonalData: PersonalDataSource = {
  slice: "privacy",
  tables: ["retention_holds"],
  async exportFor(tx, { contactId = null, emailNormalised }) {
    return { retention_holds: await exportHolds(tx, contactId, emailNormalised) };
  },
  eraseFor: async () => ({ retention_holds: 0 }),
  retention: [
    {
      table: "retention_holds",
      rule: "RET-10",
      after: "until the hold ends; then whom it was about leaves, the reason stays 3 years",
    },
  ],
};
