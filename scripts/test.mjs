/**
 * `npm test`: prepares as `npm start` does, sees to a browser, a mail server and an older PostgreSQL
 * where the system allows, and runs all tests. `npm test -- <file or pattern>` runs some of them.
 * `TEST_DATABASE_URL` (a user who may create databases and roles) replaces the embedded database.
 */
import { join } from "node:path";
import { ensureInstalled, ensureWorkplace } from "./lib/prepare.mjs";
import { fail, findRuntime, refuseUnsuitableSystem, root, runInstead } from "./lib/runtime.mjs";
import { findTests, needsOf } from "./lib/test-files.mjs";
import { ensureTestTools } from "./lib/test-tools.mjs";

const patterns = process.argv.slice(2);

refuseUnsuitableSystem();
await ensureInstalled();
const tests = findTests(patterns);
if (tests.length === 0) fail(`There is no test file that matches ${patterns.join(" ")}.`);
const needs = new Set(
  tests.map(needsOf).flatMap((needed) => Object.keys(needed).filter((name) => needed[name])),
);
if (needs.has("browser") || patterns.length === 0) await ensureWorkplace();
const leftOut = ensureTestTools(needs);
runInstead(findRuntime(), [join(root, "scripts/run-tests.mjs"), ...patterns], {
  ...process.env,
  TESTS_LEFT_OUT: JSON.stringify(leftOut),
});
