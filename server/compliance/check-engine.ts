import {
  conflict,
  type Check,
  type CheckContext,
  type CheckOutcome,
  type CheckStatus,
  type Clock,
  type Database,
  type FetchPage,
  type Locale,
  type Logger,
  type LookUp,
  type Tx,
} from "../platform/index.ts";
import { audit, getAccount, setMode, type AuditActor } from "../accounts/index.ts";
import { checklist, type ChecklistEntry } from "./checklist.ts";
import { findCheckResults, saveCheckResult, type CheckResultRow } from "./checks.store.ts";

export interface CheckEngineDeps {
  db: Database;
  clock: Clock;
  log: Logger;
  /** Of all slices, put together by the composition root. Several may share an id; the worst result counts. */
  checks: readonly Check[];
  /** The outside world. Without them, checks that need them say that they could not look. */
  lookUp?: LookUp;
  fetch?: FetchPage;
}

/** An entry with its last result. */
export interface CheckState extends ChecklistEntry {
  status: CheckStatus;
  message: Record<Locale, string>;
  evidence: Record<string, unknown>;
  checkedAt: Date | null;
}

const CHECK_TIMEOUT_MS = 20_000;
/** A result older than this says nothing any more; live accounts are looked at daily. */
const RESULT_MAX_AGE_MS = 3 * 86_400_000;

const neverLooked: Record<Locale, string> = {
  de: "Noch nicht geprüft.",
  en: "Not checked yet.",
};
const notBuilt: Record<Locale, string> = {
  de: "Diese Prüfung gibt es noch nicht. Bis dahin ist der Echtbetrieb nicht möglich.",
  en: "This check does not exist yet. Until it does, live operation is not possible.",
};
const tooOld: Record<Locale, string> = {
  de: "Das letzte Ergebnis ist zu alt. Bitte neu prüfen.",
  en: "The last result is too old. Please check again.",
};

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
    const { status, message, evidence } = worstOf(outcomes);
    await deps.db.account(accountId, (tx) =>
      saveCheckResult(tx, accountId, {
        checkId: id,
        status,
        message,
        evidence: evidence ?? {},
        checkedAt: deps.clock.now(),
      }),
    );
  }
  return deps.db.account(accountId, (tx) => listChecks(tx, deps.clock.now()));
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
    const work = db.account(accountId, (tx) => {
      const context: CheckContext = { tx, accountId, clock };
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

const severity: readonly CheckStatus[] = ["failed", "not_checked", "passed", "not_applicable"];

/** Several looks at one entry: the worst counts, and only what is as bad speaks. Pure. */
export function worstOf(outcomes: readonly CheckOutcome[]): CheckOutcome {
  if (outcomes.length === 0) return { status: "not_checked", message: notBuilt };
  const status = severity.find((one) => outcomes.some((outcome) => outcome.status === one))!;
  const speaking = outcomes.filter((outcome) => outcome.status === status);
  const say = (locale: Locale) => speaking.map((outcome) => outcome.message[locale]).join(" ");
  return {
    status,
    message: { de: say("de"), en: say("en") },
    evidence: Object.assign({}, ...outcomes.map((outcome) => outcome.evidence ?? {})),
  };
}

/** The whole checklist with the stored results. What was never looked at, or too long ago, is not checked. */
export async function listChecks(tx: Tx, now?: Date): Promise<CheckState[]> {
  const found = new Map((await findCheckResults(tx)).map((row) => [row.checkId, row]));
  return checklist.map((entry) => stateOf(entry, found.get(entry.id), now));
}

function stateOf(entry: ChecklistEntry, row: CheckResultRow | undefined, now?: Date): CheckState {
  if (row === undefined)
    return { ...entry, status: "not_checked", message: neverLooked, evidence: {}, checkedAt: null };
  const isOld = now !== undefined && now.getTime() - row.checkedAt.getTime() > RESULT_MAX_AGE_MS;
  return {
    ...entry,
    status: isOld ? "not_checked" : row.status,
    message: isOld ? tooOld : { ...neverLooked, ...row.message },
    evidence: row.evidence,
    checkedAt: row.checkedAt,
  };
}

/**
 * The checks that keep an account from live mail now (CHK-A1). Advisory in sandbox. With `now`, results that are
 * too old count as not checked.
 */
export async function blockingChecks(tx: Tx, now?: Date): Promise<CheckState[]> {
  return (await listChecks(tx, now)).filter(blocks);
}

export function blocks(check: CheckState): boolean {
  return check.blocking && check.status !== "passed" && check.status !== "not_applicable";
}

/**
 * Switches an account to live, after looking at everything once more. Throws 409 `checks_failing` with the
 * list of what is not green (CHK-A1).
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
        checks: failing.map(({ id, status, label, message }) => ({ id, status, label, message })),
      },
    });
  await deps.db.account(accountId, async (tx) => {
    const account = await getAccount(tx);
    if (account.mode === "live") return;
    await setMode(tx, "live", deps.clock.now());
    await audit(tx, accountId, actor, "account.went_live", {
      objectType: "account",
      objectId: account.publicId,
      detail: { checks: results.length },
    });
  });
  return results;
}
