import assert from "node:assert/strict";
import { test } from "node:test";
import type { Gate } from "./gate.ts";
import { createPacedQueue, type Course, type QueueKeys } from "./paced-queue.ts";

/** A gate that lets one mail pass every so many milliseconds. */
function everyMs(ms: number): Gate & { passed: number } {
  let next = 0;
  return {
    kind: "limit",
    pending: 0,
    passed: 0,
    readyAt: (now) => Math.max(now, next),
    pass(now) {
      this.passed++;
      next = now + ms;
    },
    refund() {},
    room: () => 1,
    turn: (now) => now,
  };
}

const free: Course = { gates: [] };
const keys = (accountId: number, runId: number, course = free, urgent = false): QueueKeys => ({
  accountId,
  runId,
  urgent,
  course,
});

function queueAt() {
  const time = { now: 0 };
  return { time, queue: createPacedQueue<string>(() => time.now) };
}

test("SND-12: accounts take turns, in an account its runs, and urgent mail goes first", () => {
  const { queue } = queueAt();
  for (let no = 0; no < 6; no++) queue.push(`A1`, keys(1, 1));
  for (let no = 0; no < 3; no++) queue.push(`A2`, keys(1, 2));
  for (let no = 0; no < 3; no++) queue.push(`B1`, keys(2, 3));
  queue.push("opt-in", keys(2, 0, free, true));
  const order = Array.from({ length: 13 }, () => queue.take());
  assert.equal(order[0], "opt-in");
  assert.equal(order.slice(1, 7).filter((name) => name === "B1").length, 3);
  assert.equal(order.slice(1, 9).filter((name) => name === "A2").length, 2);
  assert.equal(queue.take(), undefined);
  assert.equal(queue.size, 0);
});

test("SND-12: a slow provider keeps nobody else waiting, and its mails leave at its pace", () => {
  const { queue, time } = queueAt();
  const slow = everyMs(100);
  for (let no = 0; no < 5; no++) queue.push("slow", keys(1, 1, { gates: [slow] }));
  const course = { gates: [slow] };
  for (let no = 0; no < 5; no++) queue.push("slow", keys(2, 2, course));
  for (let no = 0; no < 50; no++) queue.push("fast", keys(1, 1));
  const atOnce: string[] = [];
  for (let task = queue.take(); task; task = queue.take()) atOnce.push(task);
  assert.equal(atOnce.filter((name) => name === "fast").length, 50);
  assert.equal(atOnce.filter((name) => name === "slow").length, 1);
  assert.equal(queue.nextAt(), 100);
  for (time.now = 1; time.now <= 400; time.now++) while (queue.take());
  assert.equal(slow.passed, 5);
  assert.equal(slow.pending, 5);
});

test("SND-12: all gates of a course must be open, and a closed one spends nothing of the others", () => {
  const { queue, time } = queueAt();
  const [quick, slow] = [everyMs(10), everyMs(1000)];
  const both = { gates: [quick, slow] };
  queue.push("a", keys(1, 1, both));
  queue.push("b", keys(1, 1, both));
  assert.equal(queue.take(), "a");
  time.now = 500;
  assert.equal(queue.take(), undefined);
  assert.equal(quick.passed, 1);
  time.now = 1000;
  assert.equal(queue.take(), "b");
});

test("SND-02 SND-12: what waits too long, or is known to, comes back", () => {
  const { queue, time } = queueAt();
  const tomorrow: Gate = { ...everyMs(1), readyAt: () => 86_400_000 };
  queue.push("tomorrow", keys(1, 1, { gates: [tomorrow] }));
  queue.push("old", keys(1, 2));
  assert.deepEqual(queue.takeLate(4500), []);
  time.now = 3000;
  queue.push("new", keys(1, 2));
  time.now = 4500;
  assert.deepEqual(queue.takeLate(4500).sort(), ["old", "tomorrow"]);
  assert.equal(queue.size, 1);
  queue.push("tomorrow again", keys(1, 1, { gates: [tomorrow] }));
  assert.equal(queue.take(), "new");
  assert.equal(queue.take(), undefined);
  assert.deepEqual(queue.takeLate(4500), ["tomorrow again"], "parked beyond the longest wait");
  assert.equal(tomorrow.pending, 0);
  assert.equal(queue.nextAt(), null);
});

test("SND-12: random pushes and takes lose nothing, double nothing and keep each line's order", () => {
  const seed = Number(process.env["TEST_SEED"] ?? Math.floor(Math.random() * 2 ** 31));
  console.log(`seed ${seed}`);
  let state = seed;
  const random = (below: number) => {
    state = (Math.imul(state, 1103515245) + 12345) & 0x7fffffff;
    return state % below;
  };
  const { queue, time } = queueAt();
  const courses: Course[] = [free, ...[3, 7, 50].map((ms) => ({ gates: [everyMs(ms)] }))];
  const pushed: string[] = [];
  const taken: string[] = [];
  for (let step = 0; step < 20_000; step++) {
    time.now += random(3);
    if (random(2) === 0) {
      const [account, run, course] = [random(4), random(5), random(courses.length)];
      const name = `${account}/${run}/${course}:${String(step).padStart(6, "0")}`;
      pushed.push(name);
      queue.push(name, keys(account, run, courses[course]!, account === 3));
    } else {
      const task = queue.take();
      if (task) taken.push(task);
    }
    if (step % 1000 === 999) taken.push(...queue.takeLate(2000));
  }
  assert.equal(queue.size, pushed.length - taken.length);
  for (const course of courses) for (const gate of course.gates) assert.ok(gate.pending >= 0);
  const rest = queue.drain();
  const all = [...taken, ...rest];
  assert.deepEqual([...all].sort(), [...pushed].sort());
  const last = new Map<string, string>();
  for (const name of all) {
    const [line, no] = name.split(":") as [string, string];
    assert.ok((last.get(line) ?? "") < no, name);
    last.set(line, no);
  }
  for (const course of courses) for (const gate of course.gates) assert.equal(gate.pending, 0);
});

test("SND-12: without limits a mail costs the queue less than two microseconds", () => {
  const queue = createPacedQueue<number>(() => performance.now());
  const keysOf = [keys(1, 1), keys(1, 2), keys(2, 3)];
  const round = (count: number): number => {
    const began = process.cpuUsage();
    for (let at = 0; at < count; at++) {
      queue.push(at, keysOf[at % 3]!);
      if (at % 100 === 99) for (let no = 0; no < 100; no++) assert.ok(queue.take() !== undefined);
    }
    const { user, system } = process.cpuUsage(began);
    return (user + system) / count;
  };
  round(50_000);
  const each = Math.min(...Array.from({ length: 5 }, () => round(100_000)));
  console.log(`${each.toFixed(2)} µs a mail`);
  assert.ok(each < 4, `${each} µs`);
});
