import type { ProgressView, RunCountsView } from "../../contract/mailings.ts";
import { exclusionReasons } from "../../contract/reasons.ts";
import type { AlarmView } from "../../contract/sending.ts";
import {
  domainOfRun,
  findRun,
  mailingOfAlarm,
  openAlarms,
  preparedTotals,
  presentAlarm,
  reasonCounts,
  runCounts,
  waitsOfRun,
  wavesOfRun,
} from "../delivery/index.ts";
import type { Tx } from "../platform/index.ts";
import type { MailingDeps } from "./deps.ts";
import type { Mailing } from "./mailing.ts";
import { handedOverSince } from "./mailings.store.ts";

const NOTHING: RunCountsView = {
  candidates: 0,
  open: 0,
  deferred: 0,
  accepted: 0,
  rejected: 0,
  excluded: 0,
  uncertain: 0,
  cancelled: 0,
};
const MINUTE_MS = 60_000;

/** How far a mailing is: everybody selected stands in exactly one of the counts. */
export async function mailingProgress(
  tx: Tx,
  deps: Pick<MailingDeps, "clock"> & Partial<Pick<MailingDeps, "relayKeepsContent">>,
  accountId: number,
  mailing: Mailing,
): Promise<ProgressView> {
  if (mailing.runId === null) {
    return {
      state: mailing.state,
      pauseReason: null,
      prepared: { done: 0, of: 0 },
      counts: NOTHING,
      perMinute: 0,
      secondsLeft: null,
      waves: [],
      waits: [],
      alarms: await alarmsOf(tx, accountId, mailing),
      reasons: [],
    };
  }
  const run = await findRun(tx, mailing.runId);
  const counts = await runCounts(tx, accountId, mailing.runId);
  const prepared = await preparedTotals(tx, mailing.runId);
  const now = deps.clock.now();
  const perMinute =
    mailing.state === "sending"
      ? await handedOverSince(tx, mailing.runId, new Date(now.getTime() - MINUTE_MS))
      : 0;
  const since = Math.min(
    MINUTE_MS,
    Math.max(1000, now.getTime() - (run?.startedAt ?? now).getTime()),
  );
  const waiting = counts.open - counts.deferred;
  const rate = (perMinute / since) * 1000;
  const waves = await wavesOfRun(tx, mailing.runId);
  // Until the last wave nobody knows when it ends but the clocks.
  const waitsForClocks = waves.some((wave) => wave.at > now);
  return {
    state: mailing.state,
    pauseReason: run?.pauseReason ?? null,
    prepared: { done: prepared.prepared, of: prepared.batches },
    counts,
    perMinute: Math.round(rate * 60),
    secondsLeft:
      mailing.state === "sending" && rate > 0 && !waitsForClocks ? Math.ceil(waiting / rate) : null,
    waves: waves.map(({ at, ...wave }) => ({ ...wave, at: at.toISOString() })),
    waits: run
      ? (await waitsOfRun(tx, deps, accountId, run, counts)).map((wait) => ({
          code: wait.code,
          until: wait.until?.toISOString() ?? null,
          ...(wait.count === undefined ? {} : { count: wait.count }),
        }))
      : [],
    alarms: await alarmsOf(tx, accountId, mailing),
    reasons: (await reasonCounts(tx, mailing.runId)).map((row) => ({
      ...row,
      rule: ruleOf(row.outcome, row.reason),
    })),
  };
}

/** Open alarms about the mailing, or about complaints of its domain while they hold it. */
async function alarmsOf(tx: Tx, accountId: number, mailing: Mailing): Promise<AlarmView[]> {
  const domain =
    mailing.runId === null ? undefined : await domainOfRun(tx, accountId, mailing.runId);
  const open = await openAlarms(tx, accountId);
  return open
    .filter(
      (alarm) =>
        mailingOfAlarm(alarm) === mailing.id ||
        (alarm.code === "complaints_high" && alarm.subject === domain),
    )
    .map((alarm) => presentAlarm(alarm, mailing));
}

/** The rule behind an exclusion or rejection. */
export function ruleOf(outcome: string, reason: string | null): string {
  if (outcome === "excluded" && reason !== null && reason in exclusionReasons)
    return exclusionReasons[reason as keyof typeof exclusionReasons].rule;
  return outcome === "uncertain" ? "SND-16" : "SND-08";
}
