import type { PersonalDataSource } from "../platform/index.ts";
import { deleteAddressesOf, listAddressesOf } from "./addresses.store.ts";

/** Addresses of the account's own people: for tests, answers and questions about data protection. */
export const sendersPersonalData: PersonalDataSource = {
  slice: "senders",
  tables: ["confirmed_addresses"],
  async exportFor(tx, subject) {
    const found = await listAddressesOf(tx, subject.emailNormalised);
    return {
      confirmed_addresses: found.map(({ kind, email, requestedAt, confirmedAt }) => ({
        kind,
        email,
        requestedAt,
        confirmedAt,
      })),
    };
  },
  async eraseFor(tx, subject) {
    return { confirmed_addresses: await deleteAddressesOf(tx, subject.emailNormalised) };
  },
  retention: [
    {
      table: "confirmed_addresses",
      rule: "CNT-03",
      after: "when the address is removed from the settings",
    },
  ],
};
