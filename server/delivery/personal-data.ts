import type { PersonalDataSource } from "../platform/index.ts";
import { eraseDeliveries, exportDeliveries } from "./personal-data.store.ts";

export const deliveryPersonalData: PersonalDataSource = {
  slice: "delivery",
  tables: [
    "deliveries",
    "delivery_messages",
    "delivery_marks",
    "delivery_outcomes",
    "uncertain_decisions",
  ],
  async exportFor(tx, subject) {
    return {
      deliveries: await exportDeliveries(tx, subject.emailNormalised, subject.contactId ?? null),
    };
  },
  async eraseFor(tx, subject) {
    return {
      deliveries: await eraseDeliveries(tx, subject.emailNormalised, subject.contactId ?? null),
    };
  },
  retention: [
    {
      table: "deliveries",
      rule: "RET-08",
      after:
        "90 days: address, Message-ID and the server's reply leave, the number stays in the sums",
    },
  ],
};
