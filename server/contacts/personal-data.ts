import type { PersonalDataSource } from "../platform/index.ts";
import { eraseContacts, exportContacts } from "./contacts.store.ts";
import {
  eraseHanging,
  eraseMerges,
  erasePairs,
  exportNotes,
  exportTagged,
} from "./personal-data.store.ts";

export const contactsPersonalData: PersonalDataSource = {
  slice: "contacts",
  tables: [
    "contacts",
    "contact_tagged",
    "contact_notes",
    "contact_pairs",
    "contact_bulk_items",
    "contact_merges",
  ],
  async exportFor(tx, { contactId = null, emailNormalised }) {
    return {
      contacts: await exportContacts(tx, contactId, emailNormalised),
      contact_tagged: await exportTagged(tx, contactId, emailNormalised),
      contact_notes: await exportNotes(tx, contactId, emailNormalised),
    };
  },
  async eraseFor(tx, { contactId = null, emailNormalised }) {
    return {
      contact_tagged: await eraseHanging(tx, "contact_tagged", contactId, emailNormalised),
      contact_notes: await eraseHanging(tx, "contact_notes", contactId, emailNormalised),
      contact_pairs: await erasePairs(tx, contactId, emailNormalised),
      contact_merges: await eraseMerges(tx, contactId, emailNormalised),
      contact_bulk_items: await eraseHanging(tx, "contact_bulk_items", contactId, emailNormalised),
      contacts: await eraseContacts(tx, contactId, emailNormalised),
    };
  },
  retention: [
    {
      table: "contacts",
      rule: "RET-06",
      after:
        "30 days without list, legal basis, open request or customer relation; the value of an own field when the field's months are over (LEAD-07)",
    },
    { table: "contact_tagged", rule: "RET-06", after: "with the contact" },
    { table: "contact_notes", rule: "RET-06", after: "with the contact" },
    { table: "contact_pairs", rule: "RET-06", after: "with either contact" },
    { table: "contact_merges", rule: "RET-06", after: "7 days: what an undo needs, sealed" },
    { table: "contact_bulk_items", rule: "RET-06", after: "24 hours: what an undo needs" },
  ],
};
