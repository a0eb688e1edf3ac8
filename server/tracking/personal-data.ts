import { agentReason } from "../../contract/tracking.ts";
import type { PersonalDataSource } from "../platform/index.ts";
import {
  erasePerson,
  exportMeasuredDeliveries,
  exportPersonalEvents,
  type ExportedEvent,
} from "./measuring.store.ts";

export const trackingPersonalData: PersonalDataSource = {
  slice: "tracking",
  tables: ["measured_deliveries", "personal_events"],
  async exportFor(tx, { emailNormalised, contactId = null }) {
    return {
      measured_deliveries: await exportMeasuredDeliveries(tx, emailNormalised, contactId),
      personal_events: (await exportPersonalEvents(tx, emailNormalised, contactId)).map(explained),
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

/** Each event with who it is thought to come from, why, and what nobody knows (TRK-13, Art. 15 GDPR). */
function explained({ agent, ...event }: ExportedEvent) {
  const { certainty, explanation, unknown } = agentReason(agent);
  return { ...event, agent: certainty, why: explanation, notKnown: unknown };
}
