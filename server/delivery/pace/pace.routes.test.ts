import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import type { PaceView } from "../../../contract/pace.ts";
import { manualClock, rows, run, sql, createKeys } from "../../platform/index.ts";
import { testDatabase, type TestDatabase } from "../../../test/support/database.ts";
import { testServer, type TestHttp } from "../../../test/support/http.ts";
import { seedNewsletter, type SeededNewsletter } from "../../../test/support/newsletter.ts";
import { paceRoutes } from "./pace.routes.ts";
import { takeFromDays } from "./pace.store.ts";

const clock = manualClock("2026-11-22T09:00:00Z");
const PATH = "/api/v1/sending-pace";
let database: TestDatabase;
let seeded: SeededNewsletter;
let http: TestHttp;
before(async () => {
  database = await testDatabase();
  seeded = await seedNewsletter(database.db, createKeys(Buffer.alloc(32, 7)), { people: 0 });
  http = await testServer({
    db: database.db,
    routes: paceRoutes({ db: database.db, clock }),
    as: { accountId: seeded.accountId, operatorId: seeded.operatorId },
  });
});
after(async () => {
  await http.close();
  await database.close();
});

async function change(method: string, path: string, body: unknown): Promise<PaceView> {
  const answer = await http.call(method, `${PATH}${path}`, { body });
  assert.ok(answer.status < 300, answer.text);
  return answer.body as PaceView;
}
const audited = () =>
  database.db.account(seeded.accountId, (tx) =>
    rows<{ action: string; objectId: string }>(
      tx,
      sql`select action, object_id from audit_entries order by id`,
    ),
  );

test("SND-12: limits of account, domain and provider are set, changed, shown and removed", async () => {
  await change("PUT", "/limits", { scope: "account", perSecond: null, perHour: 20_000 });
  await change("PUT", "/limits", { scope: "provider", name: "gmail", perSecond: 5, perHour: null });
  await change("PUT", "/limits", {
    scope: "domain",
    name: "Musterbank.example",
    perSecond: 8.5,
    perHour: null,
  });
  const { limits } = await change("PUT", "/limits", {
    scope: "account",
    perSecond: 10,
    perHour: 30_000,
  });
  assert.deepEqual(limits, [
    { scope: "account", name: "", label: "", perSecond: 10, perHour: 30_000 },
    {
      scope: "domain",
      name: "musterbank.example",
      label: "musterbank.example",
      perSecond: 8.5,
      perHour: null,
    },
    { scope: "provider", name: "gmail", label: "Gmail", perSecond: 5, perHour: null },
  ]);
  const gone = await change("PUT", "/limits", {
    scope: "provider",
    name: "gmail",
    perSecond: null,
    perHour: null,
  });
  assert.equal(gone.limits.length, 2);
  for (const wrong of [
    { scope: "domain", name: "fremd.example", perSecond: 1, perHour: null },
    { scope: "provider", name: "kein anbieter", perSecond: 1, perHour: null },
    { scope: "provider", name: "gmail", perSecond: null, perHour: null },
    { scope: "account", perSecond: 0, perHour: null },
  ])
    assert.ok((await http.call("PUT", `${PATH}/limits`, { body: wrong })).status >= 400);
  assert.equal((await audited()).filter((one) => one.action === "pace_limit.changed").length, 5);
});

test("SND-12: a warm-up begins by hand, shows its days, takes own steps, is skipped with a volume and begins anew", async () => {
  const path = "/warm-ups/musterbank.example";
  const before = (await http.call("GET", PATH)).body as PaceView;
  assert.deepEqual(
    before.warmUps.map(({ domain, state }) => [domain, state]),
    [["musterbank.example", "not_started"]],
  );
  assert.equal(before.nextDayAt, "2026-11-22T23:00:00.000Z");
  await change("PUT", path, { state: "running" });
  await database.db.worker((tx) =>
    takeFromDays(
      tx,
      [
        { provider: "gmail", day: "2026-11-20", want: 100 },
        { provider: "gmail", day: "2026-11-21", want: 150 },
        { provider: "gmail", day: "2026-11-22", want: 40 },
        { provider: "other", day: "2026-11-22", want: 20 },
      ].map((day) => ({
        ...day,
        accountId: seeded.accountId,
        domain: "musterbank.example",
        cap: 1000,
        owed: 0,
      })),
    ),
  );
  const [warm] = ((await http.call("GET", PATH)).body as PaceView).warmUps;
  const [gmail, other] = warm!.providers;
  assert.deepEqual([gmail!.provider, gmail!.step, gmail!.cap, gmail!.today], ["gmail", 2, 250, 40]);
  assert.deepEqual([other!.provider, other!.providerName, other!.cap], ["other", null, 100]);
  const own = await change("PUT", path, { state: "running", caps: [50, 80, 500] });
  assert.equal(own.warmUps[0]!.ownCaps, true);
  assert.equal(own.warmUps[0]!.providers[0]!.cap, 500);
  const falling = await http.call("PUT", `${PATH}${path}`, {
    body: { state: "running", caps: [100, 50] },
  });
  assert.equal(falling.body.code, "warm_up_steps_fall");
  const silent = await http.call("PUT", `${PATH}${path}`, { body: { state: "skipped" } });
  assert.equal(silent.body.code, "warm_up_volume_needed");
  const skipped = await change("PUT", path, { state: "skipped", declaredPerDay: 40_000 });
  assert.equal(skipped.warmUps[0]!.state, "skipped");
  assert.equal(skipped.warmUps[0]!.declaredPerDay, 40_000);
  const anew = await change("PUT", path, { state: "running", caps: null, restart: true });
  const [again] = anew.warmUps[0]!.providers;
  // What left today stays counted.
  assert.deepEqual([again!.step, again!.cap, again!.today], [0, 100, 40]);
  assert.equal(
    (await http.call("PUT", `${PATH}/warm-ups/fremd.example`, { body: { state: "running" } }))
      .status,
    404,
  );
});

test("SND-12: a slow-down says since when, how far and why, and is ended by hand", async () => {
  await database.db.worker((tx) =>
    run(
      tx,
      sql`insert into pace_slowdowns (account_id, relay, provider, per_second, before_per_second, since, objected_at, changed_at, objections, code)
          values (${seeded.accountId}, '0', 'gmail', 4, 32, ${clock.now()}, ${clock.now()}, ${clock.now()}, 3, '421 4.7.28')`,
    ),
  );
  const { slowDowns } = (await http.call("GET", PATH)).body as PaceView;
  assert.deepEqual(slowDowns, [
    {
      relay: "installation",
      relayName: null,
      provider: "gmail",
      providerName: "Gmail",
      perSecond: 4,
      beforePerSecond: 32,
      since: "2026-11-22T09:00:00.000Z",
      objections: 3,
      code: "421 4.7.28",
    },
  ]);
  const ended = await change("POST", "/slow-downs/end", {
    relay: "installation",
    provider: "gmail",
  });
  assert.deepEqual(ended.slowDowns, []);
  assert.ok((await audited()).some((one) => one.action === "slow_down.ended"));
});
