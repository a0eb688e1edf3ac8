import assert from "node:assert/strict";
import { createHash, randomBytes } from "node:crypto";
import { after, before, test } from "node:test";
import pg from "pg";
import { testDatabase, type TestDatabase } from "../../test/support/database.ts";
import { AppError, createKeys, manualClock, one, rows, run, sql } from "../platform/index.ts";
import {
  consentPersonalData,
  createWording,
  destroySealedSubjects,
  approveWordingVersion,
  currentWording,
  readEntries,
  recordEntries,
  recordEntry,
  subjectHash,
  type NewLedgerEntry,
} from "./index.ts";

let base: TestDatabase;
const keys = createKeys(randomBytes(32));
const clock = manualClock("2026-11-21T09:00:00.123Z");
const deps = { keys, clock };
let accountId = 0;
let other = 0;

before(async () => {
  base = await testDatabase();
  const make = (name: string) =>
    base.db.instance((tx) =>
      one<{ id: number }>(tx, sql`insert into accounts (name) values (${name}) returning id`),
    );
  accountId = (await make("Musterbank")).id;
  other = (await make("Andere")).id;
});
after(() => base.close());

const requested = (email: string, further: Partial<NewLedgerEntry> = {}): NewLedgerEntry => ({
  subject: { emailNormalised: email },
  kind: "optin_requested",
  purpose: "newsletter",
  payload: { channel: "web_form", page: "https://bank.example/newsletter", requestId: "req_1" },
  ...further,
});
const read = (email: string, account = accountId) =>
  base.db.account(account, (tx) => readEntries(tx, deps, account, { emailNormalised: email }));
const owner = async (statement: string, values: unknown[] = []) => {
  const client = new pg.Client(base.connection);
  await client.connect();
  try {
    return await client.query(statement, values);
  } finally {
    await client.end();
  }
};

test("CON-05 CON-06: an entry is read back whole, and its commitment can be computed by anybody", async () => {
  const made = await base.db.account(accountId, (tx) =>
    recordEntry(tx, deps, { accountId, ...requested("a@example.org") }),
  );
  const [entry] = await read("a@example.org");
  assert.equal(entry!.publicId, made.publicId);
  assert.equal(entry!.intact, true);
  assert.deepEqual(entry!.document, {
    v: 1,
    id: made.publicId,
    kind: "optin_requested",
    at: "2026-11-21T09:00:00.123Z",
    subject: { email: "a@example.org" },
    purpose: "newsletter",
    evidence: { channel: "web_form", page: "https://bank.example/newsletter", requestId: "req_1" },
  });
  const hash = createHash("sha256")
    .update(Buffer.from([0]))
    .update("klarpost/ledger/v1")
    .update(entry!.salt!)
    .update(entry!.canonical!);
  assert.deepEqual(hash.digest(), entry!.commitment);
});

test("CON-06: a key that was sealed before keys had seeds opens what it sealed", async () => {
  await base.db.account(accountId, (tx) =>
    recordEntry(tx, deps, { accountId, ...requested("frueher@example.org") }),
  );
  const hash = subjectHash(keys, accountId, { emailNormalised: "frueher@example.org" });
  const { rows: seeds } = await owner(
    "select key_sealed from ledger_subjects where subject_hash = $1",
    [hash],
  );
  const seed = seeds[0].key_sealed as Buffer;
  assert.equal(seed.length, 32);
  const sealed = keys.seal("ledger/subject-key/v1", keys.mac("ledger/subject-seed/v1", seed));
  await owner("update ledger_subjects set key_sealed = $2 where subject_hash = $1", [hash, sealed]);
  assert.deepEqual(
    (await read("frueher@example.org")).map((entry) => entry.intact),
    [true],
  );
});

test("CON-06: nothing in the tables names the person or the request", async () => {
  const { rows: dump } = await owner(
    `select row_to_json(e)::text || row_to_json(p)::text || row_to_json(s)::text as text
       from ledger_entries e join ledger_payloads p on p.entry_id = e.id join ledger_subjects s on s.id = p.subject_id`,
  );
  assert.ok(dump.length > 0);
  for (const { text } of dump as { text: string }[]) {
    assert.doesNotMatch(text, /example\.org|web_form|req_1/);
    for (const word of ["example", "web_form"])
      assert.ok(!text.includes(Buffer.from(word).toString("hex")));
  }
});

test("CON-06: the application's role cannot change or delete entries", async () => {
  for (const statement of [
    sql`update ledger_entries set kind = 'objection'`,
    sql`delete from ledger_entries`,
    sql`delete from ledger_payloads`,
    sql`update ledger_payloads set purpose = 'profiling'`,
    sql`update ledger_subjects set key_sealed = null`,
    sql`delete from ledger_subjects`,
  ])
    await assert.rejects(
      base.db.account(accountId, (tx) => run(tx, statement)),
      /permission denied/,
    );
});

test("CON-06: what the owner of the database alters is seen", async () => {
  for (const [email, statement] of [
    ["kind@example.org", "update ledger_entries set kind = 'objection' where public_id = $1"],
    [
      "time@example.org",
      "update ledger_entries set at = at + interval '1 day' where public_id = $1",
    ],
    [
      "hash@example.org",
      "update ledger_entries set commitment = sha256(commitment) where public_id = $1",
    ],
    [
      "text@example.org",
      "update ledger_payloads set ciphertext = set_byte(ciphertext, 40, get_byte(ciphertext, 40) # 1) where entry_id = (select id from ledger_entries where public_id = $1)",
    ],
    [
      "swap@example.org",
      "update ledger_payloads p set ciphertext = o.ciphertext from ledger_payloads o where o.entry_id = p.entry_id - 1 and p.entry_id = (select id from ledger_entries where public_id = $1)",
    ],
  ] as const) {
    const made = await base.db.account(accountId, (tx) =>
      recordEntries(tx, deps, accountId, [requested(email), requested(email)]),
    );
    const changed = await owner(statement, [made[1]!.publicId]);
    assert.equal(changed.rowCount, 1);
    const intact = (await read(email)).map((entry) => entry.intact);
    assert.deepEqual(intact, [true, false], email);
  }
});

test("CON-23: a permission without complete evidence is not recorded", async () => {
  const refused = (entry: NewLedgerEntry) =>
    assert.rejects(
      base.db.account(accountId, (tx) => recordEntry(tx, deps, { accountId, ...entry })),
      (error: unknown) => error instanceof AppError && error.code === "evidence_incomplete",
    );
  const granted = requested("c@example.org", { kind: "consent_granted" });
  await refused(granted);
  await refused({ ...granted, wordingVersionId: 1, payload: { shownText: "Ja" } });
  await refused({ ...granted, payload: { channel: "web_form", shownText: "Ja" } });
  const imported = requested("c@example.org", { kind: "imported_with_evidence" });
  await refused({
    ...imported,
    payload: { channel: "import", grantedAt: "2020-01-01T00:00:00.000Z" },
  });
  assert.deepEqual(await read("c@example.org"), []);
});

test("CON-05: an entry names the wording by version and hash", async () => {
  const text =
    "Ja, ich möchte {{listen}} von {{absender}} per E-Mail erhalten, zu {{themen}}. {{widerruf}} Zum Nachweis wird der Wortlaut gespeichert. {{datenschutz_link}}";
  await base.db.account(accountId, async (tx) => {
    await createWording(tx, deps, accountId, {
      purpose: "newsletter",
      name: "Eigene",
      texts: { de: text },
      by: null,
    });
    const [version] = await rows<{ publicId: string }>(
      tx,
      sql`select public_id from wording_versions`,
    );
    await approveWordingVersion(tx, deps, version!.publicId, null);
    const current = (await currentWording(tx, "newsletter", "de"))!;
    await recordEntry(tx, deps, {
      accountId,
      subject: { emailNormalised: "d@example.org" },
      kind: "consent_granted",
      purpose: "newsletter",
      wordingVersionId: current.id,
      payload: { channel: "double_opt_in", shownText: "Ja, …" },
    });
  });
  const [entry] = await read("d@example.org");
  assert.equal(entry!.document!.wording!.version, 1);
  assert.equal(entry!.document!.wording!.sha256, createHash("sha256").update(text).digest("hex"));
});

test("CON-05: twenty first entries of one subject at once share one key and all stay readable", async () => {
  await Promise.all(
    Array.from({ length: 20 }, (_, no) =>
      base.db.account(accountId, (tx) =>
        recordEntries(tx, deps, accountId, [
          requested("many@example.org", { payload: { no } }),
          // In the opposite order elsewhere: sorted inserts keep transactions from waiting for each other.
          requested(`x${no % 3}@example.org`),
          requested(`y${no % 3}@example.org`),
        ]),
      ),
    ),
  );
  const entries = await read("many@example.org");
  assert.equal(entries.length, 20);
  assert.ok(entries.every((entry) => entry.intact));
  const subjects = await base.db.account(accountId, (tx) =>
    one<{ count: number }>(
      tx,
      sql`select count(distinct p.subject_id) as count from ledger_payloads p join ledger_entries e on e.id = p.entry_id
          where e.public_id = any(${entries.map((entry) => entry.publicId)}::text[])`,
    ),
  );
  assert.equal(subjects.count, 1);
});

test("ORG-08: the same address in another account is another subject and cannot be read there", async () => {
  await base.db.account(accountId, (tx) =>
    recordEntry(tx, deps, { accountId, ...requested("shared@example.org") }),
  );
  assert.deepEqual(await read("shared@example.org", other), []);
});

test("DSR-06 RET-09: erasure seals the proof; at its end the retention role destroys it and the log stays whole", async () => {
  const subject = { accountId, emailNormalised: "e@example.org" };
  const source = consentPersonalData(deps);
  await base.db.account(accountId, (tx) =>
    recordEntry(tx, deps, { accountId, ...requested("e@example.org") }),
  );
  const before = await base.db.account(accountId, (tx) => source.exportFor(tx, subject));
  assert.equal(before["ledger_entries"]!.length, 1);
  const erased = await base.db.account(accountId, (tx) => source.eraseFor(tx, subject));
  assert.equal(erased["ledger_subjects"], 1);
  const [sealed] = await read("e@example.org");
  assert.equal(sealed!.sealedUntil, "2029-12-31");
  assert.equal(sealed!.intact, true);

  // Whoever comes back starts anew, and the old subject stays sealed.
  await base.db.account(accountId, (tx) =>
    recordEntry(tx, deps, { accountId, ...requested("e@example.org") }),
  );
  assert.deepEqual(
    (await read("e@example.org")).map((entry) => entry.sealedUntil),
    ["2029-12-31", null],
  );

  const destroy = () =>
    base.db.retention(accountId, (tx) => destroySealedSubjects(tx, deps, accountId));
  clock.set("2029-12-31T22:59:59Z");
  assert.equal(await destroy(), 0, "to the last minute of 31 December, where the account is");
  clock.set("2029-12-31T23:00:00Z");
  assert.equal(await destroy(), 1);
  assert.equal(await destroy(), 0);
  assert.deepEqual(
    (await read("e@example.org")).map((entry) => entry.sealedUntil),
    [null],
  );
  const log = await base.db.account(accountId, (tx) =>
    rows<{ kind: string; open: boolean }>(
      tx,
      sql`select e.kind, p.entry_id is not null as open from ledger_entries e left join ledger_payloads p on p.entry_id = e.id
          where e.public_id = ${sealed!.publicId} or e.kind = 'erased' order by e.id`,
    ),
  );
  assert.deepEqual(log, [
    { kind: "optin_requested", open: false },
    { kind: "erased", open: false },
  ]);
});
