import { addressHash } from "../contacts/index.ts";
import type { Clock, Keys, PersonalDataSource } from "../platform/index.ts";
import { exportEntries, forgetPending, insertEntry } from "./journal.store.ts";

/** The journal of erasures and objections: keyed hashes that make them last through a restore (RET-11). */
export function journalPersonalData(deps: { keys: Keys; clock: Clock }): PersonalDataSource {
  return {
    slice: "journal",
    tables: ["erasure_journal"],
    async exportFor(tx, { accountId, emailNormalised }) {
      const hash = addressHash(deps.keys, accountId, emailNormalised);
      return { erasure_journal: await exportEntries(tx, hash) };
    },
    // An erasure is entered in its own transaction. The hash stays: without it a backup would bring the person back.
    async eraseFor(tx, { accountId, emailNormalised, contactId }) {
      const named = contactId === undefined ? 0 : await forgetPending(tx, contactId);
      await insertEntry(tx, accountId, {
        kind: "erased",
        addressHash: addressHash(deps.keys, accountId, emailNormalised),
        contactId: contactId ?? null,
        at: deps.clock.now(),
      });
      return { erasure_journal: named };
    },
    retention: [
      {
        table: "erasure_journal",
        rule: "RET-11",
        after: "100 days, longer than any backup lives; keyed hashes only",
      },
    ],
  };
}
