import type { PersonalDataSource } from "../platform/index.ts";
import {
  deleteRecords,
  exportAttachments,
  exportRecords,
  forgetAddress,
  openRecords,
} from "./intake.store.ts";

/** What branch and service desk wrote down about a person, with its scans. */
export const intakePersonalData: PersonalDataSource = {
  slice: "intake",
  tables: ["intake_records", "intake_attachments"],
  async exportFor(tx, { emailNormalised }) {
    return {
      intake_records: await exportRecords(tx, emailNormalised),
      intake_attachments: await exportAttachments(tx, emailNormalised),
    };
  },
  // Scans of what the ledger proves stay under seal as long as the proof (Art. 17(3)(e)); the rest goes now.
  async eraseFor(tx, { emailNormalised }) {
    const open = await openRecords(tx, emailNormalised, ["waiting", "unverified"]);
    const deleted = await deleteRecords(tx, open);
    return { intake_records: deleted + (await forgetAddress(tx, emailNormalised)) };
  },
  retention: [
    {
      table: "intake_records",
      rule: "RET-09",
      after:
        "with the proof it belongs to; unconfirmed with the opt-in request, incomplete 90 days",
    },
    {
      table: "intake_attachments",
      rule: "RET-09",
      after: "with the proof it belongs to; not attached after one day",
    },
  ],
};
