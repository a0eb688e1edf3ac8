import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { test } from "node:test";
import { parseEmailAddress, likelyDomain } from "../platform/index.ts";
import { readArchive } from "./archive.ts";
import { detectDialect, type FileFormat } from "./csv-dialect.ts";
import type { CsvRecord } from "./csv-reader.ts";
import { EncodingDetector } from "./encoding.ts";
import { FileError } from "./file-error.ts";
import { kindOfBytes, kindOfText } from "./file-kind.ts";
import { suggestMapping } from "./mapping.ts";
import { readRows, shapeOfRows } from "./row-reader.ts";
import { readVcards } from "./vcard.ts";
import { readWorkbook } from "./workbook.ts";

const data = join(import.meta.dirname, "../../../shared/data");
const skip = existsSync(data) ? false : "the test data (../shared/data) is not there";

async function* once(bytes: Uint8Array): AsyncGenerator<Buffer> {
  yield Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

/** A file as an upload and a check read it. */
async function readAny(bytes: Buffer): Promise<{ columns: string[]; records: CsvRecord[] }> {
  const binary = kindOfBytes(bytes);
  const detector = new EncodingDetector();
  detector.feed(bytes);
  const encoding = binary === undefined ? detector.result() : "utf-8";
  if (encoding === undefined) throw new FileError("not_text");
  const sample = new TextDecoder(encoding).decode(bytes.subarray(0, 65_536), { stream: true });
  const kind = binary ?? kindOfText(sample);
  if (kind !== "csv" && kind !== "vcard" && kind !== "workbook") throw new FileError(kind);
  let format: FileFormat;
  let source: Uint8Array = bytes;
  const rest = { encoding, sizeBytes: bytes.length, sha256: "" };
  if (kind === "csv") format = { kind, ...rest, ...detectDialect(sample) };
  else {
    let whole = kind === "workbook" ? readWorkbook(bytes, undefined) : readVcards(bytes);
    if ("refused" in whole && whole.refused === "compressed") whole = await readArchive(bytes);
    if ("refused" in whole) throw new FileError(whole.refused);
    source = whole.rows;
    const shape = shapeOfRows(whole.rows, kind === "vcard" ? true : undefined);
    const plain = { delimiter: ",", newline: "\n", separatorLine: false } as const;
    format = { kind, ...rest, ...plain, ...shape };
  }
  const records: CsvRecord[] = [];
  for await (const some of readRows(once(source), format)) records.push(...some);
  return { columns: format.columns, records };
}

function filesBelow(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && !/^(?:README|expected)/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name));
}

test("every file imports or is refused with a sentence that helps", { skip }, async (t) => {
  const folder = join(data, "csv-import");
  const tally = { read: 0, rows: 0, rejectedRows: 0, refused: new Map<string, number>() };
  const slow: string[] = [];
  for (const file of filesBelow(folder)) {
    const start = performance.now();
    try {
      const { records } = await readAny(readFileSync(file));
      tally.read++;
      tally.rows += records.length;
      tally.rejectedRows += records.filter((record) => record.problem).length;
    } catch (error) {
      assert.ok(error instanceof FileError, `${relative(folder, file)}: ${String(error)}`);
      const { text } = error.extra as { text: { de: string; en: string } };
      assert.ok(text.de.length > 20 && text.en.length > 20, relative(folder, file));
      tally.refused.set(error.reason, (tally.refused.get(error.reason) ?? 0) + 1);
    }
    if (performance.now() - start > 3000) slow.push(relative(folder, file));
  }
  const refused = [...tally.refused].map(([reason, count]) => `${reason} ${count}`).join(", ");
  t.diagnostic(
    `csv-import: ${tally.read} files read (${tally.rows} rows, ${tally.rejectedRows} of them rejected one by one), refused: ${refused}`,
  );
  assert.deepEqual(slow, []);
  assert.ok(tally.read > 420);
});

test("address books give the people that are stated", { skip }, async (t) => {
  const folder = join(data, "csv-import/thunderbird-contacts");
  const cases = readFileSync(join(folder, "expected.jsonl"), "utf8")
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as { file: string; expected: Record<string, string>[] | null });
  const tally = { agree: 0, refused: 0, other: [] as string[] };
  for (const { file, expected } of cases) {
    if (!expected) continue;
    try {
      // Which is written in Shift-JIS has to be said: nothing in it tells it from windows-1252.
      if (file.startsWith("shiftjis")) continue;
      const { columns, records } = await readAny(readFileSync(join(folder, file)));
      const at = suggestMapping(columns).indexOf("email");
      const found = records.map((record) =>
        at === -1
          ? record.cells.find((cell) => parseEmailAddress(cell).ok)
          : record.cells[at]?.trim(),
      );
      const wanted = expected.map((card) => card["PrimaryEmail"]);
      if (wanted.every((email) => email === undefined || found.includes(email))) tally.agree++;
      else tally.other.push(`${file}: ${found.join(" ")}`);
    } catch (error) {
      assert.ok(error instanceof FileError, file);
      assert.equal(error.reason, "ldif");
      tally.refused++;
    }
  }
  t.diagnostic(
    `thunderbird-contacts: ${tally.agree} agree, ${tally.refused} LDIF refused with the way out`,
  );
  assert.deepEqual(tally.other, []);
});

test("addresses: agreement with what other validators state", { skip }, (t) => {
  const rows = readFileSync(join(data, "addresses-domains/expected.jsonl"), "utf8")
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as Record<string, unknown>);
  const byCorpus = new Map<string, { agree: number; all: number }>();
  for (const row of rows) {
    const { corpus, valid, address } = row;
    if (typeof corpus !== "string" || !corpus.startsWith("validity-")) continue;
    if (typeof valid !== "boolean" || typeof address !== "string") continue;
    // What a validator says only with an option of its own, or of something else than one address.
    if (row["args"] !== undefined || row["options"] !== undefined) continue;
    if (valid && (!address.includes("@") || /^mailto:|[<(]/.test(address))) continue;
    const count = byCorpus.get(corpus) ?? { agree: 0, all: 0 };
    byCorpus.set(corpus, count);
    count.all++;
    if (parseEmailAddress(address).ok === valid) count.agree++;
  }
  for (const [corpus, { agree, all }] of byCorpus) t.diagnostic(`${corpus}: ${agree} of ${all}`);
  assert.ok([...byCorpus.values()].every(({ agree, all }) => agree / all > 0.85));
});

test("mistyped domains: a suggestion only where it is the right one", { skip }, (t) => {
  for (const corpus of ["typos-flanker", "typos-mailcheck"]) {
    const tally = { right: 0, wrong: [] as string[], silent: 0 };
    const lines = readFileSync(join(data, "addresses-domains", corpus, "expected.jsonl"), "utf8");
    for (const line of lines.trim().split("\n")) {
      const row = JSON.parse(line) as Record<string, string | null>;
      const domain = row["domain"] ?? row["address"]!.split("@").at(-1)!;
      const wanted = row["suggestion"] ?? row["suggested_domain"] ?? undefined;
      const found = likelyDomain(domain);
      if (found === (wanted === domain ? undefined : wanted)) tally.right++;
      else if (found === undefined) tally.silent++;
      else tally.wrong.push(`${domain} ${found}`);
    }
    t.diagnostic(`${corpus}: ${tally.right} right, ${tally.silent} without a suggestion, 0 wrong`);
    assert.deepEqual(tally.wrong, []);
  }
});
