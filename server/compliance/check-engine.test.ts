import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { testAccount } from "../../test/support/account.ts";
import { testDatabase, type TestDatabase } from "../../test/support/database.ts";
import { testServer } from "../../test/support/http.ts";
import { getAccount } from "../accounts/index.ts";
import { createLogger, manualClock, rows, run, sql, type Check } from "../platform/index.ts";
import type { CheckEngineDeps } from "./check-engine.ts";
import { worstOf } from "./check-state.ts";
import { checklist } from "./checklist.ts";
import { blockingChecks, complianceChecks, complianceRoutes, runChecks } from "./index.ts";

let base: TestDatabase;
const clock = manualClock("2026-11-21T09:00:00Z");
before(async () => {
  base = await testDatabase();
});
after(() => base.close());

const green = (id: string): Check => ({
  ...checklist.find((entry) => entry.id === id)!,
  run: async () => ({ status: "passed", message: { de: "Gut.", en: "Good." } }),
});
const allGreen = checklist.map(({ id }) => green(id));
const engine = (checks: readonly Check[]): CheckEngineDeps => ({
  db: base.db,
  clock,
  log: createLogger("silent"),
  checks,
});
const modeOf = async (accountId: number) => (await base.db.account(accountId, getAccount)).mode;
const serve = (accountId: number, checks: readonly Check[]) =>
  testServer({ db: base.db, routes: complianceRoutes(engine(checks)), as: { accountId } });

test("CHK-A1: the checklist has its 36 entries, each once, and only CHK-18 and CHK-32 do not block", () => {
  assert.deepEqual(
    checklist.map((entry) => entry.id),
    Array.from({ length: 36 }, (_, no) => `CHK-${String(no + 1).padStart(2, "0")}`),
  );
  assert.deepEqual(
    checklist.filter((entry) => !entry.blocking).map((entry) => entry.id),
    ["CHK-18", "CHK-32"],
  );
});

test("CHK-A1: what nobody looks at is not checked and blocks", async () => {
  const { accountId } = await testAccount(base.db);
  const never = await base.db.account(accountId, (tx) => blockingChecks(tx, clock.now()));
  assert.equal(never.length, 34);
  const states = await runChecks(engine([green("CHK-01")]), accountId);
  assert.equal(states.find((state) => state.id === "CHK-01")!.status, "passed");
  const open = await base.db.account(accountId, (tx) => blockingChecks(tx, clock.now()));
  assert.equal(open.length, 33);
  assert.ok(open.every((state) => state.status === "not_checked"));
});

test("CHK-A1: going live is refused with the failing checks, through the API too, and the account stays in sandbox", async () => {
  const { accountId } = await testAccount(base.db);
  const red: Check = {
    ...green("CHK-22"),
    run: async () => ({ status: "failed", message: { de: "Werbung.", en: "Advertising." } }),
  };
  const http = await serve(accountId, [...allGreen.filter((check) => check.id !== "CHK-22"), red]);
  const refused = await http.call("POST", "/api/v1/account/go-live");
  assert.equal(refused.status, 409);
  assert.equal(refused.body.code, "checks_failing");
  assert.deepEqual(
    refused.body.checks.map((check: { id: string; status: string }) => [check.id, check.status]),
    [["CHK-22", "failed"]],
  );
  assert.equal(await modeOf(accountId), "sandbox");
  const listed = await http.call("GET", "/api/v1/checks");
  assert.equal(listed.body.blockingOpen, 1);
  assert.equal(listed.body.items.length, 36);
  await http.close();
});

test("CHK-A1: with every blocking check green the account goes live, and the act is logged", async () => {
  const { accountId } = await testAccount(base.db);
  // CHK-18 and CHK-32 do not block.
  const http = await serve(
    accountId,
    allGreen.filter((check) => !["CHK-18", "CHK-32"].includes(check.id)),
  );
  const done = await http.call("POST", "/api/v1/account/go-live");
  assert.equal(done.status, 200);
  assert.equal(done.body.mode, "live");
  assert.equal(await modeOf(accountId), "live");
  const logged = await base.db.account(accountId, (tx) =>
    rows(tx, sql`select 1 from audit_entries where action = 'account.went_live'`),
  );
  assert.equal(logged.length, 1);
  await http.close();
});

test("CHK-A1: a check that throws or breaks its transaction is not green and does not harm the others", async () => {
  const { accountId } = await testAccount(base.db);
  const states = await runChecks(
    engine([
      {
        ...green("CHK-01"),
        run: async () => {
          throw new Error("resolver away");
        },
      },
      {
        ...green("CHK-02"),
        run: async ({ tx }) => {
          await run(tx, sql`select 1 / 0`).catch(() => {});
          return { status: "passed", message: { de: "", en: "" } };
        },
      },
      green("CHK-03"),
    ]),
    accountId,
  );
  const status = (id: string) => states.find((state) => state.id === id)!.status;
  assert.equal(status("CHK-01"), "not_checked");
  assert.equal(status("CHK-03"), "passed");
});

test("CHK-A1: a result of last week is no result", async () => {
  const { accountId } = await testAccount(base.db);
  await runChecks(engine(allGreen), accountId);
  const open = (at: string) => base.db.account(accountId, (tx) => blockingChecks(tx, new Date(at)));
  assert.equal((await open("2026-11-23T09:00:00Z")).length, 0);
  assert.equal((await open("2026-11-28T09:00:00Z")).length, 34);
});

test("CHK-19: of several looks at one entry the worst counts", () => {
  const say = (status: "passed" | "failed" | "not_checked" | "not_applicable") => ({
    status,
    message: { de: status, en: status },
  });
  assert.equal(worstOf([say("passed"), say("failed"), say("not_checked")]).status, "failed");
  assert.equal(worstOf([say("passed"), say("not_checked")]).status, "not_checked");
  assert.equal(worstOf([say("not_applicable"), say("passed")]).status, "passed");
  assert.equal(worstOf([say("failed"), say("failed")]).message.de, "failed failed");
  assert.equal(worstOf([]).status, "not_checked");
});

test("CHK-19 CHK-25: lists with complete texts, and a proof for every consent in the stock", async () => {
  const { accountId } = await testAccount(base.db);
  const statuses = async () =>
    (await runChecks(engine(complianceChecks()), accountId, ["CHK-19", "CHK-25"]))
      .filter((state) => ["CHK-19", "CHK-25"].includes(state.id))
      .map((state) => state.status);
  const execute = (statement: ReturnType<typeof sql>) =>
    base.db.account(accountId, (tx) => run(tx, statement));
  assert.deepEqual(await statuses(), ["failed", "passed"]);
  await execute(
    sql`insert into lists (account_id, name, topics) values (${accountId}, 'Marktblick', 'Zinsen')`,
  );
  assert.deepEqual(await statuses(), ["failed", "passed"]);
  await execute(sql`update lists set frequency = 'monatlich'`);
  assert.deepEqual(await statuses(), ["passed", "passed"]);
  await execute(
    sql`insert into subscriptions (account_id, list_id, email_normalised, contact_id, state, proof, entry_id)
        select ${accountId}, l.id, 'a@example.org', 1, 'confirmed', 'double_opt_in', 4711 from lists l`,
  );
  assert.deepEqual(await statuses(), ["passed", "failed"]);
  await execute(sql`update subscriptions set flag = 'unverified'`);
  assert.deepEqual(await statuses(), ["passed", "passed"]);
});
