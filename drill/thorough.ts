import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { run } from "node:test";
import { spec } from "node:test/reporters";

/**
 * `npm run drill:thorough`: what `npm test` tries in part or in turn, whole: every page wide and narrow, light and dark,
 * in both languages, every hostile mail, every foreign id and every malformed request on every route. Takes about half an
 * hour on two cores. The last line is JSON.
 */
const root = join(import.meta.dirname, "..");
process.env["THOROUGH"] = "1";
const begun = Date.now();
const counts = { passed: 0, failed: 0, skipped: 0 };
const stream = run({
  files: globSync("{server,test}/**/*.test.ts", { cwd: root })
    .map((path) => join(root, path))
    .filter((path) => /isThorough|all-pages/.test(readFileSync(path, "utf8"))),
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
const seconds = Math.round((Date.now() - begun) / 1000);
process.stdout.write(
  `${JSON.stringify({ drill: "thorough", seconds, ...counts, passed: counts.failed === 0 && counts.passed > 0 })}\n`,
);
process.exitCode = counts.failed === 0 && counts.passed > 0 ? 0 : 1;
