import assert from "node:assert/strict";
import { test } from "node:test";
import { createLogger } from "../platform/index.ts";
import { markKey, type Mark, type OutcomeRow } from "./ledger.store.ts";
import { createLedgerWriter } from "./ledger-writer.ts";

const log = createLogger("silent");
const row = (deliveryId: number, reply: string | null = "ok") =>
  ({ deliveryId, reply, smtpCode: 250, enhancedCode: null }) as OutcomeRow;
const mark = (deliveryId: number) => ({ deliveryId, attempt: 1, fence: 1 }) as Mark;

/** Refuses what PostgreSQL refuses: the whole statement, for one value. */
function database() {
  const written: OutcomeRow[] = [];
  const commits: number[] = [];
  return {
    written,
    commits,
    commit: async (outcomes: OutcomeRow[], marks: Mark[]) => {
      commits.push(outcomes.length + marks.length);
      if (outcomes.some((one) => one.reply?.includes("\0") || one.deliveryId === 666))
        throw Object.assign(new Error("invalid byte sequence"), { code: "22021" });
      written.push(...outcomes);
      return new Set(marks.map(markKey));
    },
  };
}

test("SND-16: a reply that the database cannot hold keeps nobody else's outcome waiting", async () => {
  const { commit, written } = database();
  const ledger = createLedgerWriter(commit, log);
  const all = [ledger.outcome(row(1)), ledger.outcome(row(2, "bad\0word")), ledger.outcome(row(3))];
  const marked = ledger.mark(mark(4));
  await Promise.all(all);
  assert.equal(await marked, true);
  assert.deepEqual(
    written.map((one) => [one.deliveryId, one.reply]),
    [
      [1, "ok"],
      [2, null],
      [3, "ok"],
    ],
  );
});

test("SND-16: an outcome that cannot be written at all is told to whoever waits for it", async () => {
  const { commit, written } = database();
  const ledger = createLedgerWriter(commit, log);
  const good = ledger.outcome(row(1));
  await assert.rejects(ledger.outcome(row(666)));
  await good;
  assert.deepEqual(
    written.map((one) => one.deliveryId),
    [1],
  );
});

test("SND-16: outcomes ride with the next mark, and wait only a moment where none comes", async () => {
  const { commit, commits } = database();
  const ledger = createLedgerWriter(commit, log);
  const outcome = ledger.outcome(row(1));
  await new Promise((resolve) => setImmediate(resolve));
  await Promise.all([outcome, ledger.mark(mark(2))]);
  assert.deepEqual(commits, [2]);
  await ledger.outcome(row(3));
  assert.deepEqual(commits, [2, 1]);
});
