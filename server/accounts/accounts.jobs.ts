import type { Clock, Database } from "../platform/index.ts";
import { findAccountById } from "./accounts.store.ts";
import { listEndingKeys, markKeyWarned } from "./api-keys.store.ts";
import type { AccountsDeps } from "./deps.ts";
import {
  deleteOldDevices,
  deleteOldPlaces,
  deleteOldSteps,
  deleteOpenFactors,
} from "./factors/factors.store.ts";
import { deleteOldLinks } from "./links.store.ts";
import { mailOperator } from "./operator-mail.ts";
import { keyEndingMail } from "./operator-mails.ts";
import { deleteOldThrottles, getOperator, listOwnerIds } from "./operators.store.ts";
import { IDLE_MS } from "./session.ts";
import { deleteEndedSessions } from "./sessions.store.ts";

const DAY_MS = 24 * 3_600_000;
const WARN_DAYS = 14;

/**
 * Removes ended sessions, links 30 days after their end, counters of failed sign-ins after two days, enrolments nobody
 * finished after a day, and browsers that were not used for 400 days.
 */
export async function tidyAccounts(db: Database, clock: Clock): Promise<void> {
  const now = clock.now();
  const ago = (ms: number) => new Date(now.getTime() - ms);
  await db.instance(async (tx) => {
    await deleteEndedSessions(tx, now, ago(IDLE_MS));
    await deleteOldLinks(tx, ago(30 * DAY_MS));
    await deleteOldThrottles(tx, ago(2 * DAY_MS));
    await deleteOldSteps(tx, now);
    await deleteOpenFactors(tx, ago(DAY_MS));
    await deleteOldDevices(tx, ago(400 * DAY_MS));
    await deleteOldPlaces(tx, ago(400 * DAY_MS));
  });
}

/** Tells an account's owners two weeks before a key ends, once (ORG-16). Gives the number of keys. */
export async function warnOfEndingKeys(
  deps: Pick<AccountsDeps, "db" | "clock" | "log" | "sendSystemMail" | "systemMailLeaves">,
): Promise<number> {
  const now = deps.clock.now();
  const until = new Date(now.getTime() + WARN_DAYS * DAY_MS);
  const keys = await deps.db.instance((tx) => listEndingKeys(tx, now, until));
  for (const key of keys) {
    const { account, owners } = await deps.db.instance(async (tx) => {
      await markKeyWarned(tx, key.id, now);
      const ids = await listOwnerIds(tx, key.accountId);
      return {
        account: await findAccountById(tx, key.accountId),
        owners: await Promise.all(ids.map((id) => getOperator(tx, id))),
      };
    });
    const mail = keyEndingMail(key.name, account?.name ?? "", key.expiresAt);
    for (const owner of owners) await mailOperator(deps, owner, mail);
  }
  return keys.length;
}
