import type { Clock, Database } from "../../platform/index.ts";
import { mailAlarm, type AlarmMailDeps } from "./mail-alarm.ts";
import { watchAllLimits } from "./watch-limits.ts";
import { watchProgress } from "./watchdog.ts";

type Subscriber = (event: { accountId: number; payload: Record<string, unknown> }) => Promise<void>;

export function controlPeriodic(deps: {
  db: Database;
  clock: Clock;
}): { name: string; everyMs: number; run(): Promise<void> }[] {
  return [
    { name: "sending.limits", everyMs: 20_000, run: () => watchAllLimits(deps) },
    { name: "sending.watchdog", everyMs: 60_000, run: () => watchProgress(deps) },
  ];
}

export function controlSubscribers(deps: AlarmMailDeps): Record<string, Subscriber[]> {
  return { "sending.alarm": [mailAlarm(deps)] };
}
