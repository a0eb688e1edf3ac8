import { runChecks, type CheckEngineDeps } from "./check-engine.ts";
import { liveAccountIds } from "./checks.store.ts";

const DAY_MS = 86_400_000;

/** Looks at every live account's checklist once a day; a blocking check that turns red stops its next mailing. */
export function compliancePeriodic(
  deps: CheckEngineDeps,
): { name: string; everyMs: number; run(signal: AbortSignal): Promise<void> }[] {
  return [
    {
      name: "compliance.checks",
      everyMs: DAY_MS,
      async run(signal) {
        for (const accountId of await deps.db.instance(liveAccountIds)) {
          if (signal.aborted) return;
          await runChecks(deps, accountId);
        }
      },
    },
  ];
}
