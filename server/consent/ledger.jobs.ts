import { listAccountIds } from "../accounts/index.ts";
import { enqueueJob, outbox, type JobHandler, type Tx } from "../platform/index.ts";
import { makeCheckpoint, type TreeDeps } from "./checkpoint-make.ts";
import {
  endVerification,
  insertVerification,
  lastVerdict,
  type VerificationRow,
} from "./ledger-verify.store.ts";
import { verifyLedger, type LedgerVerdict } from "./ledger-verify.ts";
import { sealEndedSubjects } from "./seal-ended.ts";
import { sequenceAccount, sequenceAll } from "./tree-sequence.ts";
import { treeSize } from "./tree.store.ts";

const VERIFY_JOB = "ledger.verify";
const SECOND_MS = 1000;
const HOUR_MS = 3600 * SECOND_MS;
/** Several workers that start at once need not all look at the same. */
const FRESH_MS = HOUR_MS / 6;

/**
 * What keeps the ledger: every five seconds new entries get their places, every hour what was added is signed, at the
 * start and once a day everything is verified, and proofs of consents that have ended are sealed.
 */
export function ledgerPeriodic(
  deps: TreeDeps,
): { name: string; everyMs: number; run(signal: AbortSignal): Promise<void> }[] {
  return [
    {
      name: "ledger.sequence",
      everyMs: 5 * SECOND_MS,
      run: (signal) => sequenceAll(deps.db, signal),
    },
    {
      name: "ledger.checkpoints",
      everyMs: HOUR_MS,
      run: (signal) =>
        forEachAccount(
          deps,
          signal,
          async (accountId) => void (await makeCheckpoint(deps, accountId)),
        ),
    },
    {
      name: "ledger.seal",
      everyMs: 24 * HOUR_MS,
      run: (signal) =>
        forEachAccount(
          deps,
          signal,
          async (accountId) => void (await sealEndedSubjects(deps, accountId, signal)),
        ),
    },
    {
      name: "ledger.verify",
      everyMs: 24 * HOUR_MS,
      run: (signal) => forEachAccount(deps, signal, (id) => verifyDaily(deps, id, signal)),
    },
  ];
}

/** Verifications that somebody asked for. */
export function ledgerJobs(deps: TreeDeps): Record<string, JobHandler> {
  return {
    [VERIFY_JOB]: async ({ accountId, payload }, { signal }) => {
      const outside = payload["outside"];
      await runVerification(deps, accountId, Number(payload["verificationId"]), {
        ...(typeof outside === "string" ? { outside } : {}),
        signal,
      });
    },
  };
}

async function forEachAccount(
  deps: TreeDeps,
  signal: AbortSignal,
  work: (accountId: number) => Promise<void>,
): Promise<void> {
  let failure: unknown;
  for (const accountId of await listAccountIds(deps.db)) {
    if (signal.aborted) return;
    try {
      await work(accountId);
    } catch (error) {
      // One account's trouble does not keep the others from being looked at.
      failure = error;
    }
  }
  if (failure) throw failure;
}

/** Plans a verification in the caller's transaction; its outcome stands in the row. */
export async function askVerification(
  tx: Tx,
  deps: TreeDeps,
  accountId: number,
  outside: string | null,
): Promise<VerificationRow> {
  const at = deps.clock.now();
  const asked = await insertVerification(tx, at, outside);
  await enqueueJob(tx, {
    kind: VERIFY_JOB,
    accountId,
    payload: { verificationId: asked.id, ...(outside === null ? {} : { outside }) },
    runAt: at,
  });
  return asked;
}

async function verifyDaily(deps: TreeDeps, accountId: number, signal: AbortSignal): Promise<void> {
  const at = deps.clock.now();
  const asked = await deps.db.account(accountId, async (tx) => {
    if ((await treeSize(tx)) === 0) return undefined;
    const last = await lastVerdict(tx);
    const isFresh = last?.ok === true && at.getTime() - last.finishedAt!.getTime() < FRESH_MS;
    return isFresh ? undefined : insertVerification(tx, at, null);
  });
  if (asked) await runVerification(deps, accountId, asked.id, { signal });
}

/** Looks at everything, writes down what was found, and is loud about it: log, check, cockpit. */
export async function runVerification(
  deps: TreeDeps,
  accountId: number,
  verificationId: number,
  options: { outside?: string; signal?: AbortSignal } = {},
): Promise<LedgerVerdict> {
  const { outside, signal } = options;
  // After an outage, or in example data, much may still wait for its position.
  await sequenceAccount(deps.db, accountId, signal === undefined ? {} : { signal });
  const verdict = await verifyLedger(deps, accountId, {
    ...(outside === undefined ? {} : { outside: [outside] }),
    ...(signal === undefined ? {} : { signal }),
  });
  await deps.db.account(accountId, async (tx) => {
    await endVerification(tx, verificationId, { ...verdict, at: deps.clock.now() });
    await outbox.publish(tx, accountId, { type: "ledger.verified", ok: verdict.ok });
  });
  if (!verdict.ok)
    deps.log.error(
      { accountId, findings: verdict.findings.slice(0, 5) },
      "THE LEDGER WAS ALTERED: its verification failed",
    );
  return verdict;
}
