import { listAccountIds } from "../accounts/index.ts";
import {
  isClassHeld,
  noteRetention,
  type Clock,
  type Database,
  type Keys,
} from "../platform/index.ts";
import { endRetainedPauses } from "../suppression/index.ts";
import { endPauses, forgetSeries } from "./series.store.ts";

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const PER_TURN = 1000;
/** A series that ended well, and any other. */
const ENDED_DAYS = 90;
const OLDEST_DAYS = 730;

export interface BounceWork {
  db: Database;
  keys: Keys;
  clock: Clock;
}

/** Ends pauses and forgets old series, account by account, every hour. */
export function bouncePeriodic(
  deps: BounceWork,
): { name: string; everyMs: number; run(signal: AbortSignal): Promise<void> }[] {
  return [
    {
      name: "bounces.tidy",
      everyMs: HOUR_MS,
      async run(signal) {
        for (const accountId of await listAccountIds(deps.db)) {
          if (signal.aborted) return;
          await tidyBounces(deps, accountId);
        }
      },
    },
  ];
}

/** One account's pauses that are over (SND-10) and series that are old. Gives the number of addresses that may be mailed again. */
export async function tidyBounces({ db, clock }: BounceWork, accountId: number): Promise<number> {
  const now = clock.now();
  let ended = 0;
  for (;;) {
    const done = await db.account(accountId, async (tx) => {
      const over = await endPauses(tx, now, PER_TURN);
      if (over.length > 0)
        await endRetainedPauses(
          tx,
          over.map((one) => one.addressHash),
          now,
        );
      return over.length;
    });
    ended += done;
    if (done < PER_TURN) break;
  }
  const before = (days: number) => new Date(now.getTime() - days * DAY_MS);
  await db.account(accountId, async (tx) => {
    if (await isClassHeld(tx, "bounces")) return;
    const done = await forgetSeries(tx, before(ENDED_DAYS), before(OLDEST_DAYS), PER_TURN);
    await noteRetention(tx, accountId, { class: "bounces", done, at: now });
  });
  return ended;
}
