import type { PersonalDataSource } from "../platform/index.ts";
import { erasePurchases, exportPurchases } from "./purchases.store.ts";

export const purchasesPersonalData: PersonalDataSource = {
  slice: "purchases",
  tables: ["purchases"],
  async exportFor(tx, subject) {
    return {
      purchases: await exportPurchases(tx, subject.emailNormalised, subject.contactId ?? null),
    };
  },
  async eraseFor(tx, subject) {
    return {
      purchases: await erasePurchases(tx, subject.emailNormalised, subject.contactId ?? null),
    };
  },
  retention: [
    {
      table: "purchases",
      rule: "LEG-10",
      after:
        "three years after no mail may rest on the purchase any more; the account's books are kept elsewhere",
    },
  ],
};
