import assert from "node:assert/strict";
import { test } from "node:test";
import { applied, lint, lintBody, of } from "../../../test/support/content-lint.ts";
import { sampleHtml } from "../../../test/support/content-samples.ts";

test("CNT-09: prizes and discounts need a link to their conditions", () => {
  assert.deepEqual(of(lintBody("<p>Großes Gewinnspiel!</p>"), "CNT-09"), ["warn html"]);
  assert.deepEqual(
    of(
      lintBody(
        `<p>Großes Gewinnspiel! <a href="https://www.musterbank.example/t">Teilnahmebedingungen</a></p>`,
      ),
      "CNT-09",
    ),
    [],
  );
});

const EXTERNAL: readonly string[] = [
  `<img src="https://www.facebook.com/tr?id=1" alt="">`,
  `<img src="//www.google-analytics.com/collect?v=1&tid=UA-1" alt="">`,
  `<img src="https://cdn.example/logo.png" width="1" height="1" alt="">`,
  `<img src="https://cdn.example/logo.png" style="width:1px;height:1px" alt="">`,
  `<img src="https://stats.example/matomo.php?idsite=1" alt="">`,
  `<link href="https://fonts.googleapis.com/css?family=Inter" rel="stylesheet">`,
  `<style>@import url(https://fonts.googleapis.com/css?family=Inter);</style>`,
  `<style>@font-face{font-family:x;src:url(https://cdn.example/x.woff2)}</style>`,
  `<script>alert(1)</script>`,
  `<form action="https://other.example/"><input name="x"></form>`,
  `<iframe src="https://other.example/"></iframe>`,
  `<iframe srcdoc="<script>1</script>"></iframe>`,
  `<object data="https://other.example/x"></object>`,
  `<p onclick="x()">x</p>`,
  `<a href="javascript:alert(1)">Los</a>`,
  `<a href=" jav&#x09;ascript:alert(1)">Los</a>`,
  `<a href="data:text/html,x">Los</a>`,
  `<meta http-equiv="refresh" content="0;url=https://other.example/">`,
  `<base href="https://other.example/">`,
  `<p style="background:url(https://www.facebook.com/tr?x)">x</p>`,
  `<p style="width:expression(alert(1))">x</p>`,
  `<!--[if mso]><script>x</script><![endif]-->`,
];

for (const body of EXTERNAL) {
  test(`CNT-11: nothing may report to a third party or run: ${body}`, () => {
    const findings = lintBody(body).filter(
      (finding) => finding.rule === "CNT-11" && finding.severity === "block",
    );
    assert.ok(findings.length >= 1);
    assert.ok(findings.every((finding) => finding.position));
    const fix = findings.find((finding) => finding.fix)?.fix;
    if (fix)
      assert.equal(
        lint({ html: applied(sampleHtml(body), fix.edits) }).some(
          (finding) => finding.rule === "CNT-11",
        ),
        false,
        "the fix helps",
      );
  });
}

test("CNT-11: images from foreign hosts are named once, own ones pass", () => {
  const findings = lintBody(
    `<img src="https://img.foreign.example/a.png" alt="A"><img src="https://img.foreign.example/b.png" alt="B"><img src="https://bilder.musterbank.example/c.png" alt="C"><img src="cid:1" alt="D">`,
  );
  assert.deepEqual(of(findings, "CNT-11"), ["warn html"]);
  assert.match(findings[0]!.message.de, /2 Bilder .*img\.foreign\.example/);
});

test("CNT-12: an e-mail address in a link or image address blocks", () => {
  assert.deepEqual(
    of(lintBody(`<a href="https://a.example/?email=anna%40beispiel.de">Zum Angebot</a>`), "CNT-12"),
    ["block html"],
  );
  assert.deepEqual(
    of(
      lintBody(`<img alt="x" src="https://bilder.musterbank.example/?u=anna@beispiel.de">`),
      "CNT-12",
    ),
    ["block html"],
  );
  assert.deepEqual(
    of(
      lintBody(
        `<a href="https://a.example/@anna/post?x=1">Zum Beitrag</a><a href="mailto:anna@beispiel.de">Schreiben</a>`,
      ),
      "CNT-12",
    ),
    [],
  );
});

test("CNT-14: size and the legal blocks of an edited text part", () => {
  assert.deepEqual(of(lintBody(`<p>${"Wort ".repeat(22_000)}</p>`), "CNT-14"), ["warn html"]);
  assert.deepEqual(of(lintBody(`<p>${"Wort ".repeat(18_000)}</p>`), "CNT-14"), []);
  const [finding] = lint({ text: "Nur Text", textIsEdited: true });
  assert.deepEqual([finding?.rule, finding?.severity, finding?.part], ["CNT-14", "block", "text"]);
  assert.deepEqual(
    lint({ text: applied("Nur Text", finding!.fix!.edits), textIsEdited: true }),
    [],
  );
  const pieces = "{{ imprint }} {{ unsubscribe_url }} {{ manage_url }} {{ privacy_url }}";
  assert.deepEqual(lint({ text: pieces, textIsEdited: true }), []);
  assert.equal(
    lint({ text: pieces.replace("{{ manage_url }}", ""), textIsEdited: true })[0]?.rule,
    "CNT-14",
  );
});

test("CNT-15: shorteners and plain http warn, a false visible domain blocks", () => {
  assert.deepEqual(of(lintBody(`<a href="https://bit.ly/x">Zum Rückblick</a>`), "CNT-15"), [
    "warn html",
  ]);
  const html = sampleHtml(`<a href="http://a.example/">Zum Rückblick</a>`);
  const [plain] = lint({ html });
  assert.equal(plain?.rule, "CNT-15");
  assert.deepEqual(lint({ html: applied(html, plain!.fix!.edits) }), []);
  for (const [shown, target] of [
    ["https://bank.de", "https://evil.example/"],
    ["www.bank.de/konto", "https://bank.de.evil.example/"],
    ["bank.de", "https://bank-de.com/"],
  ] as const) {
    assert.deepEqual(
      of(lintBody(`<a href="${target}">${shown}</a>`), "CNT-15"),
      ["block html"],
      shown,
    );
  }
  assert.deepEqual(
    of(lintBody(`<a href="https://bank.de@evil.example/">Zum Konto</a>`), "CNT-15"),
    ["block html"],
  );
  for (const shown of [
    "https://www.bank.de",
    "news.bank.de",
    "Dr. Muster",
    "z.B.",
    "Bericht.pdf",
    "Version 2.0",
  ]) {
    assert.deepEqual(of(lintBody(`<a href="https://bank.de/x">${shown}</a>`), "CNT-15"), [], shown);
  }
  assert.deepEqual(
    of(lint({ text: "http://a.example/ {{ footer }}", textIsEdited: true }), "CNT-15"),
    ["warn text"],
  );
});

test("CNT-16: open, gendered and incomplete salutations get the neutral one", () => {
  for (const greeting of [
    "Sehr geehrte/r Frau/Herr",
    "Sehr geehrte(r) Kunde",
    "Liebe/r Leser",
    "Dear Sir or Madam",
    "Hallo {{ contact.first_name }}",
    "Sehr geehrte Frau {{ contact.last_name }}",
    "Lieber {{ contact.first_name | default: 'Kunde' }}",
  ]) {
    const html = sampleHtml(`<p>${greeting}, wir freuen uns.</p>`);
    const found = lint({ html }).filter((finding) => finding.rule === "CNT-16");
    assert.deepEqual(of(found, "CNT-16"), ["warn html"], greeting);
    const fixed = applied(html, found[0]!.fix!.edits);
    assert.match(fixed, /<p>\{\{ contact\.salutation_line \}\}[ ,]/, greeting);
    assert.deepEqual(of(lint({ html: fixed }), "CNT-16"), [], greeting);
  }
  assert.deepEqual(
    of(lintBody("<p>Hallo {{ contact.first_name | default: 'alle' }}!</p>"), "CNT-16"),
    [],
  );
  assert.deepEqual(of(lintBody("<p>Ihre Filiale: {{ contact.company }}</p>"), "CNT-16"), [
    "info html",
  ]);
  assert.deepEqual(
    of(lintBody("{% if contact.company %}<p>Für {{ contact.company }}</p>{% endif %}"), "CNT-16"),
    [],
  );
});

test("CNT-17: telling readers that they were watched is warned of", () => {
  for (const text of [
    "Ich habe gesehen, dass Sie den Rechner benutzt haben.",
    "Sie haben unseren letzten Newsletter nicht geöffnet.",
    "Sie haben auf den Link in der E-Mail geklickt",
    "We noticed that you visited us",
    "You opened our last newsletter",
  ]) {
    assert.deepEqual(of(lintBody(`<p>${text}</p>`), "CNT-17"), ["warn html"], text);
  }
  assert.deepEqual(
    of(lintBody("<p>Sie haben Fragen? Wir haben für Sie geöffnet.</p>"), "CNT-17"),
    [],
  );
});

test("CNT-19: generic environmental claims are pointed out with a source", () => {
  const [finding] = lintBody("<p>Unser klimaneutrales Konto, klima-neutral auch im Versand.</p>");
  assert.deepEqual([finding?.rule, finding?.severity], ["CNT-19", "info"]);
  assert.match(finding!.moreUrl!, /^https:\/\/eur-lex\.europa\.eu/);
  assert.match(finding!.message.de, /klimaneutrales/);
});

test("A11Y-05: language, alternative texts, layout tables, headings, contrast, link purpose", () => {
  const html = `<html><body><p>${"Text ".repeat(120)}</p><table><tr><td><img src="https://bilder.musterbank.example/a.png"></td></tr></table><p style="color:#bbbbbb">blass</p><a href="https://a.example/">hier</a><a href="https://a.example/"><img src="https://bilder.musterbank.example/b.png" alt=""></a>{{ footer }}</body></html>`;
  const findings = lint({ html }).filter((finding) => finding.rule === "A11Y-05");
  assert.deepEqual(of(findings, "A11Y-05").sort(), [
    "block html",
    "warn html",
    "warn html",
    "warn html",
    "warn html",
    "warn html",
    "warn html",
  ]);
  const edits = findings.flatMap((finding) => finding.fix?.edits ?? []);
  const rest = lint({ html: applied(html, edits) }).filter((finding) => finding.rule === "A11Y-05");
  assert.equal(rest.length, 4, "fixes for language, alternative text and table help");
  assert.deepEqual(
    of(lintBody("<table><tr><th>Jahr</th></tr><tr><td>2026</td></tr></table>"), "A11Y-05"),
    [],
  );
  assert.deepEqual(of(lintBody("<h4>Zu tief</h4>"), "A11Y-05"), ["info html"]);
});

test("UNS-10: a mail that confirms an unsubscription cannot be made", () => {
  for (const subject of [
    "Abmeldebestätigung",
    "Sie wurden abgemeldet",
    "Bestätigung Ihrer Abmeldung",
    "You have been unsubscribed",
  ]) {
    assert.deepEqual(of(lint({ subject }), "UNS-10"), ["block subject"], subject);
  }
});

test("LEG-18: surveys and reviews are advertising and do not belong into service mails", () => {
  const body = "<p>Bewerten Sie uns!</p>";
  assert.deepEqual(of(lintBody(body, { kind: "transactional" }), "LEG-18"), ["block html"]);
  assert.deepEqual(of(lintBody(body), "LEG-18"), []);
});

test("TRK-25: sensitive links are suggested for not measuring them personally, in both languages", () => {
  for (const label of [
    "Zahnzusatzversicherung vergleichen",
    "Pflegegrad beantragen",
    "Berufsunfähigkeit absichern",
    "Dental insurance",
    "Disability benefits explained",
  ]) {
    const html = sampleHtml(`<p><a href="https://a.example/x">${label}</a></p>`);
    const [finding] = lint({ html });
    assert.deepEqual([finding?.rule, finding?.severity], ["TRK-25", "info"], label);
    assert.deepEqual(lint({ html: applied(html, finding!.fix!.edits) }), [], label);
    assert.deepEqual(lint({ html, notPersonalUrls: ["https://a.example/x"] }), [], label);
  }
  assert.deepEqual(
    lintBody(`<a href="https://a.example/gesundheit/tipps">Fünf Tipps lesen</a>`).map(
      (finding) => finding.rule,
    ),
    ["TRK-25"],
  );
  for (const label of [
    "Die Musterbank sucht Verstärkung",
    "Alle Angebote im Überblick",
    "Unser Team",
  ]) {
    assert.deepEqual(lintBody(`<a href="https://a.example/x">${label}</a>`), [], label);
  }
});

test("placeholders of other systems and overlong subjects are noticed", () => {
  assert.deepEqual(of(lintBody("<p>Hallo *|FNAME|*</p>"), "LINT-FIELD"), ["warn html"]);
  assert.deepEqual(of(lint({ subject: "Wort ".repeat(16) }), "LINT-SUBJECT"), ["info subject"]);
  assert.deepEqual(of(lint({ subject: "Wort ".repeat(40) }), "LINT-SUBJECT"), ["warn subject"]);
  assert.deepEqual(of(lint({ html: " " }), "LINT-EMPTY"), ["block html"]);
});
