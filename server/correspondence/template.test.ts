import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { AppError } from "../platform/index.ts";
import { checkCategory } from "./category.ts";
import { lintTemplate } from "./lint-template.ts";
import {
  blankAdvertising,
  hasAdvertising,
  renderTemplate,
  variablesOf,
  withoutAdvertising,
} from "./template.ts";

const footer = {
  legalName: "Musterbank eG",
  imprintLines: ["Marktplatz 1, 12345 Musterstadt"],
  privacyUrl: "https://www.musterbank.example/datenschutz",
  locale: "de" as const,
};
const fails = (act: () => unknown, code: string) =>
  assert.throws(act, (error: unknown) => error instanceof AppError && error.code === code);

describe("LEG-19 parts that advertise", () => {
  const cases: [string, string, string][] = [
    ["between marks", "a<!-- werbung -->X<!-- /werbung -->b", "ab"],
    ["marks in other spelling", "a<!--Werbung-->X<!-- / WERBUNG -->b", "ab"],
    ["several", "a<!-- werbung -->X<!-- /werbung -->b<!-- werbung -->Y<!-- /werbung -->c", "abc"],
    ["an element", "<p>a</p><div data-advertising><div>X</div></div><p>b</p>", "<p>a</p><p>b</p>"],
    ["with a value", `<p data-advertising="1">X</p>b`, "b"],
    ["an image", `a<img data-advertising src="x.png">b`, "ab"],
    ["a bracket in a value", `<p title="a > b" data-advertising>X</p>b`, "b"],
    [
      "an element around marks",
      "<div data-advertising>X<!-- werbung -->Y<!-- /werbung --></div>b",
      "b",
    ],
    ["marks around an element", "<!-- werbung --><p data-advertising>X</p><!-- /werbung -->b", "b"],
    [
      "the word in a value only",
      `<p title="data-advertising">X</p>`,
      `<p title="data-advertising">X</p>`,
    ],
    ["nothing", "<p>Rechnung</p>", "<p>Rechnung</p>"],
  ];
  for (const [name, source, expected] of cases)
    test(`LEG-19: ${name}`, () => {
      assert.equal(withoutAdvertising(source), expected);
      assert.equal(blankAdvertising(source).length, source.length);
      assert.ok(!blankAdvertising(source).includes("X") || expected.includes("X"));
    });

  test("LEG-19: marks that do not pair are refused, because nobody can tell what would stay", () => {
    for (const source of [
      "a<!-- werbung -->X",
      "a<!-- /werbung -->",
      "<!-- werbung -->X<!-- werbung -->Y<!-- /werbung -->",
      "<div data-advertising>X",
    ])
      fails(() => withoutAdvertising(source), "advertising_marks_wrong");
  });

  test("LEG-19: both versions are rendered, each with imprint and privacy notice", () => {
    const source = {
      subject: "Ihre Rechnung {{ nr }}",
      html: "<html><body><p>Rechnung {{nr}}</p><!-- werbung --><p>Jetzt kaufen!</p><!-- /werbung --></body></html>",
      text: "",
    };
    const made = renderTemplate(source, { nr: "4711" }, footer);
    assert.equal(made.whole.subject, "Ihre Rechnung 4711");
    assert.match(made.whole.html, /Jetzt kaufen!/);
    assert.match(made.whole.text, /Jetzt kaufen!/);
    const { html, text } = made.withoutAdvertising!;
    for (const part of [html, text]) {
      assert.doesNotMatch(part, /kaufen|werbung/i);
      assert.match(part, /Rechnung 4711/);
      assert.match(part, /Musterbank eG/);
      assert.match(part, /musterbank\.example\/datenschutz/);
    }
    assert.ok(html.indexOf("Musterbank eG") < html.indexOf("</body>"));
  });
});

describe("LEG-18 what a transactional mail may be", () => {
  for (const category of ["survey", "review", "greeting", "teaser"])
    test(`LEG-18: ${category} is refused, with what to send instead`, () => {
      assert.throws(
        () => checkCategory(category, null),
        (error: unknown) =>
          error instanceof AppError &&
          error.status === 422 &&
          error.code === "category_is_advertising" &&
          /newsletter/.test(error.hint ?? "") &&
          /7\(3\)/.test(error.hint ?? ""),
      );
    });
  test("LEG-18: what a law demands names it, and nothing else does", () => {
    assert.equal(checkCategory("legal", "§ 312i BGB"), "legal");
    fails(() => checkCategory("legal", null), "law_missing");
    fails(() => checkCategory("order", "§ 312i BGB"), "law_not_expected");
  });

  const rules = (html: string, subject = "Ihre Rechnung") =>
    lintTemplate({ subject, html, text: "" }, { hasLists: true }).map(
      ({ rule, severity, part }) => `${rule} ${severity} ${part}`,
    );
  test("LEG-18 LEG-19: words that advertise are warned of outside of marks, prices alone are not", () => {
    for (const html of [
      "<p>10 % Rabatt auf alles</p>",
      "<p>Ihr Gutschein wartet</p>",
      "<p>Jetzt <b>kaufen</b></p>".replace("<b>", "").replace("</b>", ""),
      "<p>Bitte bewerten Sie uns</p>",
      "<p>Buy now and save 20</p>",
    ])
      assert.ok(rules(html).includes("LEG-19 warn html"), html);
    assert.deepEqual(rules("<p>Rechnungsbetrag: 149,00 €, zahlbar bis 3. Dezember</p>"), []);
    assert.deepEqual(
      rules("<p>Ihre Karte</p><!-- werbung --><p>Gutschein</p><!-- /werbung -->"),
      [],
    );
    assert.deepEqual(rules("<p>Ihre Karte</p><div data-advertising>Gutschein</div>"), []);
  });
  test("CNT-08 CNT-11: pretended answers, pixels and scripts are refused", () => {
    assert.deepEqual(rules("<p>x</p>", "AW: Ihre Rechnung"), ["CNT-08 block subject"]);
    assert.deepEqual(rules(`<img src="https://x.example/p.gif" width="1" height="1">`), [
      "CNT-11 block html",
    ]);
    assert.deepEqual(rules("<script>1</script>"), ["CNT-11 block html"]);
  });
  test("LEG-19: a finding stands where the word stands", () => {
    const html = "<!-- werbung -->\n<p>Rabatt</p>\n<!-- /werbung -->\n<p>Ein Gutschein</p>";
    const [finding] = lintTemplate({ subject: "x", html, text: "" }, { hasLists: true });
    assert.deepEqual(finding?.position, {
      line: 4,
      column: 8,
      offset: html.indexOf("Gutschein"),
      length: 9,
    });
  });
});

describe("hostile sources", () => {
  const fill = (text: string) => text.repeat(Math.ceil(300_000 / text.length)).slice(0, 300_000);
  for (const piece of [
    "<a ",
    `<a "`,
    "<!--",
    "<",
    "<script ",
    "<img ",
    "{{ ",
    "{{a ",
    " on",
    "@import",
    `<p title='`,
    "1",
    "statt 1",
    "href={{",
    "<p {{a}} ",
    "<style>{{a}}</style>",
    "<p onx title={{a}}>",
  ])
    test(`ORG-02: 300,000 signs of ${JSON.stringify(piece)} are judged at once`, () => {
      for (const html of [
        fill(piece),
        `<!--${" ".repeat(300_000)}`,
        `href=${" ".repeat(299_000)}`,
      ]) {
        const started = performance.now();
        try {
          lintTemplate({ subject: "x", html, text: "" }, { hasLists: true });
          renderTemplate({ subject: "x", html, text: "x" }, { a: "1" }, footer);
        } catch (error) {
          assert.ok(error instanceof AppError, String(error));
        }
        assert.ok(performance.now() - started < 3000, `${performance.now() - started} ms`);
      }
    });
});

describe("variables", () => {
  const source = {
    subject: "{{ nr }}",
    html: `<a href="{{ url }}">{{ name }}</a>`,
    text: "{{nr}}",
  };
  test("SND-16: every variable needs a value, and says which is missing", () => {
    assert.deepEqual(variablesOf(source), ["name", "nr", "url"]);
    fails(() => renderTemplate(source, { nr: "1" }, footer), "variables_missing");
    assert.ok(!hasAdvertising(source));
  });
  test("SND-16: values cannot become markup, a new header or a script", () => {
    const { whole } = renderTemplate(
      source,
      {
        nr: "1\r\nBcc: x@y.example",
        url: "https://x.example/?a=1&b=2",
        name: "<script>1</script>",
      },
      footer,
    );
    assert.doesNotMatch(whole.html, /<script>/);
    assert.match(whole.html, /href="https:\/\/x\.example\/\?a=1&amp;b=2"/);
    assert.doesNotMatch(whole.subject, /[\r\n]/);
    fails(
      () => renderTemplate(source, { nr: "1", url: "javascript:alert(1)", name: "x" }, footer),
      "variable_no_link",
    );
  });
  const filled = (html: string, value: string) =>
    renderTemplate({ subject: "x", html, text: "x" }, { a: value }, footer).whole.html;
  test("SND-16: no value becomes a further attribute, a script or a style that loads something, wherever it stands", () => {
    for (const [html, value] of [
      ["<a href={{ a }}>x</a>", "https://x.example/ onmouseover=alert(1)"],
      ["<p title={{a}}>x</p>", "x\tonclick=alert(1)"],
      ["<p title={{a}}>x</p>", "x\fautofocus"],
      ["<p title={{a}}>x</p>", "`x"],
      ["<img alt={{a}} src='https://x.example/y.png'>", ""],
      ["<p {{ a }}>x</p>", "onclick=alert(1)"],
      ["<p {{ a }}='x'>x</p>", "style=x"],
      [`<p onclick="f('{{ a }}')">x</p>`, "1"],
      [`<p style="color:{{ a }}">x</p>`, "red;background:url(https://x.example/)"],
      [`<p style="color:{{ a }}">x</p>`, "expression(alert(1))"],
      [`<p style="color:{{ a }}">x</p>`, "r\\65 d"],
      ["<style>p{color:{{ a }}}</style>", "red}@import'//x.example/'"],
      ["<script>{{ a }}</script>", "1"],
      [`<iframe srcdoc="{{ a }}">`, "<script>1</script>"],
      [`<img srcset="https://x.example/a.png, {{ a }}">`, "https://x.example/b.png 2x, x"],
      [`<meta http-equiv="refresh" content="0;url={{ a }}">`, "https://x.example/"],
    ] as const)
      fails(() => filled(html, value), "variable_out_of_place");
    for (const html of [
      `<a href="{{ a }}">x</a>`,
      `<a href='\t{{ a }}'>x</a>`,
      "<a href={{ a }}>x</a>",
      `<a HREF = "{{ a }}{{ a }}">x</a>`,
      `<td background="{{ a }}">x</td>`,
      `<img srcset="{{ a }}">`,
      `<svg><a xlink:href="{{ a }}">x</a></svg>`,
      `<form><button formaction="{{ a }}">x</button></form>`,
      `<!--[if mso]><v:rect href="{{ a }}"></v:rect><![endif]-->`,
    ])
      for (const value of [
        "javascript:alert(1)",
        " \u0001javascript:alert(1)",
        "data:text/html,x",
        "//x.example/",
        "",
      ])
        fails(() => filled(html, value), "variable_no_link");
  });
  test("SND-16: values of every kind stand where they are values", () => {
    assert.match(
      filled(`<p title="{{a}}">{{a}}</p>`, `"><svg/onload=1>`),
      /title="&quot;&gt;&lt;svg/,
    );
    assert.match(filled("<!-- {{a}} -->x", "--><img src=x onerror=1>"), /<!-- --&gt;&lt;img/);
    assert.match(filled("<p title={{a}}>x</p>", "Anna&<x>"), /title=Anna&amp;&lt;x&gt;>/);
    assert.match(filled(`<p style="color:{{a}}">x</p>`, "#ff0000"), /color:#ff0000/);
    assert.match(filled(`<a href="https://x.example/?id={{a}}">x</a>`, "4 7"), /id=4 7"/);
    assert.match(filled("<style>p{width:{{a}}}</style>", "50%"), /width:50%/);
  });
  test("CNT-11: handlers without quotes and addresses that are scripts are refused", () => {
    for (const html of [
      "<p onclick=alert(1)>x</p>",
      "<svg/onload=alert(1)>",
      `<p title="a"onclick='x'>x</p>`,
      "<p ONCLICK = x>x</p>",
      `<a href="javascript:alert(1)">x</a>`,
      `<a href=" java\nscript:alert(1)">x</a>`,
      `<a href="&#106;avascript:alert(1)">x</a>`,
      `<svg><a xlink:href="javascript:1">x</a></svg>`,
      `<a href="data:text/html,x">x</a>`,
    ]) {
      const found = lintTemplate({ subject: "x", html, text: "" }, { hasLists: true });
      assert.ok(
        found.some(({ rule, severity }) => rule === "CNT-11" && severity === "block"),
        html,
      );
    }
    const harmless = `<p>Ruf on = 1 an</p><a href="https://x.example/?a=javascript:">x</a>`;
    assert.deepEqual(
      lintTemplate({ subject: "x", html: harmless, text: "" }, { hasLists: true }),
      [],
    );
  });
});
