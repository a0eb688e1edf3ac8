import assert from "node:assert/strict";
import { test } from "node:test";
import * as XLSX from "@e965/xlsx";
import { unzipSync, strFromU8 } from "fflate";
import { writeWorkbook } from "./xlsx.ts";

const DANGEROUS = [
  '=HYPERLINK("https://example.org","hier")',
  "+49 30 1234",
  "-1+cmd|' /C calc'!A0",
  "@SUM(1;2)",
  "\t=1+1",
  "\r=1+1",
  "=1+1",
];

test("a text stays a text whatever it begins with: no cell of the file is a formula", () => {
  const file = writeWorkbook([
    { name: "=1+1", columns: [{ title: "=2+2" }], rows: DANGEROUS.map((text) => [text]) },
  ]);
  const parts = unzipSync(file);
  const sheets = Object.keys(parts).filter((name) => name.startsWith("xl/worksheets/"));
  assert.equal(sheets.length, 1);
  for (const name of sheets) assert.doesNotMatch(strFromU8(parts[name]!), /<f[ >/]/);
  const read = XLSX.read(file);
  const sheet = read.Sheets[read.SheetNames[0]!]!;
  assert.equal(sheet["A1"].t, "s");
  DANGEROUS.forEach((text, at) => {
    const cell = sheet[`A${at + 2}`] as XLSX.CellObject;
    assert.equal(cell.t, "s");
    assert.equal(cell.f, undefined);
    assert.equal(String(cell.v).replaceAll("\r", "\n"), text.replaceAll("\r", "\n"));
  });
});

test("numbers, shares and days are numbers with their format; words among them stay words", () => {
  const file = writeWorkbook([
    {
      name: "Listen",
      columns: [
        { title: "Tag", format: "day" },
        { title: "Personen", format: "number" },
        { title: "Anteil", format: "percent" },
      ],
      rows: [
        ["2026-11-22", 1204, 0.414],
        ["2026-03-29", "weniger als 10", null],
        ["2026-13-45", Number.NaN, 0],
      ],
    },
  ]);
  const sheet = XLSX.read(file, { cellNF: true }).Sheets["Listen"]!;
  assert.deepEqual([sheet["A2"].t, sheet["A2"].v, sheet["A2"].w], ["n", 46348, "2026-11-22"]);
  assert.equal(sheet["A3"].w, "2026-03-29");
  assert.deepEqual([sheet["A4"].t, sheet["A4"].v], ["s", "2026-13-45"]);
  assert.deepEqual([sheet["B2"].t, sheet["B2"].v, sheet["B2"].z], ["n", 1204, "#,##0"]);
  assert.deepEqual([sheet["B3"].t, sheet["B3"].v], ["s", "weniger als 10"]);
  assert.equal(sheet["B4"], undefined);
  assert.deepEqual([sheet["C2"].t, sheet["C2"].v, sheet["C2"].z], ["n", 0.414, "0.0%"]);
  assert.equal(sheet["C3"], undefined);
  assert.equal(sheet["C4"].v, 0);
});

test("names of sheets are made to fit, and texts XML cannot hold do not spoil the file", () => {
  const long = "Vergleich: Herbst/Winter [2026] mit allen Zahlen";
  const file = writeWorkbook([
    { name: long, columns: [{ title: "Name" }], rows: [["a\u0000b\u000Bc\uD800d\u{1F4E7}"]] },
    { name: long, columns: [], rows: [] },
    { name: "''", columns: [{ title: "x" }], rows: [["y".repeat(40_000)]] },
  ]);
  const read = XLSX.read(file);
  assert.equal(read.SheetNames.length, 3);
  assert.equal(new Set(read.SheetNames).size, 3);
  for (const name of read.SheetNames) {
    assert.ok(name.length <= 31, name);
    assert.doesNotMatch(name, /[[\]:*?/\\]/);
  }
  assert.equal(read.Sheets[read.SheetNames[0]!]!["A2"].v, "a b c\uFFFDd\u{1F4E7}");
  assert.equal(String(read.Sheets[read.SheetNames[2]!]!["A2"].v).length, 32_767);
});
