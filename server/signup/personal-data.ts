import type { PersonalDataSource } from "../platform/index.ts";
import { eraseRequests, exportRequests } from "./consent-requests.store.ts";

/** Sign-ups that wait, and what is left of confirmed ones until their token is over. */
export const signupPersonalData: PersonalDataSource = {
  slice: "signup",
  tables: ["consent_requests", "rate_counters"],
  async exportFor(tx, { emailNormalised, contactId = null }) {
    return { consent_requests: await exportRequests(tx, emailNormalised, contactId) };
  },
  // The counters hold keyed hashes only; without them an erased address could be flooded with mail at once.
  async eraseFor(tx, { emailNormalised, contactId = null }) {
    return { consent_requests: await eraseRequests(tx, emailNormalised, contactId) };
  },
  retention: [
    {
      table: "consent_requests",
      rule: "DOI-10",
      after: "24 hours after the link's end; a trace without the person 90 days",
    },
    {
      table: "rate_counters",
      rule: "DOI-10",
      after: "30 days, 90 days after “I did not sign up”; keyed hashes only",
    },
  ],
};
