import { setImmediate as breathe } from "node:timers/promises";
import { readFile, type Clock } from "../platform/index.ts";
import { readRows } from "./row-reader.ts";
import { FileError } from "./file-error.ts";
import { BATCH_ROWS, type Import, type ImportDeps, type Progress } from "./import.ts";
import { fileExists } from "./imports.store.ts";
import { noteLine, readLine, type ParsedLine } from "./read-line.ts";
import type { Recipe } from "./recipe.ts";
import { SeenAddresses } from "./seen-addresses.ts";

/** Lines read before the event loop gets its turn again, so that the database never waits long for its next statement. */
const AT_ONCE = 20;

/**
 * The lines of the stored file, a batch at a time. Of lines up to `after` only the address is noted, because it makes a
 * later line a duplicate. Throws FileError.
 */
export async function* walkFile(
  deps: Pick<ImportDeps, "db" | "keys" | "clock">,
  found: Import,
  recipe: Recipe,
  after = 0,
): AsyncGenerator<{ lines: ParsedLine[]; share: number }> {
  const { fileId } = found;
  const there =
    fileId !== null && (await deps.db.account(recipe.accountId, (tx) => fileExists(tx, fileId)));
  if (!there) throw new FileError("file_gone");
  let bytes = 0;
  const counted = async function* () {
    for await (const chunk of readFile(deps.db, recipe.accountId, fileId!)) {
      bytes += chunk.length;
      yield chunk;
    }
  };
  const seen = new SeenAddresses();
  const now = deps.clock.now();
  const share = () =>
    Math.min(1, bytes / Math.max(1, found.format.rowsBytes ?? found.format.sizeBytes));
  let lines: ParsedLine[] = [];
  for await (const records of readRows(counted(), found.format)) {
    for (const record of records) {
      if (record.line <= after) {
        noteLine(record, recipe, deps.keys, seen);
        continue;
      }
      lines.push(readLine(record, recipe, deps.keys, seen, now));
      if (lines.length % AT_ONCE === 0) await breathe();
      if (lines.length < BATCH_ROWS) continue;
      yield { lines, share: share() };
      lines = [];
    }
  }
  if (lines.length > 0) yield { lines, share: 1 };
}

/** Measures how fast rows are done. */
export class Meter {
  readonly #clock: Clock;
  readonly #started: Date;
  readonly #from: number;

  constructor(clock: Clock, from: number) {
    this.#clock = clock;
    this.#started = clock.now();
    this.#from = from;
  }

  read(rows: number, share: number): Progress {
    const seconds = (this.#clock.now().getTime() - this.#started.getTime()) / 1000;
    return {
      rows,
      share: Math.round(share * 1000) / 1000,
      perSecond: seconds > 0 ? Math.round((rows - this.#from) / seconds) : 0,
      startedAt: this.#started.toISOString(),
    };
  }
}
