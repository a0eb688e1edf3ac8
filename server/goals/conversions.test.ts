import assert from "node:assert/strict";
import { randomBytes, randomInt } from "node:crypto";
import { after, before, test } from "node:test";
import { hitHelpers } from "../../test/support/hit-helpers.ts";
import {
  addPerson,
  LINKS,
  measuringBench,
  openMailing,
  setProfiling,
  type MeasuringBench,
} from "../../test/support/measuring.ts";
import { seededRandom } from "../../test/support/random.ts";
import { createKeys, createLogger } from "../platform/index.ts";
import { trackingJobs, trackingSubscribers } from "../tracking/index.ts";
import {
  coveredClickers,
  goalsOfAddress,
  reachedBy,
  reachedByLink,
  reachedGoals,
} from "./conversions.store.ts";
import { createGoalParameters, type GoalParameters } from "./goal-parameters.ts";
import { createGoalTokens, type GoalTokens } from "./goal-token.ts";
import type { Goal } from "./goal.ts";
import { findGoal, goalSites, insertGoal, replaceGoalSites, updateGoal } from "./goals.store.ts";
import { goalsPersonalData } from "./personal-data.ts";
import { reportConversion } from "./report-conversion.ts";

let bench: MeasuringBench;
let tokens: GoalTokens;
let parameters: GoalParameters;
let goal: Goal;
const { personal, shared } = hitHelpers(() => bench);

before(async () => {
  bench = await measuringBench();
  tokens = createGoalTokens(createKeys(randomBytes(32)));
  parameters = createGoalParameters({
    pool: bench.test.db.hot,
    tokens,
    log: createLogger("silent"),
  });
  await cover("{open,click,form_use}");
  await bench.test.db.account(bench.accountId, async (tx) => {
    const made = { name: "Bestellung", valueCents: 4_900, windowDays: 7 };
    goal = (await insertGoal(tx, bench.accountId, made, bench.clock.now()))!;
    await replaceGoalSites(tx, bench.accountId, ["shop.example"], bench.clock.now());
  });
  await bench.restart({ clickTargets: parameters });
});
after(() => bench.close());

const cover = (techniques: string) =>
  bench.owner.query(
    "update wording_versions set techniques = $1::text[], uses = '{person_report}'",
    [techniques],
  );

/** Where a click leads, and the token it carries, if any. */
async function click(path: string): Promise<{ url: string; token: string | null }> {
  const { headers } = await bench.get(path);
  const url = headers.location ?? "";
  return { url, token: new URL(url).searchParams.get("kp_goal") };
}

const report = (token: string, valueCents?: number, to = goal) =>
  reportConversion({ db: bench.test.db, clock: bench.clock, tokens }, bench.accountId, to, {
    token,
    ...(valueCents === undefined ? {} : { valueCents }),
  });

async function stored(deliveryId: number): Promise<Record<string, unknown>[]> {
  const found = await bench.owner.query(
    "select goal_id, mailing_id, link, hour, value_cents from conversions where delivery_id = $1 order by click",
    [deliveryId],
  );
  return found.rows as Record<string, unknown>[];
}

async function withdraw(email: string): Promise<void> {
  await setProfiling(bench, email, "withdrawn");
  const deps = { db: bench.test.db, clock: bench.clock };
  const event = { accountId: bench.accountId, payload: { emailNormalised: email } };
  await trackingSubscribers(deps)["profiling.withdrawn"]![0]!(event);
}

test("TRK-01: a stored click carries a token to the account's own site, and its report is stored once", async () => {
  const mailingId = await openMailing(bench, { level: "none" });
  const person = await addPerson(bench, { granted: true, mailingId });
  const { url, token } = await click(personal(mailingId, person.deliveryId, 3));
  assert.equal(url, `https://shop.example/haus?kp_goal=${token}`);
  bench.clock.advance(3 * 3_600_000);
  await report(token!);
  await report(token!);
  assert.deepEqual(await stored(person.deliveryId), [
    {
      goal_id: String(goal.id),
      mailing_id: String(mailingId),
      link: 3,
      hour: new Date("2026-11-21T12:00:00Z"),
      value_cents: "4900",
    },
  ]);
  // A second click has a token of its own, and the website may name the value.
  const second = await click(personal(mailingId, person.deliveryId, 3));
  await report(second.token!, 12_050);
  assert.deepEqual((await stored(person.deliveryId)).map((row) => row["value_cents"]).sort(), [
    "12050",
    "4900",
  ]);
  await bench.test.db.account(bench.accountId, async (tx) => {
    assert.equal(await coveredClickers(tx, mailingId), 1);
    assert.deepEqual(await reachedGoals(tx, mailingId), [
      { goalId: goal.id, people: 1, times: 2, valueCents: 16_950 },
    ]);
    assert.equal((await reachedByLink(tx, mailingId))[0]!.no, 3);
    assert.equal((await reachedBy(tx, mailingId, { limit: 5 })).length, 2);
    const own = await goalsOfAddress(tx, person.email, 1);
    assert.equal(own.total, 2);
    assert.deepEqual(own.newest, [{ ...own.newest[0]!, goal: "Bestellung", mailing: null }]);
  });
});

test("TRK-02 CON-20 TRK-25: nobody else's link carries anything", async () => {
  const mailingId = await openMailing(bench, { level: "shared" });
  const person = await addPerson(bench, { granted: true, mailingId });
  const plain = "https://shop.example/haus";
  assert.equal((await click(shared(mailingId, 3))).url, plain, "no permission");
  assert.equal((await click(shared(mailingId, 2))).url, LINKS[1]!.url, "not personally");
  await cover("{open,click}");
  assert.equal((await click(personal(mailingId, person.deliveryId, 3))).url, plain, "not covered");
  await cover("{open,click,form_use}");
  await setProfiling(bench, person.email, "withdrawn");
  assert.equal((await click(personal(mailingId, person.deliveryId, 3))).url, plain, "withdrawn");
  await setProfiling(bench, person.email, "granted");
  assert.equal(
    (await click(personal(mailingId, person.deliveryId, 3))).url,
    plain,
    "granted again",
  );
  const other = await addPerson(bench, { granted: true, mailingId });
  const scanner = { headers: { "user-agent": "python-requests/2.32" } };
  const machine = await bench.get(personal(mailingId, other.deliveryId, 3), scanner);
  assert.equal(machine.headers.location, plain, "a machine");
  await bench.test.db.account(bench.accountId, (tx) =>
    replaceGoalSites(tx, bench.accountId, ["other.example"], bench.clock.now()),
  );
  await parameters.refresh();
  assert.equal((await click(personal(mailingId, other.deliveryId, 3))).url, plain, "foreign site");
  await bench.test.db.account(bench.accountId, (tx) =>
    replaceGoalSites(tx, bench.accountId, [], bench.clock.now()),
  );
  await parameters.refresh();
  assert.equal((await click(personal(mailingId, other.deliveryId, 3))).url, plain, "off");
  await bench.test.db.account(bench.accountId, async (tx) => {
    await replaceGoalSites(tx, bench.accountId, ["shop.example"], bench.clock.now());
    assert.deepEqual(await goalSites(tx), ["shop.example"]);
  });
  await parameters.refresh();
  assert.ok((await click(personal(mailingId, other.deliveryId, 3))).token);
});

test("TRK-01 CON-20 DSR-07: without permission at the report nothing is stored", async () => {
  const mailingId = await openMailing(bench, { level: "none" });
  const tokenOf = async () => {
    const person = await addPerson(bench, { granted: true, mailingId });
    const { token } = await click(personal(mailingId, person.deliveryId, 1));
    return { ...person, token: token! };
  };
  const refused = await tokenOf();
  await setProfiling(bench, refused.email, "refused");
  const restricted = await tokenOf();
  await bench.owner.query("update contacts set restricted_at = now() where id = $1", [
    restricted.contactId,
  ]);
  const uncovered = await tokenOf();
  const forged = await tokenOf();
  const late = await tokenOf();
  const archived = await tokenOf();
  await report(refused.token);
  await report(restricted.token);
  await cover("{open,click}");
  await report(uncovered.token);
  await cover("{open,form_use}");
  await report(uncovered.token);
  await cover("{open,click,form_use}");
  await report(`${forged.token.startsWith("A") ? "B" : "A"}${forged.token.slice(1)}`);
  const foreign = { ...deps(), accountId: bench.accountId + 1 };
  await reportConversion(foreign, foreign.accountId, goal, { token: forged.token });
  await setArchived(bench.clock.now());
  await report(archived.token);
  await setArchived(null);
  bench.clock.advance(7 * 86_400_000 + 60_000);
  await report(late.token);
  for (const { deliveryId } of [refused, restricted, uncovered, forged, late, archived])
    assert.deepEqual(await stored(deliveryId), []);
});

test("TRK-01 TRK-13: a token whose click does not stand stored as a person's is worth nothing", async () => {
  const mailingId = await openMailing(bench, { level: "none" });
  const { deliveryId } = await addPerson(bench, { granted: true, mailingId });
  const at = bench.clock.now();
  const never = { accountId: bench.accountId, mailingId, deliveryId, link: 3, at };
  await report(tokens.forClick(never));
  assert.deepEqual(await stored(deliveryId), [], "the click was never stored");
  const { token } = await click(personal(mailingId, deliveryId, 1));
  await report(tokens.forClick(never));
  await report(tokens.forClick({ ...never, link: 1, at: new Date(at.getTime() - 3_600_000) }));
  assert.deepEqual(await stored(deliveryId), [], "another link, another hour");
  await bench.owner.query("update personal_events set agent = 8 where delivery_id = $1", [
    deliveryId,
  ]);
  await report(token!);
  assert.deepEqual(await stored(deliveryId), [], "a machine's, as it turned out");
});

const deps = () => ({ db: bench.test.db, clock: bench.clock, tokens });

const setArchived = (archivedAt: Date | null) =>
  bench.test.db.account(bench.accountId, async (tx) => {
    await updateGoal(tx, { ...goal, archivedAt });
    goal = (await findGoal(tx, goal.publicId))!;
  });

test("TRK-14: a withdrawal takes the conversions with it, and a later permission does not reach back", async () => {
  const mailingId = await openMailing(bench, { level: "none" });
  const person = await addPerson(bench, { granted: true, mailingId });
  const first = await click(personal(mailingId, person.deliveryId, 1));
  const second = await click(personal(mailingId, person.deliveryId, 3));
  await report(first.token!);
  assert.equal((await stored(person.deliveryId)).length, 1);
  await withdraw(person.email);
  assert.deepEqual(await stored(person.deliveryId), []);
  await setProfiling(bench, person.email, "granted");
  await report(second.token!);
  await report(first.token!);
  assert.deepEqual(await stored(person.deliveryId), []);
});

test("DSR-06 TRK-18: conversions are in the copy, and end with erasure and with their time", async () => {
  const mailingId = await openMailing(bench, { level: "none" });
  const person = await addPerson(bench, { granted: true, mailingId });
  const old = await addPerson(bench, { granted: true, mailingId });
  for (const { deliveryId } of [person, old])
    await report((await click(personal(mailingId, deliveryId, 1))).token!);
  const subject = {
    accountId: bench.accountId,
    emailNormalised: person.email,
    contactId: person.contactId,
  };
  await bench.test.db.account(bench.accountId, async (tx) => {
    const copy = await goalsPersonalData.exportFor(tx, subject);
    assert.equal((copy["conversions"] as { goal: string }[])[0]!.goal, "Bestellung");
    assert.deepEqual(await goalsPersonalData.eraseFor(tx, subject), { conversions: 1 });
  });
  assert.deepEqual(await stored(person.deliveryId), []);
  assert.equal((await stored(old.deliveryId)).length, 1);
});

test("TRK-01 TRK-14 CON-20: no sequence of answers, wordings, clicks and reports yields a conversion without permission at both", async () => {
  const seed = Number(process.env["SEED"] ?? randomInt(2 ** 31));
  console.log(`seed ${seed}`);
  const random = seededRandom(seed);
  const among = <T>(all: readonly T[]): T => all[Math.floor(random() * all.length)]!;
  const mailingId = await openMailing(bench, { level: "shared" });
  const reader = async () => ({
    ...(await addPerson(bench, { granted: true, mailingId })),
    state: "granted",
    /** The mail may still be measured: nobody withdrew since it left. */
    measured: true,
    restricted: false,
  });
  const people = [await reader(), await reader(), await reader()];
  type Held = { person: (typeof people)[number]; token: string; at: number; used: boolean };
  const held: Held[] = [];
  let covers = true;
  const may = (person: (typeof people)[number]) =>
    person.state === "granted" && person.measured && !person.restricted && covers;
  const rowsNow = async () =>
    (
      await bench.owner.query("select delivery_id from conversions where mailing_id = $1", [
        mailingId,
      ])
    ).rows.length;
  let kept = 0;
  let steps = 0;
  for (; steps < 240; steps++) {
    const person = among(people.slice(-4));
    const act = random();
    if (act < 0.35) {
      const permitted = may(person);
      const { token } = await click(personal(mailingId, person.deliveryId, among([1, 3])));
      assert.equal(token !== null, permitted, `seed ${seed}, step ${steps}: the parameter`);
      if (token) held.push({ person, token, at: bench.clock.now().getTime(), used: false });
    } else if (act < 0.65 && held.length > 0) {
      const one = among(held);
      const inTime = bench.clock.now().getTime() - one.at < 6 * 86_400_000;
      const before = await rowsNow();
      await report(one.token);
      const grown = (await rowsNow()) - before;
      if (!may(one.person) || one.used) assert.equal(grown, 0, `seed ${seed}, step ${steps}`);
      else if (inTime) assert.equal(grown, 1, `seed ${seed}, step ${steps}`);
      if (grown > 0) one.used = true;
      kept += grown;
    } else if (act < 0.72) {
      const wasMeasured = person.measured;
      await withdraw(person.email);
      Object.assign(person, { state: "withdrawn", measured: false });
      if (wasMeasured) assert.deepEqual(await stored(person.deliveryId), []);
      people.push(await reader());
    } else if (act < 0.8) {
      const state = among(["granted", "refused", "unknown"] as const);
      await setProfiling(bench, person.email, state);
      // What is given again does not reach back to the mail of before.
      if (state === "granted" && ["refused", "withdrawn"].includes(person.state))
        person.measured = false;
      person.state = state;
    } else if (act < 0.87) {
      covers = !covers;
      await cover(covers ? "{open,click,form_use}" : among(["{open,click}", "{form_use}"]));
    } else if (act < 0.94) {
      person.restricted = !person.restricted;
      await bench.owner.query("update contacts set restricted_at = $2 where id = $1", [
        person.contactId,
        person.restricted ? new Date() : null,
      ]);
    } else {
      bench.clock.advance(Math.floor(random() * 8 * 3_600_000));
    }
  }
  assert.ok(kept > 0, `seed ${seed}: nothing was ever stored, so nothing was tried`);
  console.log(`${steps} steps, ${held.length} tokens, ${kept} conversions`);
  await cover("{open,click,form_use}");
});

test("TRK-14: the second deletion finds a conversion stored meanwhile", async () => {
  const mailingId = await openMailing(bench, { level: "none" });
  const person = await addPerson(bench, { granted: true, mailingId });
  const { token } = await click(personal(mailingId, person.deliveryId, 1));
  await report(token!);
  await trackingJobs({ db: bench.test.db, clock: bench.clock })["tracking.forget_again"]!(
    {
      accountId: bench.accountId,
      payload: { emailNormalised: person.email, deliveryIds: [person.deliveryId] },
    } as never,
    undefined as never,
  );
  assert.deepEqual(await stored(person.deliveryId), []);
});
