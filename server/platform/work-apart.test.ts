import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import { test } from "node:test";
import { workApart } from "./work-apart.ts";

const module = new URL("../../test/support/apart-worker.ts", import.meta.url);
const apart = (what: string, signal = new AbortController().signal) =>
  workApart<Record<string, unknown>>(
    { module, nodeOptions: ["--max-semi-space-size=4"] },
    { what },
    signal,
  );

test("work in a process of its own gives what it gave, throws what it threw, and never ends in silence", async () => {
  const [done, failed, ended] = await Promise.allSettled([
    apart("do"),
    apart("fail"),
    apart("end"),
  ]);
  assert.deepEqual(done, {
    status: "fulfilled",
    value: { at: new Date(0), flags: ["--max-semi-space-size=4"] },
  });
  assert.match(String((failed as PromiseRejectedResult).reason), /RangeError: Das ging nicht\./);
  assert.match(String((ended as PromiseRejectedResult).reason), /ended \(SIGKILL\)/);
});

test("it stops when asked, not with a signal to the group, and goes with whoever began it", async () => {
  const code = `import { workApart } from ${JSON.stringify(new URL("./work-apart.ts", import.meta.url).href)};
    await workApart({ module: new URL(${JSON.stringify(module.href)}), nodeOptions: [] }, { what: "wait" }, new AbortController().signal);`;
  const asked = new AbortController();
  const stopping = apart("wait", asked.signal);
  const parent = spawn(process.execPath, ["--input-type=module", "-e", code], {
    stdio: ["ignore", "ignore", "pipe"],
  });
  const [said] = (await once(parent.stderr, "data")) as [Buffer];
  const child = Number(String(said));
  parent.kill("SIGKILL");
  asked.abort();
  assert.deepEqual(await stopping, { stopped: true });
  const lives = () => {
    try {
      return process.kill(child, 0);
    } catch {
      return false;
    }
  };
  for (let wait = 0; lives() && wait < 200; wait++) await sleep(50);
  assert.equal(lives(), false);
});
