import assert from "node:assert/strict";
import { test } from "node:test";
import { createLogger, pause } from "../platform/index.ts";
import { answerInTime } from "./answer-time.ts";

const log = createLogger("silent");
const deps = { answerAfterMs: 20, log };

test("DOI-11 DSR-11: the answer waits for its time and not for the work", async () => {
  let finish!: () => void;
  let finished = false;
  const work = new Promise<void>((resolve) => (finish = resolve)).then(() => (finished = true));
  await answerInTime(work, performance.now(), deps);
  assert.equal(finished, false, "answered while the work goes on");
  finish();
  await work;
  const began = performance.now();
  await answerInTime(Promise.resolve(), began, deps);
  // A timer may be early by the part of a millisecond that it cuts off, and by one that the loop rounds.
  assert.ok(performance.now() - began >= 17, "quick work is no reason to be quick");
});

test("DOI-11: what fails before the answer is told, what fails behind it is logged and ends nothing", async () => {
  await assert.rejects(answerInTime(Promise.reject(new Error("away")), performance.now(), deps));
  const told: unknown[] = [];
  const noting = { ...log, error: (...said: unknown[]) => told.push(said) } as never;
  const late = pause(60).then(() => Promise.reject(new Error("late")));
  await answerInTime(late, performance.now(), { answerAfterMs: 10, log: noting });
  assert.equal(told.length, 0);
  await assert.rejects(late);
  assert.equal(told.length, 1);
});

test("without steps of time the work is waited for", async () => {
  let done = false;
  const work = pause(5).then(() => (done = true));
  await answerInTime(work, performance.now(), { answerAfterMs: 0, log });
  assert.equal(done, true);
});
