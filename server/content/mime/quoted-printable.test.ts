import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { encodeField, encodeQuotedPrintable, escapeHtml } from "./quoted-printable.ts";

const seed = Math.floor(Math.random() * 2 ** 31);
console.log(`seed ${seed}`);

/** A reader written from RFC 2045 alone, to check the writer against. */
function decode(encoded: string): string {
  const bytes = encoded
    .replace(/=\r\n/g, "")
    .replace(/=([0-9A-F]{2})/g, (_, hex) => String.fromCharCode(parseInt(hex, 16)));
  return Buffer.from(bytes, "latin1").toString("utf8");
}

/** What arrives: CRLF line ends, no controls, whole characters. */
function normal(text: string): string {
  return text
    .toWellFormed()
    .replace(/[^\P{Cc}\t\r\n]/gu, "")
    .replace(/\r\n|\r|\n/g, "\r\n");
}

const awkward = fc
  .array(
    fc.oneof(
      {
        arbitrary: fc.constantFrom(
          ".",
          "From ",
          "=",
          " ",
          "\t",
          "\r\n",
          "\n",
          "\r",
          "ü",
          "€",
          "😀",
          "\ud800",
          "\0",
          "ab",
          "=20",
        ),
        weight: 3,
      },
      { arbitrary: fc.string({ unit: "grapheme", maxLength: 90 }), weight: 1 },
    ),
    { maxLength: 60 },
  )
  .map((parts) => parts.join(""));

test("SND-05: whatever is encoded reads back the same, in strict lines", () => {
  fc.assert(
    fc.property(awkward, fc.nat({ max: 75 }), (text, column) => {
      const { text: encoded, column: after } = encodeQuotedPrintable(text, column, true);
      assert.equal(decode(encoded), normal(text));
      assert.match(encoded, /^[\t\r\n\x20-\x7e]*$/);
      const lines = ("x".repeat(column) + encoded).split("\r\n");
      for (const [i, line] of lines.entries()) {
        assert.doesNotMatch(line, /[\r\n]/);
        assert.ok(line.length <= 76, `${line.length} characters`);
        assert.doesNotMatch(line, /[ \t]$/);
        if (i > 0 || column === 0) assert.doesNotMatch(line, /^(\.|From )/);
      }
      assert.equal(lines.at(-1)?.length, after);
    }),
    { seed, numRuns: 3_000 },
  );
});

test("a field reads back between its fences, fast way and slow way alike", () => {
  fc.assert(
    fc.property(fc.oneof(awkward, fc.string({ maxLength: 80 })), (value) => {
      const encoded = encodeField(value);
      assert.equal(decode(`a=\r\n${encoded}=\r\nb`), `a${normal(value)}b`);
      for (const line of `${encoded}=`.split("\r\n")) {
        assert.ok(line.length <= 76);
        assert.doesNotMatch(line, /^(\.|From )/);
      }
    }),
    { seed, numRuns: 3_000 },
  );
  assert.equal(encodeField(".hidden"), "=2Ehidden");
  assert.equal(encodeField("From here"), "=46rom here");
  assert.equal(encodeField("x".repeat(75)), "x".repeat(75));
});

test("characters are never split over two lines", () => {
  const { text } = encodeQuotedPrintable("ü".repeat(40) + "😀".repeat(20), 0, true);
  for (const line of text.split("=\r\n")) {
    assert.doesNotThrow(() =>
      new TextDecoder("utf-8", { fatal: true }).decode(
        Buffer.from(line.replaceAll("=", ""), "hex"),
      ),
    );
  }
});

test("HTML: the five characters that mean something are escaped", () => {
  assert.equal(
    escapeHtml(`<a href="x" title='y'>&</a>`),
    "&lt;a href=&quot;x&quot; title=&#39;y&#39;&gt;&amp;&lt;/a&gt;",
  );
  assert.equal(escapeHtml("plain ü"), "plain ü");
});
