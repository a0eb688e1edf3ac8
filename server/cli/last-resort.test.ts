import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { test } from "node:test";

const here = (path: string) => JSON.stringify(new URL(path, import.meta.url).href);

/** A process that listens for the signal to stop, and then does this. */
async function run(act: string): Promise<{ code: number | null; said: string }> {
  const program = `
    import { lastResort } from ${here("last-resort.ts")};
    import { createLogger } from ${here("../platform/log.ts")};
    lastResort(createLogger("info"));
    process.on("SIGTERM", () => { console.log("stopped in order"); clearInterval(alive); });
    const alive = setInterval(() => {}, 1000);
    ${act}`;
  const child = spawn(process.execPath, ["--input-type=module-typescript", "-e", program], {
    stdio: ["ignore", "pipe", "pipe"],
  });
  let said = "";
  for (const stream of [child.stdout, child.stderr])
    stream.on("data", (part) => (said += String(part)));
  const [code] = (await once(child, "close")) as [number | null];
  return { code, said };
}

test("what nobody caught ends in the log without addresses, and the process in order with an error", async () => {
  const results = await Promise.all(
    [
      'setTimeout(() => { throw new Error("kaputt bei anna@muster.example"); });',
      'void Promise.reject(new Error("kaputt bei anna@muster.example"));',
      'void Promise.reject("anna@muster.example");',
    ].map(run),
  );
  for (const { code, said } of results) {
    assert.equal(code, 1, said);
    assert.match(said, /stopped in order/);
    assert.doesNotMatch(said, /anna@/);
    const line = JSON.parse(said.split("\n").find((each) => each.startsWith("{"))!);
    assert.equal(line.level, "fatal");
    assert.match(line.err.message, /\[address\]/);
  }
});

test("a second failure on the way out ends it at once", async () => {
  const { code, said } = await run(
    'process.on("SIGTERM", () => { setInterval(() => {}, 1000); throw new Error("zwei"); }); setTimeout(() => { throw new Error("eins"); });',
  );
  assert.equal(code, 1, said);
  assert.match(said, /eins/);
  assert.match(said, /zwei/);
});
