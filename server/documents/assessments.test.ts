import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { completeSettings, testAccount } from "../../test/support/account.ts";
import { testDatabase, type TestDatabase } from "../../test/support/database.ts";
import { testServer, type TestHttp } from "../../test/support/http.ts";
import {
  createKeys,
  createLogger,
  manualClock,
  run,
  sql,
  type CheckOutcome,
  type Tx,
} from "../platform/index.ts";
import { personalDataMap } from "../privacy/index.ts";
import { documentChecks, documentRoutes, documentTodos } from "./index.ts";

let base: TestDatabase;
let http: TestHttp;
let accountId = 0;
const clock = manualClock("2026-11-22T09:00:00Z");
const keys = createKeys(Buffer.alloc(32, 7));
const deps = () => ({
  db: base.db,
  clock,
  keys,
  log: createLogger("silent"),
  map: personalDataMap({ clock, keys }),
  publicUrl: "https://news.beispiel.example",
});
const inAccount = <T>(work: (tx: Tx) => Promise<T>): Promise<T> => base.db.account(accountId, work);

before(async () => {
  base = await testDatabase();
  const made = await testAccount(base.db, { settings: completeSettings });
  accountId = made.accountId;
  http = await testServer({
    db: base.db,
    routes: documentRoutes(deps()),
    as: { accountId, operatorId: made.operatorId },
  });
});
after(async () => {
  await http.close();
  await base.close();
});

const check = (id: string, before: Record<string, unknown> = {}): Promise<CheckOutcome> => {
  const found = documentChecks(deps()).find((one) => one.id === id)!;
  return inAccount((tx) => found.run({ tx, accountId, clock, before }));
};

test("CHK-36: assessments have arguments, conclusion, name, date and next look; overdue ones are alarms", async () => {
  assert.equal((await check("CHK-36")).status, "failed");
  const body = {
    arguments: "Dafür: Summen ohne Personen. Dagegen: ein Zugriff auf das Gerät bleibt denkbar.",
    conclusion: "Vertretbar, weil niemand erkannt werden kann.",
    reviewOn: "2027-05-01",
  };
  for (const topic of ["counting", "unsubscribe_list", "blacklist", "tying"]) {
    const answer = await http.call("POST", "/api/v1/assessments", { body: { ...body, topic } });
    assert.equal(answer.status, 201, answer.text);
  }
  assert.equal((await check("CHK-36")).status, "passed", "existing customers: none here");
  const late = await http.call("POST", "/api/v1/assessments", {
    body: { ...body, topic: "tying", reviewOn: "2020-01-01" },
  });
  assert.equal(late.body.code, "review_date_invalid");
  const own = await http.call("POST", "/api/v1/assessments", {
    body: { ...body, question: "Dürfen wir Kunden zu Umfragen einladen?" },
  });
  assert.match(own.body.topic, /^own_[0-9a-f]{12}$/);
  assert.equal(
    (await http.call("POST", "/api/v1/assessments", { body })).body.code,
    "question_missing",
  );
  clock.set("2027-05-01T09:00:00Z");
  const due = await inAccount((tx) => documentTodos(tx, deps()));
  assert.deepEqual(
    due.filter(({ code }) => code === "assessment_due").map(({ urgent }) => urgent),
    [false, false, false, false, false],
  );
  assert.equal((await check("CHK-36")).status, "passed", "due, not overdue");
  clock.set("2027-06-01T09:00:00Z");
  assert.equal((await check("CHK-36")).status, "failed");
  assert.ok(
    (await inAccount((tx) => documentTodos(tx, deps()))).some(
      ({ urgent, rule }) => urgent && rule === "CHK-36",
    ),
  );
  clock.set("2026-11-22T09:00:00Z");
});

test("CHK-36 TRK-07 UNS-17: an assessment counts for what it was made on; another level or ground asks for a new one", async () => {
  const set = (statement: ReturnType<typeof sql>) => inAccount((tx) => run(tx, statement));
  await set(sql`update accounts set counting_level = 'shared' where id = ${accountId}`);
  const body = {
    arguments: "Dafür: Summen ohne Personen. Dagegen: ein Zugriff auf das Gerät bleibt denkbar.",
    conclusion: "Vertretbar, weil niemand erkannt werden kann.",
    reviewOn: "2027-05-01",
  };
  for (const topic of ["counting", "unsubscribe_list", "blacklist", "tying"])
    await http.call("POST", "/api/v1/assessments", { body: { ...body, topic } });
  assert.equal((await check("CHK-36")).status, "passed");
  await set(sql`update accounts set counting_level = 'clicks_only' where id = ${accountId}`);
  await set(
    sql`insert into suppression_grounds (account_id, subject, ground, retention_months, reasoning, review_on, decided_by_name, decided_at)
        values (${accountId}, 'blacklist', 'art_6_1_f', null, 'Eigenes Interesse des Hauses', '2027-05-01', 'Erika', now())`,
  );
  const red = await check("CHK-36");
  assert.equal(red.status, "failed");
  assert.deepEqual(red.evidence!["changed"], ["counting", "blacklist"]);
  await set(sql`update accounts set counting_level = 'shared' where id = ${accountId}`);
  await http.call("POST", "/api/v1/assessments", { body: { ...body, topic: "blacklist" } });
  assert.equal((await check("CHK-36")).status, "passed", "back, and made anew");
});

test("ORG-03 ORG-10: documents have a right of their own, and what was weighed has another", async () => {
  const as = (permissions: readonly string[]) =>
    testServer({ db: base.db, routes: documentRoutes(deps()), as: { accountId, permissions } });
  const [checklist, documents, both] = await Promise.all([
    as(["checks.read"]),
    as(["documents.read"]),
    as(["documents.read", "assessments.read"]),
  ]);
  const status = async (who: TestHttp, path: string) =>
    (await who.call("GET", `/api/v1${path}`)).status;
  for (const path of ["/documents", "/documents/records", "/documents/records/pdf", "/assessments"])
    assert.equal(await status(checklist, path), 403, path);
  for (const kind of ["screening", "impact", "dossier"])
    for (const form of ["", "/page", "/pdf", "/text"]) {
      assert.equal(await status(documents, `/documents/${kind}${form}`), 403, kind + form);
      if (form === "") assert.equal(await status(both, `/documents/${kind}`), 200, kind);
    }
  assert.equal(await status(documents, "/documents/measures"), 200);
  assert.equal(await status(documents, "/assessments"), 403);
  const { items, impact } = (await documents.call("GET", "/api/v1/documents")).body;
  assert.deepEqual(
    items.map(({ kind }: { kind: string }) => kind),
    ["records", "contract", "measures", "notice"],
  );
  assert.deepEqual(impact, { required: null, files: [] });
  await Promise.all([checklist, documents, both].map((one) => one.close()));
});

test("CHK-30: a live account has 14 days to confirm records that changed; whoever goes live has none", async () => {
  const write = (statement: ReturnType<typeof sql>) => inAccount((tx) => run(tx, statement));
  const addList = (name: string) =>
    write(
      sql`insert into lists (account_id, name, topics) values (${accountId}, ${name}, 'Altersvorsorge')`,
    );
  await addList("Marktblick");
  const { sha256 } = (await http.call("GET", "/api/v1/documents/records")).body;
  await http.call("POST", "/api/v1/documents/records/confirm", { body: { sha256 } });
  assert.equal((await check("CHK-30")).status, "passed");
  await addList("Anlegerpost");
  assert.equal((await check("CHK-30")).status, "failed", "in the sandbox");

  await write(sql`update accounts set mode = 'live' where id = ${accountId}`);
  const first = await check("CHK-30");
  assert.equal(first.status, "passed");
  assert.match(first.message.de, /Anlegerpost.*bis zum 6\. Dezember 2026/s);
  clock.set("2026-12-06T09:00:00Z");
  const last = await check("CHK-30", first.evidence);
  assert.deepEqual([last.status, last.evidence!["changedSince"]], ["passed", "2026-11-22"]);
  clock.set("2026-12-07T09:00:00Z");
  assert.equal((await check("CHK-30", last.evidence)).status, "failed", "the while is over");
  const other = { ...last.evidence, version: 0 };
  assert.equal(
    (await check("CHK-30", other)).status,
    "passed",
    "of a change after another version",
  );
});
