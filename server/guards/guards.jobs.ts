import { listAccountIds } from "../accounts/index.ts";
import { mailAlerts } from "./alert-mail.ts";
import { expireRequests } from "./decide-second-person.ts";
import type { GuardDeps } from "./deps.ts";
import { watchAccount } from "./watch-alerts.ts";

const MINUTE_MS = 60_000;

/** Looks for what is out of the ordinary, tells of it, and lets go of requests nobody decided, every minute. */
export function guardPeriodic(
  deps: GuardDeps,
): { name: string; everyMs: number; run(signal: AbortSignal): Promise<void> }[] {
  return [
    {
      name: "guards.watch",
      everyMs: MINUTE_MS,
      async run(signal) {
        let failure: unknown;
        for (const accountId of await listAccountIds(deps.db)) {
          if (signal.aborted) return;
          try {
            await watchAccount(deps, accountId);
            await deps.db.account(accountId, async (tx) => {
              await mailAlerts(tx, deps, accountId);
              await expireRequests(tx, deps, accountId);
            });
          } catch (error) {
            // One account's failure does not keep the others unwatched.
            failure = error;
          }
        }
        if (failure) throw failure;
      },
    },
  ];
}
