import type { PersonalDataSource } from "../platform/index.ts";
import { eraseContacts, exportContacts } from "./contacts.store.ts";

export const contactsPersonalData: PersonalDataSource = {
  slice: "contacts",
  tables: ["contacts"],
  async exportFor(tx, subject) {
    return {
      contacts: await exportContacts(tx, subject.contactId ?? null, subject.emailNormalised),
    };
  },
  async eraseFor(tx, subject) {
    return {
      contacts: await eraseContacts(tx, subject.contactId ?? null, subject.emailNormalised),
    };
  },
  retention: [
    {
      table: "contacts",
      rule: "RET-06",
      after: "30 days without list, legal basis, open request or customer relation",
    },
  ],
};
