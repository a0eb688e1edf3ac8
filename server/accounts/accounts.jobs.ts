import type { Clock, Database } from "../platform/index.ts";
import { deleteOldLinks } from "./links.store.ts";
import { deleteOldThrottles } from "./operators.store.ts";
import { IDLE_MS } from "./session.ts";
import { deleteEndedSessions } from "./sessions.store.ts";

const DAY_MS = 24 * 3_600_000;

/** Removes ended sessions, links 30 days after their end, and counters of failed sign-ins after two days. */
export async function tidyAccounts(db: Database, clock: Clock): Promise<void> {
  const now = clock.now();
  const ago = (ms: number) => new Date(now.getTime() - ms);
  await db.instance(async (tx) => {
    await deleteEndedSessions(tx, now, ago(IDLE_MS));
    await deleteOldLinks(tx, ago(30 * DAY_MS));
    await deleteOldThrottles(tx, ago(2 * DAY_MS));
  });
}
