import { saveLimit, saveWarmUp, slowDown, takeFromDays } from "../delivery/index.ts";
import type { Database } from "../platform/index.ts";

const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;
/** Mails of the last sending days, oldest first, the last of them today. */
const DAYS: Record<string, readonly number[]> = {
  webde_gmx: [100, 150, 250, 400, 600, 900, 1300, 742],
  telekom: [100, 150, 250, 400, 480, 510],
  gmail: [100, 150, 250, 400, 600, 900, 900],
  microsoft: [100, 150, 250, 212],
  other: [100, 150, 188, 97],
};

/** A domain that receivers are getting to know, a provider that asked for less, and a limit of the account's own. */
export async function fillPace(
  db: Database,
  fill: { accountId: number; domain: string; by: string; now: Date },
): Promise<void> {
  const { accountId, domain, now } = fill;
  await db.account(accountId, async (tx) => {
    await saveLimit(tx, accountId, {
      scope: "account",
      name: "",
      perSecond: null,
      perHour: 60_000,
    });
    await saveWarmUp(tx, accountId, {
      domain,
      state: "running",
      caps: null,
      declaredPerDay: null,
      by: fill.by,
      at: new Date(now.getTime() - 9 * DAY_MS),
    });
  });
  await db.worker(async (tx) => {
    await takeFromDays(
      tx,
      Object.entries(DAYS).flatMap(([provider, days]) =>
        days.map((want, at) => ({
          accountId,
          domain,
          provider,
          day: new Date(now.getTime() - (days.length - 1 - at) * DAY_MS).toISOString().slice(0, 10),
          cap: want,
          want,
          owed: 0,
        })),
      ),
    );
    await slowDown(tx, {
      accountId,
      relay: "0",
      provider: "gmail",
      before: 36,
      perSecond: 9,
      slowest: 9,
      code: "421 4.7.28",
      at: new Date(now.getTime() - 23 * MINUTE_MS),
      sameMs: 0,
    });
  });
}
