/** A lock between processes that also works on Node.js 20: a file with the number of its holder. */
import { mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { isAlive } from "./alive.mjs";

/** After so long a holder is taken for dead, although its number lives: it may be another program's. */
const LONGEST_MS = 20 * 60_000;

function removeStale(path) {
  try {
    const holder = readFileSync(path, "utf8");
    const age = Date.now() - statSync(path).mtimeMs;
    // A holder writes its number right after making the file.
    if (holder === "" ? age < 5_000 : isAlive(Number(holder)) && age < LONGEST_MS) return;
    // Whoever moves it away first may remove it; a lock taken meanwhile is put back.
    const aside = `${path}.${process.pid}`;
    renameSync(path, aside);
    if (readFileSync(aside, "utf8") === holder) rmSync(aside);
    else renameSync(aside, path);
  } catch (error) {
    if (error.code !== "ENOENT") throw error;
  }
}

/** Runs `work` while no other process runs work under the same path. Says once that it waits. */
export async function withLock(path, waiting, work) {
  mkdirSync(dirname(path), { recursive: true });
  for (let attempt = 0; ; attempt++) {
    try {
      writeFileSync(path, String(process.pid), { flag: "wx" });
      break;
    } catch (error) {
      if (error.code !== "EEXIST") throw error;
    }
    removeStale(path);
    if (attempt === 1) console.log(waiting);
    await sleep(200);
  }
  const release = () => rmSync(path, { force: true });
  process.once("exit", release);
  try {
    return await work();
  } finally {
    process.removeListener("exit", release);
    release();
  }
}
