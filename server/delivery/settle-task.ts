import {
  isBadValue,
  isDatabaseAway,
  pause,
  withoutTokens,
  type Clock,
  type Logger,
} from "../platform/index.ts";
import type { OutcomeRow } from "./ledger.store.ts";
import type { LedgerWriter } from "./ledger-writer.ts";
import { classifyOutcome, retryAt } from "./outcome.ts";
import type { Task, TaskEnd } from "./task.ts";

/** `stop`: the batch cannot go on; it may be tried again after so many milliseconds. */
export interface Settled {
  outcome: OutcomeRow["outcome"] | "open";
  stop?: number;
}

/** A refused mark means that the run was paused or the lease lost: the batch is given back at once. */
const AFTER_WITHDRAWN_MS = 500;
const AFTER_TROUBLE_MS = 5_000;
const RETRY_PAUSE_MS = 250;
const FAILURE_PAUSE_MS = 1_000;
const MOST_FAILURES = 60;

/** Turns the end of a task into its durable outcome, or leaves the delivery open where trying again is safe. */
export async function settleTask(deps: SettleDeps, task: Task, end: TaskEnd): Promise<Settled> {
  const now = deps.clock.now();
  if (end.kind === "broken")
    return write(deps, task, { outcome: "rejected", final: true, reason: end.reason }, now);
  const { result } = end;
  if (result.kind === "notSent") {
    switch (result.reason) {
      case "address_invalid":
      case "smtputf8_not_offered":
      case "too_large":
        return write(deps, task, { outcome: "rejected", final: true, reason: result.reason }, now);
      case "stale":
        if (task.mark === "none") return { outcome: "open" };
        return deferShortly(deps, task, result.reason, now, AFTER_WITHDRAWN_MS);
      case "withdrawn":
        return { outcome: "open", stop: AFTER_WITHDRAWN_MS };
      default: {
        // The dot never left. Where the mark may be durable already, the attempt needs an end of its own.
        if (task.mark !== "none")
          return deferShortly(deps, task, result.reason, now, AFTER_TROUBLE_MS);
        // One receiving domain is out of reach; the rest of the batch goes on.
        if (result.only === "domain") return deferOrEnd(deps, task, "soft", {}, now);
        return { outcome: "open", stop: result.reason === "halted" ? 0 : AFTER_TROUBLE_MS };
      }
    }
  }
  if (result.kind === "uncertain")
    return write(deps, task, { outcome: "uncertain", final: true, reason: result.reason }, now);
  const outcome = classifyOutcome(result);
  const smtp = {
    smtpCode: result.code,
    enhancedCode: result.enhanced ?? null,
    reply: withoutTokens(result.text),
  };
  if (outcome.kind === "accepted")
    return write(deps, task, { outcome: "accepted", final: true, reason: null, ...smtp }, now);
  if (outcome.kind === "deferred") return deferOrEnd(deps, task, outcome.bounce, smtp, now);
  return write(
    deps,
    task,
    { outcome: "rejected", final: true, reason: outcome.bounce, ...smtp },
    now,
  );
}

/** Tries again by the schedule of SND-10, or ends when its time is over. */
function deferOrEnd(
  deps: SettleDeps,
  task: Task,
  bounce: string,
  smtp: Partial<Change>,
  now: Date,
): Promise<Settled> {
  const next = retryAt({ kind: task.delivery.kind, attempt: task.attempt, now });
  if (next === null)
    return write(deps, task, { outcome: "rejected", final: true, reason: bounce, ...smtp }, now);
  return write(
    deps,
    task,
    { outcome: "deferred", final: false, reason: "deferred", nextAttemptAt: next, ...smtp },
    now,
  );
}

/** An attempt that may have a mark and whose mail has not left: it is tried again at once, as a new attempt. */
function deferShortly(
  deps: SettleDeps,
  task: Task,
  reason: string,
  now: Date,
  afterMs: number,
): Promise<Settled> {
  const nextAttemptAt = new Date(now.getTime() + afterMs);
  return write(deps, task, { outcome: "deferred", final: false, reason, nextAttemptAt }, now);
}

/** What else a final outcome of a single mail brings about, in its own transaction. */
export type SingleEnd = (task: Task, row: OutcomeRow) => Promise<void>;

export interface SettleDeps {
  clock: Clock;
  log: Logger;
  ledger: LedgerWriter;
  single: SingleEnd;
}

type Change = Pick<OutcomeRow, "outcome" | "final" | "reason"> &
  Partial<Pick<OutcomeRow, "smtpCode" | "enhancedCode" | "reply" | "nextAttemptAt">>;

async function write(deps: SettleDeps, task: Task, change: Change, at: Date): Promise<Settled> {
  const row: OutcomeRow = {
    accountId: task.batch.accountId,
    deliveryId: task.delivery.id,
    attempt: task.attempt,
    batchId: task.batch.id,
    fence: task.mark === "durable" ? null : task.batch.fence,
    runId: task.batch.runId,
    phase: null,
    basis: task.basis,
    measured: task.measured,
    smtpCode: null,
    enhancedCode: null,
    reply: null,
    messageId: task.messageId,
    nextAttemptAt: null,
    at,
    ...change,
  };
  if (task.batch.runId === null && row.final) await endSingle(deps, task, row);
  else await deps.ledger.outcome(row);
  return { outcome: row.outcome };
}

/**
 * As the ledger does with its outcomes: the relay's word waits until the database takes it, and counts without its text
 * where the text is what cannot be written. What nobody can write holds up the others for a minute at most.
 */
async function endSingle(deps: SettleDeps, task: Task, row: OutcomeRow): Promise<void> {
  for (let failures = 0; ;) {
    try {
      return await deps.single(task, row);
    } catch (error) {
      if (deps.ledger.isAbandoned) throw error;
      if (isBadValue(error) && row.reply !== null) {
        deps.log.error({ err: error, deliveryId: row.deliveryId }, "a reply could not be kept");
        row = { ...row, reply: null, enhancedCode: null, smtpCode: null };
        continue;
      }
      if (isDatabaseAway(error)) await pause(RETRY_PAUSE_MS);
      else if (isBadValue(error) || ++failures > MOST_FAILURES) throw error;
      else {
        deps.log.error({ err: error }, "the end of a single mail could not be written yet");
        await pause(FAILURE_PAUSE_MS);
      }
    }
  }
}
