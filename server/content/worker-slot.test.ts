import assert from "node:assert/strict";
import { test } from "node:test";
import type { Lingering } from "../../test/support/lingering-worker.ts";
import { WorkerSlot } from "./worker-slot.ts";

const FILE = new URL("../../test/support/lingering-worker.ts", import.meta.url);

test(
  "trust 2: the clock of one letter never ends the next one, and every question has an answer",
  { timeout: 60_000 },
  async () => {
    const slot = new WorkerSlot<Lingering, Lingering>(FILE, 64);
    try {
      await slot.ask({ work: 0, before: 0, after: 0 }, 5_000);
      // Its answer has come when its clock asks how long it worked, and for a second nobody says it.
      const first = { work: 0, before: 60, after: 1_000 };
      const answered = slot.ask(first, 50);
      setTimeout(() => setImmediate(busy, 150), 20);
      assert.deepEqual(await answered, { ok: true, answer: first });
      const second = { work: 10, before: 0, after: 0 };
      assert.deepEqual(await slot.ask(second, 500), { ok: true, answer: second });
      // What was worked before is not held against the next one.
      const long = { work: 400, before: 0, after: 0 };
      assert.deepEqual(await slot.ask(long, 2_000), { ok: true, answer: long });
      assert.deepEqual(await slot.ask(second, 100), { ok: true, answer: second });
      const late = await slot.ask({ work: 5_000, before: 0, after: 0 }, 100);
      assert.equal(late.ok ? "answered" : late.reason, "time");
      assert.deepEqual(await slot.ask(second, 500), { ok: true, answer: second });
    } finally {
      await slot.end();
    }
  },
);

/** Holds this thread up, as a busy process does. */
function busy(ms: number): void {
  const until = performance.now() + ms;
  while (performance.now() < until);
}
