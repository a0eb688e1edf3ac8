import type { Clock, Tx } from "../../platform/index.ts";
import { getAccount } from "../../accounts/index.ts";
import { hasKeepingNothing } from "../../relays/index.ts";
import { measuredMailing } from "../../tracking/index.ts";
import type { Run, RunCounts } from "../delivery.ts";
import { streamOf } from "../ways-out.ts";
import { anybodyWorks } from "./identity.store.ts";
import { heldOf } from "../pace/pace.store.ts";
import { activeStops } from "./stops.store.ts";
import { nextOpening } from "./window.ts";
import { lastMovement, nextDueOfRun } from "./window.store.ts";

/** Why nothing of a run leaves at the moment, and until when where that is known. */
export interface Wait {
  code:
    | "stopped"
    | "checks"
    | "window"
    | "later"
    | "retry"
    | "no_worker"
    | "no_progress"
    | "keeps_content"
    | "warm_up"
    | "slow_down"
    | "limit";
  until: Date | null;
  /** Mails that wait for their pace (SND-12). */
  count?: number;
}

const WORKS_WITHIN_MS = 2 * 60_000;
const QUIET_MS = 60_000;

/** The reasons why open mails of a running run wait, the weightiest first; none while it moves. */
export async function waitsOfRun(
  tx: Tx,
  deps: { clock: Clock; relayKeepsContent?: boolean },
  accountId: number,
  run: Run,
  counts: RunCounts,
): Promise<Wait[]> {
  if (run.state !== "running" || counts.open === 0) return [];
  const now = deps.clock.now();
  const waits: Wait[] = [];
  const stops = await activeStops(tx, accountId);
  if (stops.some(({ cause }) => cause !== "checks")) waits.push({ code: "stopped", until: null });
  else if (stops.length > 0) waits.push({ code: "checks", until: null });
  if (!(await anybodyWorks(tx, new Date(now.getTime() - WORKS_WITHIN_MS))))
    waits.push({ code: "no_worker", until: null });
  const opening =
    run.sendWindow && run.timezone ? nextOpening(run.sendWindow, run.timezone, now) : null;
  if (opening) waits.push({ code: "window", until: opening });
  if (waits.length > 0) return waits;
  if (await lacksWayOut(tx, deps, run)) return [{ code: "keeps_content", until: null }];
  const held = await heldOf(tx, run.id, now);
  if (held.length > 0) return held;
  const due = await nextDueOfRun(tx, run.id);
  if (due && due > now)
    return [{ code: counts.open === counts.deferred ? "retry" : "later", until: due }];
  const moved = (await lastMovement(tx, run.id)) ?? run.startedAt ?? now;
  return now.getTime() - moved.getTime() > QUIET_MS ? [{ code: "no_progress", until: null }] : [];
}

/** Level `unique`, and every way out leads through a provider who may keep the mails. */
async function lacksWayOut(
  tx: Tx,
  deps: { relayKeepsContent?: boolean },
  run: Run,
): Promise<boolean> {
  if (run.mailingId === null || (await getAccount(tx)).mode !== "live") return false;
  const measuring = await measuredMailing(tx, run.mailingId);
  if (measuring?.level !== "unique") return false;
  return !(await hasKeepingNothing(tx, streamOf(run.kind), deps.relayKeepsContent ?? false));
}
