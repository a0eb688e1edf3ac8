import assert from "node:assert/strict";
import { existsSync, globSync, readFileSync } from "node:fs";
import { test } from "node:test";
import { maySend } from "./lint-content.ts";
import { lint } from "../../../test/support/content-lint.ts";
import { sampleHtml } from "../../../test/support/content-samples.ts";

test(
  "real newsletters: no crash, places inside the source, texts in both languages, quick",
  { skip: missingData() },
  () => {
    let slowest = 0;
    for (const file of globSync(
      new URL("../../../../shared/data/email-html/**/*.html", import.meta.url).pathname,
    )) {
      const html = readFileSync(file, "utf8");
      const start = performance.now();
      const findings = lint({ html });
      slowest = Math.max(slowest, performance.now() - start);
      assert.ok(!maySend(findings), `${file} has no imprint`);
      for (const finding of findings) {
        assert.ok(finding.message.de && finding.message.en, file);
        const { position } = finding;
        if (position && finding.part === "html") {
          assert.ok(
            position.offset + position.length <= html.length && position.length >= 0,
            `${file} ${finding.rule}`,
          );
          const lines = html.slice(0, position.offset).split("\n");
          assert.deepEqual(
            [position.line, position.column],
            [lines.length, lines.at(-1)!.length + 1],
          );
        }
        for (const edit of finding.fix?.edits ?? [])
          assert.ok(edit.offset + edit.length <= Math.max(html.length, 100), file);
      }
    }
    assert.ok(slowest < 1000, `slowest ${slowest} ms`);
  },
);

test("a hundred kilobytes are linted in less than 100 ms", () => {
  const row = `<table role="presentation"><tr><td style="padding:10px;font:400 15px/22px Arial;color:#1B2430;background:#fff"><h2>Überschrift</h2><p>Ein Absatz mit „Zitaten“ &amp; <a href="https://a.example/x">einem Link zum Beitrag</a>, {{ contact.first_name | default: "x" }}.</p></td></tr></table>\n`;
  const html = sampleHtml(row.repeat(Math.floor(100_000 / row.length)));
  lint({ html });
  const times = Array.from({ length: 5 }, () => {
    const start = performance.now();
    lint({ html });
    return performance.now() - start;
  });
  assert.ok(Math.min(...times) < 100, `${Math.min(...times)} ms`);
});

test("hostile HTML is linted in linear time", () => {
  for (const unit of [
    "<a href='https://a.example/'>",
    '<div style="',
    "<p style='a:url(((('>",
    "<style>@",
    "<style>a{",
    "<!--[if mso]>",
    "<td>",
    "</x>",
    "&",
    "<a href=https://",
    "@import ",
    "sie haben ",
  ]) {
    const html = unit.repeat(Math.floor(100_000 / unit.length));
    const start = performance.now();
    lint({ html });
    assert.ok(performance.now() - start < 1500, `${unit}: ${performance.now() - start} ms`);
  }
});

function missingData(): string | false {
  return existsSync(new URL("../../../../shared/data/email-html", import.meta.url))
    ? false
    : "data/email-html is not there";
}
