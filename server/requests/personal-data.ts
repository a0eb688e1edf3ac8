import { findContactById } from "../contacts/index.ts";
import type { Clock, Keys, PersonalDataSource } from "../platform/index.ts";
import { tellOthers } from "./notices.ts";
import {
  deleteCorrections,
  detachNotices,
  exportCorrections,
  exportNotices,
} from "./notices.store.ts";
import {
  anonymise,
  detachOpen,
  endedNaming,
  exportEvents,
  exportRequests,
  forgetWords,
} from "./requests.store.ts";
import { deleteScans, exportScans } from "./scans.store.ts";

/** Cases with what was asked and answered, scans of letters, who else was told, and what people corrected. */
export function requestsPersonalData(deps: { clock: Clock; keys: Keys }): PersonalDataSource {
  return {
    slice: "requests",
    tables: [
      "data_requests",
      "data_request_events",
      "data_request_scans",
      "data_notices",
      "field_corrections",
    ],
    async exportFor(tx, { emailNormalised, contactId = null }) {
      return {
        data_requests: await exportRequests(tx, contactId, emailNormalised),
        data_request_events: await exportEvents(tx, contactId, emailNormalised),
        data_request_scans: await exportScans(tx, contactId, emailNormalised),
        data_notices: await exportNotices(tx, contactId),
        field_corrections: await exportCorrections(tx, contactId),
      };
    },
    // An open case keeps the address its answer goes to (Art. 12(3)); ended ones stay without the person. What others
    // are still to be told stays sealed until they know (Art. 19).
    async eraseFor(tx, { accountId, emailNormalised, contactId = null }) {
      const contact = contactId === null ? undefined : await findContactById(tx, contactId);
      if (contact) await tellOthers(tx, deps, accountId, contact, "erasure");
      const ended = await endedNaming(tx, { contactId, emailNormalised }, 1000);
      const report = {
        data_request_scans: await deleteScans(tx, ended),
        data_request_events: await forgetWords(tx, ended),
        data_requests: await anonymise(tx, ended, deps.clock.now()),
        data_notices: await detachNotices(tx, contactId),
        field_corrections: await deleteCorrections(tx, contactId),
      };
      await detachOpen(tx, contactId, emailNormalised);
      return report;
    },
    retention: [
      {
        table: "data_requests",
        rule: "RET-09",
        after:
          "three years after the case ended, to 31 December, it names nobody any more; a case about an erasure as soon as it ends",
      },
      { table: "data_request_events", rule: "RET-09", after: "their words with the case" },
      { table: "data_request_scans", rule: "RET-09", after: "with the words of the case" },
      {
        table: "data_notices",
        rule: "DSR-14",
        after: "whom it concerns when the recipient was told, 90 days at most",
      },
      { table: "field_corrections", rule: "RET-06", after: "with the contact" },
    ],
  };
}
