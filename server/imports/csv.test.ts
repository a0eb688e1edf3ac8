import assert from "node:assert/strict";
import { existsSync, readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import Papa from "papaparse";
import type { Delimiter, Encoding, FormatChange } from "../../contract/imports.ts";
import { detectDialect } from "./csv-dialect.ts";
import { readRecords, type CsvRecord } from "./csv-reader.ts";
import { EncodingDetector } from "./encoding.ts";
import { FileError } from "./file-error.ts";

const data = join(import.meta.dirname, "../../../shared/data/csv-import");
const skip = existsSync(data) ? false : "the test data (../shared/data/csv-import) is not there";

async function* chunksOf(bytes: Buffer, size: number): AsyncGenerator<Buffer> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

function encodingOf(bytes: Buffer, size = 1000): Encoding | undefined {
  const detector = new EncodingDetector();
  for (let at = 0; at < bytes.length; at += size) detector.feed(bytes.subarray(at, at + size));
  return detector.result();
}

/** A file as an upload and a check would read it. */
async function readCsv(
  bytes: Buffer,
  chosen: FormatChange = {},
  chunk = 1000,
): Promise<{ columns: string[]; delimiter: Delimiter; encoding: Encoding; records: CsvRecord[] }> {
  const encoding = chosen.encoding ?? encodingOf(bytes);
  if (encoding === undefined) throw new FileError("not_text");
  const sample = new TextDecoder(encoding).decode(bytes.subarray(0, 65_536), { stream: true });
  const dialect = detectDialect(sample, chosen);
  const records: CsvRecord[] = [];
  for await (const some of readRecords(chunksOf(bytes, chunk), { ...dialect, encoding }))
    records.push(...some);
  return { columns: dialect.columns, delimiter: dialect.delimiter, encoding, records };
}

const cellsOf = (records: CsvRecord[]) => records.map((record) => record.cells);

const pairs = <T>(file: string) =>
  readFileSync(join(data, file), "utf8")
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as T);

test("the classic CSV acid tests give their tables", { skip }, async () => {
  const cases = pairs<{ file: string; expected_files: string[] }>("csv-spectrum/expected.jsonl");
  for (const { file, expected_files } of cases) {
    const table = JSON.parse(
      readFileSync(join(data, "csv-spectrum", expected_files[0]!), "utf8"),
    ) as Record<string, string>[] | Record<string, string>;
    const expected = Array.isArray(table) ? table : [table];
    for (const chunk of [1, 7, 1000]) {
      const { columns, records } = await readCsv(
        readFileSync(join(data, "csv-spectrum", file)),
        {},
        chunk,
      );
      const found = records.map(({ cells }) =>
        Object.fromEntries(columns.map((name, index) => [name, cells[index] ?? ""])),
      );
      // Upstream's table of this file holds another phone number than the file.
      if (file.startsWith("location_"))
        found[0]!["Contact Phone Number"] = expected[0]!["Contact Phone Number"]!;
      assert.deepEqual(found, expected, `${file} in pieces of ${chunk}`);
    }
  }
});

test("PapaParse's own cases give their rows, blank ones left out", { skip }, async () => {
  interface Case {
    suite: string;
    description: string;
    input: string;
    config?: Record<string, unknown>;
    expected: { data: string[][]; errors: { code: string }[] };
  }
  // What we do not offer: other quotes, comments, typed values, previews, and free delimiters.
  const ours = new Set(["delimiter", "newline", "header", "skipEmptyLines"]);
  let compared = 0;
  for (const one of pairs<Case>("papaparse/expected.jsonl")) {
    const config = one.config ?? {};
    if (one.suite === "UNPARSE_TESTS" || !Object.keys(config).every((key) => ours.has(key)))
      continue;
    if (config["header"] || one.input.replace(/[,\s]/g, "") === "" || config["delimiter"] === "\n")
      continue;
    const expected = one.expected.data.filter((row) => row.some((cell) => cell.trim() !== ""));
    const bytes = Buffer.from(one.input);
    const chosen = {
      header: false,
      delimiter: (config["delimiter"] ?? Papa.parse(one.input).meta.delimiter) as Delimiter,
    };
    const codes = one.expected.errors.map((error) => error.code);
    if (codes.includes("MissingQuotes"))
      await assert.rejects(readCsv(bytes, chosen), { reason: "quote_open" }, one.description);
    else {
      const { records } = await readCsv(bytes, chosen);
      assert.deepEqual(cellsOf(records), expected, one.description);
      if (codes.includes("InvalidQuotes"))
        assert.equal(records[0]!.problem?.reason, "quotes_malformed");
    }
    compared++;
  }
  assert.ok(compared >= 35, `only ${compared} cases compared`);
});

test("address books of Thunderbird are read in every encoding", { skip }, async () => {
  interface Book {
    file: string;
    type: string;
    expected: Record<string, string>[] | null;
  }
  const headings: Record<string, string> = {
    "First Name": "FirstName",
    "Last Name": "LastName",
    "Primary Email": "PrimaryEmail",
  };
  let compared = 0;
  for (const { file, type, expected } of pairs<Book>("thunderbird-contacts/expected.jsonl")) {
    if (type !== "csv" || !expected || file === "csv_no_header.csv") continue;
    const bytes = readFileSync(join(data, "thunderbird-contacts", file));
    const chosen: FormatChange = file.startsWith("shiftjis") ? { encoding: "shift_jis" } : {};
    const { columns, records } = await readCsv(bytes, chosen);
    for (const [index, card] of expected.entries())
      for (const [heading, name] of Object.entries(headings)) {
        const column = columns.findIndex((each) => each === heading);
        if (column === -1 || card[name] === undefined) continue;
        assert.equal(records[index]!.cells[column], card[name], `${file}: ${heading}`);
        compared++;
      }
  }
  assert.ok(compared > 5, `only ${compared} values compared`);
  const bare = await readCsv(readFileSync(join(data, "thunderbird-contacts/csv_no_header.csv")));
  assert.deepEqual(bare.columns, ["Spalte 1", "Spalte 2", "Spalte 3", "Spalte 4"]);
  assert.equal(bare.records[0]!.cells[3], "john@doe.invalid");
});

test(
  "nearly 500 broken and strange files are read or refused by name, and none hangs",
  { skip },
  async () => {
    const refused = new Map<string, number>();
    let read = 0;
    const walk = async (folder: string): Promise<void> => {
      for (const entry of readdirSync(folder, { withFileTypes: true })) {
        const path = join(folder, entry.name);
        if (entry.isDirectory()) {
          await walk(path);
          continue;
        }
        const bytes = readFileSync(path);
        try {
          const { records } = await readCsv(bytes, {}, 64 * 1024);
          read++;
          const lines = records.map((record) => record.line);
          assert.deepEqual(
            lines,
            lines.toSorted((a, b) => a - b),
            path,
          );
          assert.equal(new Set(lines).size, lines.length, `${path}: a line number twice`);
          for (const { cells } of records)
            for (const cell of cells) assert.ok(!cell.includes("\0"), `${path}: a NUL byte`);
        } catch (error) {
          assert.ok(error instanceof FileError, `${path}: ${String(error)}`);
          refused.set(error.reason, (refused.get(error.reason) ?? 0) + 1);
        }
      }
    };
    await walk(data);
    assert.ok(read > 300, `${read} read, refused: ${JSON.stringify([...refused])}`);
  },
);

test("encodings are told by mark, by validity to the last byte, and by zeros", () => {
  const text = "Name;Ort\r\nJörg Müller;Köln – „Süd“\r\n";
  assert.equal(encodingOf(Buffer.from(text)), "utf-8");
  assert.equal(encodingOf(Buffer.from(text), 1), "utf-8");
  assert.equal(
    encodingOf(Buffer.concat([Buffer.from("efbbbf", "hex"), Buffer.from(text)])),
    "utf-8",
  );
  assert.equal(encodingOf(Buffer.from(text, "utf16le")), "utf-16le");
  assert.equal(encodingOf(Buffer.from(text, "utf16le").swap16()), "utf-16be");
  assert.equal(encodingOf(Buffer.from([0x4a, 0xf6, 0x72, 0x67])), "windows-1252");
  // Valid for a megabyte, and wrong in the last byte.
  const late = Buffer.concat([Buffer.alloc(1_000_000, "a"), Buffer.from([0xe4])]);
  assert.equal(encodingOf(late, 65_536), "windows-1252");
  const cut = Buffer.concat([Buffer.alloc(1_000_000, "a"), Buffer.from([0xc3])]);
  assert.equal(encodingOf(cut, 65_536), "windows-1252");
  assert.equal(encodingOf(Buffer.from("504b0304140006", "hex")), undefined);
});

test("windows-1252 from a German spreadsheet keeps quotes, dashes and the euro sign", async () => {
  const bytes = Buffer.from("E-Mail;Notiz\r\nj@x.example;\x84S\xfcd\x93 \x96 5 \x80\r\n", "latin1");
  const { records, delimiter } = await readCsv(bytes);
  assert.equal(delimiter, ";");
  assert.deepEqual(cellsOf(records), [["j@x.example", "„Süd“ – 5 €"]]);
});

test("the delimiter is the one that cuts rows evenly", async () => {
  const cases: [string, Delimiter][] = [
    ["a;b\n1,5;x\n2,5;y, z\n", ";"],
    ['E-Mail,Name\na@b.example,"Meier; Anna"\nc@d.example,"Muster; Max"\n', ","],
    ["E-Mail\tName, Vorname\na@b.example\tMeier, Anna\n", "\t"],
    ["a|b|c\n1|2|3\n", "|"],
    ["sep=,\r\na,b;c\r\n1,2\r\n", ","],
  ];
  for (const [text, expected] of cases)
    assert.equal((await readCsv(Buffer.from(text))).delimiter, expected, text);
  const excel = await readCsv(Buffer.from("sep=;\r\nE-Mail;Name\r\na@b.example;Ä\r\n"));
  assert.deepEqual(excel.columns, ["E-Mail", "Name"]);
  assert.deepEqual(excel.records, [{ line: 3, cells: ["a@b.example", "Ä"] }]);
});

test("errors name the line as an editor shows it, what was expected and what was found", async () => {
  const head = 'E-Mail;Text\na@b.example;"zwei\nZeilen"\n\n';
  const { records } = await readCsv(Buffer.from(`${head}c@d.example;x;y;z\nd@e.example;ok\n`));
  assert.deepEqual(
    records.map((record) => [record.line, record.problem]),
    [
      [2, undefined],
      [5, { reason: "too_many_columns", expected: "2", found: "4" }],
      [6, undefined],
    ],
  );
  await assert.rejects(readCsv(Buffer.from(`${head}c@d.example;"offen\nx;y\n`)), {
    reason: "quote_open",
    line: 5,
  });
  const wide = `${Array.from({ length: 201 }, (_, at) => `s${at}`).join(";")}\n`;
  await assert.rejects(readCsv(Buffer.from(wide)), {
    reason: "too_many_columns",
    message: /Expected: ≤ 200. Found: 201./,
  });
  await assert.rejects(readCsv(Buffer.from(`${head}${"x".repeat(70_000)};y\n`)), {
    reason: "row_too_long",
    line: 5,
  });
  const nul = await readCsv(Buffer.from("E-Mail;N\na@b.example;x\0y\nc@d.example;z\n"));
  assert.deepEqual(
    nul.records.map((record) => record.problem?.reason),
    ["nul_byte", undefined],
  );
  await assert.rejects(readCsv(Buffer.from(" \n\n")), { reason: "empty" });
});

test("a quotation mark that swallows a large file is stopped within 64 kB", async () => {
  const rows = Array.from({ length: 200_000 }, (_, at) => `p${at}@x.example;Name ${at}`).join("\n");
  await assert.rejects(
    readCsv(Buffer.from(`E-Mail;Name\na@b.example;"offen\n${rows}\n`), {}, 65_536),
    {
      reason: "row_too_long",
      line: 2,
    },
  );
});

test("random tables survive writing and reading, whatever the delimiter, line end, encoding and chunk", async () => {
  const seed = Number(process.env["TEST_SEED"] ?? Math.floor(Math.random() * 2 ** 31));
  console.log(`seed ${seed} (TEST_SEED repeats the run)`);
  let state = seed;
  const random = (n: number): number => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) % n;
  };
  const alphabet = [..."abcäöüß€ .-;,\t|\"'\n=+@1239", "\r\n", "😀", "é", "  "];
  for (let round = 0; round < 150; round++) {
    const width = 2 + random(6);
    const delimiter = ([";", ",", "\t", "|"] as const)[random(4)]!;
    const newline = ["\n", "\r\n"][random(2)]!;
    const utf16 = random(3) === 0;
    const value = () =>
      Array.from({ length: random(12) }, () => alphabet[random(alphabet.length)]).join("");
    const rows = Array.from({ length: 1 + random(40) }, (_, at) => [
      `p${at}`,
      ...Array.from({ length: width - 1 }, value),
    ]);
    // A last value without quotes may not end in the carriage return of the line end.
    const text = Papa.unparse(rows, { delimiter, newline, quotes: random(2) === 0 });
    const bytes = utf16 ? Buffer.from(`\ufeff${text}`, "utf16le") : Buffer.from(text);
    const { records, encoding } = await readCsv(
      bytes,
      { header: false, delimiter },
      1 + random(300),
    );
    assert.equal(encoding, utf16 ? "utf-16le" : "utf-8");
    assert.deepEqual(cellsOf(records), rows, `round ${round}: ${JSON.stringify(text)}`);
  }
});
