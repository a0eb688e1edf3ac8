import type { PersonalDataSource } from "../platform/index.ts";
import { eraseLinks, exportLinks } from "./preference-links.store.ts";

/** Links to "Verwalten" that somebody asked for, and changes of an address that wait. */
export const preferencesPersonalData: PersonalDataSource = {
  slice: "preferences",
  tables: ["preference_links"],
  async exportFor(tx, { emailNormalised, contactId = null }) {
    return { preference_links: await exportLinks(tx, emailNormalised, contactId) };
  },
  async eraseFor(tx, { emailNormalised, contactId = null }) {
    return { preference_links: await eraseLinks(tx, emailNormalised, contactId) };
  },
  retention: [
    {
      table: "preference_links",
      rule: "DOI-10",
      after: "24 hours after the link's end",
    },
  ],
};
