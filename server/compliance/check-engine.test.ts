import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { testAccount } from "../../test/support/account.ts";
import { testDatabase, type TestDatabase } from "../../test/support/database.ts";
import { testServer } from "../../test/support/http.ts";
import { getAccount, setMode } from "../accounts/index.ts";
import { createLogger, manualClock, rows, run, sql, type Check } from "../platform/index.ts";
import type { CheckEngineDeps } from "./check-engine.ts";
import { worstOf } from "./check-state.ts";
import { checklist } from "./checklist.ts";
import {
  blockingChecks,
  complianceChecks,
  complianceRoutes,
  recheckAccount,
  runChecks,
  type ChecksJobDeps,
} from "./index.ts";

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

test("CHK-06 CHK-A1: a named person answers for twelve months at most, a program never, and taking it back turns red", async () => {
  const { accountId, operatorId } = await testAccount(base.db);
  const asking: Check = {
    ...green("CHK-06"),
    run: async () => ({
      status: "passed",
      message: { de: "Gut.", en: "Good." },
      asks: [{ key: "contract 1", text: { de: "Der Vertrag liegt vor.", en: "It lies here." } }],
    }),
  };
  const routes = complianceRoutes(engine([asking]));
  const http = await testServer({ db: base.db, routes, as: { accountId, operatorId } });
  const status = async () => {
    const { body } = await http.call("POST", "/api/v1/checks/run", { body: { ids: ["CHK-06"] } });
    return body.items.find((one: { id: string }) => one.id === "CHK-06").status as string;
  };
  const answer = (body: object) =>
    http.call("POST", "/api/v1/checks/CHK-06/answer", {
      body: { key: "contract 1", evidence: "Ordner 7, Seite 3", ...body },
    });
  assert.equal(await status(), "failed");
  assert.equal((await answer({ validUntil: "2027-11-22" })).body.code, "answer_end_invalid");
  assert.equal((await answer({ validUntil: "2026-11-21" })).body.code, "answer_end_invalid");
  assert.equal((await answer({ key: "contract 2" })).status, 404);
  const key = await testServer({
    db: base.db,
    routes,
    authenticate: async () => ({
      kind: "apiKey",
      apiKeyId: 1,
      name: "Programm",
      inAccount: async () => ({
        accountId,
        actor: {
          kind: "apiKey",
          apiKeyId: 1,
          name: "Programm",
          roles: [],
          permissions: new Set(["privacy.manage"]),
        },
      }),
    }),
  });
  const refused = await key.call("POST", "/api/v1/checks/CHK-06/answer", {
    body: { key: "contract 1", evidence: "Programm" },
  });
  assert.equal(refused.body.code, "person_needed");
  await key.close();
  assert.equal((await answer({})).status, 200);
  assert.equal(await status(), "passed");
  clock.set("2027-11-21T09:00:00Z");
  assert.equal(await status(), "passed");
  clock.set("2027-11-22T09:00:00Z");
  assert.equal(await status(), "failed");
  clock.set("2026-11-21T09:00:00Z");
  const path = "/api/v1/checks/CHK-06/answer?key=contract%201";
  assert.equal((await http.call("DELETE", path)).status, 200);
  assert.equal(await status(), "failed");
  assert.equal((await http.call("DELETE", path)).status, 404);
  await http.close();
});

test("CHK-A2: no blocking check can be passed over, not even by a statement of its own", async () => {
  const { accountId } = await testAccount(base.db);
  const insert = (id: string, days: number) =>
    base.db.account(accountId, (tx) =>
      run(
        tx,
        sql`insert into check_overrides (account_id, check_id, reason, made_by, made_at, expires_at)
            values (${accountId}, ${id}, 'Geht gerade nicht.', 'Ina', now(), now() + make_interval(days => ${days}))`,
      ),
    );
  await assert.rejects(insert("CHK-11", 10), /check_overrides/);
  await assert.rejects(insert("CHK-18", 31), /check_overrides/);
  await insert("CHK-18", 30);
});

test("CHK-A1: a live account is looked at daily, what is not green hourly; red holds advertising and is told once", async () => {
  const { accountId, email } = await testAccount(base.db);
  await base.db.account(accountId, (tx) => setMode(tx, "live", clock.now()));
  let status: "passed" | "failed" | "not_checked" = "passed";
  let looks = 0;
  const changing: Check = {
    ...green("CHK-09"),
    run: async () => {
      looks += 1;
      return { status, message: { de: "SPF.", en: "SPF." } };
    },
  };
  const told: string[] = [];
  let held: readonly string[] = [];
  const deps: ChecksJobDeps = {
    hold: async (_accountId, red) => void (held = red),
    ...engine([...allGreen.filter((check) => check.id !== "CHK-09"), changing]),
    publicUrl: "https://news.musterbank.example",
    sendSystemMail: async (_tx, mail) => {
      told.push(`${mail.to}: ${mail.subject}`);
      return { via: "relay" };
    },
  };
  const hour = async (hours: number) => {
    clock.advance(hours * 3_600_000);
    await recheckAccount(deps, accountId);
  };
  await hour(0);
  await hour(1);
  assert.equal(looks, 1, "nothing is due within the day");
  status = "not_checked";
  await hour(24);
  assert.deepEqual([looks, told, held], [2, [], []], "nobody could look: no alarm yet");
  await hour(1);
  assert.equal(looks, 3, "what nobody saw is looked at again within the hour");
  status = "failed";
  await hour(1);
  assert.deepEqual(told, [`${email}: Pflichtprüfung nicht bestanden: SPF gültig`]);
  assert.deepEqual(held, ["CHK-09"]);
  status = "passed";
  await hour(1);
  assert.deepEqual(held, [], "what is mended is seen within the hour");
  status = "failed";
  await hour(24);
  assert.equal(told.length, 2);
  await hour(24);
  assert.equal(told.length, 2, "each is told once");
  status = "passed";
  await hour(24);
  status = "not_checked";
  await hour(24);
  assert.deepEqual(held, []);
  await hour(25);
  assert.deepEqual(held, ["CHK-09"]);
  assert.equal(told.length, 3, "a day without a look is told too");
  clock.set("2026-11-21T09:00:00Z");
});
