import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { decide, loadFacts } from "../server/compliance/index.ts";
import { addressHash } from "../server/contacts/index.ts";
import { one, rows, run, sql } from "../server/platform/index.ts";
import { runningApp, type RunningApp } from "./support/app.ts";
import { askAs, signedInAs, type Ask } from "./support/callers.ts";
import { seedNewsletter, type SeededNewsletter } from "./support/newsletter.ts";

let running: RunningApp;
let seeded: SeededNewsletter;
let owner: Ask;

before(async () => {
  running = await runningApp();
  const { db } = running.database;
  seeded = await seedNewsletter(db, running.app.keys, {
    people: 4,
    granted: 2,
    domain: "vorgabe.example",
  });
  owner = askAs(running.url, await signedInAs(db, seeded, ["owner"]));
});
after(() => running.close());

const permissions = () =>
  running.database.db.account(seeded.accountId, (tx) =>
    rows<{ email: string; state: string }>(
      tx,
      sql`select email_normalised as email, state from profiling_permissions where account_id = app_account() order by 1`,
    ),
  );

test('TRK-03: no door of the API takes a default or a bare value of "granted"', async () => {
  const before_ = await permissions();
  const account = await owner<Record<string, unknown>>("GET", "/account");
  assert.ok(!JSON.stringify(account).includes("profilingDefault"));
  const { items } = await owner<{ items: { id: string }[] }>("GET", "/contacts");
  const contact = items[0]!.id;
  const attempts: [method: string, path: string, body: object][] = [
    ["PATCH", "/account", { profilingDefault: "granted" }],
    ["PATCH", "/account", { settings: { "profiling.default": 1 } }],
    ["POST", "/lists", { name: "Neu", topics: "a", frequency: "b", profilingDefault: 1 }],
    ["PATCH", `/lists/${seeded.listPublicId}`, { profiling: "granted" }],
    [
      "POST",
      "/contacts",
      {
        email: "neu@vorgabe.example",
        source: "phone",
        collectedFrom: "person",
        profiling: "granted",
      },
    ],
    ["PATCH", `/contacts/${contact}`, { profiling: "granted" }],
    ["PATCH", `/contacts/${contact}`, { permission: { profiling: 1 } }],
    ["POST", "/forms", { name: "F", lists: [seeded.listPublicId], profilingChecked: true }],
    ["POST", "/forms", { name: "F", lists: [seeded.listPublicId], tracking: { default: true } }],
  ];
  for (const [method, path, body] of attempts)
    await assert.rejects(
      owner(method, path, body),
      /must NOT have additional properties/,
      `${method} ${path} ${JSON.stringify(body)}`,
    );
  assert.deepEqual(await permissions(), before_);
});

test("TRK-03 TRK-20: whoever comes without a word about the analysis is unknown, in every place that says so", async () => {
  await owner("POST", "/contacts", {
    email: "stumm@vorgabe.example",
    source: "phone",
    collectedFrom: "person",
  });
  const found = (await permissions()).filter((row) => row.email === "stumm@vorgabe.example");
  assert.deepEqual(found, []);
  await assert.rejects(
    running.database.db.account(seeded.accountId, (tx) =>
      run(
        tx,
        sql`insert into profiling_permissions (account_id, email_normalised, state) values (${seeded.accountId}, 'stumm@vorgabe.example', 'granted')`,
      ),
    ),
    /check constraint/,
  );
});

test("TRK-15 LEG-14: a core-system record has a value of its own; the newsletter's permission on its address says nothing", async () => {
  const { db } = running.database;
  const { keys } = running.app;
  const { accountId } = seeded;
  const email = "person1@vorgabe.example";
  const core = await db.account(accountId, (tx) =>
    one<{ id: number }>(
      tx,
      sql`insert into contacts (account_id, email, email_normalised, address_hash, pot, source_system, person_number)
          values (${accountId}, ${email}, ${email}, ${addressHash(keys, accountId, email)}, 'core', 'osplus', '4711') returning id`,
    ),
  );
  const own = await db.account(accountId, (tx) =>
    one<{ id: number }>(
      tx,
      sql`select id from contacts where account_id = app_account() and email_normalised = ${email} and pot = 'newsletter'`,
    ),
  );
  const clock = running.app.clock;
  const look = () =>
    db.account(accountId, async (tx) => {
      const [newsletter] = await loadFacts(
        tx,
        { keys, clock },
        {
          kind: "newsletter",
          listIds: [seeded.listId],
          contactIds: [own.id],
        },
      );
      const [campaign] = await loadFacts(
        tx,
        { keys, clock },
        {
          kind: "core_campaign",
          listIds: [],
          contactIds: [core.id],
        },
      );
      return { newsletter: newsletter!, campaign: campaign! };
    });
  const before_ = await look();
  assert.equal(before_.newsletter.profiling, "granted");
  assert.equal(
    before_.newsletter.profilingByAll,
    true,
    "the core record has no say about the newsletter",
  );
  assert.equal(before_.campaign.profiling, "unknown");
  const cleared = decide(
    { ...before_.campaign, coreConsent: true, technicalDuplicate: false },
    "core_campaign",
    clock.now(),
  );
  assert.ok(cleared.kind === "cleared" && cleared.measure === "anonymous");
  // The other way round: ending the core record leaves the newsletter's permission as it is.
  await db.account(accountId, (tx) =>
    run(
      tx,
      sql`update contacts set restricted_at = now() where id = ${core.id} and account_id = app_account()`,
    ),
  );
  const after_ = await look();
  assert.equal(after_.newsletter.profiling, "granted");
  assert.equal(after_.newsletter.profilingByAll, true);
});
