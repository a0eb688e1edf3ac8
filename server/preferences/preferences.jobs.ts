import { findByAddress } from "../contacts/index.ts";
import { deliveryPersonalData } from "../delivery/index.ts";
import { enqueueJob, type JobHandler } from "../platform/index.ts";
import { suppressionPersonalData } from "../suppression/index.ts";
import { noteMailEnd } from "./change-address.ts";
import type { PreferenceDeps } from "./deps.ts";
import { accountsWithDueLinks, deleteEndedLinks } from "./preference-links.store.ts";

const EXPIRE_JOB = "preferences.expire";
const HOUR_MS = 3_600_000;
/** Links say for a while that their time is over; an hour's job later all is gone within 24 hours (DOI-10). */
const GRACE_MS = 22 * HOUR_MS;

type Subscriber = (event: { accountId: number; payload: Record<string, unknown> }) => Promise<void>;

export function preferenceJobs(deps: PreferenceDeps): Record<string, JobHandler> {
  return { [EXPIRE_JOB]: (job) => expireLinks(deps, job.accountId) };
}

export function preferencePeriodic(
  deps: PreferenceDeps,
): { name: string; everyMs: number; run(signal: AbortSignal): Promise<void> }[] {
  return [
    {
      name: "preferences.find_expired",
      everyMs: HOUR_MS,
      async run() {
        const now = deps.clock.now();
        const due = new Date(now.getTime() - GRACE_MS);
        await deps.db.worker(async (tx) => {
          for (const accountId of await accountsWithDueLinks(tx, due))
            await enqueueJob(tx, {
              kind: EXPIRE_JOB,
              accountId,
              runAt: now,
              uniqueKey: String(accountId),
            });
        });
      },
    },
  ];
}

export function preferenceSubscribers(deps: PreferenceDeps): Record<string, Subscriber[]> {
  return { "mail.ended": [(event) => noteMailEnd(deps, event)] };
}

/** Deletes ended links, and every trace of a new address that nobody confirmed and nobody else has (DOI-10, DOI-14). */
export async function expireLinks(deps: PreferenceDeps, accountId: number): Promise<void> {
  const due = new Date(deps.clock.now().getTime() - GRACE_MS);
  const unknown = await deps.db.account(accountId, async (tx) => {
    const addresses: string[] = [];
    for (const { newEmailNormalised } of await deleteEndedLinks(tx, due)) {
      if (newEmailNormalised === null) continue;
      if ((await findByAddress(tx, newEmailNormalised)).length > 0) continue;
      await suppressionPersonalData.eraseFor(tx, {
        accountId,
        emailNormalised: newEmailNormalised,
      });
      addresses.push(newEmailNormalised);
    }
    return addresses;
  });
  if (unknown.length === 0) return;
  await deps.db.retention(accountId, async (tx) => {
    for (const emailNormalised of unknown)
      await deliveryPersonalData.eraseFor(tx, { accountId, emailNormalised });
  });
}
