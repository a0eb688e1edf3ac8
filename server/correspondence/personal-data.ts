import type { Keys, PersonalDataSource } from "../platform/index.ts";
import { openBody } from "./correspondence.ts";
import { eraseInquiries, exportInquiries } from "./inquiries.store.ts";
import { eraseLetters, exportLetters } from "./letters.store.ts";

export function correspondencePersonalData(deps: { keys: Keys }): PersonalDataSource {
  return {
    slice: "correspondence",
    tables: ["correspondence_mails", "inquiries"],
    async exportFor(tx, { emailNormalised, contactId = null }) {
      const letters = await exportLetters(tx, emailNormalised, contactId);
      return {
        correspondence_mails: letters.map(({ bodySealed, ...rest }) => ({
          ...rest,
          text: bodySealed && openBody(deps.keys, bodySealed),
        })),
        inquiries: await exportInquiries(tx, contactId, emailNormalised),
      };
    },
    async eraseFor(tx, { emailNormalised, contactId = null }) {
      return {
        correspondence_mails: await eraseLetters(tx, emailNormalised, contactId),
        inquiries: await eraseInquiries(tx, contactId, emailNormalised),
      };
    },
    retention: [
      {
        table: "correspondence_mails",
        rule: "RET-08",
        after:
          "90 days: address, subject and what was written leave; 7 days: what is compared to find alike mails",
      },
      {
        table: "inquiries",
        rule: "RET-08",
        after: "180 days: 90 in which it may be answered, 90 for the log of the answers",
      },
    ],
  };
}
