import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { Parser } from "htmlparser2";
import type { Locale } from "../platform/index.ts";
import { lintOptInMail } from "./lint/lint-opt-in-mail.ts";
import { buildSystemMail, type SystemMailContent } from "./system-mail.ts";
import type { MailTheme } from "./letter-mail.ts";

const theme: MailTheme = {
  accountName: "Musterbank",
  legalName: "Musterbank eG",
  colour: "#0B6E6E",
  imprintLines: [
    "Musterplatz 1, 12345 Musterstadt",
    "Vorstand: N. N. (Vorsitz), N. N.",
    "E-Mail: newsletter@musterbank.example",
    "Genossenschaftsregister: Amtsgericht Musterstadt, GnR 1234",
  ],
  imprintUrl: "https://www.musterbank.example/impressum",
  privacyUrl: "https://www.musterbank.example/datenschutz",
  informal: false,
};
const at = (iso: string): Date => new Date(iso);
const expiresAt = at("2026-11-28T13:05:00Z");
const confirmUrl = "https://post.musterbank.example/b/CONFIRM";
const notMeUrl = "https://post.musterbank.example/n/NOTME";

const optIn: Extract<SystemMailContent, { kind: "opt_in" }> = {
  kind: "opt_in",
  origin: { channel: "page", page: "musterbank.example" },
  requestedAt: at("2026-11-21T13:05:00Z"),
  lists: [
    { name: "Marktblick", description: "Zinsen, Börse und Konjunktur, jeden Freitag" },
    { name: "Bauen & Wohnen" },
  ],
  wordings: [
    "Ja, ich möchte die angekreuzten Newsletter der Musterbank eG per E-Mail erhalten.",
    "Ja, die Musterbank eG darf auswerten, ob und wann ich diese Newsletter öffne und welche Links ich anklicke.",
  ],
  confirmUrl,
  notMeUrl,
  validDays: 7,
  expiresAt,
};

const samples: SystemMailContent[] = [
  optIn,
  { ...optIn, origin: { channel: "letter" }, lists: optIn.lists.slice(0, 1) },
  { kind: "access", requestedAt: at("2026-11-21T13:05:00Z"), url: confirmUrl, validMinutes: 60 },
  {
    kind: "address_change",
    oldAddress: "a•••@example.org",
    newAddress: "neu@example.org",
    url: confirmUrl,
    expiresAt,
  },
  {
    kind: "address_change_notice",
    newAddress: "n•••@example.org",
    requestedAt: at("2026-11-21T13:05:00Z"),
    contactEmail: "newsletter@musterbank.example",
  },
  ...(["test", "reply_to", "privacy_contact"] as const).map((purpose): SystemMailContent => ({
    kind: "address_confirmation",
    purpose,
    address: "team@musterbank.example",
    enteredBy: "Anna Muster",
    url: confirmUrl,
    expiresAt,
  })),
  {
    kind: "invitation",
    name: "Ben Beispiel",
    invitedBy: "Anna Muster",
    url: confirmUrl,
    expiresAt,
  },
  {
    kind: "plain",
    subject: "Neue Anmeldung",
    heading: "Neue Anmeldung",
    paragraphs: ["Von einem neuen Gerät."],
    button: { label: "Ansehen", url: confirmUrl },
    note: "Waren Sie das?",
  },
];

const build = (mail: SystemMailContent, locale: Locale = "de", from = theme) =>
  buildSystemMail(from, { locale, timeZone: "Europe/Berlin" }, mail);

interface Seen {
  tags: string[];
  links: string[];
  confirms: string[];
  attributes: Record<string, string>[];
  lang: string | undefined;
}

function read(html: string): Seen {
  const seen: Seen = { tags: [], links: [], confirms: [], attributes: [], lang: undefined };
  let inConfirm = false;
  const parser = new Parser({
    onopentag(name, attributes) {
      seen.tags.push(name);
      seen.attributes.push(attributes);
      if (name === "html") seen.lang = attributes.lang;
      if (name === "a") seen.links.push(attributes.href ?? "");
      inConfirm ||= "data-doi-confirm" in attributes;
      if ("data-doi-confirm" in attributes) seen.confirms.push("");
    },
    ontext(text) {
      if (inConfirm) seen.confirms.push(`${seen.confirms.pop() ?? ""}${text}`);
    },
    onclosetag(name) {
      if (name === "a") inConfirm = false;
    },
  });
  parser.write(html);
  parser.end();
  return seen;
}

const plain = (text: string): string => text.replace(/\s+/g, " ");

describe("opt-in mail", () => {
  test("DOI-02 DOI-06: it links to confirm, not me, imprint and privacy notice only, and loads nothing", () => {
    for (const locale of ["de", "en"] as const) {
      const { html } = build(optIn, locale);
      const { links, tags } = read(html);
      assert.deepEqual(links, [confirmUrl, notMeUrl, theme.imprintUrl, theme.privacyUrl]);
      for (const tag of ["img", "script", "link", "iframe", "form", "video"])
        assert.ok(!tags.includes(tag), tag);
      assert.doesNotMatch(html, /url\(|@import|background="/i);
    }
  });

  test("DOI-03: HTML and text carry the whole imprint", () => {
    const { html, text } = build(optIn);
    for (const line of [theme.legalName, ...theme.imprintLines]) {
      assert.ok(html.includes(line), line);
      assert.ok(text.includes(line), line);
    }
  });

  test("DOI-04: the subject names the newsletter and asks to confirm", () => {
    assert.equal(
      build({ ...optIn, lists: optIn.lists.slice(0, 1) }).subject,
      "Bitte bestätigen Sie Ihre Anmeldung zum Newsletter Marktblick",
    );
    assert.match(build(optIn).subject, /bestätigen/);
    assert.match(build(optIn, "en").subject, /confirm/);
  });

  test("DOI-05: one button, labelled with the verb, explained in at most 400 characters", () => {
    for (const [locale, verb] of [
      ["de", /bestätigen/],
      ["en", /[Cc]onfirm/],
    ] as const) {
      const { html } = build(optIn, locale);
      const { confirms } = read(html);
      assert.equal(confirms.length, 1);
      assert.match(confirms[0]!, verb);
      const explanation =
        /<p[^>]*>([^<]*„Jetzt bestätigen“[^<]*|[^<]*“Confirm now”[^<]*)<\/p>/.exec(html)?.[1];
      assert.ok(explanation !== undefined && explanation.length <= 400);
    }
  });

  test("DOI-17 T-5: every newsletter by name and every wording in full, in both parts", () => {
    const { html, text } = build(optIn);
    assert.match(html, /Marktblick/);
    assert.match(html, /Bauen &amp; Wohnen/);
    assert.match(
      text,
      /- Marktblick \(Zinsen, Börse und Konjunktur, jeden Freitag\)\n {2}- Bauen & Wohnen/,
    );
    for (const wording of optIn.wordings) {
      assert.ok(html.includes(wording));
      assert.ok(plain(text).includes(wording));
    }
    assert.match(plain(text), /am 21\. November 2026 um 14:05 Uhr auf musterbank\.example/);
    assert.match(plain(text), /Der Link gilt sieben Tage, bis zum 28\. November 2026\./);
  });

  test("T-5b: after a letter it names the channel instead of a page", () => {
    const { text } = build({ ...optIn, origin: { channel: "letter" } });
    assert.match(plain(text), /am 21\. November 2026 per Brief für folgende Newsletter/);
  });

  test("DOI-02 to DOI-06: the opt-in lint finds nothing, in both languages", () => {
    const long = `Aufsichtsbehörde: ${"Bundesanstalt für Finanzdienstleistungsaufsicht, ".repeat(3)}Bonn`;
    const from = { ...theme, imprintLines: [...theme.imprintLines, long] };
    for (const locale of ["de", "en"] as const) {
      const findings = lintOptInMail({
        ...build(optIn, locale, from),
        links: {
          confirm: confirmUrl,
          notMe: notMeUrl,
          privacy: theme.privacyUrl!,
          imprint: theme.imprintUrl,
        },
        imprintLines: [from.legalName, ...from.imprintLines],
        wordings: optIn.wordings,
        names: [...optIn.lists.map((list) => list.name), theme.accountName],
      });
      assert.deepEqual(findings, []);
    }
  });

  test("DOI-08: equal input gives equal bytes", () => {
    assert.deepEqual(build(optIn), build(optIn));
  });
});

describe("every system mail", () => {
  test("A11Y-05 A11Y-06: language, presentation tables, one heading, an HTML and a text part, de and en differ", () => {
    for (const mail of samples) {
      for (const locale of ["de", "en"] as const) {
        const built = build(mail, locale);
        const { lang, tags, attributes } = read(built.html);
        assert.equal(lang, locale);
        assert.equal(tags.filter((tag) => tag === "h1").length, 1);
        tags.forEach((tag, index) => {
          if (tag === "table") assert.equal(attributes[index]?.role, "presentation");
        });
        assert.ok(
          built.text.split("\n").every((line) => line.length <= 78 || !line.trim().includes(" ")),
          built.text,
        );
        assert.doesNotMatch(built.html + built.text, /undefined|\[object/);
      }
      if (mail.kind !== "plain")
        assert.notEqual(build(mail, "de").subject, build(mail, "en").subject);
    }
  });

  test("names from outside are text, never markup or a header", () => {
    const evil = { ...theme, accountName: "<b>&\"'", legalName: "<script>x</script>" };
    const built = build(
      {
        kind: "invitation",
        name: "<i>B",
        invitedBy: "A\r\nBcc: x@example.org",
        url: confirmUrl,
        expiresAt,
      },
      "de",
      evil,
    );
    const { tags } = read(built.html);
    assert.ok(!tags.includes("script") && !tags.includes("b") && !tags.includes("i"));
    assert.doesNotMatch(
      build({ kind: "plain", subject: "Eins\r\nBcc: x@example.org", heading: "h", paragraphs: [] })
        .subject,
      /[\r\n]/,
    );
  });

  test("a link that is not http or https is refused, a broken imprint link is left out", () => {
    assert.throws(
      () =>
        build({
          kind: "access",
          requestedAt: expiresAt,
          url: "javascript:alert(1)",
          validMinutes: 60,
        }),
      RangeError,
    );
    const { html } = build(samples[2]!, "de", { ...theme, imprintUrl: "javascript:alert(1)" });
    assert.doesNotMatch(html, /javascript/);
  });

  test("the account's colour gives way where contrast asks for it", () => {
    const { html } = build(optIn, "de", { ...theme, colour: "#FFDD00" });
    assert.doesNotMatch(html, /background:#FFDD00;border-radius:10px/);
  });
});
