import type { PersonalDataSource } from "../platform/index.ts";
import { erasePerson, exportMeasuredDeliveries, exportPersonalEvents } from "./measuring.store.ts";

export const trackingPersonalData: PersonalDataSource = {
  slice: "tracking",
  tables: ["measured_deliveries", "personal_events"],
  async exportFor(tx, { emailNormalised, contactId = null }) {
    return {
      measured_deliveries: await exportMeasuredDeliveries(tx, emailNormalised, contactId),
      personal_events: await exportPersonalEvents(tx, emailNormalised, contactId),
    };
  },
  async eraseFor(tx, { emailNormalised, contactId = null }) {
    const gone = await erasePerson(tx, emailNormalised, contactId);
    return { measured_deliveries: gone.deliveries, personal_events: gone.events };
  },
  retention: [
    {
      table: "personal_events",
      rule: "TRK-18",
      after: "12 months (at most 24), or within a minute of a withdrawal",
    },
    { table: "measured_deliveries", rule: "TRK-18", after: "together with the last of its events" },
  ],
};
