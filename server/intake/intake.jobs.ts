import { listAccountIds } from "../accounts/index.ts";
import { requestStates } from "../signup/index.ts";
import type { IntakeDeps } from "./deps.ts";
import {
  deleteRecords,
  markProven,
  recordsWithoutProof,
  staleUnverified,
  waitingRecords,
} from "./intake.store.ts";

const HOUR_MS = 3_600_000;
const PER_TURN = 200;
/** What was never completed in this time is not going to be. */
const UNVERIFIED_DAYS = 90;

type Subscriber = (event: { accountId: number; payload: Record<string, unknown> }) => Promise<void>;

/** News this slice acts on: with the confirmation the ledger holds the evidence. Safe to run twice. */
export function intakeSubscribers({ db }: IntakeDeps): Record<string, Subscriber[]> {
  return {
    "subscription.confirmed": [
      async ({ accountId, payload }) => {
        const { requestId, entryIds } = payload;
        if (typeof requestId !== "string" || !Array.isArray(entryIds)) return;
        await db.account(accountId, (tx) => markProven(tx, requestId, entryIds.map(Number)));
      },
    ],
  };
}

/** Takes scans away with the evidence they belong to, account by account, every hour. */
export function intakePeriodic(
  deps: IntakeDeps,
): { name: string; everyMs: number; run(signal: AbortSignal): Promise<void> }[] {
  return [
    {
      name: "intake.sweep",
      everyMs: HOUR_MS,
      async run(signal) {
        for (const accountId of await listAccountIds(deps.db)) {
          if (signal.aborted) return;
          await sweepRecords(deps, accountId);
        }
      },
    },
  ];
}

/** One account's due deletions (DOI-10, RET-09); gives their number. */
export async function sweepRecords(deps: IntakeDeps, accountId: number): Promise<number> {
  const { db, clock } = deps;
  let gone = 0;
  // Nobody confirmed, or the owner said "not me": the request is over, and its scans with it.
  for (let after = 0; ;) {
    const done = await db.account(accountId, async (tx) => {
      const waiting = await waitingRecords(tx, after, PER_TURN);
      const states = await requestStates(
        tx,
        waiting.flatMap((record) => record.requestPublicId ?? []),
      );
      const over = waiting.filter((record) => {
        const state = states.get(record.requestPublicId ?? "");
        return state !== "pending" && state !== "confirmed";
      });
      gone += await deleteRecords(
        tx,
        over.map((record) => record.id),
      );
      return waiting.length < PER_TURN ? undefined : waiting.at(-1)!.id;
    });
    if (done === undefined) break;
    after = done;
  }
  const before = new Date(clock.now().getTime() - UNVERIFIED_DAYS * 24 * HOUR_MS);
  for (const find of [
    (tx: Parameters<typeof staleUnverified>[0]) => staleUnverified(tx, before, PER_TURN),
    (tx: Parameters<typeof staleUnverified>[0]) => recordsWithoutProof(tx, PER_TURN),
  ])
    for (let found = PER_TURN; found === PER_TURN;) {
      found = await db.account(accountId, async (tx) => deleteRecords(tx, await find(tx)));
      gone += found;
    }
  return gone;
}
