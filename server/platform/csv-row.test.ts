import assert from "node:assert/strict";
import { test } from "node:test";
import Papa from "papaparse";
import { csvCell, csvRow, csvStart } from "./csv-row.ts";

/** What spreadsheets take for the beginning of a formula, and what some of them skip before it. */
const SIGNS = ["=", "+", "-", "@", "＝", "＋", "－", "＠"];
const SKIPPED = ["", " ", "\t", "\r", "\n", "\r\n", "\u00a0", "\u200b", "\ufeff", "\u0000", " \t "];
const REST = ["1+1", "cmd|' /C calc'!A0", 'HYPERLINK("http://anderswo.example";"x")', "SUM(A1;B2)"];

test("no text of a file can begin a formula, whatever stands before it, and every cell stays one cell", () => {
  for (const sign of SIGNS)
    for (const before of SKIPPED)
      for (const rest of REST) {
        const text = before + sign + rest;
        const row = csvRow(["a", text, "b"]);
        const { data } = Papa.parse<string[]>(row.slice(0, -2), {
          delimiter: ";",
          newline: "\r\n",
        });
        assert.deepEqual(data, [["a", `'${text}`, "b"]], JSON.stringify(text));
        // Programs that split at other signs find no cell that begins with one either.
        assert.match(row, /;"'/, JSON.stringify(text));
      }
  for (const text of ["\tx", "\rx", "\nx"]) assert.ok(csvCell(text).startsWith(`"'`));
});

test("harmless texts and numbers leave as they are, minus signs of numbers too", () => {
  assert.equal(csvStart(["Name", "Zahl"]), "\uFEFFName;Zahl\r\n");
  assert.equal(csvRow(["Anna-Lena", "a=b", "", -3, 1.5, 0]), "Anna-Lena;a=b;;-3;1.5;0\r\n");
  assert.equal(csvRow(['er sagte "ja"; nein', "a,b"]), '"er sagte ""ja""; nein";"a,b"\r\n');
});
