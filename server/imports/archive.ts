import { unzipSync } from "fflate";
import { IMPORT_LIMITS } from "../../contract/imports.ts";
import { measureZip } from "../platform/index.ts";
import { detectDialect, type FileFormat } from "./csv-dialect.ts";
import { readRecords, type CsvRecord } from "./csv-reader.ts";
import { EncodingDetector } from "./encoding.ts";
import { FileError } from "./file-error.ts";
import { foldHeading, kitOf } from "./mapping.ts";
import { RowLines } from "./row-lines.ts";
import type { WholeFileAnswer } from "./whole-files.ts";

/** Unpacked bytes of everything in an archive, which is held in memory. */
const MAX_ARCHIVE_BYTES = 100 * 1024 * 1024;
const MOST_TABLES = 20;

const TABLE = /\.(?:csv|tsv|txt)$/i;
/** What would be left out without a word, although there may be people in it. */
const OTHER_PEOPLE = /\.(?:xlsx?|ods|vcf|ldif|zip|gz|7z|rar)$/i;

/**
 * Mailchimp writes one table for each state, and only its name says which. In the order in which they are read: who left
 * comes first, so that nobody is mailable even for a moment.
 */
const MAILCHIMP_STATES = ["unsubscribed", "cleaned", "subscribed", "nonsubscribed"] as const;
const STATE_HEADING = "Mailchimp-Status";

interface Packed {
  name: string;
  bytes: Buffer;
  format: Omit<FileFormat, "sizeBytes" | "sha256">;
  state: string;
}

/**
 * The rows of all tables of a zip as one table: a single table as it is, several only where they are exports of the same
 * system or have the same headings. The columns are those of all of them. Refused is what unpacks to more than
 * `MAX_ARCHIVE_BYTES` (sizes that the archive states are not believed), and what holds other files with people in them.
 */
export async function readArchive(bytes: Buffer): Promise<WholeFileAnswer> {
  const measured = measureZip(bytes, MAX_ARCHIVE_BYTES);
  if (measured?.fits !== true) return { refused: "archive_unreadable" };
  const names = [...new Set(measured.names)].filter(
    (name) => !/(?:^|\/)(?:__MACOSX\/|\.)/.test(name) && !name.endsWith("/"),
  );
  const tables = names.filter((name) => TABLE.test(name));
  if (tables.length === 0) return { refused: "compressed" };
  if (tables.length > MOST_TABLES || names.some((name) => OTHER_PEOPLE.test(name)))
    return { refused: "archive_mixed" };
  try {
    const packed = tables.map((name) => open(name, unpack(bytes, name)));
    if (!belongTogether(packed)) return { refused: "archive_mixed" };
    return { ...(await join(packed)), sheet: null, archive: true };
  } catch (error) {
    if (error instanceof FileError) return { refused: error.reason };
    return { refused: "archive_unreadable" };
  }
}

function unpack(bytes: Buffer, wanted: string): Buffer {
  const found = unzipSync(bytes, {
    // The library sets aside as much memory as the archive states.
    filter: ({ name, originalSize }) => name === wanted && originalSize <= MAX_ARCHIVE_BYTES,
  })[wanted];
  if (!found) throw new FileError("archive_unreadable");
  return Buffer.from(found.buffer, found.byteOffset, found.byteLength);
}

function open(path: string, bytes: Buffer): Packed {
  const detector = new EncodingDetector();
  detector.feed(bytes);
  const encoding = detector.result();
  if (encoding === undefined) throw new FileError("archive_mixed");
  const sample = new TextDecoder(encoding).decode(detector.sample, { stream: true });
  const format = { ...detectDialect(sample), encoding };
  const name = path.split("/").at(-1)!;
  const word = /^[a-z]+/.exec(name.toLowerCase())?.[0];
  const state =
    kitOf(format.columns)?.id === "mailchimp"
      ? MAILCHIMP_STATES.find((one) => one === word)
      : undefined;
  return { name, bytes, format, state: state ?? "" };
}

function belongTogether(tables: Packed[]): boolean {
  const [first, ...others] = tables;
  const headings = ({ format }: Packed) => format.columns.map(foldHeading).toSorted().join(" ");
  const kit = kitOf(first!.format.columns)?.id;
  return others.every(
    (other) =>
      other.format.header &&
      first!.format.header &&
      (headings(other) === headings(first!) ||
        (kit !== undefined && kitOf(other.format.columns)?.id === kit)),
  );
}

async function join(tables: Packed[]): Promise<{ rows: Uint8Array; sheets: string[] }> {
  const order = (table: Packed) =>
    MAILCHIMP_STATES.findIndex((state) => state === table.state) + (table.state === "" ? 99 : 0);
  const ordered = tables.toSorted((a, b) => order(a) - order(b));
  const columns = new Map<string, { at: number; heading: string }>();
  const column = (heading: string) => {
    const key = foldHeading(heading) || heading;
    const known = columns.get(key) ?? { at: columns.size, heading };
    columns.set(key, known);
    return known.at;
  };
  const places = ordered.map(({ format }) => placesOf(format.columns, column));
  const stateAt = ordered.some(({ state }) => state !== "") ? column(STATE_HEADING) : undefined;
  if (columns.size > IMPORT_LIMITS.columns)
    throw new FileError("too_many_columns", { expected: `≤ ${IMPORT_LIMITS.columns}` });
  const lines = new RowLines();
  lines.add(
    1,
    [...columns.values()].map(({ heading }) => heading),
  );
  let line = 1;
  for (const [no, { bytes, format, state }] of ordered.entries())
    for await (const records of readRecords(once(bytes), format))
      for (const record of records) {
        const cells = spread(record, places[no]!, columns.size);
        if (stateAt !== undefined) cells[stateAt] = state;
        lines.add(ordered.length === 1 ? record.line : ++line, cells);
      }
  return { rows: lines.bytes(), sheets: ordered.map(({ name }) => name) };
}

/** Where each column of a table stands in all of them; the same heading twice in one table stays two columns. */
function placesOf(columns: string[], column: (heading: string) => number): number[] {
  const taken = new Map<string, number>();
  return columns.map((heading) => {
    const before = taken.get(heading) ?? 0;
    taken.set(heading, before + 1);
    return column(before === 0 ? heading : `${heading} ${before + 1}`);
  });
}

/** A row that cannot be trusted keeps one value too many, by which it is rejected when it is read again. */
function spread(record: CsvRecord, places: number[], width: number): string[] {
  const cells = Array.from({ length: width }, () => "");
  record.cells.forEach((cell, index) => {
    const at = places[index];
    if (at === undefined) cells.push(cell);
    else cells[at] = cell;
  });
  if (record.problem && cells.slice(width).every((cell) => cell.trim() === "")) cells.push("…");
  return cells;
}

async function* once(bytes: Buffer): AsyncGenerator<Buffer> {
  yield bytes;
}
