import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { after, test } from "node:test";
import { compileContent } from "./compile-content.ts";
import { scanHtml } from "./html-scan.ts";
import { startTemplateEngine, type RenderOutcome } from "./liquid-engine.ts";
import { mergeValues } from "./merge-fields.ts";
import { personalise } from "./personalise.ts";
import { writePieces } from "./pieces.ts";
import { SAMPLE_FACTS } from "../../test/support/content-samples.ts";

const CONSTANTS = {
  locale: "de",
  accountName: "Musterbank",
  listName: "Marktblick",
  mailingDate: "2026-11-21",
} as const;
const ANNA = mergeValues(
  { firstName: "Anna", lastName: "Beispiel", email: "anna@beispiel.example", mayBeAsked: true },
  "de",
);
const engine = startTemplateEngine();
after(() => engine.close());

async function render(source: string, values = ANNA, html = true): Promise<RenderOutcome> {
  const [outcome] = await engine.render({
    templates: [{ source, html }],
    constants: CONSTANTS,
    recipients: [values],
  });
  return outcome!;
}

test("conditions, filters and fallbacks render, and HTML is always escaped", async () => {
  const outcome = await render(
    `{% if contact.company %}Firma{% else %}privat{% endif %} {{ contact.first_name | upcase | append: "<b>" }} {{ mailing.date | date: "%d.%m.%Y" }} {{ contact.first_name | escape }} {{ contact.title | default: "A&B" }}`,
  );
  assert.deepEqual(outcome, {
    ok: true,
    outputs: ["privat ANNA&lt;b&gt; 21.11.2026 Anna A&amp;B"],
  });
});

const SECRET = "sentinel-9f31c2";
const SSTI = [
  "{{ env.PATH }}",
  "{{ process.env }}",
  "{{ process.version }}",
  "{{ global }}",
  "{{ globalThis.process }}",
  "{{ require }}",
  "{{ module }}",
  "{{ this }}",
  "{{ self }}",
  "{{ 'x' | valueOf }}",
  "{{ 'x' | constructor }}",
  "{{ 'x' | toString }}",
  "{{ 'x' | __proto__ }}",
  "{{ 'x' | hasOwnProperty: 'y' }}",
  "{{ contact | valueOf }}",
  "{{ contact.constructor }}",
  "{{ contact.__proto__ }}",
  "{{ contact.constructor.constructor }}",
  "{{ contact.first_name.constructor }}",
  "{{ contact.custom.constructor }}",
  "{{ contact['constructor'] }}",
  '{{ contact["__proto__"]["polluted"] }}',
  "{{ contact.toString }}",
  "{{ contact.first_name.length }}",
  "{{ list.name.at }}",
  "{% constructor %}",
  "{% include '/etc/passwd' %}",
  "{% render '../../../../etc/passwd' %}",
  "{% layout '/etc/hosts' %}{% block a %}{% endblock %}",
  "{% include 'package.json' %}",
  "{% raw %}{{ x }}{% endraw %}",
  "{{ '<script>alert(1)</script>' | raw }}",
  "{{ contact.first_name | raw }}",
  "{{ '%3Cscript%3E' | url_decode }}",
  "{{ '%0d%0aBcc:x@y.de' | url_decode }}",
  "{{ 'PHNjcmlwdD4=' | base64_decode }}",
  "{{ '<b>' | strip_html }}",
  "{{ 'a' | json }}",
  "{{ contact | json }}",
  "{{ contact | inspect }}",
  "{{ contact.email | md5 }}",
  "{{ contact.email | sha256 }}",
  "{% liquid\n echo 'x'\n assign a = 'b' %}",
  "{% echo contact.email %}",
  "{% capture x %}y{% endcapture %}{{ x }}",
  "{% increment x %}",
  "{% cycle 'a','b' %}",
  "{% tablerow x in contact %}{% endtablerow %}",
  "{% for i in (1..100000000) %}x{% endfor %}",
  "{% for k in contact %}{{ k }}{% endfor %}",
  "{{ (1..100000000) | join }}",
  "{{ 'now' | date: '%9999999d' }}",
  "{{ 'now' | date: '%s' }}",
  "{{ contact | where_exp: 'x', 'true' }}",
  "{{ contact | map: 'constructor' }}",
  "{{ contact | sort }}",
  "{{ 'a,b' | split: ',' | first }}",
  "{{ 1 | divided_by: 0 }}",
  "{{ 1 | times: 1e308 }}",
  "{{ 'x' | replace: 'x', '{{ env }}' }}",
  "{% if true %}".repeat(20_000),
  "{{ 'a' " + "| append: 'a' ".repeat(200) + "}}",
  "{{ contact.first_name " + "| upcase ".repeat(5_000) + "}}",
  "{% assign a = 'aaaaaaaaaa' %}" + "{% assign a = a | append: a %}".repeat(40) + "{{ a }}",
  "<%= 7*7 %>",
  "${7*7}",
  "#{7*7}",
  "{{7*7}}",
  "{{=<% %>=}}",
  "{{#each this}}{{/each}}",
  "{{ [].class.base.subclasses() }}",
  "{{ ''.__class__.__mro__[2].__subclasses__() }}",
  "*{7*7}",
  "@(1+2)",
] as const;

test("trust 1: no template reaches the environment, files, prototypes or code, by grammar and by engine", async () => {
  assert.ok(SSTI.length >= 60);
  process.env["KLARPOST_SENTINEL"] = SECRET;
  try {
    const listed = payloads("payloads-patt/payloads.jsonl", (row) => row["klass"] === "ssti").map(
      (row) => row["payload"]!,
    );
    for (const source of [...SSTI, ...listed]) {
      const compiled = compileContent(
        { subject: "x", preheader: "", html: `<p>${source}</p>`, text: source },
        SAMPLE_FACTS,
      );
      const outputs: string[] = [];
      if (compiled.ok) {
        const [personal] = await personalise(compiled.content, engine, [ANNA]);
        if (personal?.ok)
          outputs.push(
            writePieces(personal.content.html, ANNA, NO_URLS),
            writePieces(personal.content.text, ANNA, NO_URLS),
          );
      } else {
        assert.ok(compiled.findings.every((finding) => finding.severity === "block"));
      }
      // The second net on its own: the engine without the grammar in front of it.
      const direct = await render(source.slice(0, 100_000));
      if (direct.ok) outputs.push(...direct.outputs);
      for (const output of outputs) {
        assert.doesNotMatch(
          output,
          /root:.?:0|native code|function \w*\(|v2\d\.\d+\.\d+|"dependencies"/,
          source,
        );
        assert.ok(!output.includes(SECRET), source);
        assert.ok(output.length < 1_000_000, source.slice(0, 80));
      }
    }
    // What values have from their prototypes is no value: the engine alone says so, without the grammar.
    for (const name of [
      "constructor.name",
      "first_name.constructor.name",
      "__proto__.isPrototypeOf",
    ]) {
      const inherited = await render(`[{{ contact.${name} }}]`);
      assert.ok(inherited.ok);
      assert.deepEqual(new Set(inherited.outputs), new Set(["[]"]), name);
    }
  } finally {
    delete process.env["KLARPOST_SENTINEL"];
  }
});

test("trust 2: a worker that is late is ended at the wall, others go on, the next job renders", async () => {
  const impatient = startTemplateEngine({ wallMs: 60, batch: 4 });
  // A megabyte of outputs cannot be rendered in time; the engine's own limits are wider than this wall.
  const slow = "{{ contact.first_name | truncate: 3 }}".repeat(19_000);
  const quick = "{% if contact.title %}a{% else %}b{% endif %}";
  await impatient.render({
    templates: [{ source: quick, html: true }],
    constants: CONSTANTS,
    recipients: [ANNA],
  });
  const start = performance.now();
  const late = await impatient.render({
    templates: Array.from({ length: 12 }, (_, index) => ({
      source: `${slow}${index}`,
      html: true,
    })),
    constants: CONSTANTS,
    recipients: [ANNA],
  });
  assert.ok(performance.now() - start < 3000);
  assert.equal(!late[0]!.ok && late[0]!.reason, "time");
  const after = await impatient.render({
    templates: [{ source: quick, html: true }],
    constants: CONSTANTS,
    recipients: [ANNA, ANNA],
  });
  assert.deepEqual(
    after.map((outcome) => outcome.ok),
    [true, true],
  );
  await impatient.close();
});

test("trust 2: a worker that needs too much memory is ended alone", async () => {
  const small = startTemplateEngine({ heapMb: 36, wallMs: 10_000 });
  const fat = Array.from({ length: 60 }, (_, index) => ({
    source: `{{ contact.first_name }}${index}x`.repeat(40_000),
    html: true,
  }));
  const [outcome] = await small.render({
    templates: fat,
    constants: CONSTANTS,
    recipients: [ANNA],
  });
  assert.equal(!outcome!.ok && outcome!.reason, "memory");
  const [next] = await small.render({
    templates: [{ source: "{{ contact.first_name }}", html: true }],
    constants: CONSTANTS,
    recipients: [ANNA],
  });
  assert.deepEqual(next, { ok: true, outputs: ["Anna"] });
  await small.close();
});

test("trust 2: hostile templates end within a second and do not stop the process", async () => {
  for (const source of SSTI.filter(
    (each) => each.length > 300 || each.includes("100000000") || each.includes("9999999"),
  )) {
    const ticks: number[] = [];
    let last = performance.now();
    const timer = setInterval(() => {
      ticks.push(performance.now() - last);
      last = performance.now();
    }, 10);
    const start = performance.now();
    await render(source.slice(0, 400_000));
    clearInterval(timer);
    assert.ok(performance.now() - start < 3000, source.slice(0, 60));
    assert.ok(Math.max(0, ...ticks) < 800, `event loop held by ${source.slice(0, 60)}`);
  }
  // Each bound of the engine by itself, before the wall and without the grammar: without it, time or memory runs out.
  const long = mergeValues(
    { firstName: "A".repeat(10_000), email: "a@b.de", mayBeAsked: true },
    "de",
  );
  for (const [source, bound] of [
    ["{% for i in (1..100000000) %}x{% endfor %}", /tag "for" not found/],
    ["{% assign a = (1..100000000) %}{{ a }}", /^memory alloc limit/],
    ["x".repeat(2_000_001), /^parse length limit/],
    [`{{ contact.first_name${" | truncate: 9999".repeat(50)} }}`.repeat(300), /^template render/],
  ] as const) {
    const refused = await render(source, long);
    assert.ok(!refused.ok, source.slice(0, 60));
    assert.equal(refused.reason, "template", source.slice(0, 60));
    assert.match(refused.detail, bound);
  }
  // Ten characters doubled forty times, which no filter lets grow that long.
  const doubled = await render(SSTI.find((each) => each.includes("append: a %}"))!);
  assert.ok(doubled.ok && doubled.outputs[0]!.length === 10_000);
});

test("trust 3: values of contacts never become markup, header lines or template code", () => {
  const rows = [
    ...payloads("payloads-patt/payloads.jsonl", () => true),
    ...payloads("payloads-xss-list/payloads.jsonl", () => true),
    ...payloads("payloads-html5sec/payloads.jsonl", () => true),
    ...payloads("payloads-owasp/payloads.jsonl", () => true),
    ...payloads("naughty-strings/strings.jsonl", () => true),
    { payload: `"><svg/onload=1>` },
    { payload: "<img src=x onerror=fetch('//x')>" },
    { payload: "{{ contact.email }}{% if true %}" },
  ];
  const compiled = compileContent(
    {
      subject: "Für {{ contact.first_name }}",
      preheader: "",
      html: `<p title="{{ contact.first_name }}">{{ contact.first_name }}</p>`,
      text: "{{ contact.first_name }}",
    },
    SAMPLE_FACTS,
  );
  assert.ok(compiled.ok);
  for (const row of rows) {
    const values = mergeValues(
      { firstName: row["payload"] ?? row["string"] ?? "", email: "a@b.de", mayBeAsked: false },
      "de",
    );
    const html = writePieces(compiled.content.html.pieces, values, NO_URLS);
    const scan = scanHtml(html);
    assert.deepEqual(
      scan.elements.map((element) => [
        element.name,
        element.attributes.map((attribute) => attribute.name),
      ]),
      [["p", ["title"]]],
    );
    assert.doesNotMatch(
      writePieces(compiled.content.subject.pieces, values, NO_URLS),
      /[\r\n\u2028\u2029]/,
    );
  }
});

test("one recipient's fault is that recipient's alone", async () => {
  const compiled = compileContent(
    {
      subject: "x",
      preheader: "",
      html: "<p>{% if contact.title %}{{ contact.title | upcase }}{% endif %}</p>",
      text: "",
    },
    SAMPLE_FACTS,
  );
  assert.ok(compiled.ok);
  const results = await personalise(
    compiled.content,
    engine,
    Array.from({ length: 250 }, (_, index) => ({ ...ANNA, "contact.title": `t${index}` })),
  );
  assert.equal(results.length, 250);
  results.forEach((result, index) => {
    assert.ok(result.ok);
    assert.match(writePieces(result.content.html, ANNA, NO_URLS), new RegExp(`^<p>T${index}</p>`));
  });
});

test("a stopped engine answers instead of hanging", async () => {
  const stopped = startTemplateEngine();
  const open = stopped.render({
    templates: [{ source: "{% if a %}{% endif %}", html: true }],
    constants: CONSTANTS,
    recipients: [ANNA],
  });
  await stopped.close();
  const outcomes = [
    ...(await open),
    ...(await stopped.render({ templates: [], constants: CONSTANTS, recipients: [ANNA] })),
  ];
  assert.ok(outcomes.every((outcome) => !outcome.ok && outcome.reason === "closed"));
});

const NO_URLS = {
  link: (_: number, original: string) => original,
  pixel: () => undefined,
  system: (link: string) => `https://s.example/${link}`,
};

function payloads(
  file: string,
  keep: (row: Record<string, string>) => boolean,
): Record<string, string>[] {
  const path = new URL(`../../../shared/data/security-payloads/${file}`, import.meta.url);
  if (!existsSync(path)) {
    console.log(`skipped: ${file} is not there`);
    return [];
  }
  return readFileSync(path, "utf8")
    .split("\n")
    .filter(Boolean)
    .map((line) => JSON.parse(line) as Record<string, string>)
    .filter(keep);
}
