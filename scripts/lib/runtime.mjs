/** Finds the Node.js that the project pins, whatever Node.js runs this file (20 is enough). */
import { spawn } from "node:child_process";
import { accessSync, constants } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

/** The folder of package.json. */
export const root = fileURLToPath(new URL("../..", import.meta.url));

const OLDEST_RUNTIME = 24;

/** Ends the program with a sentence a person can act on. */
export function fail(message) {
  console.error(`\n${message}\n`);
  process.exit(1);
}

function isMusl() {
  return (
    process.platform === "linux" &&
    process.report.getReport().header.glibcVersionRuntime === undefined
  );
}

const installedIsNewEnough = () => Number.parseInt(process.versions.node, 10) >= OLDEST_RUNTIME;

/**
 * Refuses systems on which neither the pinned Node.js nor the embedded PostgreSQL runs, before
 * anything is installed.
 */
export function refuseUnsuitableSystem() {
  if (!isMusl() || (installedIsNewEnough() && process.env.DATABASE_URL)) return;
  fail(
    "This system uses musl (Alpine Linux, for example), on which the pinned Node.js and the embedded PostgreSQL do not run. " +
      `Use the container image, or install Node.js ${OLDEST_RUNTIME} or later and set DATABASE_URL to a PostgreSQL server.`,
  );
}

/** The path of the pinned Node.js from node_modules, or an installed one that is new enough. */
export function findRuntime() {
  const platform = process.platform === "win32" ? "win" : process.platform;
  const file = process.platform === "win32" ? "node.exe" : "node";
  if (!isMusl()) {
    for (const name of [
      `node-${platform}-${process.arch}`,
      `node-bin-${platform}-${process.arch}`,
    ]) {
      const path = join(root, "node_modules", name, "bin", file);
      try {
        accessSync(path, constants.X_OK);
        return path;
      } catch {
        // Not for this platform.
      }
    }
  }
  if (installedIsNewEnough()) return process.execPath;
  return fail(
    `There is no pinned Node.js for ${process.platform}-${process.arch}, and the installed one is ${process.version}. ` +
      `Install Node.js ${OLDEST_RUNTIME} or later and start again.`,
  );
}

/** Node.js keeps what it compiled: a third less work at each start, which the tests do some hundred times. */
const withCompileCache = (env) => ({
  NODE_COMPILE_CACHE: join(root, "node_modules", ".cache", "compile"),
  ...env,
});

/**
 * Runs a program in our place: same terminal, signals passed on, and its end is ours. From a terminal,
 * Ctrl+C reaches the program without us; a second one would mean "at once" to it.
 */
export function runInstead(command, args, env = process.env) {
  const child = spawn(command, args, { stdio: "inherit", cwd: root, env: withCompileCache(env) });
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) {
    process.on(signal, () => {
      if (signal !== "SIGINT" || !process.stdin.isTTY) child.kill(signal);
    });
  }
  child.on("error", (error) => fail(`${command} could not be started: ${error.message}`));
  child.on("exit", (code, signal) => {
    if (signal === null) process.exit(code ?? 1);
    process.removeAllListeners(signal);
    process.kill(process.pid, signal);
  });
}
