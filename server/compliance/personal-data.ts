import type { PersonalDataSource } from "../platform/index.ts";
import { eraseFacts } from "./kept-facts.store.ts";

/** Extracts of what stands in contacts, subscriptions, permissions and suppressions, kept for counting alone. */
export const compliancePersonalData: PersonalDataSource = {
  slice: "compliance",
  tables: ["contact_facts", "fact_changes"],
  async exportFor() {
    // Nothing that the tables they are made from do not say themselves.
    return { contact_facts: [], fact_changes: [] };
  },
  async eraseFor(tx, subject) {
    return {
      contact_facts: await eraseFacts(tx, subject),
      // The note of this erasure too has to be read, so that no count goes on with what was kept; it names nobody.
      fact_changes: 0,
    };
  },
  retention: [
    {
      table: "contact_facts",
      rule: "RET-06",
      after: "together with the contact, or 30 days after segments were counted last",
    },
    {
      table: "fact_changes",
      rule: "RET-06",
      after:
        "minutes: numbers of contacts and hashes of addresses, until the facts are written anew",
    },
  ],
};
