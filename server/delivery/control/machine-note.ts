import {
  closeSync,
  constants,
  fstatSync,
  fsyncSync,
  ftruncateSync,
  mkdirSync,
  openSync,
  readFileSync,
  writeSync,
} from "node:fs";
import { join } from "node:path";
import type { MachineNote } from "./identity.ts";

const FILE = "sending.json";

/**
 * Reads what this machine noted in the data folder. The note names the number of its own file on the disk, so that a
 * copied data folder does not pass for the first one. Null: nothing, unreadable, or a copy.
 */
export function readMachineNote(dataDir: string): MachineNote | null {
  let file: number;
  try {
    file = openSync(join(dataDir, FILE), "r");
  } catch {
    return null;
  }
  try {
    const found = JSON.parse(readFileSync(file, "utf8")) as Partial<MachineNote & { file: string }>;
    const { installation, machine, beat } = found;
    if (typeof installation !== "string" || typeof machine !== "string") return null;
    if (!Number.isSafeInteger(beat) || found.file !== numberOf(file)) return null;
    return { installation, machine, beat: beat! };
  } catch {
    return null;
  } finally {
    closeSync(file);
  }
}

/** Writes the note in place (a new file would have another number) and waits for the disk. */
export function writeMachineNote(dataDir: string, note: MachineNote): void {
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  const file = openSync(join(dataDir, FILE), constants.O_RDWR | constants.O_CREAT, 0o600);
  try {
    const text = `${JSON.stringify({ ...note, file: numberOf(file) })}\n`;
    ftruncateSync(file, writeSync(file, text, 0));
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}

const numberOf = (file: number): string => String(fstatSync(file, { bigint: true }).ino);
