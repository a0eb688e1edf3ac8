/**
 * `npm run check`: what must hold before a commit, side by side: types, lint, format, unused code,
 * the house, licences and the schema page. Prints each name with its result, then what failed said.
 */
import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";

type Check = {
  name: string;
  command: string[];
  /** Says why the check cannot run here; nothing when it can. */
  skip?: string | undefined;
  /** Seconds after which the check is given up and counts as skipped, for those that need a server. */
  patience?: number;
};
type Result = { check: Check; outcome: "ok" | "failed" | "skipped"; text: string; seconds: number };

/** Exit code by which a check says that it could not look (sysexits.h, EX_TEMPFAIL). */
const couldNotLook = 75;

const root = join(import.meta.dirname, "..");
const bin = (path: string) => [process.execPath, join(root, "node_modules", path)];
const script = (path: string, ...rest: string[]) => [process.execPath, join(root, path), ...rest];
const unless = (path: string) => (existsSync(join(root, path)) ? undefined : `there is no ${path}`);

const checks: Check[] = [
  { name: "types, server", command: [...bin("typescript/bin/tsc"), "-p", "tsconfig.json"] },
  {
    name: "types, workplace",
    command: [...bin("typescript/bin/tsc"), "-p", "admin/tsconfig.json", "--noEmit"],
    skip: unless("admin/tsconfig.json"),
  },
  { name: "lint", command: [...bin("oxlint/bin/oxlint"), "--deny-warnings"] },
  { name: "format", command: [...bin("oxfmt/bin/oxfmt"), "--check"] },
  { name: "unused code", command: [...bin("knip/bin/knip.js"), "--no-progress"] },
  {
    name: "architecture",
    command: script("test/architecture.test.ts"),
  },
  { name: "licences", command: script("scripts/licences.ts") },
  {
    name: "schema page",
    command: script("scripts/schema.ts", "--check"),
    skip: unless("scripts/schema.ts"),
    patience: 40,
  },
];

const results = await Promise.all(checks.map(run));
const failed = results.filter((result) => result.outcome === "failed");
for (const { check, text } of failed) console.log(`\n${check.name}\n${text.trimEnd()}`);
console.log(failed.length === 0 ? "\ncheck: clean" : `\ncheck: ${failed.length} failed`);
process.exitCode = failed.length === 0 ? 0 : 1;

async function run(check: Check): Promise<Result> {
  const result = check.skip
    ? { check, outcome: "skipped" as const, text: check.skip, seconds: 0 }
    : await start(check);
  const why = result.outcome === "skipped" ? ` (${result.text})` : "";
  console.log(
    `${result.outcome.padEnd(8)} ${check.name.padEnd(18)} ${result.seconds.toFixed(1)} s${why}`,
  );
  return result;
}

function start(check: Check): Promise<Result> {
  const begun = performance.now();
  const [command = "", ...rest] = check.command;
  const child = spawn(command, rest, {
    cwd: root,
    stdio: ["ignore", "pipe", "pipe"],
    env: { ...process.env, NO_COLOR: "1" },
  });
  let text = "";
  child.stdout.on("data", (chunk: Buffer) => (text += chunk.toString()));
  child.stderr.on("data", (chunk: Buffer) => (text += chunk.toString()));
  let givenUp = false;
  const timer = setTimeout(
    () => {
      givenUp = true;
      child.kill("SIGTERM");
    },
    (check.patience ?? 300) * 1000,
  );
  return new Promise((resolve) => {
    const settle = (outcome: Result["outcome"], said: string) => {
      clearTimeout(timer);
      resolve({ check, outcome, text: said, seconds: (performance.now() - begun) / 1000 });
    };
    child.on("error", (error) => settle("failed", error.message));
    child.on("close", (code) => {
      if (givenUp && check.patience !== undefined) {
        settle("skipped", `no database within ${check.patience} s`);
      } else if (code === couldNotLook) settle("skipped", text.trim() || "could not look");
      else settle(code === 0 ? "ok" : "failed", givenUp ? `${text}\ngiven up` : text);
    });
  });
}
