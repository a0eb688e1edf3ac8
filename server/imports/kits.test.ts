import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { zipSync, strToU8 } from "fflate";
import * as XLSX from "@e965/xlsx";
import {
  countRows,
  doubleOptIn,
  importHarness,
  type ImportHarness,
} from "../../test/support/imports.ts";
import { measureZip, rows, sql } from "../platform/index.ts";
import { readArchive } from "./archive.ts";
import { kitOf, suggestMapping } from "./mapping.ts";
import { readStatus } from "./status.ts";
import { readVcards } from "./vcard.ts";
import { readWorkbook } from "./workbook.ts";

let h: ImportHarness;
before(async () => {
  h = await importHarness();
});
after(() => h.close());

const linesOf = (rows: Uint8Array): unknown[] =>
  Buffer.from(rows)
    .toString()
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as unknown);

const HEADINGS: [string, string][] = [
  ["listmonk", "uuid,email,name,attributes,status,created_at,updated_at"],
  ["mautic", "id,title,firstname,lastname,company,position,email,mobile,points,tags"],
  [
    "mailchimp",
    "Email Address,First Name,Last Name,MEMBER_RATING,OPTIN_TIME,OPTIN_IP,CONFIRM_TIME,CONFIRM_IP,LEID,EUID,NOTES,TAGS",
  ],
  ["cleverreach", "email,activated,registered,deactivated,bounced,source,firstname,lastname"],
  ["brevo", "CONTACT ID,EMAIL,FIRSTNAME,LASTNAME,SMS,DOUBLE_OPT-IN,ADDED_TIME,MODIFIED_TIME"],
  ["evalanche", "Profil-ID,E-Mail,Anrede,Vorname,Name,Permission,Abgemeldet,Hardbounces"],
  [
    "pipedrive",
    "Person - Name,Person - First name,Person - Last name,Person - Email - Work,Person - Marketing status,Person - Double opt-in",
  ],
  ["emma", "Abonnenten-ID,E-Mail,Anrede,Vorname,Nachname,Profiling,Anmeldedatum,Abmeldedatum"],
];

test("the exports of eight systems are known by their headings, and their addresses are found", () => {
  for (const [id, headings] of HEADINGS) {
    const columns = headings.split(",");
    assert.equal(kitOf(columns)?.id, id, headings);
    assert.ok(suggestMapping(columns).includes("email"), headings);
  }
  assert.equal(kitOf(["E-Mail", "Vorname", "Nachname"]), undefined);
});

test("CON-13: a row of Pipedrive without a work address is of the next one, and the check says so", async () => {
  const head = "Person - Name,Person - Email - Other,Person - Email - Work,Person - Email - Home";
  assert.deepEqual(suggestMapping(head.split(",")), [null, "email.third", "email", "email.second"]);
  const home = ["Person - Name", "Person - Email - Home", "Person - Email - Other"];
  assert.deepEqual(suggestMapping(home), [null, "email", "email.third"]);
  const { importId, counts } = await h.importText(
    [
      head,
      "Ada,ada-o@adressen.example,ada@adressen.example,ada-h@adressen.example",
      "Bo,bo-o@adressen.example,,bo-h@adressen.example",
      "Cem,cem-o@adressen.example, ,",
      "Dora,,kaputt@,dora-h@adressen.example",
      "Eva,,,",
      "Bo noch einmal,,,bo-h@adressen.example",
    ].join("\n"),
    { origin: { text: "Pipedrive", collectedFrom: "person" }, consent: { evidence: "none" } },
  );
  assert.equal(counts.created, 3);
  assert.equal(counts.hints.find(({ reason }) => reason === "email_from_other")?.count, 2);
  assert.deepEqual(counts.rejectedBy.map(({ reason, count }) => [reason, count]).toSorted(), [
    ["duplicate_in_file", 1],
    ["email_invalid", 1],
    ["email_missing", 1],
  ]);
  for (const name of ["ada@", "bo-h@", "cem-o@"])
    assert.equal(await countRows(h, "contacts", `email = '${name}adressen.example'`), 1, name);
  assert.ok(importId);
});

test("UNS-23 CON-13: status words of other systems, the strictest counts and none is guessed", () => {
  const cases: [Record<string, string>, string | undefined][] = [
    [{ status: "enabled" }, "subscribed"],
    [{ status: "blocklisted" }, "unsubscribed"],
    [{ status: "Abgemeldet" }, "unsubscribed"],
    [{ status: "Pending double opt-in" }, "unconfirmed"],
    [{ status: "no consent" }, "unconfirmed"],
    [{ status: "cleaned" }, "bounced"],
    [{ status: "Treuepunkte" }, "unknown"],
    [{ status: "subscribed", "status.unsubscribed": "2024-02-01 10:00:00" }, "unsubscribed"],
    [{ status: "subscribed", "status.unsubscribed": "0000-00-00 00:00:00" }, "subscribed"],
    [{ "status.confirmed": "2" }, "unconfirmed"],
    [{ "status.confirmed": "CONFIRMED" }, undefined],
    [{}, undefined],
  ];
  for (const [values, wanted] of cases)
    assert.equal(readStatus(values), wanted, JSON.stringify(values));
});

test("UNS-23 CON-23: a Mailchimp export: classes of evidence, unsubscribed people held back for good", async () => {
  const options = {
    ...doubleOptIn([h.lists[0]!.publicId]),
    triage: { proven: "evidence", plausible: "unverified", missing: "contact" } as const,
    tags: ["Umzug"],
  };
  const head = "Email Address,First Name,OPTIN_TIME,OPTIN_IP,CONFIRM_TIME,LEID,UNSUB_TIME,TAGS";
  const { importId, counts } = await h.importText(
    [
      head,
      'bewiesen@kit.example,Anna,2026-10-01 10:00:00,192.0.2.7,2026-10-01 10:05:00,1,,"""Messe"",""Kunde"""',
      "nurzeit@kit.example,Ben,2026-10-01 10:00:00,,,2,,",
      "nurbestaetigt@kit.example,Cem,,,2026-10-01 10:00:00,3,,",
      "nichts@kit.example,Dora,,,,4,,",
      "weg@kit.example,Eva,2023-01-01 10:00:00,192.0.2.8,2023-01-01 10:05:00,5,2026-10-05 09:00:00,",
    ].join("\n"),
    options,
  );
  assert.deepEqual(counts.triage, { proven: 1, plausible: 2, missing: 1 });
  assert.deepEqual([counts.created, counts.mailable, counts.suppressed], [4, 1, 1]);
  assert.equal(counts.rejectedBy[0]?.reason, "status_unsubscribed");
  assert.equal(
    await countRows(
      h,
      "suppressions",
      "email_normalised = 'weg@kit.example' and scope = 'list_address'",
    ),
    1,
  );
  // Nobody who left gets a contact, and nobody without any evidence a subscription.
  assert.equal(await countRows(h, "contacts", "email_normalised = 'weg@kit.example'"), 0);
  assert.equal(await countRows(h, "subscriptions"), 3);
  const tags = await h.base.db.account(h.accountId, (tx) =>
    rows<{ name: string; people: number }>(
      tx,
      sql`select t.name, count(*) as people from contact_tags t join contact_tagged g on g.account_id = t.account_id and g.tag_id = t.id group by t.name order by t.name`,
    ),
  );
  assert.deepEqual(tags, [
    { name: "Kunde", people: 1 },
    { name: "Messe", people: 1 },
    { name: "Umzug", people: 4 },
  ]);
  // A later file, and undoing this one, change nothing of that.
  const later = await h.importText(
    "E-Mail,Datum\nweg@kit.example,2024-06-01\n",
    doubleOptIn([h.lists[0]!.publicId]),
    {
      mapping: [
        { column: 0, field: "email" },
        { column: 1, field: "consent.date" },
      ],
    },
  );
  assert.equal(later.counts.rejectedBy[0]?.reason, "unsubscribed");
  await h.http.app.inject({
    method: "POST",
    url: `/api/v1/imports/${importId}/undo`,
    headers: { "x-klarpost": "1" },
    payload: {},
  });
  await h.work();
  assert.equal(await countRows(h, "suppressions", "lifted_at is null"), 1);
});

test("CON-13: who never activated in CleverReach is never mailed, whatever is decided of plausible rows", async () => {
  const { counts } = await h.importText(
    "email;activated;registered;deactivated;bounced\naktiv@cr.example;1790000100;1790000000;0;0\nwartet@cr.example;0;1790000000;0;0\n",
    doubleOptIn([h.lists[1]!.publicId]),
  );
  assert.deepEqual([counts.created, counts.mailable, counts.consents], [2, 1, 1]);
});

test("a workbook is uploaded, read by its sheet, and imported with its row numbers; its mapping is remembered", async () => {
  const book = XLSX.utils.book_new();
  const day = { t: "n", v: 45000, z: "dd.mm.yyyy" } as const;
  const sheet = XLSX.utils.aoa_to_sheet([
    ["E-Mail", "Vorname", "Geburtstag"],
    ["blatt@mappe.example", "Änne"],
  ]);
  sheet["C2"] = day;
  sheet["!ref"] = "A1:C2";
  XLSX.utils.book_append_sheet(book, XLSX.utils.aoa_to_sheet([["Nur Text"]]), "Deckblatt");
  XLSX.utils.book_append_sheet(book, sheet, "Kontakte");
  const bytes = XLSX.write(book, { type: "buffer", bookType: "xlsx" }) as Buffer;
  const added = await h.upload(bytes, "kunden.xlsx");
  assert.deepEqual(
    [added.format.kind, added.format.sheet, added.format.sheets],
    ["workbook", "Deckblatt", ["Deckblatt", "Kontakte"]],
  );
  const patch = async (payload: object) => {
    const answer = await h.http.app.inject({
      method: "PATCH",
      url: `/api/v1/imports/${added.id}`,
      headers: { "x-klarpost": "1" },
      payload,
    });
    assert.equal(answer.statusCode, 200, answer.body);
    return answer.json<typeof added>();
  };
  const changed = await patch({ format: { sheet: "Kontakte" } });
  assert.deepEqual(
    changed.columns.map((column) => column.field),
    ["email", "firstName", null],
  );
  await patch({
    mapping: [
      { column: 0, field: "email" },
      { column: 2, field: "custom.filiale" },
    ],
    options: {
      origin: { text: "Kundenliste", collectedFrom: "person" },
      consent: { evidence: "none" },
    },
  });
  for (const step of ["check", "run"]) {
    await h.http.app.inject({
      method: "POST",
      url: `/api/v1/imports/${added.id}/${step}`,
      headers: { "x-klarpost": "1" },
      payload: {},
    });
    await h.work();
  }
  assert.equal(await countRows(h, "contacts", "custom->>'filiale' = '2023-03-15'"), 1);
  assert.equal(await countRows(h, "stored_files"), 0);
  const again = await h.upload("Geburtstag;E-Mail;Vorname\n1;x@y.example;Z\n");
  assert.equal(again.remembered, true);
  assert.deepEqual(
    again.columns.map((column) => column.field),
    ["custom.filiale", "email", null],
  );
});

const MEMBERS = "Email Address,First Name,MEMBER_RATING,OPTIN_TIME,OPTIN_IP,CONFIRM_TIME";
const archiveOf = (files: Record<string, string>): Buffer =>
  Buffer.from(
    zipSync(Object.fromEntries(Object.entries(files).map(([name, text]) => [name, strToU8(text)]))),
  );

test("UNS-23 CON-13: Mailchimp's archive is taken as it is: who left comes first, its tables say who is mailed", async () => {
  const added = await h.upload(
    archiveOf({
      "subscribed_email_audience_export_4c9f.csv": `${MEMBERS},LEID,TAGS\nda@zip.example,Ada,2,2026-10-01 10:00:00,192.0.2.7,2026-10-01 10:05:00,1,Messe\nzuviel@zip.example,Bo,2,,,,2,,mehr\n`,
      "nonsubscribed_email_audience_export_4c9f.csv": `${MEMBERS},LEID\nnie@zip.example,Nora,2,2026-10-01 10:00:00,192.0.2.7,2026-10-01 10:05:00,3\n`,
      "unsubscribed_email_audience_export_4c9f.csv": `${MEMBERS},UNSUB_TIME,LEID\nweg@zip.example,Wim,2,,,,2026-10-05 09:00:00,4\n`,
      "cleaned_email_audience_export_4c9f.csv": `${MEMBERS},CLEAN_TIME,LEID\ntot@zip.example,Tom,2,,,,2026-10-05 09:00:00,5\n`,
      "__MACOSX/._subscribed.csv": "nothing",
    }),
    "audience_export.zip",
  );
  assert.deepEqual(
    [added.format.kind, added.kit?.id, added.format.sheets.map((name) => name.split("_")[0])],
    ["archive", "mailchimp", ["unsubscribed", "cleaned", "subscribed", "nonsubscribed"]],
  );
  const send = async (method: "PATCH" | "POST", path: string, payload: object) => {
    const url = `/api/v1/imports/${added.id}${path}`;
    const headers = { "x-klarpost": "1" };
    const answer = await h.http.app.inject({ method, url, headers, payload });
    assert.ok(answer.statusCode < 300, answer.body);
    await h.work();
    return answer;
  };
  await send("PATCH", "", { options: doubleOptIn([h.lists[1]!.publicId]) });
  await send("POST", "/check", {});
  await send("POST", "/run", {});
  const done = await h.http.app.inject({ method: "GET", url: `/api/v1/imports/${added.id}` });
  const { result } = done.json<typeof added>();
  assert.deepEqual(
    [result!.rows, result!.created, result!.mailable, result!.suppressed],
    [5, 2, 1, 2],
  );
  assert.deepEqual(
    result!.rejectedBy.map((one) => one.reason).toSorted(),
    ["status_bounced", "status_unsubscribed", "too_many_columns"],
    "a broken row stays broken",
  );
  assert.equal(await countRows(h, "contacts", "email_normalised = 'nie@zip.example'"), 1);
});

test("an archive of what does not belong together, or that lies about its size, is refused with the way out", async () => {
  const one = "E-Mail,Vorname\na@b.example,A\n";
  const refused = async (bytes: Buffer) => {
    const read = await readArchive(bytes);
    return "refused" in read ? read.refused : Buffer.from(read.rows).toString();
  };
  assert.match(await refused(archiveOf({ "liste/kunden.csv": one })), /a@b\.example/);
  assert.match(
    await refused(archiveOf({ "a.csv": one, "b.csv": "E-Mail;Vorname\nb@b.example;B\n" })),
    /a@b\.example[^]*b@b\.example/,
  );
  assert.equal(
    await refused(archiveOf({ "a.csv": one, "b.csv": "Ort,PLZ\nUlm,1\n" })),
    "archive_mixed",
  );
  assert.equal(await refused(archiveOf({ "a.csv": one, "b.xlsx": "" })), "archive_mixed");
  assert.equal(await refused(archiveOf({ "lies-mich.md": "nichts" })), "compressed");
  const liar = archiveOf({ "a.csv": one });
  liar.writeUInt32LE(0xffff_fff0, liar.indexOf(Buffer.from("504b0102", "hex")) + 24);
  assert.equal(await refused(liar), "archive_unreadable");
});

test("values of a workbook keep their digits, zeros and dates; a bomb is not unpacked", () => {
  const sheet = XLSX.utils.aoa_to_sheet([["PLZ", "Nummer", "Zeit", "Ja"]]);
  sheet["A2"] = { t: "n", v: 1067, z: "00000" };
  sheet["B2"] = { t: "n", v: 123456789012345 };
  sheet["C2"] = { t: "n", v: 45000.5, z: "dd.mm.yyyy hh:mm" };
  sheet["D2"] = { t: "b", v: true };
  sheet["!ref"] = "A1:D2";
  const book = XLSX.utils.book_new();
  XLSX.utils.book_append_sheet(book, sheet, "T");
  for (const bookType of ["xlsx", "xls"] as const) {
    const read = readWorkbook(XLSX.write(book, { type: "buffer", bookType }) as Buffer, undefined);
    assert.ok("rows" in read, bookType);
    const [, ...cells] = linesOf(read.rows)[1] as [number, ...string[]];
    assert.deepEqual(cells, ["01067", "123456789012345", "2023-03-15 12:00:00", "true"], bookType);
  }
  const bomb = zipSync({
    "xl/workbook.xml": strToU8("<workbook/>"),
    "xl/worksheets/sheet1.xml": new Uint8Array(4 * 1024 * 1024),
  });
  assert.equal(measureZip(Buffer.from(bomb), 5 * 1024 * 1024)?.fits, true);
  assert.equal(measureZip(Buffer.from(bomb), 3 * 1024 * 1024)?.fits, false);
  const many = (count: number) =>
    zipSync(
      Object.fromEntries(Array.from({ length: count }, (_unused, no) => [`${no}`, strToU8("")])),
    );
  assert.equal(measureZip(Buffer.from(many(5000)), 1024)?.fits, true);
  assert.equal(measureZip(Buffer.from(many(5001)), 1024)?.fits, false);
});

test("vCards of all three versions: folding, quoted-printable, character sets, preferred address", () => {
  const cards = Buffer.concat([
    Buffer.from(
      "BEGIN:VCARD\r\nVERSION:2.1\r\nN;CHARSET=ISO-8859-1;ENCODING=QUOTED-PRINTABLE:M=FCller;J=F6rg;;Herr Dr.;\r\nEMAIL;INTERNET:joerg@alt.example\r\nNOTE;ENCODING=QUOTED-PRINTABLE;CHARSET=UTF-8:Zeile =\r\nzwei\r\nEND:VCARD\r\n",
    ),
    Buffer.from(
      "BEGIN:VCARD\r\nVERSION:3.0\r\nN:Öztürk;Ayşe;;;\r\nitem1.EMAIL;TYPE=HOME:privat@neu.exam\r\n ple\r\nEMAIL;TYPE=WORK,PREF:ayse@firma.example\r\nORG:Firma\\, GmbH;Vertrieb\r\nCATEGORIES:Kunden,Messe\r\nPHOTO;ENCODING=b:AAAA\r\n AAAA\r\nEND:VCARD\r\n",
    ),
    Buffer.from(
      'BEGIN:VCARD\nVERSION:4.0\nFN:Sam Doe\nN:Doe;Sam;;;\nEMAIL;PREF=2:zwei@v4.example\nEMAIL;PREF=1;TYPE="work,voice":eins@v4.example\nBDAY:--0203\nEND:VCARD\n',
    ),
  ]);
  const read = readVcards(cards);
  assert.ok("rows" in read);
  const [head, ...people] = linesOf(read.rows) as [number, ...string[]][];
  const cell = (row: number, name: string) => people[row]![head!.indexOf(name)];
  assert.deepEqual(
    ["Anrede", "Titel", "Vorname", "Nachname", "Notiz"].map((name) => cell(0, name)),
    ["Herr", "Dr.", "Jörg", "Müller", "Zeile zwei"],
  );
  assert.deepEqual(
    ["E-Mail", "Weitere E-Mail", "Firma", "Abteilung", "Schlagwörter"].map((name) => cell(1, name)),
    ["ayse@firma.example", "privat@neu.example", "Firma, GmbH", "Vertrieb", "Kunden, Messe"],
  );
  assert.deepEqual([cell(2, "E-Mail"), cell(2, "Geburtstag")], ["eins@v4.example", "--02-03"]);
  assert.deepEqual(
    people.map(([line]) => line),
    [1, 8, 19],
  );
  assert.deepEqual(readVcards(cards.subarray(0, cards.length - 12)), {
    refused: "vcard_unreadable",
  });
});
