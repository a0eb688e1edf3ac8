import assert from "node:assert/strict";
import { after, afterEach, before, beforeEach, test } from "node:test";
import { testDatabase, type TestDatabase } from "../../test/support/database.ts";
import { signupWorld, type SignupWorld } from "../../test/support/signup.ts";
import { rows, run, sql, type CheckOutcome } from "../platform/index.ts";
import { signupChecks } from "./checks.ts";

let base: TestDatabase;
let world: SignupWorld;
before(async () => {
  base = await testDatabase();
});
after(() => base.close());
beforeEach(async () => {
  world = await signupWorld(base.db);
});
afterEach(() => world.close());

const runAll = async (): Promise<Record<string, CheckOutcome>> => {
  const outcomes: Record<string, CheckOutcome> = {};
  for (const check of signupChecks(world.deps))
    outcomes[check.id] = await world.inAccount((tx) =>
      check.run({ tx, accountId: world.accountId, clock: world.clock }),
    );
  return outcomes;
};
const statuses = async () =>
  Object.fromEntries(Object.entries(await runAll()).map(([id, { status }]) => [id, status]));

test("CHK-14 CHK-20 CHK-21 CHK-22: pass on the product, and leave nothing behind", async () => {
  const count = () =>
    world.inAccount((tx) =>
      rows(
        tx,
        sql`select (select count(*) from contacts where account_id = app_account()) + (select count(*) from consent_requests where account_id = app_account())
              + (select count(*) from lists where account_id = app_account()) + (select count(*) from forms where account_id = app_account()) as n`,
      ),
    );
  const before = await count();
  const outcomes = await runAll();
  for (const [id, outcome] of Object.entries(outcomes))
    assert.equal(outcome.status, "passed", `${id}: ${outcome.message.de}`);
  assert.deepEqual(await count(), before);
  assert.deepEqual(outcomes["CHK-20"]!.evidence, { forms: 1, pages: 4 });
});

test("CHK-20 CHK-21 CHK-22: without an open form there is nothing to look at", async () => {
  await world.inAccount((tx) =>
    run(tx, sql`update forms set archived_at = now() where account_id = app_account()`),
  );
  assert.deepEqual(await statuses(), {
    "CHK-02": "not_applicable",
    "CHK-14": "passed",
    "CHK-20": "not_applicable",
    "CHK-21": "not_applicable",
    "CHK-22": "not_applicable",
    "CHK-32": "not_applicable",
  });
});
