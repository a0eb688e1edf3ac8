import {
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
  writeSync,
} from "node:fs";
import { join } from "node:path";
import type { Keys } from "../platform/index.ts";
import { readLine, writeLine, type JournalEntry, type JournalState } from "./entry.ts";

const FOLDER = "erasure-journal";
const STATE = "state.json";
const MONTH = /^\d{4}-\d{2}\.jsonl$/;

/** Where the journal lies below a data folder or a backup target. */
export const journalFolder = (base: string): string => join(base, FOLDER);

/** The newest state of a folder; null when there is none or it is not ours. */
export function readState(keys: Keys, folder: string): JournalState | null {
  const file = join(folder, STATE);
  if (!existsSync(file)) return null;
  return readLine<JournalState>(keys, readFileSync(file, "utf8").trim()) ?? null;
}

/** Whether a folder holds a journal, readable or not. */
export function hasJournal(folder: string): boolean {
  return existsSync(join(folder, STATE));
}

/** Appends entries, each to the file of its month, and notes how far the folder is complete. On disk when it returns. */
export function appendEntries(
  keys: Keys,
  folder: string,
  entries: readonly JournalEntry[],
  state: JournalState,
): void {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const months = Map.groupBy(entries, (entry) => entry.at.slice(0, 7));
  for (const [month, of] of months) {
    const file = openSync(join(folder, `${month}.jsonl`), "a", 0o600);
    try {
      writeSync(file, of.map((entry) => writeLine(keys, entry)).join(""));
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
  }
  const waiting = join(folder, `${STATE}.new`);
  writeFileSync(waiting, writeLine(keys, state), { mode: 0o600, flush: true });
  renameSync(waiting, join(folder, STATE));
}

/** All entries of several folders, which may be copies of each other, with the newest state of them. */
export function readJournal(
  keys: Keys,
  folders: readonly string[],
): { entries: JournalEntry[]; state: JournalState | null; damaged: number } {
  const entries = new Map<number, JournalEntry>();
  let state: JournalState | null = null;
  let damaged = Number.POSITIVE_INFINITY;
  for (const folder of folders) {
    if (!existsSync(folder)) continue;
    let broken = 0;
    for (const name of readdirSync(folder).filter((each) => MONTH.test(each)))
      for (const line of readFileSync(join(folder, name), "utf8").split("\n")) {
        if (line === "") continue;
        const entry = readLine<JournalEntry>(keys, line);
        if (entry === undefined) broken++;
        else entries.set(entry.no, entry);
      }
    const own = readState(keys, folder);
    if (
      own !== null &&
      (state === null || own.lastNo > state.lastNo || own.completeUntil > state.completeUntil)
    )
      state = own;
    // A line that is whole in one copy is not missing.
    damaged = Math.min(damaged, broken);
  }
  return {
    entries: [...entries.values()],
    state,
    damaged: Number.isFinite(damaged) ? damaged : 0,
  };
}

/** Removes files of months that ended before a moment (RET-11: later than any backup). */
export function dropOldMonths(folder: string, before: Date): void {
  if (!existsSync(folder)) return;
  const oldest = before.toISOString().slice(0, 7);
  for (const name of readdirSync(folder).filter((each) => MONTH.test(each)))
    if (name.slice(0, 7) < oldest) rmSync(join(folder, name));
}

/** Puts a journal that belongs to another database aside; nothing of it is lost. */
export function putAside(folder: string, at: Date): void {
  renameSync(folder, `${folder}-${at.toISOString().replaceAll(/[:.]/g, "-")}`);
}
