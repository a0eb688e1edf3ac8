import { readdirSync } from "node:fs";
import { join } from "node:path";
import { run } from "node:test";
import { spec } from "node:test/reporters";

/**
 * `npm run drill:browser`: everything that is tried in a browser, whole. `npm test` looks at each page once, at its
 * width or in its colours in turn, and tries a part of the hostile mails; here every page is looked at wide and narrow,
 * light and dark, and every hostile mail is opened. Takes about a quarter of an hour on two cores. The last line is JSON.
 */
const folder = join(import.meta.dirname, "../test/browser");
process.env["THOROUGH"] = "1";
const begun = Date.now();
const counts = { passed: 0, failed: 0, skipped: 0 };
const stream = run({
  files: readdirSync(folder)
    .filter((name) => name.endsWith(".test.ts"))
    .map((name) => join(folder, name)),
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
  `${JSON.stringify({ drill: "browser", seconds, ...counts, passed: counts.failed === 0 && counts.passed > 0 })}\n`,
);
process.exitCode = counts.failed === 0 && counts.passed > 0 ? 0 : 1;
