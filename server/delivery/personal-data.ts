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
      table: "delivery_messages",
      rule: "RET-08",
      after: "with the mail's last outcome; sealed until then",
    },
    {
      table: "delivery_marks",
      rule: "RET-08",
      after: "kept without a person: numbers that prove the sums",
    },
    {
      table: "delivery_outcomes",
      rule: "RET-08",
      after: "90 days: Message-ID and reply leave with the address of the delivery",
    },
    {
      table: "uncertain_decisions",
      rule: "RET-08",
      after: "kept without a recipient: who of the staff decided",
    },
    {
      table: "deliveries",
      rule: "RET-08",
      after:
        "90 days: address, Message-ID and the server's reply leave, the number stays in the sums",
    },
  ],
};
