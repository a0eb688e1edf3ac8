import { deleteCoreContacts } from "../contacts/index.ts";
import { isClassHeld, noteRetention, type Clock, type Database } from "../platform/index.ts";
import { accountsWithCoreLists, endEmptyLists, recordsToEnd } from "./lists.store.ts";
import { deleteOldRefusedLines, forgetAcknowledged } from "./personal-data.store.ts";

const DAY_MS = 86_400_000;
const CHUNK = 1000;

/** RET-03, UNS-15: what is over goes, a thousand records at a time. */
export function recordsPeriodic(deps: { db: Database; clock: Clock }) {
  return [
    {
      name: "records.retention",
      everyMs: 6 * 3_600_000,
      async run(signal: AbortSignal): Promise<void> {
        const accounts = await deps.db.instance((tx) => accountsWithCoreLists(tx));
        for (const { id } of accounts) {
          if (signal.aborted) return;
          await endOldRecords(deps, id, signal);
        }
      },
    },
  ];
}

async function endOldRecords(
  { db, clock }: { db: Database; clock: Clock },
  accountId: number,
  signal?: AbortSignal,
): Promise<number> {
  const now = clock.now();
  let ended = 0;
  for (;;) {
    const gone = await db.account(accountId, async (tx) => {
      if (await isClassHeld(tx, "core_records")) return 0;
      const due = await recordsToEnd(tx, now, CHUNK);
      return deleteCoreContacts(
        tx,
        due.map((one) => one.contactId),
      );
    });
    ended += gone;
    if (gone < CHUNK || signal?.aborted) break;
  }
  await db.account(accountId, async (tx) => {
    await noteRetention(tx, accountId, { class: "core_records", done: ended, at: now });
    await endEmptyLists(tx, now);
    if (await isClassHeld(tx, "core_records")) return;
    await deleteOldRefusedLines(tx, new Date(now.getTime() - 30 * DAY_MS));
    await forgetAcknowledged(tx, new Date(now.getTime() - 365 * DAY_MS));
  });
  return ended;
}
