import type { PersonalDataSource, Tx } from "../platform/index.ts";
import { contactsOf, eraseValues, exportValues } from "./values.store.ts";

async function subjects(
  tx: Tx,
  subject: { contactId?: number | null; emailNormalised: string },
): Promise<number[]> {
  const found = await contactsOf(tx, subject.emailNormalised);
  return subject.contactId == null ? found : [...new Set([subject.contactId, ...found])];
}

/** Copies of fields of contacts, typed and indexed for the segments that ask for them; they leave with the contact. */
export const segmentsPersonalData: PersonalDataSource = {
  slice: "segments",
  tables: ["contact_values"],
  async exportFor(tx, subject) {
    const found = [];
    for (const id of await subjects(tx, subject)) found.push(...(await exportValues(tx, id)));
    return { contact_values: found };
  },
  async eraseFor(tx, subject) {
    let gone = 0;
    for (const id of await subjects(tx, subject)) gone += await eraseValues(tx, id);
    return { contact_values: gone };
  },
  retention: [
    {
      table: "contact_values",
      rule: "RET-06",
      after: "together with the contact, or when no segment asks for the field any more",
    },
  ],
};
