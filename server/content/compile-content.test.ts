import assert from "node:assert/strict";
import { existsSync, globSync, readFileSync } from "node:fs";
import { test } from "node:test";
import { compileContent, type CompiledContent } from "./compile-content.ts";
import type { ContentSource } from "./analyse-content.ts";
import { mergeValues, type MergeValues } from "./merge-fields.ts";
import { bindVariant, writePieces, type Variant } from "./pieces.ts";
import { SAMPLE_FACTS } from "../../test/support/content-samples.ts";

const URLS = {
  link: (no: number) => `https://t.example/t/${no}`,
  pixel: () => "https://t.example/t/0",
  system: (link: string) => `https://p.example/${link}/x`,
};
const ANNA = mergeValues(
  {
    salutation: "Frau",
    firstName: "Anna",
    lastName: "Beispiel",
    email: "anna@beispiel.example",
    mayBeAsked: true,
  },
  "de",
);
const OTTO = mergeValues(
  { firstName: "Otto", lastName: "Muster", email: "otto@muster.example", mayBeAsked: false },
  "de",
);

function compile(source: Partial<ContentSource>): CompiledContent {
  const compiled = compileContent(
    { subject: "", preheader: "", html: "", text: "", ...source },
    SAMPLE_FACTS,
  );
  assert.ok(compiled.ok, JSON.stringify(!compiled.ok && compiled.findings));
  return compiled.content;
}

function html(content: CompiledContent, variant: Variant, values: MergeValues = ANNA): string {
  return writePieces(bindVariant(content.html.pieces, variant), values, URLS);
}

const OWN: Variant = { kind: "own", pixel: true };
const NONE: Variant = { kind: "none" };
const SHARED: Variant = {
  kind: "shared",
  link: (no) => `https://t.example/t/shared${no}`,
  pixel: "https://t.example/t/shared0",
};

test("the author's HTML keeps every byte outside placeholders, link targets and the pixel", () => {
  const source = `<!DOCTYPE html><BODY  CLASS=x ><p>Ä&auml;<A title='a' HREF='https://a.example/?x=1&amp;y=2'  target=_blank>Eins</a><a href=https://b.example/z>Zwei</a><img src="bild.png"></BODY >\r\n</html>`;
  const content = compile({ html: source });
  assert.equal(html(content, NONE), source);
  assert.equal(
    html(content, OWN).replace(/<img src="https:\/\/t[^>]*>/, ""),
    source
      .replace("https://a.example/?x=1&amp;y=2", "https://t.example/t/1")
      .replace("https://b.example/z", "https://t.example/t/2"),
  );
  assert.deepEqual(
    content.links.map((link) => [link.no, link.url, link.label]),
    [
      [1, "https://a.example/?x=1&y=2", "Eins"],
      [2, "https://b.example/z", "Zwei"],
    ],
  );
});

test("real newsletters compile without a changed byte", { skip: missingData() }, () => {
  let compiledCount = 0;
  for (const file of globSync(
    new URL("../../../shared/data/email-html/**/*.html", import.meta.url).pathname,
  )) {
    const source = readFileSync(file, "utf8").replaceAll("\0", "");
    const compiled = compileContent(
      { subject: "", preheader: "", html: source, text: "" },
      SAMPLE_FACTS,
    );
    if (!compiled.ok || compiled.content.usesLogic || /\{\{/.test(source)) continue;
    compiledCount++;
    assert.equal(html(compiled.content, NONE), source, file);
    const measured = html(compiled.content, { kind: "own", pixel: false });
    assert.equal(
      measured.match(/https:\/\/t\.example\/t\//g)?.length ?? 0,
      compiled.content.html.pieces.filter(
        (piece) => typeof piece !== "string" && piece.kind === "link",
      ).length,
      file,
    );
  }
  assert.ok(compiledCount > 250, `only ${compiledCount} files compiled`);
});

test("TRK-02: without permission two mails differ only in merge fields and system links", () => {
  const content = compile({
    preheader: "Hallo",
    html: `<body><p>{{ contact.salutation_line }}</p><a href="https://a.example/">A</a>{{ tracking_question }}{{ footer }}</body>`,
    text: "{{ contact.salutation_line }}\nhttps://a.example/\n{{ footer }}",
  });
  for (const variant of [NONE, SHARED]) {
    const neutral = (values: MergeValues) => ({
      ...values,
      "contact.salutation_line": "",
      "contact.may_be_asked": "",
    });
    let unique = 0;
    const urls = () => ({
      ...URLS,
      system: () => `SYSTEM`,
      link: () => `own${unique++}`,
      pixel: () => `own${unique++}`,
    });
    for (const part of [content.html, content.text]) {
      const mails = [ANNA, OTTO].map((values) =>
        writePieces(bindVariant(part.pieces, variant), neutral(values), urls()),
      );
      assert.equal(mails[0], mails[1]);
      assert.doesNotMatch(mails[0]!, /own\d/);
    }
  }
  assert.doesNotMatch(html(content, NONE), /t\.example/);
  assert.match(html(content, SHARED), /<img src="https:\/\/t\.example\/t\/shared0"[^>]*><\/body>/);
  assert.doesNotMatch(html(content, { ...SHARED, pixel: undefined }), /shared0/);
});

test("CON-26: the tracking question appears only for contacts who may be asked, its link is a system link", () => {
  const content = compile({
    html: "<body>{{ tracking_question }}</body>",
    text: "{{ tracking_question }}",
  });
  assert.deepEqual(content.links, []);
  assert.match(
    html(content, OWN, ANNA),
    /Dürfen wir auswerten, was Sie lesen\?[\s\S]*https:\/\/p\.example\/tracking_question\/x/,
  );
  assert.doesNotMatch(html(content, OWN, OTTO), /auswerten|tracking_question/);
  assert.equal(writePieces(content.text.pieces, OTTO, URLS), "");
});

test("links are numbered in order, shared with the text part, never counted for system, privacy and imprint", () => {
  const content = compile({
    html: `<a href="https://a.example/x">Eins</a><map><area href="https://b.example/" alt="Karte"></map><a href="https://a.example/x"><img src="i.png" alt="Bild vom Haus"></a><a href="mailto:a@b.de">Mail</a><a href="tel:+49">Tel</a><a href="#top">Oben</a><a href="{{ unsubscribe_url }}">Abmelden</a><a href="{{ privacy_url }}">Datenschutz</a><a href="https://www.musterbank.example/impressum">Impressum</a><a href="{{manage_url}}">Daten ändern</a>`,
    text: "Eins: https://a.example/x.\nNeu (https://c.example/(y)) <https://d.example/>, {{ unsubscribe_url }} https://www.musterbank.example/datenschutz",
  });
  assert.deepEqual(
    content.links.map((link) => [link.no, link.url, link.label, link.part]),
    [
      [1, "https://a.example/x", "Eins", "html"],
      [2, "https://b.example/", "Karte", "html"],
      [3, "https://a.example/x", "Bild vom Haus", "html"],
      [4, "https://c.example/(y)", "Neu", "text"],
      [5, "https://d.example/", "Neu (https://c.example/(y))", "text"],
    ],
  );
  assert.equal(
    writePieces(content.text.pieces, ANNA, URLS),
    "Eins: https://t.example/t/1.\nNeu (https://t.example/t/4) <https://t.example/t/5>, https://p.example/unsubscribe/x https://www.musterbank.example/datenschutz",
  );
  assert.match(
    html(content, OWN),
    /<a href="https:\/\/p\.example\/unsubscribe\/x">Abmelden<\/a><a href="https:\/\/www\.musterbank\.example\/datenschutz">/,
  );
});

test("Outlook's VML twin of a button shares its number", () => {
  const content = compile({
    html: `<a href="https://a.example/">Los</a><!--[if mso]><v:roundrect href="https://a.example/"></v:roundrect><a href="{{ unsubscribe_url }}">x</a><![endif]-->`,
  });
  assert.equal(content.links.length, 1);
  assert.equal(html(content, OWN).match(/https:\/\/t\.example\/t\/1/g)?.length, 2);
});

test("TRK-25: a link is marked by attribute or by address; the mark is not sent", () => {
  const source = `<a data-klarpost-not-personal href="https://a.example/">Zahnzusatzversicherung</a><a href="https://b.example/" data-klarpost-not-personal="">B</a><a href="https://c.example/">C</a><a href="https://d.example/">Pflegegrad</a>`;
  const compiled = compileContent(
    { subject: "", preheader: "", html: source, text: "", notPersonalUrls: ["https://c.example"] },
    SAMPLE_FACTS,
  );
  assert.ok(compiled.ok);
  assert.deepEqual(
    compiled.content.links.map((link) => [link.notPersonal, link.sensitiveWord]),
    [
      [true, "Zahnzusatzversicherung"],
      [true, undefined],
      [true, undefined],
      [false, "Pflegegrad"],
    ],
  );
  assert.equal(
    html(compiled.content, NONE),
    source.replaceAll(/ data-klarpost-not-personal(="")?/g, ""),
  );
});

const REFUSED: readonly [html: string, rule: string][] = [
  [`<a href="https://a.example/?e={{ contact.email }}">x</a>`, "CNT-12"],
  [`<a href="{{ contact.custom.seite }}">x</a>`, "CNT-12"],
  [`<a href="{{ manage_url }}?x={{ contact.email }}">x</a>`, "CNT-12"],
  [`<a href="{{ manage_url }}?x=1">x</a>`, "CNT-12"],
  [`<a href="mailto:a@b.de?body={{ contact.email }}">x</a>`, "CNT-12"],
  [`<a href="{{ manage_url | append: contact.email }}">x</a>`, "LINT-PLACEMENT"],
  [`<a href="https://a.example/{% if contact.title %}a{% endif %}">x</a>`, "CNT-12"],
  [`<form action="https://a.example/{{ contact.email }}">x</form>`, "CNT-12"],
  [`<img src="https://a.example/{{ contact.first_name }}.png" alt="">`, "CNT-13"],
  [`<img src="{{ manage_url }}" alt="">`, "CNT-13"],
  [`<img srcset="a.png 1x, {{ contact.email }} 2x" alt="">`, "CNT-13"],
  [`<td background="https://a.example/{{ contact.email }}">x</td>`, "CNT-13"],
  [`<p style="background:url(https://a.example/{{ contact.email }})">x</p>`, "CNT-13"],
  [`<style>p{background:url(https://a.example/{{ contact.email }})}</style>`, "CNT-13"],
  [`<p class="{{ contact.first_name }}">x</p>`, "LINT-PLACEMENT"],
  [`<p title={{ contact.first_name }}>x</p>`, "LINT-PLACEMENT"],
  [`<p {{ contact.first_name }}>x</p>`, "LINT-PLACEMENT"],
  [`<p {% if contact.title %}lang="de"{% endif %}>x</p>`, "LINT-PLACEMENT"],
  [`<{{ contact.first_name }}>`, "ok"],
  [`<p title="{{ footer }}">x</p>`, "LINT-PLACEMENT"],
  [`{% if footer %}x{% endif %}`, "LINT-PLACEMENT"],
  [`<!--[if mso]><v:rect href="https://a.example/{{ contact.email }}"/><![endif]-->`, "CNT-12"],
];

for (const [source, rule] of REFUSED) {
  test(`CNT-12 CNT-13: placeholders only where they do no harm: ${source}`, () => {
    const compiled = compileContent(
      { subject: "", preheader: "", html: source, text: "", customFields: ["seite"] },
      SAMPLE_FACTS,
    );
    if (rule === "ok") {
      assert.ok(compiled.ok);
      assert.equal(
        html(compiled.content, NONE, { ...ANNA, "contact.first_name": "img src=x" }),
        "<img src=x>".replace("<", "<"),
      );
      return;
    }
    assert.ok(!compiled.ok);
    assert.deepEqual([compiled.findings[0]?.rule, compiled.findings[0]?.severity], [rule, "block"]);
    assert.ok(compiled.findings[0]?.position, "a place");
  });
}

test("CNT-12: no placeholder in an address of the text part", () => {
  const compiled = compileContent(
    { subject: "", preheader: "", html: "", text: "x\nhttps://a.example/?e={{ contact.email }}" },
    SAMPLE_FACTS,
  );
  assert.ok(!compiled.ok);
  assert.deepEqual(
    [compiled.findings[0]?.rule, compiled.findings[0]?.position?.line],
    ["CNT-12", 2],
  );
});

test("blocks and system links have no business in subject and preheader", () => {
  for (const part of ["subject", "preheader"] as const) {
    const compiled = compileContent(
      { subject: "", preheader: "", html: "", text: "", [part]: "x {{ unsubscribe_url }}" },
      SAMPLE_FACTS,
    );
    assert.ok(!compiled.ok);
    assert.equal(compiled.findings[0]?.part, part);
  }
});

test("the preheader stands hidden behind the body tag, escaped", () => {
  const content = compile({
    preheader: "Für {{ contact.first_name }} & alle",
    html: "<html><body><p>x</p></body></html>",
  });
  assert.match(
    html(content, NONE),
    /<body><div style="display:none[^>]*>Für Anna &amp; alle(&#847;|&zwnj;|&nbsp;)+<\/div><p>/,
  );
  assert.doesNotMatch(html(compile({ html: "<body><p>x</p></body>" }), NONE), /<div/);
});

test("plain contents need no engine; constants are filled once", () => {
  const content = compile({
    subject: "{{ list.name }} vom {{ mailing.date | date: '%d.%m.%Y' }}",
    html: "<p>{{ account.name }}, {{ mailing.date }} {{ contact.first_name | default: 'A & B' }}</p>",
  });
  assert.equal(content.usesLogic, false);
  assert.deepEqual(content.subject.pieces, ["Marktblick vom 21.11.2026"]);
  assert.deepEqual(content.html.pieces.slice(0, 2), [
    "<p>Musterbank, 21. November 2026 ",
    { kind: "field", field: "contact.first_name", html: true, fallback: "A &amp; B" },
  ]);
});

test("more links than numbers are refused", () => {
  const many = Array.from(
    { length: 1024 },
    (_, index) => `<a href="https://a.example/${index}">x${index}</a>`,
  ).join("");
  const compiled = compileContent(
    { subject: "", preheader: "", html: many, text: "" },
    SAMPLE_FACTS,
  );
  assert.ok(!compiled.ok);
  assert.equal(compiled.findings[0]?.rule, "LINT-LINKS");
});

test("a million recipients: writing a 30 kB mail with 30 links takes microseconds", () => {
  const body = Array.from(
    { length: 30 },
    (_, index) =>
      `<p>${"Text ".repeat(190)}<a href="https://a.example/${index}">Link ${index}</a></p>`,
  ).join("\n");
  const content = compile({
    html: `<body>{{ contact.salutation_line }}${body}{{ footer }}</body>`,
  });
  const pieces = bindVariant(content.html.pieces, OWN);
  const start = performance.now();
  let length = 0;
  for (let index = 0; index < 2000; index++) length += writePieces(pieces, ANNA, URLS).length;
  const each = ((performance.now() - start) * 1000) / 2000;
  assert.ok(length > 0 && each < 200, `${each} µs each`);
});

function missingData(): string | false {
  return existsSync(new URL("../../../shared/data/email-html", import.meta.url))
    ? false
    : "data/email-html is not there";
}
