import type { PersonalDataSource } from "../platform/index.ts";
import { eraseSubscriptions, exportSubscriptions } from "./lists.store.ts";

export const listsPersonalData: PersonalDataSource = {
  slice: "lists",
  tables: ["subscriptions"],
  async exportFor(tx, subject) {
    return { subscriptions: await exportSubscriptions(tx, subject.emailNormalised) };
  },
  async eraseFor(tx, subject) {
    return { subscriptions: await eraseSubscriptions(tx, subject.emailNormalised) };
  },
  retention: [
    {
      table: "subscriptions",
      rule: "RET-04",
      after: "7 days after unsubscribing only the address stays, on the list's suppression",
    },
  ],
};
