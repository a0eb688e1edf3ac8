import assert from "node:assert/strict";
import { test } from "node:test";
import { plainTextOf } from "../plain-text.ts";
import { STARTERS } from "../starters/starters.ts";
import { maySend } from "./lint-content.ts";
import { applied, lint, of } from "../../../test/support/content-lint.ts";
import { SAMPLE_FACTS } from "../../../test/support/content-samples.ts";

test("a good newsletter has no finding", () => {
  assert.deepEqual(lint(), []);
});

test("every starter passes the lint fully, with its own text part and with an edited one", () => {
  for (const starter of STARTERS) {
    const change = {
      facts: { ...SAMPLE_FACTS, locale: starter.locale },
      subject: starter.subject,
      preheader: starter.preheader,
      html: starter.html,
    };
    assert.deepEqual(lint(change), [], starter.id);
    assert.deepEqual(
      lint({ ...change, text: plainTextOf(starter.html), textIsEdited: true }),
      [],
      starter.id,
    );
  }
  assert.deepEqual(new Set(STARTERS.map((starter) => starter.locale)), new Set(["de", "en"]));
});

test("CNT-01: addresses nobody reads are refused as sender and for replies", () => {
  const refused = [
    "no-reply@a.de",
    "noreply+x@a.de",
    "NoReply@a.de",
    "do_not_reply@a.de",
    "donotreply@a.de",
    "keine-antwort@a.de",
    "nicht-antworten@a.de",
    "no.reply@a.de",
  ];
  for (const address of refused) {
    assert.deepEqual(
      of(lint({ sender: { name: "Musterbank", address } }), "CNT-01"),
      ["block sender"],
      address,
    );
    assert.deepEqual(
      of(
        lint({ sender: { name: "Musterbank", address: "post@a.de", replyTo: address } }),
        "CNT-01",
      ),
      ["block sender"],
      address,
    );
  }
  for (const address of ["newsletter@a.de", "norbert@a.de", "notar.reply@a.de", "service@a.de"]) {
    assert.deepEqual(of(lint({ sender: { name: "Musterbank", address } }), "CNT-01"), [], address);
  }
});

test("CNT-02: cryptic senders are warned of", () => {
  for (const address of ["xk7q9@a.de", "1234567@a.de", "zxcvbnm@a.de", "a1b2c3@a.de"]) {
    assert.deepEqual(
      of(lint({ sender: { name: "Musterbank", address } }), "CNT-02"),
      ["warn sender"],
      address,
    );
  }
  assert.deepEqual(of(lint({ sender: { name: "", address: "newsletter@a.de" } }), "CNT-02"), [
    "warn sender",
  ]);
  assert.deepEqual(
    of(lint({ sender: { name: "Ihr Team", address: "newsletter@a.de" } }), "CNT-02"),
    ["warn sender"],
  );
  for (const name of ["Musterbank eG", "Die Musterbank", "musterbank"]) {
    assert.deepEqual(of(lint({ sender: { name, address: "info2026@a.de" } }), "CNT-02"), [], name);
  }
  assert.deepEqual(
    of(
      lint({
        sender: { name: "Haus & Grund", address: "a.b@a.de" },
        brands: ["Haus & Grund Musterstadt"],
      }),
      "CNT-02",
    ),
    [],
  );
});

test("CNT-04: the imprint stands in the mail and is complete; a link alone is not enough", () => {
  const bare = `<html lang="de"><body><h1>x</h1><a href="https://www.musterbank.example/impressum">Impressum</a></body></html>`;
  assert.deepEqual(of(lint({ html: bare }), "CNT-04"), ["block html"]);
  const missing = [{ de: "Registernummer", en: "register number" }];
  const [finding] = lint({ imprintMissing: missing }).filter((each) => each.rule === "CNT-04");
  assert.match(finding!.message.de, /Registernummer/);
  assert.match(finding!.message.en, /register number/);
});

test("CNT-04 CNT-05 CNT-06 CNT-07: one click inserts the footer, and all is well", () => {
  const html = `<html lang="de"><body><h1>Titel</h1><p>Text</p></body></html>`;
  const findings = lint({ html });
  for (const rule of ["CNT-04", "CNT-05", "CNT-06", "CNT-07"]) {
    assert.deepEqual(of(findings, rule), ["block html"], rule);
    const fix = findings.find((finding) => finding.rule === rule)!.fix!;
    const fixed = applied(html, fix.edits);
    assert.match(fixed, /\{\{ footer \}\}[\s\S]*<\/body><\/html>$/);
    assert.ok(maySend(lint({ html: fixed })), rule);
  }
});

test("CNT-05: the privacy notice is set, on https, and linked", () => {
  assert.deepEqual(of(lint({ facts: { ...SAMPLE_FACTS, privacyUrl: "" } }), "CNT-05"), [
    "block html",
  ]);
  assert.deepEqual(
    of(
      lint({ facts: { ...SAMPLE_FACTS, privacyUrl: "http://www.musterbank.example/d" } }),
      "CNT-05",
    ),
    ["block html"],
  );
  const own = legalHtml(`<a href="{{ unsubscribe_url }}">Abmelden</a>`);
  assert.deepEqual(of(lint({ html: own }), "CNT-05"), []);
  assert.deepEqual(
    of(lint({ html: own.replace("{{ privacy_url }}", SAMPLE_FACTS.privacyUrl) }), "CNT-05"),
    [],
  );
  assert.deepEqual(
    of(lint({ html: own.replace("{{ privacy_url }}", "https://other.example") }), "CNT-05"),
    ["block html"],
  );
});

/** The legal blocks one by one, without the ready-made footer. */
function legalHtml(unsubscribe: string, head = ""): string {
  return `<html lang="de"><head>${head}</head><body><h1>x</h1><p>{{ imprint }}</p>${unsubscribe}<a href="{{ manage_url }}">Daten ändern</a><a href="{{ privacy_url }}">Datenschutz</a></body></html>`;
}

const HIDDEN_UNSUBSCRIBE: readonly string[] = [
  `<div style="background:#FFFFFF"><a href="{{ unsubscribe_url }}" style="color:#fff">Abmelden</a></div>`,
  `<a href="{{ unsubscribe_url }}" style="color:#cccccc">Abmelden</a>`,
  `<td bgcolor="#333333"><a href="{{ unsubscribe_url }}" style="color:#222">Abmelden</a></td>`,
  `<a href="{{ unsubscribe_url }}" style="font-size:1px">Abmelden</a>`,
  `<p style="font-size:20px"><a href="{{ unsubscribe_url }}" style="font-size:50%">Abmelden</a></p>`,
  `<div style="font:400 9px/12px Arial"><a href="{{ unsubscribe_url }}">Abmelden</a></div>`,
  `<div style="display:none"><a href="{{ unsubscribe_url }}">Abmelden</a></div>`,
  `<div style="max-height:0;overflow:hidden"><a href="{{ unsubscribe_url }}">Abmelden</a></div>`,
  `<a href="{{ unsubscribe_url }}" style="visibility:hidden">Abmelden</a>`,
  `<a href="{{ unsubscribe_url }}"><span style="opacity:0.05">Abmelden</span></a>`,
  `<a href="{{ unsubscribe_url }}" class="weg">Abmelden</a>`,
  `<a href="{{ unsubscribe_url }}">Klicken</a>`,
  `<a href="{{ unsubscribe_url }}"></a>`,
  `{% if contact.title %}<a href="{{ unsubscribe_url }}">Abmelden</a>{% endif %}`,
  `<!--[if mso]><a href="{{ unsubscribe_url }}">Abmelden</a><![endif]-->`,
  ``,
];

for (const unsubscribe of HIDDEN_UNSUBSCRIBE) {
  test(`CNT-06: an unsubscribe link nobody sees blocks: ${unsubscribe || "(none)"}`, () => {
    const findings = lint({ html: legalHtml(unsubscribe, "<style>.weg{display:none}</style>") });
    assert.deepEqual(of(findings, "CNT-06"), ["block html"]);
  });
}

test("CNT-06: a visible unsubscribe link passes in either language", () => {
  for (const link of [
    `<a href="{{ unsubscribe_url }}">Abmelden</a>`,
    `<a href="{{ unsubscribe_url }}" style="font-size:12px;color:#5B6470">Newsletter abbestellen</a>`,
    `<div style="font-size:9pt"><a href="{{ unsubscribe_url }}" style="color:#0B6E6E">Unsubscribe</a></div>`,
    `<td style="background:#1B2430 url(x.png)"><a href="{{ unsubscribe_url }}" style="color:#FFFFFF">Abmelden</a></td>`,
    `<div bgcolor="#1B2430"><a href="{{ unsubscribe_url }}"><font color="#FFFFFF">abmelden</font></a></div>`,
  ]) {
    const findings = lint({ html: legalHtml(link) });
    assert.deepEqual(of(findings, "CNT-06"), [], link);
    assert.ok(maySend(findings), JSON.stringify(findings));
  }
});

test("CNT-06: a footer in a condition or out of sight does not count", () => {
  for (const html of [
    `{% if contact.title %}{{ footer }}{% endif %}`,
    `<div style="display:none">{{ footer }}</div>`,
  ]) {
    assert.deepEqual(
      of(lint({ html: `<html lang="de"><body><h1>x</h1>${html}</body></html>` }), "CNT-06"),
      ["block html"],
      html,
    );
  }
});

test("CNT-07: without the manage link a newsletter does not go out, a service mail does", () => {
  const html = legalHtml(`<a href="{{ unsubscribe_url }}">Abmelden</a>`).replace(
    "{{ manage_url }}",
    "https://www.musterbank.example/",
  );
  assert.deepEqual(of(lint({ html }), "CNT-07"), ["block html"]);
  assert.deepEqual(of(lint({ html, kind: "transactional" }), "CNT-07"), []);
});

test("CNT-08: deceptive subjects and senders block", () => {
  for (const subject of [
    "AW: Ihre Anfrage",
    "Re: Hallo",
    "WG:Termin",
    "Fwd: x",
    "RE[2]: x",
    "Ihre Rechnung",
    "Letzte Mahnung!",
    "Rechnung Nr. 4711",
    "Your invoice",
    "",
    "  ",
  ]) {
    assert.deepEqual(of(lint({ subject }), "CNT-08"), ["block subject"], subject);
  }
  for (const subject of [
    "Reisen im Winter",
    "Rechnungsprüfung leicht gemacht",
    "Stromrechnung senken: fünf Tipps",
    "Anworten auf Ihre Fragen",
    "Forward-Darlehen erklärt",
  ]) {
    assert.deepEqual(of(lint({ subject }), "CNT-08"), [], subject);
  }
  const fix = lint({ subject: "AW: Ihre Anfrage" })[0]!.fix!;
  assert.equal(applied("AW: Ihre Anfrage", fix.edits), "Ihre Anfrage");
  assert.deepEqual(
    of(lint({ sender: { name: "Finanzamt Musterstadt", address: "post@a.de" } }), "CNT-08"),
    ["block sender"],
  );
  assert.deepEqual(
    of(
      lint({
        sender: { name: "Polizei Musterstadt", address: "post@a.de" },
        brands: ["Polizei Musterstadt"],
      }),
      "CNT-08",
    ),
    [],
  );
});
