import type { PersonalDataSource } from "../platform/index.ts";
import {
  eraseChanges,
  eraseRecords,
  exportChanges,
  exportRecords,
  exportWithdrawals,
  minimiseWithdrawals,
} from "./personal-data.store.ts";

/** By the contact alone: an address joins nobody of the core-system pot (CRM-01). */
export const recordsPersonalData: PersonalDataSource = {
  slice: "records",
  tables: ["core_records", "core_changes", "core_withdrawals", "core_refused_lines"],
  async exportFor(tx, { contactId = null }) {
    return {
      core_records: await exportRecords(tx, contactId),
      core_changes: await exportChanges(tx, contactId),
      core_withdrawals: await exportWithdrawals(tx, contactId),
    };
  },
  async eraseFor(tx, { contactId = null }) {
    return {
      core_withdrawals: await minimiseWithdrawals(tx, contactId),
      core_changes: await eraseChanges(tx, contactId),
      core_records: await eraseRecords(tx, contactId),
    };
  },
  retention: [
    {
      table: "core_records",
      rule: "RET-03",
      after: "the list's days (180 unless set) after the last mail to the record",
    },
    { table: "core_changes", rule: "RET-03", after: "together with the record" },
    {
      table: "core_withdrawals",
      rule: "UNS-15",
      after: "the person number a year after the core system acknowledged it",
    },
    { table: "core_refused_lines", rule: "RET-03", after: "30 days after the import" },
  ],
};
