import { readFileSync } from "node:fs";
import { join } from "node:path";
import { run } from "node:test";
import { spec } from "node:test/reporters";
import { ensureWorkplace } from "../scripts/lib/prepare.mjs";
import { removeScratch, scratchFolder } from "../scripts/lib/scratch.mjs";
import { findTests, needsOf } from "../scripts/lib/test-files.mjs";
import { ensureTestTools } from "../scripts/lib/test-tools.mjs";
import { testServer } from "../test/support/database.ts";

/**
 * `npm run drill:thorough`: what `npm test` tries in part or in turn, whole: every page wide and narrow, light and dark,
 * in both languages, every hostile mail, every foreign id and every malformed request on every route. Takes about half an
 * hour on two cores. The last line is JSON.
 */
const root = join(import.meta.dirname, "..");
process.env["THOROUGH"] = "1";
const files = findTests([]).filter((path) =>
  /isThorough|support\/(?:all-pages|access-matrix)/.test(readFileSync(join(root, path), "utf8")),
);
await ensureWorkplace();
const needs = new Set(
  files.flatMap((path) =>
    Object.entries(needsOf(path))
      .filter(([, isNeeded]) => isNeeded)
      .map(([name]) => name),
  ),
);
for (const line of ensureTestTools(needs)) process.stdout.write(`Not tried here: ${line}.\n`);
const scratch = scratchFolder();
if (scratch !== undefined) process.env["TMPDIR"] = scratch;
process.once("exit", () => removeScratch(scratch));
// Held for the entire run, so that the server is not started and stopped with each file.
const server = await testServer();
const begun = Date.now();
const counts = { passed: 0, failed: 0, skipped: 0 };
const stream = run({
  files: files.map((path) => join(root, path)),
  cwd: root,
  concurrency: 2,
  timeout: 60 * 60_000,
});
stream.on("test:summary", ({ file, counts: found }) => {
  if (file === undefined) return;
  counts.passed += found.passed;
  counts.failed += found.failed + found.cancelled;
  counts.skipped += found.skipped;
});
for await (const text of stream.compose(spec)) process.stdout.write(text);
await server.stop();
const seconds = Math.round((Date.now() - begun) / 1000);
process.stdout.write(
  `${JSON.stringify({ drill: "thorough", seconds, ...counts, passed: counts.failed === 0 && counts.passed > 0 })}\n`,
);
process.exitCode = counts.failed === 0 && counts.passed > 0 ? 0 : 1;
