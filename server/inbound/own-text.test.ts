import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { ownText } from "./own-text.ts";

test("LEG-17: quoted text, signatures and what programs add are not the person's words", () => {
  const cases: [string, string][] = [
    [
      "Bitte abmelden\n\nAm 20.11.2026 um 10:03 schrieb Musterbank <a@b.example>:\n> Newsletter\n> abmelden",
      "Bitte abmelden",
    ],
    [
      "Stop\n\nOn Fri, Nov 20, 2026 at 10:03 AM Musterbank\n<newsletter@musterbank.example> wrote:\n\n> hello",
      "Stop",
    ],
    [
      "Danke!\n\nVon: Musterbank <a@b.example>\nGesendet: Freitag\nAn: mich\nBetreff: Marktblick\n\nHier abmelden",
      "Danke!",
    ],
    ["Danke!\n________________________________\nFrom: Bank\nunsubscribe", "Danke!"],
    ["Danke!\n-----Ursprüngliche Nachricht-----\nVon: Bank\nabmelden", "Danke!"],
    ["Keine Mails mehr\n-- \nAnna\nwww.anna.example", "Keine Mails mehr"],
    ["Nein danke\n\nVon meinem iPhone gesendet", "Nein danke"],
    ["> alt\nneu\n> alt\nauch neu", "neu\nauch neu"],
  ];
  for (const [text, expected] of cases) assert.equal(ownText(text), expected);
});

test("TRK-05 LEG-17: addresses with tokens of ours are never kept", () => {
  const text = ownText(
    "Dieser Link geht nicht: https://post.example/t/AbCdEf012345 und <https://post.example/u/xyz>, auch u+abcdefghijklmnopqrstuvwxyz234567abcdefghijklmnopqrstuvwxyz2@in.example",
  );
  assert.ok(!/AbCdEf|xyz|u\+/.test(text), text);
  assert.match(text, /\[Link\]/);
});

const data = join(import.meta.dirname, "../../../shared/data/inbound-mime/reply-trimming");

test(
  "LEG-17: replies of many mail programs keep the author's words and lose most quotes",
  { skip: existsSync(data) ? false : "no ../shared/data here" },
  () => {
    const cases = readFileSync(join(data, "expected.jsonl"), "utf8")
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line) as { file: string; trimmed: string; elided: string });
    const read = (file: string) => readFileSync(join(data, file), "utf8");
    const words = (text: string): string[] => [...(text.match(/\p{L}{4,}/gu) ?? [])];
    let kept = 0;
    let lost = 0;
    for (const { file, trimmed, elided } of cases) {
      const own = new Set(words(ownText(read(file))));
      const expected = words(read(trimmed));
      const other = words(read(elided)).filter((word) => !expected.includes(word));
      if (expected.every((word) => own.has(word) || /https?|www/.test(word))) kept++;
      if (other.filter((word) => own.has(word)).length <= other.length / 4) lost++;
    }
    // The rest is quoted in languages beside German and English, or answers inside the quote.
    assert.ok(kept >= cases.length * 0.6, `${kept} of ${cases.length} kept`);
    assert.ok(lost >= cases.length * 0.6, `${lost} of ${cases.length} lost their quotes`);
  },
);
