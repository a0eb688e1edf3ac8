import assert from "node:assert/strict";
import { test } from "node:test";
import { createMarksAhead, MARK_HOLDS_MS, windowOf, type AheadBudget } from "./marks-ahead.ts";
import { FACTS_FRESH_MS, type Task } from "./task.ts";

function pool(perSecond: number, budget: AheadBudget = { marked: 0, underWay: 0 }) {
  const asked: Task[] = [];
  const time = { now: 0 };
  const waiting = Array.from({ length: 500 }, () => ({}) as Task);
  const marks = createMarksAhead({
    budget,
    perSecond: () => perSecond,
    next: () => waiting.shift(),
    mark: (task) => {
      asked.push(task);
      return Promise.resolve(true);
    },
    now: () => time.now,
  });
  return { marks, asked, budget, time };
}

test("SND-16: at ordinary pace nothing is marked before a connection needs it", () => {
  const { marks, asked } = pool(150);
  for (let taken = 0; taken < 50; taken++) assert.ok(marks.take());
  assert.equal(asked.length, 0);
});

test("SND-16: at full speed all pools of a process together leave at most a hundred mails uncertain", () => {
  const budget = { marked: 0, underWay: 20 };
  for (const { marks } of [pool(5_000, budget), pool(5_000, budget), pool(9_000, budget)])
    for (let taken = 0; taken < 30; taken++) {
      marks.take();
      assert.ok(budget.marked + budget.underWay <= 100);
    }
  assert.ok(budget.marked > 50, "and the room is used");
});

test("SND-16: whoever is handed over or comes back makes room for another", async () => {
  const { marks, budget } = pool(5_000);
  const first = marks.take()!;
  assert.equal(marks.isAhead(first), false);
  const marked = budget.marked;
  const second = marks.take()!;
  assert.equal(marks.isAhead(second), true);
  assert.equal(await marks.answer(second), true);
  assert.equal(marks.mark(second), true);
  assert.equal(budget.marked, marked - 1);
  for (const task of marks.rest()) marks.forget(task);
  assert.equal(budget.marked, 0);
});

test("ORG-12 SND-16: a mark that took longer to be written than facts stay fresh lets nothing leave", async () => {
  const { marks, time } = pool(150);
  const [inTime, late] = [marks.take()!, marks.take()!];
  const granted = marks.mark(inTime);
  time.now += FACTS_FRESH_MS;
  assert.equal(await granted, true);
  const old = marks.mark(late);
  time.now += FACTS_FRESH_MS + 1;
  await assert.rejects(Promise.resolve(old), /too old/);
});

test("ORG-12: a mark asked for ahead does not outlive the wait of the emergency stop", async () => {
  const { marks, budget, time } = pool(5_000);
  marks.take();
  const [inTime, late] = [marks.take()!, marks.take()!];
  time.now += MARK_HOLDS_MS;
  assert.equal(marks.mark(inTime), true);
  time.now += 1;
  assert.throws(() => marks.mark(late));
  for (const task of marks.rest()) marks.forget(task);
  assert.equal(budget.marked, 0, "and its place is free");
});

test("SND-16: a connection has one mail without reply while nobody waits, and a bounded number otherwise", () => {
  assert.equal(windowOf(10, 0), 1);
  assert.equal(windowOf(10, 10), 1);
  assert.equal(windowOf(10, 500), 8);
  for (let connections = 1; connections <= 100; connections++)
    assert.ok(connections > 80 || windowOf(connections, 1e6) * connections <= 100);
});
