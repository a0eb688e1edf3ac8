import type { Clock, Database, JobHandler, Tx } from "../platform/index.ts";
import { enqueueJob } from "../platform/index.ts";
import { deleteOldBulks } from "./care.store.ts";
import { allFields, emptyField, emptyOldValues, findField } from "./fields.store.ts";
import { ADOPT_JOB, AT_ONCE, EMPTY_JOB, adoptValues } from "./manage-fields.ts";

interface Deps {
  db: Database;
  clock: Clock;
}

const DAY_MS = 86_400_000;

/** What a request began on more contacts than it could wait for. */
export function contactJobs({ db, clock }: Deps): Record<string, JobHandler> {
  return {
    async [EMPTY_JOB](job) {
      await db.account(job.accountId, async (tx) => {
        const key = String(job.payload["key"]);
        // Defined anew in the meantime: its values are wanted again.
        if ((await allFields(tx)).some((field) => field.key === key)) return;
        const emptied = await emptyField(tx, key, AT_ONCE, clock.now());
        if (emptied === AT_ONCE)
          await enqueueJob(tx, {
            kind: EMPTY_JOB,
            accountId: job.accountId,
            payload: job.payload,
            runAt: clock.now(),
          });
      });
    },
    async [ADOPT_JOB](job) {
      await db.account(job.accountId, async (tx) => {
        const field = await findField(tx, String(job.payload["field"]));
        if (!field || field.archivedAt) return;
        await adoptValues(tx, job.accountId, field, {
          from: String(job.payload["from"]),
          after: Number(job.payload["after"]),
          now: clock.now(),
        });
      });
    },
  };
}

/**
 * LEAD-07: values go when their field's months are over; with them what an undo of yesterday would have needed. Gives the
 * number of values.
 */
export async function forgetOldValues(tx: Tx, now: Date): Promise<number> {
  let gone = 0;
  for (const field of await allFields(tx)) {
    if (field.retentionMonths === null) continue;
    const before = new Date(now);
    before.setUTCMonth(before.getUTCMonth() - field.retentionMonths);
    gone += await emptyOldValues(tx, field.key, before, AT_ONCE, now);
  }
  await deleteOldBulks(tx, new Date(now.getTime() - DAY_MS));
  return gone;
}
