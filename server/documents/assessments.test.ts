import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { completeSettings, testAccount } from "../../test/support/account.ts";
import { testDatabase, type TestDatabase } from "../../test/support/database.ts";
import { testServer, type TestHttp } from "../../test/support/http.ts";
import {
  createKeys,
  createLogger,
  manualClock,
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

const check = (id: string): Promise<CheckOutcome> => {
  const found = documentChecks(deps()).find((one) => one.id === id)!;
  return inAccount((tx) => found.run({ tx, accountId, clock }));
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
