import assert from "node:assert/strict";
import { test } from "node:test";
import { lintContent } from "./lint/lint-content.ts";
import { parseTemplate } from "./template.ts";
import { sampleHtml, sampleLintInput } from "../../test/support/content-samples.ts";

test("fields, fallbacks, conditions, variables and comments are understood", () => {
  const parsed = parseTemplate(
    "{{ contact.first_name | default: 'Sie' }}{% if contact.company != blank and contact.title contains \"Dr\" %}a{% elsif contact.last_name %}b{% else %}c{% endif %}" +
      "{% case contact.title %}{% when 'Dr.', 'Prof.' %}x{% endcase %}{% assign name = contact.first_name | upcase %}{{ name }}{% unless name == '' %}y{% endunless %}" +
      "{% comment %}{{ never.seen {% endcomment %}",
  );
  assert.deepEqual(parsed.errors, []);
  assert.deepEqual(
    [...new Set(parsed.fields.map((use) => use.name))],
    ["contact.first_name", "contact.company", "contact.title", "contact.last_name"],
  );
});

const FAULTS: readonly [source: string, code: string, line: number, column: number][] = [
  ["Hallo\n{{ contact.first_name", "unclosed", 2, 1],
  ["{{ contact.first_name | raw }}", "unknown_filter", 1, 25],
  ["a\nb {% for x in contact %}", "unexpected", 2, 10],
  ["{% include '/etc/passwd' %}", "unknown_tag", 1, 1],
  ["{{ contact['first_name'] }}", "unexpected", 1, 11],
  ["{{ }}", "unexpected", 1, 4],
  ["{{ contact.first_name default: 'x' }}", "unexpected", 1, 23],
  ["{% if contact.first_name %}a", "unclosed_block", 1, 1],
  ["a{% endif %}", "stray_tag", 1, 2],
  ["{% if contact.title %}{% endunless %}{% endif %}", "stray_tag", 1, 23],
  ["{% assign contact = 'x' %}", "unexpected", 1, 11],
  ["{% if (1..9) %}{% endif %}", "unexpected", 1, 7],
];

for (const [source, code, line, column] of FAULTS) {
  test(`a template fault is a value with place, in both languages: ${JSON.stringify(source)}`, () => {
    const [error] = parseTemplate(source).errors;
    assert.equal(error?.code, code);
    const finding = lintContent(
      sampleLintInput({ html: sampleHtml("").replace("<h1>", "<h1>") + source }),
    ).find((each) => each.rule === "LINT-TEMPLATE");
    assert.equal(finding?.severity, "block");
    assert.match(finding.message.de, /\S.{10,}/);
    assert.match(finding.message.en, /\S.{10,}/);
    const alone = lintContent(sampleLintInput({ subject: source })).find(
      (each) => each.rule === "LINT-TEMPLATE",
    );
    assert.deepEqual([alone?.position?.line, alone?.position?.column], [line, column]);
  });
}

test("an unknown field is refused with the one that was probably meant, as a fix", () => {
  const cases: Record<string, string> = {
    vorname: "contact.first_name",
    "contact.fristname": "contact.first_name",
    impressum: "imprint",
    verwalten_url: "manage_url",
    "contact.custom.filale": "contact.custom.filiale",
    filiale: "contact.custom.filiale",
  };
  for (const [wrong, right] of Object.entries(cases)) {
    const html = sampleHtml(`<p>{{ ${wrong} }}</p>`);
    const finding = lintContent(sampleLintInput({ html, customFields: ["filiale"] })).find(
      (each) => each.rule === "LINT-FIELD",
    );
    assert.equal(finding?.severity, "block", wrong);
    const [edit] = finding.fix!.edits;
    assert.equal(edit?.insert, right, wrong);
    assert.equal(html.slice(edit.offset, edit.offset + edit.length), wrong);
  }
});

test("parsing stays linear on hostile input", () => {
  for (const unit of ["{{", '{{"', "{% if a %}", "{{ a | ", "{% comment %}", "{{'"]) {
    const source = unit.repeat(300_000).slice(0, 990_000);
    const start = performance.now();
    parseTemplate(source);
    assert.ok(performance.now() - start < 500, unit);
  }
});
