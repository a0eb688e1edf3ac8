import assert from "node:assert/strict";
import { test } from "node:test";
import type { ComparedMailing } from "../../../../../contract/account-report.ts";
import { isClear, leaderOf } from "./verdict.ts";

const mailing = (
  id: string,
  clicked: number | null,
  difference: "lower" | "chance" | null = null,
  opened: number | null = null,
): ComparedMailing => {
  const rate = (share: number | null) => share && { share, count: 1, base: 2, difference };
  return {
    id,
    rates: { clicked: rate(clicked), uniqueOpened: null, opened: rate(opened) },
  } as unknown as ComparedMailing;
};

test("TRK-21: a winner is clear when every other variant is lower by more than chance", () => {
  const clear = [mailing("a", 0.2), mailing("b", 0.1, "lower"), mailing("c", 0.12, "lower")];
  assert.deepEqual(leaderOf(clear), { measure: "clicked", leader: "a" });
  assert.equal(isClear(clear, leaderOf(clear)!), true);
  const close = [mailing("a", 0.2), mailing("b", 0.19, "chance")];
  assert.equal(isClear(close, leaderOf(close)!), false);
});

test("TRK-21: a measure counts only where every variant has it; without one nobody leads", () => {
  const mixed = [mailing("a", 0.2, null, 0.3), mailing("b", null, null, 0.4)];
  assert.deepEqual(leaderOf(mixed), { measure: "opened", leader: "b" });
  assert.equal(leaderOf([mailing("a", null), mailing("b", null)]), undefined);
  assert.equal(leaderOf([mailing("a", 0.2)]), undefined);
});
