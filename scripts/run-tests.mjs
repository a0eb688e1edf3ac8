/**
 * Runs test files under the pinned Node.js: all on the embedded database, then those that use a database
 * again on the oldest supported PostgreSQL server, if one is installed. Called by scripts/test.mjs.
 */
import { spawn, spawnSync } from "node:child_process";
import { chownSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { availableParallelism, tmpdir } from "node:os";
import { dirname, join, relative } from "node:path";
import { run } from "node:test";
import { spec } from "node:test/reporters";
import { setTimeout as sleep } from "node:timers/promises";
import { pathToFileURL } from "node:url";
import { testServer } from "../test/support/database.ts";
import { root } from "./lib/runtime.mjs";
import { removeScratch, scratchFolder } from "./lib/scratch.mjs";
import { findTests, needsOf } from "./lib/test-files.mjs";
import { findOlderPostgres } from "./lib/test-tools.mjs";

/** A file that is not done by then hangs, mostly because it left something open. */
const FILE_TIMEOUT_MS = 8 * 60_000;
const OWNER = "klarpost_owner";

// The product's settings in the caller's shell must not reach the tests.
for (const name of Object.keys(process.env)) {
  if (
    /^(DATABASE_URL|SECRET_KEY|NODE_ENV|NODE_OPTIONS|KLARPOST_.*|(PUBLIC|PAGES|TRACK|SANDBOX)_.*)$/.test(
      name,
    )
  )
    delete process.env[name];
}

const scratch = scratchFolder();
if (scratch !== undefined) process.env.TMPDIR = scratch;
process.once("exit", () => removeScratch(scratch));

/** These measure or end their own process, or take long, so they get one of their own. */
const ALONE =
  /^test\/(browser\/|adversary|fuzz|permissions|measuring-permission|sending-random|row-level-security|.*kill|.*mta|opendkim|strict-mime)|^server\/(cli\/|platform\/embedded-postgres|content\/liquid-engine|signup\/same-answers|tracking\/anonymous-hits)/;
/** A file that waits while it is read may make its tests when its suite is over already. */
const AWAITS = /^(await |(export )?(const|let) [^=]*= await |\} = await )/m;
/** Hooks that a support file sets up for whoever reads it first, so a second file of the same process would go without. */
const HOOKS = /^(?:before|after)(?:Each)?\(/m;
const hasSharedHooks = (file, text) =>
  [...text.matchAll(/from "(\.[^"]*\/support\/[^"]+)"/g)].some(([, target]) =>
    HOOKS.test(readFileSync(join(root, dirname(file), target), "utf8")),
  );
/** Files that share a process; loading the product takes longer than most of them. */
const GROUP = 16;

/** Puts files of the same folder together, each a suite of its own in one process; returns the files to run. */
function grouped(files, folder) {
  const isAlone = (file) => {
    const text = readFileSync(join(root, file), "utf8");
    return ALONE.test(file) || AWAITS.test(text) || hasSharedHooks(file, text);
  };
  const alone = files.filter(isAlone);
  const rest = files.filter((file) => !isAlone(file));
  const groups = [];
  for (let at = 0; at < rest.length; at += GROUP) {
    const suites = rest.slice(at, at + GROUP).map((file) => {
      const url = JSON.stringify(pathToFileURL(join(root, file)).href);
      return `describe(${JSON.stringify(file)}, async () => { await import(${url}); });`;
    });
    const path = join(folder, `group-${String(at / GROUP + 1).padStart(2, "0")}.test.mjs`);
    writeFileSync(path, `import { describe } from "node:test";\n${suites.join("\n")}\n`);
    groups.push(path);
  }
  return [...alone.map((file) => join(root, file)), ...groups];
}

/** Runs the files and returns the counts. */
async function runFiles(files, concurrency = availableParallelism() + 1) {
  const counts = {
    passed: 0,
    failed: 0,
    skipped: 0,
    slowest: [],
    failures: [],
    badFiles: new Set(),
  };
  if (files.length === 0) return counts;
  const folder = join(root, "node_modules", ".cache", "test-groups");
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const stream = run({
    files: files.length > GROUP ? grouped(files, folder) : files.map((file) => join(root, file)),
    cwd: root,
    // Tests wait as often as they compute: for a server, a browser, a clock.
    concurrency,
    timeout: FILE_TIMEOUT_MS,
  });
  let isGood = true;
  stream.on("test:summary", ({ file, counts: found, duration_ms, success }) => {
    isGood &&= success;
    if (file !== undefined) {
      if (!file.startsWith(folder))
        counts.slowest.push({
          file: relative(root, file),
          seconds: Math.round(duration_ms / 1000),
        });
      return;
    }
    counts.passed += found.passed;
    counts.failed += found.failed + found.cancelled;
    counts.skipped += found.skipped + found.todo;
  });
  for (const event of ["test:pass", "test:fail"])
    stream.on(event, ({ file, nesting, name, details }) => {
      if (details.type === "suite" && details.error?.failureType === "testCodeFailure")
        counts.failed += 1;
      if (nesting === 0 && file?.startsWith(folder))
        counts.slowest.push({ file: name, seconds: Math.round(details.duration_ms / 1000) });
    });
  stream.on("test:fail", ({ file, nesting, name, details }) => {
    const path = file?.startsWith(folder) ? undefined : relative(root, file ?? name);
    if (nesting === 0) counts.badFiles.add(path ?? name);
    const { error } = details;
    if (error?.failureType === "subtestsFailed") return;
    const words = String(error?.cause?.message ?? error?.message ?? error).split("\n");
    counts.failures.push([path, name, ...words.slice(0, 8)].filter(Boolean).join("\n      "));
  });
  const reporter = stream.compose(spec);
  for await (const text of reporter) process.stdout.write(text);
  // A suite that could not even be read has no test that failed.
  if (!isGood && counts.failed === 0) counts.failed = 1;
  return counts;
}

/** A story made by chance that failed has found something; another one that passes says nothing. */
const isRandomised = (path) => /fast-check|\bseed\b/.test(readFileSync(join(root, path), "utf8"));
const MOST_TRIED_AGAIN = 3;

/**
 * Runs the files; a few that fail are tried once more, by themselves, because a browser or a clock on a machine that is
 * busy may have been too slow. What passes only then is named in the last lines.
 */
async function runTwiceAtMost(files) {
  const counts = await runFiles(files);
  const again = [...counts.badFiles];
  const mayTry =
    again.length > 0 &&
    again.length <= MOST_TRIED_AGAIN &&
    again.every((path) => files.includes(path) && !isRandomised(path));
  if (!mayTry) return counts;
  console.log(`\nOnce more, by itself: ${again.join(", ")}\n`);
  const second = await runFiles(again, 1);
  if (second.failed > 0) return counts;
  return {
    ...counts,
    passed: counts.passed + counts.failed,
    failed: 0,
    failures: [],
    unsteady: counts.failures,
  };
}

/** Starts a private server of an installed PostgreSQL and runs `work` with its URL. */
async function onOlderServer({ bin }, work) {
  const folder = mkdtempSync(join(tmpdir(), "klarpost-pg-"));
  let user = {};
  if (process.getuid?.() === 0) {
    const id = (option) =>
      Number(spawnSync("id", [option, "postgres"], { encoding: "utf8" }).stdout);
    user = { uid: id("-u"), gid: id("-g") };
    chownSync(folder, user.uid, user.gid);
  }
  const data = join(folder, "data");
  const call = (program, args) => {
    const { status, stderr } = spawnSync(join(bin, program), args, {
      ...user,
      cwd: folder,
      encoding: "utf8",
    });
    if (status !== 0) throw new Error(`${program}: ${stderr}`);
  };
  let child;
  try {
    call("initdb", [
      "-D",
      data,
      "-U",
      "postgres",
      "--auth=trust",
      "--encoding=UTF8",
      `--locale=${process.platform === "darwin" ? "en_US.UTF-8" : "C.UTF-8"}`,
      "--no-sync",
    ]);
    const settings = {
      listen_addresses: "",
      unix_socket_directories: folder,
      fsync: "off",
      synchronous_commit: "off",
      full_page_writes: "off",
      max_connections: "300",
      jit: "off",
    };
    const options = Object.entries(settings).flatMap(([name, value]) => ["-c", `${name}=${value}`]);
    child = spawn(join(bin, "postgres"), ["-D", data, ...options], {
      ...user,
      cwd: folder,
      stdio: "ignore",
    });
    const { default: pg } = await import("pg");
    for (let attempt = 0; ; attempt++) {
      const client = new pg.Client({ host: folder, user: "postgres", database: "postgres" });
      try {
        await client.connect();
        // As an administrator would make it: no superuser, so that row-level security counts.
        await client.query(`create role ${OWNER} login createdb createrole`);
        break;
      } catch (error) {
        if (attempt === 100) throw error;
        await sleep(100);
      } finally {
        await client.end().catch(() => {});
      }
    }
    return await work(`postgres://${OWNER}@localhost/postgres?host=${encodeURIComponent(folder)}`);
  } finally {
    if (child !== undefined && child.exitCode === null) {
      const ended = new Promise((done) => child.once("exit", done));
      child.kill("SIGINT");
      await ended;
    }
    rmSync(folder, { recursive: true, force: true });
  }
}

const files = findTests(process.argv.slice(2)).map((path) => ({ path, ...needsOf(path) }));
// The slow ones first, so that no core waits for one at the end.
const ordered = files.toSorted(
  (a, b) => Number(b.browser) - Number(a.browser) || Number(b.database) - Number(a.database),
);
/** These start servers of their own, whatever the others run on, or load the product rather than the database. */
const ONCE = [
  "test/fuzz-api.test.ts",
  "server/signup/same-answers.test.ts",
  "server/cli/send.test.ts",
  "test/kill-sending.test.ts",
  "test/hits-kill.test.ts",
  "test/real-mta.test.ts",
  "test/inbound-mta.test.ts",
  "test/mailbox-kill.test.ts",
];
/**
 * What is tried on the server too when everything is run: the slices with the hardest SQL, and the straight lines through
 * all of them. Files that are named (`npm test -- server/ test/`) are all tried on both, but for those in a browser.
 */
const LINES = [
  "test/row-level-security.test.ts",
  "test/mailing-line.test.ts",
  "test/erasure.test.ts",
  "test/retention.test.ts",
];
const SLICES =
  /^server\/(platform|delivery)\/|^server\/compliance\/(audience|facts|decide|gate)|^server\/consent\/ledger/;
const isEverything = process.argv.length === 2;
const withDatabase = ordered
  .filter(
    ({ path, database, browser }) =>
      database &&
      !browser &&
      !ONCE.includes(path) &&
      (!isEverything || SLICES.test(path) || LINES.includes(path)),
  )
  .map((file) => file.path);
const results = [];

// Held for the entire run, so that the server is not started and stopped with each file.
const server = files.some((file) => file.database) ? await testServer() : undefined;
try {
  results.push(await runTwiceAtMost(ordered.map((file) => file.path)));
} finally {
  await server?.stop();
}

const older = findOlderPostgres();
if (older !== undefined && withDatabase.length > 0 && !process.env.TEST_DATABASE_URL) {
  console.log(`\nThe tests that use a database, on PostgreSQL ${older.version}:\n`);
  await onOlderServer(older, async (url) => {
    process.env.TEST_DATABASE_URL = url;
    results.push(await runTwiceAtMost(withDatabase));
  });
}

const sum = (name) => results.reduce((total, counts) => total + counts[name], 0);
const slowest = results
  .flatMap((counts) => counts.slowest)
  .filter(({ seconds }) => seconds >= 20)
  .toSorted((a, b) => b.seconds - a.seconds)
  .slice(0, 15);
if (slowest.length > 1) console.log("\nThe slowest files, in seconds:");
for (const { file, seconds } of slowest) console.log(`${String(seconds).padStart(5)}  ${file}`);
for (const [title, name] of [
  ["Failed", "failures"],
  ["Passed at the second try only", "unsteady"],
]) {
  const found = results.flatMap((counts) => counts[name] ?? []);
  if (found.length > 0) console.log(`\n${title}:\n  - ${found.join("\n  - ")}`);
}
for (const line of JSON.parse(process.env.TESTS_LEFT_OUT ?? "[]"))
  console.log(`Not tried here: ${line}.`);
console.log(`\n${sum("passed")} passed, ${sum("failed")} failed, ${sum("skipped")} skipped`);
process.exitCode = sum("failed") === 0 ? 0 : 1;
