import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { csvCell as cell, isRoleAddress, likelyDomain } from "../platform/index.ts";
import { isBought, problemsOf } from "./import.ts";
import { resolveMapping, suggestMapping } from "./mapping.ts";
import { readLocale, readMoment, readSalutation, readYesNo } from "./read-values.ts";
import { SeenAddresses } from "./seen-addresses.ts";

const now = new Date("2026-11-21T09:00:00Z");

test("headings suggest their fields in German and English, each once", () => {
  const suggested = suggestMapping([
    "E-Mail-Adresse",
    "Anrede",
    "Vorname",
    "Name",
    "Firma",
    "Sprache",
    "Einwilligung am",
    "Quelle",
    "IP-Adresse",
    "Kundennummer",
    "Email",
  ]);
  assert.deepEqual(suggested, [
    "email",
    "salutation",
    "firstName",
    "lastName",
    "company",
    "locale",
    "consent.date",
    "consent.source",
    "consent.ip",
    null,
    null,
  ]);
  assert.deepEqual(suggestMapping(["EMAIL ADDRESS", "Opt-in-Datum", "Profiling", "CONFIRM_TIME"]), [
    "email",
    "consent.date",
    "profiling",
    "consent.confirmedAt",
  ]);
  // A full name is not split: that would be guessing.
  assert.deepEqual(suggestMapping(["Mail", "Name"]), ["email", null]);
  const own = [{ key: "filiale", label: "Filiale vor Ort" }];
  assert.deepEqual(suggestMapping(["E-Mail", "filiale VOR ort", "Filiale"], own), [
    "email",
    "custom.filiale",
    null,
  ]);
});

test("a mapping names columns by position or heading, and every error at once", () => {
  assert.deepEqual(
    resolveMapping(
      [
        { column: "e-mail", field: "email" },
        { column: 1, field: "custom.filiale" },
      ],
      ["E-Mail", "Filiale"],
    ),
    ["email", "custom.filiale"],
  );
  assert.throws(
    () =>
      resolveMapping(
        [
          { column: "Telefon", field: "custom.tel" },
          { column: 0, field: "email" },
          { column: 0, field: "company" },
          { column: 1, field: "email" },
        ],
        ["E-Mail", "Filiale"],
      ),
    (error: { errors: unknown[] }) => error.errors.length === 3,
  );
});

test("CON-11: a salutation is read and never guessed", () => {
  const cases: [string, string | undefined][] = [
    ["Herr", "herr"],
    ["Herrn", "herr"],
    ["männlich", "herr"],
    ["FRAU", "frau"],
    ["weiblich", "frau"],
    ["Mrs.", "frau"],
    ["divers", "divers"],
    ["", ""],
    ["keine Angabe", ""],
    ["Dr.", undefined],
    ["Familie", undefined],
    ["Anna", undefined],
  ];
  for (const [text, expected] of cases) assert.equal(readSalutation(text), expected, text);
  assert.equal(readLocale("Deutsch"), "de");
  assert.equal(readLocale("en_GB"), "en");
  assert.equal(readLocale("français"), undefined);
  assert.equal(readYesNo("Ja"), true);
  assert.equal(readYesNo("0"), false);
  assert.equal(readYesNo(""), false);
  assert.equal(readYesNo("vielleicht"), undefined);
});

test("CON-23: moments are read only where nothing has to be guessed", () => {
  const read = (text: string) => {
    const found = readMoment(text, "Europe/Berlin", now);
    return found && [found.at.toISOString(), found.text];
  };
  assert.deepEqual(read("2024-05-01"), ["2024-04-30T22:00:00.000Z", "2024-05-01"]);
  assert.deepEqual(read("01.05.2024"), ["2024-04-30T22:00:00.000Z", "2024-05-01"]);
  assert.deepEqual(read("1.2.2024 10:15 Uhr"), [
    "2024-02-01T09:15:00.000Z",
    "2024-02-01T09:15:00.000Z",
  ]);
  assert.deepEqual(read("2024-07-01 10:15:30"), [
    "2024-07-01T08:15:30.000Z",
    "2024-07-01T08:15:30.000Z",
  ]);
  assert.deepEqual(read("2024-07-01T10:15:30.123Z"), [
    "2024-07-01T10:15:30.000Z",
    "2024-07-01T10:15:30.000Z",
  ]);
  assert.deepEqual(read("2024-07-01T10:15:30+02:00")?.[0], "2024-07-01T08:15:30.000Z");
  for (const text of [
    "",
    "05/01/2024",
    "1.5.24",
    "31.02.2024",
    "2024-13-01",
    "01.05.2099",
    "1970-01-01",
    "45000",
    "gestern",
    "2024-05-01 25:00",
  ])
    assert.equal(read(text), undefined, text);
});

test("LEAD-12: bought and rented addresses are recognised by their origin, and a denial is none", () => {
  for (const text of [
    "gekauft bei XY",
    "Liste gemietet",
    "purchased list",
    "Adresshändler Müller",
    "rented from Z",
    "von einem Listbroker",
    "zugekaufte Adressen",
    "Adressen wurden gemietet",
    "gekaufte Leads",
  ])
    assert.ok(isBought(text), text);
  for (const text of [
    "Anmeldungen im alten System",
    "Messe 2025",
    "nicht gekauft, eigene Kunden",
    "Kunden, die bei uns eingekauft haben",
    "Kunden, die bei uns gekauft haben",
    "Customers who bought in our shop",
    "Die Adressen wurden nicht gekauft",
  ])
    assert.ok(!isBought(text), text);
});

test("CON-13 CON-23 ORG-06: what is missing is named before anything is imported", () => {
  const account = { mode: "live" as const, hasProcessorContract: false, fields: new Map() };
  assert.deepEqual(problemsOf([null], {}, account), [
    "email_not_mapped",
    "origin_missing",
    "consent_undecided",
    "processor_contract_missing",
  ]);
  const origin = { text: "Altes System", collectedFrom: "person" as const };
  assert.deepEqual(
    problemsOf(
      ["email"],
      { origin, consent: { evidence: "double_opt_in" } },
      { ...account, mode: "sandbox" },
    ),
    [
      "lists_missing",
      "consent_date_not_mapped",
      "consent_source_not_given",
      "consent_wording_missing",
    ],
  );
  assert.deepEqual(
    problemsOf(
      ["email"],
      { origin, consent: { evidence: "none" } },
      { ...account, hasProcessorContract: true, fields: new Map() },
    ),
    [],
  );
});

test("role addresses and mistyped domains are noticed, right ones left alone", () => {
  assert.ok(isRoleAddress("info@firma.example"));
  assert.ok(isRoleAddress("buchhaltung+x@firma.example"));
  assert.ok(!isRoleAddress("informatik.meier@firma.example"));
  assert.equal(likelyDomain("gmial.com"), "gmail.com");
  assert.equal(likelyDomain("gmail.con"), "gmail.com");
  assert.equal(likelyDomain("t-onlin.de"), "t-online.de");
  assert.equal(likelyDomain("web.dee"), "web.de");
  for (const domain of [
    "gmail.com",
    "gmx.at",
    "web.de",
    "mail.de",
    "sparkasse.de",
    "gmx.com",
    "online.com",
  ])
    assert.equal(likelyDomain(domain), undefined, domain);
});

const typos = join(
  import.meta.dirname,
  "../../../shared/data/addresses-domains/typos-flanker/expected.jsonl",
);
test(
  "domains that must not be corrected are not",
  { skip: existsSync(typos) ? false : "the test data (../shared/data) is not there" },
  () => {
    const rows = readFileSync(typos, "utf8")
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line) as { domain: string; suggestion: string | null });
    for (const { domain, suggestion } of rows) {
      const found = likelyDomain(domain);
      if (suggestion === null) assert.equal(found, undefined, domain);
      else if (found !== undefined) assert.equal(found, suggestion, domain);
    }
  },
);

test("a cell that a spreadsheet would run is disarmed", () => {
  for (const text of ['=HYPERLINK("http://x")', "+1+1", "-2+3", "@SUM(A1)", "\t=1", "  =1", "＝1"])
    assert.match(cell(text), /^"?'/, text);
  assert.equal(cell("Anna"), "Anna");
  assert.equal(cell('a"b;c'), '"a""b;c"');
});

test("half a million addresses are remembered with their first line", () => {
  const seen = new SeenAddresses();
  const hash = Buffer.alloc(16);
  const set = (n: number) => {
    hash.writeUInt32LE(Math.imul(n, 2654435761) >>> 0, 0);
    hash.writeUInt32LE(n, 4);
    return hash;
  };
  for (let n = 1; n <= 300_000; n++) assert.equal(seen.firstLine(set(n), n + 1), undefined);
  for (let n = 1; n <= 300_000; n += 997) assert.equal(seen.firstLine(set(n), 999_999), n + 1);
});
