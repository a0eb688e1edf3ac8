import {
  conflict,
  type Check,
  type CheckContext,
  type CheckOutcome,
  type Clock,
  type Database,
  type FetchPage,
  type Logger,
  type LookUp,
  type Tx,
} from "../platform/index.ts";
import { audit, getAccount, setMode, type AuditActor } from "../accounts/index.ts";
import { checklist } from "./checklist.ts";
import { blocks, isRed, listChecks, withAnswers, worstOf, type CheckState } from "./check-state.ts";
import { findAnswers, findCheckResults, saveCheckResult } from "./checks.store.ts";

export interface CheckEngineDeps {
  db: Database;
  clock: Clock;
  log: Logger;
  /** Of all slices, put together by the composition root. Several may share an id; the worst result counts. */
  checks: readonly Check[];
  /** The outside world. Without them, checks that need them say that they could not look. */
  lookUp?: LookUp;
  fetch?: FetchPage;
  /** Holds a live account's advertising while there are red checks, and lets it go on when there are none. */
  hold?: (accountId: number, red: readonly string[]) => Promise<void>;
  /** What has to be proven again by real mail once an account is live; within the transaction that makes it so. */
  wentLive?: (tx: Tx, accountId: number) => Promise<void>;
}

const CHECK_TIMEOUT_MS = 20_000;

/** Runs the checks, or those named, each in a transaction of its own, and stores what they found. */
export async function runChecks(
  deps: CheckEngineDeps,
  accountId: number,
  ids?: readonly string[],
): Promise<CheckState[]> {
  for (const { id } of checklist.filter((entry) => ids === undefined || ids.includes(entry.id))) {
    const own = deps.checks.filter((check) => check.id === id);
    const outcomes: CheckOutcome[] = [];
    for (const check of own) outcomes.push(await runOne(deps, accountId, check));
    await deps.db.account(accountId, async (tx) => {
      const now = deps.clock.now();
      const answers = (await findAnswers(tx)).filter((answer) => answer.checkId === id);
      const merged = withAnswers(worstOf(outcomes), answers, now.toISOString().slice(0, 10));
      await saveCheckResult(tx, accountId, {
        checkId: id,
        status: merged.status,
        message: merged.message,
        evidence: merged.evidence ?? {},
        asks: [...(merged.asks ?? [])],
        checkedAt: now,
      });
    });
  }
  return holdWhileRed(deps, accountId);
}

/**
 * Holds a live account's advertising while checks are red by what is known now, and lets it go on when none is (CHK,
 * preamble). Gives the checklist.
 */
export async function holdWhileRed(
  deps: Pick<CheckEngineDeps, "db" | "clock" | "hold">,
  accountId: number,
): Promise<CheckState[]> {
  const now = deps.clock.now();
  const { mode, states } = await deps.db.account(accountId, async (tx) => ({
    mode: (await getAccount(tx)).mode,
    states: await listChecks(tx, now),
  }));
  const red = mode === "live" ? states.filter((check) => isRed(check, now)) : [];
  await deps.hold?.(
    accountId,
    red.map((check) => check.id),
  );
  return states;
}

/** A check that fails to run, or takes too long, could not look: that is not green, and not our user's fault. */
async function runOne(
  deps: CheckEngineDeps,
  accountId: number,
  check: Check,
): Promise<CheckOutcome> {
  const { db, clock, log, lookUp, fetch } = deps;
  let timer: NodeJS.Timeout | undefined;
  const tooLong = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error("took too long")), CHECK_TIMEOUT_MS);
  });
  try {
    const work = db.account(accountId, async (tx) => {
      const before = (await findCheckResults(tx)).find((row) => row.checkId === check.id);
      const context: CheckContext = { tx, accountId, clock, before: before?.evidence ?? {} };
      if (lookUp !== undefined) context.lookUp = lookUp;
      if (fetch !== undefined) context.fetch = fetch;
      return check.run(context);
    });
    return await Promise.race([work, tooLong]);
  } catch (error) {
    log.warn({ err: error, check: check.id, accountId }, "check could not look");
    return {
      status: "not_checked",
      message: {
        de: "Die Prüfung konnte nicht nachsehen. Bitte später noch einmal.",
        en: "The check could not look. Please try again later.",
      },
    };
  } finally {
    clearTimeout(timer);
  }
}

/**
 * Switches an account to live, after looking at everything once more. Throws 409 `checks_failing` with the list of what is
 * not green (CHK-A1). What mail alone can prove is asked again by mail that leaves the house: until those links are opened
 * the entries are red, and no mailing goes out.
 */
export async function goLive(
  deps: CheckEngineDeps,
  accountId: number,
  actor: AuditActor,
): Promise<CheckState[]> {
  const results = await runChecks(deps, accountId);
  const failing = results.filter(blocks);
  if (failing.length > 0)
    throw conflict("checks_failing", `${failing.length} blocking checks are not green.`, {
      hint: "Mend what the checklist names and try again. The account stays in sandbox.",
      extra: {
        checks: failing.map(({ id, status, label, message, next }) => ({
          id,
          status,
          label,
          message,
          next,
        })),
      },
    });
  const went = await deps.db.account(accountId, async (tx) => {
    const account = await getAccount(tx);
    if (account.mode === "live") return false;
    await setMode(tx, "live", deps.clock.now());
    await audit(tx, accountId, actor, "account.went_live", {
      objectType: "account",
      objectId: account.publicId,
      detail: { checks: results.length },
    });
    await deps.wentLive?.(tx, accountId);
    return true;
  });
  return went ? runChecks(deps, accountId, PROVEN_BY_MAIL) : results;
}

/** In the sandbox every mail ends in the built-in mailbox; live, only one that travelled proves anything. */
const PROVEN_BY_MAIL = ["CHK-05", "CHK-08", "CHK-35"];
