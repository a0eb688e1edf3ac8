import type { PersonalDataSource } from "../platform/index.ts";
import { exportHolds, isHeld } from "./holds.store.ts";

/** Legal holds on persons: they outlast an erasure, because they are why it waits (Art. 17(3)(e) GDPR). */
export const privacyPersonalData: PersonalDataSource = {
  slice: "privacy",
  tables: ["retention_holds"],
  async exportFor(tx, { contactId = null, emailNormalised }) {
    return { retention_holds: await exportHolds(tx, contactId, emailNormalised) };
  },
  // Says that something stayed: whoever asked is told so (Art. 12(4) GDPR).
  async eraseFor(tx, { contactId = null, emailNormalised }) {
    const held = await isHeld(tx, contactId, emailNormalised);
    return { retention_holds: 0, ...(held ? { kept_by_hold: 1 } : {}) };
  },
  retention: [
    {
      table: "retention_holds",
      rule: "RET-10",
      after: "until the hold ends; then whom it was about leaves, the reason stays 3 years",
    },
  ],
};
