import assert from "node:assert/strict";
import { connect } from "node:net";
import { test } from "node:test";
import { runningApp } from "./support/app.ts";

test("SND-16: a client that never ends its request does not hold up a stop", async () => {
  const running = await runningApp();
  const { hostname, port } = new URL(running.url);
  const slow = connect(Number(port), hostname);
  slow.on("error", () => {});
  await new Promise((resolve) => slow.once("connect", resolve));
  slow.write("POST /api/v1/session HTTP/1.1\r\nhost: x\r\nx-klarpost: 1\r\n");
  slow.write('content-type: application/json\r\ncontent-length: 100\r\n\r\n{"email"');
  await new Promise((resolve) => setTimeout(resolve, 300));
  const started = performance.now();
  await running.close();
  const seconds = (performance.now() - started) / 1000;
  assert.ok(seconds < 20, `the stop took ${seconds.toFixed(1)} s`);
  slow.destroy();
});
