import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { addressHash } from "../server/contacts/index.ts";
import { crmRoutes } from "../server/crm/index.ts";
import { rows, run, sql } from "../server/platform/index.ts";
import { insertSuppression } from "../server/suppression/index.ts";
import { preparedCampaign, takeFile } from "./support/core-lists.ts";
import { testDatabase, type TestDatabase } from "./support/database.ts";
import { testServer } from "./support/http.ts";
import { seedNewsletter } from "./support/newsletter.ts";
import { sendingParts, type SendingParts } from "./support/sending.ts";

let test_: TestDatabase;
let parts: SendingParts;

before(async () => {
  test_ = await testDatabase();
  parts = sendingParts(test_.db);
});
after(async () => {
  await parts.close();
  await test_.close();
});

const seed = (domain: string) =>
  seedNewsletter(test_.db, parts.keys, { people: 2, granted: 1, domain });

test("CRM-02 CRM-07 CRM-10 CRM-16 CRM-19: a file is taken as it is, and every line ends", async () => {
  const seeded = await seed("eins.example");
  await test_.db.account(seeded.accountId, (tx) =>
    insertSuppression(tx, seeded.accountId, {
      scope: "list_address",
      listId: seeded.listId,
      addressHash: addressHash(parts.keys, seeded.accountId, "doppelt@eins.example"),
      reason: "unsubscribed",
      origin: "link",
      at: new Date(),
    }),
  );
  const lines = [
    "4711; Doppelt@Eins.example ;Frau;Änne;Müller;1;EWE-1;;Filiale",
    "4712;doppelt@eins.example;Herr;Jörg;Müller;0;EWE-2;;Filiale",
    "4713;drei@eins.example;;;;;EWE-3;;",
    "4714;vier@eins.example;;;;x;EWE-4;;",
    "4715;fuenf@eins.example;;;;1;;§ 7 Abs. 3 UWG;",
    "4716;sechs@eins.example;;;;1;;;",
    "4717;sieben@eins.example;;;;1;;Einwilligung;",
    ";acht@eins.example;;;;1;EWE-8;;",
    "4719;;;;;1;EWE-9;;",
    "4720;keine Adresse;;;;1;EWE-10;;",
  ];
  const { list, made } = await takeFile(parts, seeded, lines);
  const { counts } = made;
  assert.equal(counts.lines, 10);
  assert.equal(counts.taken + counts.warned + counts.refused, counts.lines, "the sums close");
  assert.deepEqual(counts.refusals, {
    person_number_missing: 1,
    address_missing: 1,
    address_unusable: 1,
  });
  assert.deepEqual(counts.warnings, {
    profiling_unknown: 1,
    basis_missing: 1,
    consent_id_missing: 1,
  });
  const stored = await test_.db.account(seeded.accountId, (tx) =>
    rows<{ personNumber: string; profiling: boolean; basis: string; raw: string[] }>(
      tx,
      sql`select person_number, profiling, basis, raw from core_records where account_id = ${seeded.accountId} and list_id = ${list.id} order by line`,
    ),
  );
  assert.deepEqual(
    stored.map(({ personNumber, profiling, basis }) => [personNumber, profiling, basis]),
    [
      ["4711", true, "consent"],
      ["4712", false, "consent"],
      ["4713", false, "consent"],
      ["4714", false, "consent"],
      ["4715", true, "customer_7_3"],
      ["4716", true, ""],
      ["4717", true, ""],
    ],
  );
  assert.equal(stored[0]!.raw.join(";"), lines[0], "the line stays as it was");

  const again = await takeFile(parts, seeded, lines, { manual: true });
  assert.notEqual(again.list.publicId, list.publicId, "CRM-02: the same name is another list");
  assert.equal(again.made.counts.warnings["person_number_missing"], 1);
  await assert.rejects(
    takeFile(parts, seeded, lines, { list }),
    /already/,
    "the very file is not taken twice into one list",
  );
});

test("CRM-18 CRM-07: an update changes one person's record and keeps the old value; an append leaves the others alone", async () => {
  const seeded = await seed("fuenf.example");
  const { list } = await takeFile(parts, seeded, [
    "4711;alt@fuenf.example;Frau;Anna;Alt;1;EWE-1;;",
    "4712;bleibt@fuenf.example;Herr;Bernd;Bleibt;1;EWE-2;;",
  ]);
  const { made } = await takeFile(
    parts,
    seeded,
    ["4711;neu@fuenf.example;0", "9999;x@fuenf.example;0"],
    {
      list,
      kind: "update",
      headings: "Personennummer;E-Mail;Profiling",
    },
  );
  assert.deepEqual(made.counts.refusals, { not_in_list: 1 });
  await takeFile(parts, seeded, ["4713;drei@fuenf.example;;;;0;EWE-3;;"], { list });
  const stored = await test_.db.account(seeded.accountId, (tx) =>
    rows<{ personNumber: string; email: string; firstName: string; profiling: boolean }>(
      tx,
      sql`select r.person_number, c.email, c.first_name, r.profiling from core_records r join contacts c on c.account_id = r.account_id and c.id = r.contact_id
          where r.account_id = ${seeded.accountId} and r.list_id = ${list.id} order by 1`,
    ),
  );
  assert.deepEqual(
    stored.map((row) => [row.personNumber, row.email, row.firstName, row.profiling]),
    [
      ["4711", "neu@fuenf.example", "Anna", false],
      ["4712", "bleibt@fuenf.example", "Bernd", true],
      ["4713", "drei@fuenf.example", "", false],
    ],
  );
  const changes = await test_.db.account(seeded.accountId, (tx) =>
    rows<{ field: string; oldValue: string; newValue: string }>(
      tx,
      sql`select field, old_value, new_value from core_changes where account_id = ${seeded.accountId} order by id`,
    ),
  );
  assert.deepEqual(
    changes.map((row) => [row.field, row.oldValue, row.newValue]),
    [
      ["email", "alt@fuenf.example", "neu@fuenf.example"],
      ["profiling", "1", "0"],
    ],
  );
});

const api = (accountId: number) =>
  testServer({
    db: test_.db,
    routes: crmRoutes({ ...parts.deps, writeWorkbook: () => Buffer.from("") }),
    as: {
      accountId,
      permissions: ["contacts.read", "contacts.import", "lists.read"],
    },
  });

test("CRM-07 CRM-16: refused lines are a file to download, as they were delivered", async () => {
  const seeded = await seed("sechs.example");
  const { made } = await takeFile(parts, seeded, [
    "4711;gut@sechs.example;;;;0;EWE-1;;",
    "4712; keine Adresse ;;=1+1;;0;EWE-2;;",
  ]);
  const http = await api(seeded.accountId);
  try {
    const file = await http.call("GET", `/api/v1/core-imports/${made.publicId}/refused.csv`);
    assert.equal(file.status, 200);
    assert.ok(file.text.startsWith("\uFEFFZeile / Line;Grund;Reason;Personennummer;"));
    assert.match(file.text, /\r\n3;Keine gültige E-Mail-Adresse;Not a valid e-mail address;4712;/);
    assert.match(file.text, /'=1\+1/, "nothing is calculated by a spreadsheet");
    assert.ok(!file.text.includes("gut@sechs.example"));
  } finally {
    await http.close();
  }
});

test("CRM-18 CRM-10: old values are shown with their file, and an update that is taken back restores them", async () => {
  const seeded = await seed("sieben.example");
  const { list } = await takeFile(parts, seeded, [
    "4711;alt@sieben.example;Frau;Anna;Alt;1;EWE-1;;",
    "4712;zwei@sieben.example;Frau;Berta;Zwei;1;EWE-2;;",
  ]);
  const { made } = await takeFile(
    parts,
    seeded,
    ["4711;Neu@sieben.example;0", "4712;anders@sieben.example;0"],
    { list, kind: "update", headings: "Personennummer;E-Mail;Profiling" },
  );
  const stored = () =>
    test_.db.account(seeded.accountId, (tx) =>
      rows<{ email: string; normalised: string; profiling: boolean }>(
        tx,
        sql`select c.email, c.email_normalised as normalised, r.profiling from core_records r
            join contacts c on c.account_id = r.account_id and c.id = r.contact_id
            where r.account_id = ${seeded.accountId} and r.list_id = ${list.id} order by r.person_number`,
      ),
    );
  const http = await api(seeded.accountId);
  try {
    const changes = await http.call("GET", `/api/v1/core-lists/${list.publicId}/changes?limit=3`);
    assert.equal(changes.body.items.length, 3);
    assert.ok(changes.body.nextCursor);
    const first = changes.body.items.find(
      (one: { personNumber: string; field: string }) =>
        one.personNumber === "4712" && one.field === "email",
    );
    assert.deepEqual(
      [first.oldValue, first.newValue, first.fileName, first.name],
      ["zwei@sieben.example", "anders@sieben.example", "select.csv", "Berta Zwei"],
    );
    // Somebody withdrew since: no file turns that on again, taken back or not.
    await test_.db.account(seeded.accountId, (tx) =>
      run(
        tx,
        sql`insert into core_withdrawals (account_id, kind, source_system, person_number, list_id, origin, at)
            values (${seeded.accountId}, 'profiling', 'OSPlus', '4712', ${list.id}, 'link', now())`,
      ),
    );
    const undone = await http.call("POST", `/api/v1/core-imports/${made.publicId}/undo`);
    assert.equal(undone.status, 200, undone.text);
    assert.ok(undone.body.undoneAt);
    assert.deepEqual(await stored(), [
      { email: "alt@sieben.example", normalised: "alt@sieben.example", profiling: true },
      { email: "zwei@sieben.example", normalised: "zwei@sieben.example", profiling: false },
    ]);
    const left = await http.call("GET", `/api/v1/core-lists/${list.publicId}/changes`);
    assert.deepEqual(left.body.items, []);
    const twice = await http.call("POST", `/api/v1/core-imports/${made.publicId}/undo`);
    assert.equal(twice.body.code, "import_undone");
  } finally {
    await http.close();
  }
});

test("CRM-02 CRM-12: a file goes back as long as nobody of it was mailed; afterwards its people belong in the return file", async () => {
  const seeded = await seed("acht.example");
  const { list, made } = await takeFile(parts, seeded, ["4711;eins@acht.example;;;;0;EWE-1;;"]);
  const added = await takeFile(parts, seeded, ["4712;zwei@acht.example;;;;0;EWE-2;;"], { list });
  const http = await api(seeded.accountId);
  const undo = (id: string) => http.call("POST", `/api/v1/core-imports/${id}/undo`);
  try {
    assert.equal((await undo(made.publicId)).body.code, "file_follows");
    assert.equal((await undo(added.made.publicId)).status, 200);
    const detail = await http.call("GET", `/api/v1/core-lists/${list.publicId}`);
    assert.deepEqual([detail.body.records, detail.body.endedAt], [1, null]);
    // The very file may come again.
    await takeFile(parts, seeded, ["4712;zwei@acht.example;;;;0;EWE-2;;"], { list });
    await preparedCampaign(parts, seeded, list);
    const late = await http.call("GET", `/api/v1/core-lists/${list.publicId}`);
    const [newest] = late.body.imports;
    assert.equal((await undo(newest.id)).body.code, "records_mailed");
    const other = await takeFile(parts, seeded, ["4799;neun@acht.example;;;;0;EWE-1;;"]);
    assert.equal((await undo(other.made.publicId)).status, 200);
    const ended = await http.call("GET", `/api/v1/core-lists/${other.list.publicId}`);
    assert.ok(ended.body.endedAt, "the list that the file made ends with it");
    assert.equal(ended.body.records, 0);
  } finally {
    await http.close();
  }
});
