import assert from "node:assert/strict";
import { after, afterEach, before, beforeEach, test } from "node:test";
import { testDatabase, type TestDatabase } from "../../test/support/database.ts";
import { preferenceWorld, type PreferenceWorld } from "../../test/support/preferences.ts";
import { rows, run, sql, type Check, type CheckOutcome } from "../platform/index.ts";
import { preferenceChecks } from "./checks.ts";

let base: TestDatabase;
let world: PreferenceWorld;
before(async () => {
  base = await testDatabase();
});
after(() => base.close());
beforeEach(async () => {
  world = await preferenceWorld(base.db);
});
afterEach(() => world.close());

const runCheck = (check: Check): Promise<CheckOutcome> =>
  world.inAccount((tx) => check.run({ tx, accountId: world.accountId, clock: world.clock }));
const everything = () =>
  world.inAccount((tx) =>
    rows(
      tx,
      sql`select 'contacts', count(*) from contacts where account_id = app_account() union all select 'lists', count(*) from lists where account_id = app_account()
          union all select 'suppressions', count(*) from suppressions where account_id = app_account() union all select 'deliveries', count(*) from deliveries where account_id = app_account()
          union all select 'links', count(*) from preference_links where account_id = app_account() union all select 'ledger', count(*) from ledger_entries where account_id = app_account()
          union all select 'outbox', count(*) from outbox_events where account_id = app_account()`,
    ),
  );

test("CHK-13 CHK-14 CHK-23 CHK-33: pass on the product, and leave nothing behind", async () => {
  const before = await everything();
  for (const check of preferenceChecks(world.preferences)) {
    const outcome = await runCheck(check);
    assert.equal(outcome.status, "passed", `${check.id}: ${outcome.message.de}`);
  }
  assert.deepEqual(await everything(), before);
});

test("CHK-13: notices a one-click request that no longer unsubscribes", async () => {
  const links = { ...world.preferences.links, open: () => null };
  const [oneClick] = preferenceChecks({ ...world.preferences, links });
  const outcome = await runCheck(oneClick!);
  assert.equal(outcome.status, "failed");
  assert.deepEqual(outcome.evidence!["failed"], [
    "application/x-www-form-urlencoded",
    "multipart/form-data",
  ]);
});

test("CHK-33: notices a change of address that asks for no confirmation", async () => {
  const optIn = { ...world.preferences.optIn, admit: async () => "limit" as const };
  const manage = preferenceChecks({ ...world.preferences, optIn }).find(
    (check) => check.id === "CHK-33",
  )!;
  const outcome = await runCheck(manage);
  assert.equal(outcome.status, "failed");
  assert.equal(outcome.evidence!["newOptIn"], false);
});

test("CHK-14: works while the account has neither lists nor a sender", async () => {
  await world.inAccount((tx) =>
    run(tx, sql`update lists set archived_at = now() where account_id = app_account()`),
  );
  const looking = preferenceChecks(world.preferences).find((check) => check.id === "CHK-14")!;
  assert.equal((await runCheck(looking)).status, "passed");
});
