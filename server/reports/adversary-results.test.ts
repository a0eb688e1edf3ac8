import assert from "node:assert/strict";
import { join } from "node:path";
import { test } from "node:test";
import { countingMethod } from "../../contract/counting-method.ts";
import { adversaryResults, presentResults } from "./adversary-results.ts";
import { countingMethodPdf } from "./counting-method-pdf.ts";

const verdict = (auc: number) => ({ auc, precision: 0.31, precisionLimit: 0.44 });

test("what the adversary found stands in words of both languages, trials of one kind together", () => {
  const shown = presentResults({
    date: "2026-11-22",
    product: [0.497, 0.512].map((auc) => ({
      ...{ variant: "the product", level: "unique", pattern: "busy", people: 20_000, hits: 9000 },
      ...{ opened: verdict(auc), clicked: verdict(0.5), caught: false },
    })),
    leaks: [
      {
        ...{ variant: "logs each hit", level: "shared", pattern: "quiet" },
        ...{ people: 5000, hits: 4000 },
        ...{ opened: verdict(0.91), clicked: verdict(0.6), caught: true },
      },
    ],
    limits: [],
  });
  const rows = shown.rows.de.map(({ trial, found }) => [trial, found]);
  assert.deepEqual(rows, [
    [
      "Das Produkt: Anonym und eindeutig, viel Betrieb, 20.000 Menschen, 9.000 Abrufe, 2 Versuche",
      "nichts gefunden; Öffnungen AUC 0,497 bis 0,512, sicherstes Hundertstel 31\u00a0% (Grenze 44\u00a0%); Klicks AUC 0,500, sicherstes Hundertstel 31\u00a0% (Grenze 44\u00a0%)",
    ],
    [
      "Undichte Fassung (protokolliert jeden Abruf): Anonyme Summen, ruhige Zeit, 5.000 Menschen, 4.000 Abrufe",
      "aufgefallen; Öffnungen AUC 0,910, sicherstes Hundertstel 31\u00a0% (Grenze 44\u00a0%); Klicks AUC 0,600, sicherstes Hundertstel 31\u00a0% (Grenze 44\u00a0%)",
    ],
  ]);
  assert.match(shown.rows.en[0]!.found, /^nothing found; opens AUC 0\.497 to 0\.512/);
});

test("an installation without results says so, on the page and in the document", async () => {
  assert.equal(await adversaryResults(join(import.meta.dirname, "not-there.json")), null);
  const attack = countingMethod("de", { level: "none", k: 10, results: null }).find(
    (section) => section.id === "attack",
  )!;
  const texts = attack.blocks.map((block) => (block.kind === "text" ? block.text : ""));
  assert.match(texts.join(" "), /keine Ergebnisse bei/);
});

test("TRK-07: the counting method is set as a document in both languages, with the level and the smallest figure", async () => {
  for (const locale of ["de", "en"] as const) {
    const sections = countingMethod(locale, { level: "unique", k: 17, results: null });
    const text = JSON.stringify(sections);
    assert.ok(!/[{}]k[{}]|\{level\}/.test(text));
    assert.match(text, locale === "de" ? /mindestens 17 Abrufe/ : /at least 17 requests/);
    const pdf = await countingMethodPdf({
      sections,
      accountName: "Musterbank",
      when: "22. November 2026",
      now: new Date("2026-11-22T08:00:00Z"),
      locale,
    });
    assert.equal(pdf.subarray(0, 5).toString("latin1"), "%PDF-");
    assert.ok(pdf.length > 5_000);
  }
});
