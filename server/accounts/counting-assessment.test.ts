import assert from "node:assert/strict";
import { test } from "node:test";
import { completeSettings } from "../../test/support/account.ts";
import { accountsHarness, cookieOf } from "../../test/support/accounts-harness.ts";
import { rows, sql } from "../platform/index.ts";
import { getAccount } from "./accounts.store.ts";
import { assessmentState } from "./counting-assessment.ts";
import { countingOptions } from "./counting-options.ts";

const harness = accountsHarness();
const ARGUMENTS =
  "Die Zahl ist nirgends einer Person zugeordnet und wird nach 14 Tagen gelöscht. Wir halten den Eingriff für gering.";
const input = (more: object = {}) => ({
  arguments: ARGUMENTS,
  reviewOn: "2027-11-21",
  confirmed: true,
  ...more,
});
const chooseUnique = { counting: { level: "unique", reason: "Wir brauchen Quoten." } };

async function memberOf(call: Awaited<ReturnType<typeof harness.owner>>["call"], role: string) {
  const email = `${role}${harness.clock.now().getTime()}@beispiel.example`;
  const invited = await call("POST", "/operators", { email, roles: [role] });
  const joined = await harness.http.call("POST", "/api/v1/invitation/accept", {
    body: {
      token: invited.body.link.split("/").at(-1),
      name: "Dana Schutz",
      password: "Nebelhorn Suppe Leiter",
    },
  });
  const cookies = cookieOf(joined);
  return (method: string, path: string, body?: unknown) =>
    harness.http.call(method, `/api/v1${path}`, { cookies, ...(body ? { body } : {}) });
}

const uniqueOption = (body: { counting: { options: { level: string; available: boolean }[] } }) =>
  body.counting.options.find((option) => option.level === "unique")!;

test("TRK-07 ORG-17: without an officer the owner's assessment opens level unique, recorded and audited", async () => {
  const { call, accountId } = await harness.owner(completeSettings);
  assert.equal((await call("PATCH", "/account", chooseUnique)).status, 409);
  for (const wrong of [
    input({ arguments: "Passt schon." }),
    input({ confirmed: false }),
    input({ reviewOn: "2026-11-20" }),
    input({ reviewOn: "2029-01-01" }),
  ])
    assert.equal((await call("PUT", "/account/counting-assessment", wrong)).status, 400);
  const recorded = await call("PUT", "/account/counting-assessment", input());
  assert.equal(recorded.status, 200);
  assert.deepEqual(recorded.body.counting.assessment, {
    by: "Ina Haberin",
    at: harness.clock.now().toISOString(),
    role: "owner",
    arguments: ARGUMENTS,
    reviewOn: "2027-11-21",
  });
  assert.equal(recorded.body.counting.level, "shared", "the assessment chooses nothing");
  assert.equal(uniqueOption(recorded.body).available, true);
  const chosen = await call("PATCH", "/account", chooseUnique);
  assert.equal(chosen.body.counting.level, "unique");
  const audited = await harness.db.account(accountId, (tx) =>
    rows<{ action: string; detail: { arguments?: string } }>(
      tx,
      sql`select action, detail from audit_entries where action like 'account.counting%'`,
    ),
  );
  assert.deepEqual(
    audited.map((entry) => [entry.action, entry.detail.arguments]),
    [["account.counting_assessed", ARGUMENTS]],
  );
});

test("TRK-07 ORG-17: where an officer is appointed nobody else's assessment counts", async () => {
  const { call } = await harness.owner({
    ...completeSettings,
    privacy: {
      ...completeSettings.privacy,
      dpo: { appointed: true, name: "Dana Schutz", email: "dana@beispiel.example" },
    },
  });
  const owners = await call("PUT", "/account/counting-assessment", input());
  assert.deepEqual([owners.status, owners.body.code], [403, "not_the_assessor"]);
  const marketer = await memberOf(call, "marketer");
  assert.equal((await marketer("PUT", "/account/counting-assessment", input())).status, 403);
  const officer = await memberOf(call, "dpo");
  const recorded = await officer("PUT", "/account/counting-assessment", input());
  assert.equal(recorded.body.counting.assessment.role, "dpo");
  assert.equal((await officer("PATCH", "/account", chooseUnique)).status, 403, "the owner chooses");
  assert.equal((await call("PATCH", "/account", chooseUnique)).body.counting.level, "unique");
  // Taken back, it takes the choice along: what nobody stands for is not done.
  const withdrawn = await officer("DELETE", "/account/counting-assessment");
  assert.equal(withdrawn.body.counting.level, "none");
  assert.equal(withdrawn.body.counting.choice.by, "Dana Schutz");
  assert.equal(withdrawn.body.counting.assessmentState, "missing");
  assert.equal((await call("PATCH", "/account", chooseUnique)).status, 409);
  assert.equal((await officer("DELETE", "/account/counting-assessment")).status, 409);
});

test("ORG-17: before the account says whether an officer is appointed nobody can assess", async () => {
  const { call } = await harness.owner();
  const answer = await call("PUT", "/account/counting-assessment", input());
  assert.equal(answer.body.code, "assessor_undecided");
  const { counting } = (await call("GET", "/account")).body;
  assert.deepEqual([counting.assessor, counting.assessmentState], [null, "missing"]);
});

test("CHK-36: the next look warns, thirty days later the level cannot be chosen anew, and no level changes by itself", async () => {
  const { call, accountId } = await harness.owner(completeSettings);
  await call("PUT", "/account/counting-assessment", input({ reviewOn: "2027-01-10" }));
  await call("PATCH", "/account", chooseUnique);
  const account = await harness.db.account(accountId, getAccount);
  const state = (day: string) => assessmentState(account, new Date(`${day}T12:00:00Z`));
  assert.deepEqual(["2027-01-09", "2027-01-10", "2027-02-08", "2027-02-09"].map(state), [
    "current",
    "due",
    "due",
    "overdue",
  ]);
  const late = countingOptions(account, new Date("2027-03-01T12:00:00Z"))[0]!;
  assert.deepEqual([late.level, late.available], ["unique", false]);
  assert.match(late.reason!.de, /überfällig/);
  assert.equal(account.countingLevel, "unique");
  const appointed = {
    ...account,
    privacy: {
      ...account.privacy,
      dpo: { appointed: true as const, name: "Dana Schutz", email: "dana@beispiel.example" },
    },
  };
  assert.equal(assessmentState(appointed, harness.clock.now()), "other_assessor");
});
