import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { testDatabase, type TestDatabase } from "../../test/support/database.ts";
import { seedNewsletter, type SeededNewsletter } from "../../test/support/newsletter.ts";
import { SAMPLE_HTML, sendingParts, type SendingParts } from "../../test/support/sending.ts";
import {
  createMailing,
  createRecurring,
  createVariants,
  presentVariants,
  type Mailing,
} from "../mailings/index.ts";
import { rows, sql, type Tx } from "../platform/index.ts";
import { actOnRecurring, listRecurring } from "./recurring.ts";
import { actOnTest, listTests } from "./variants.ts";

let base: TestDatabase;
let parts: SendingParts;
let seeded: SeededNewsletter;
const now = new Date("2026-11-22T12:00:00Z");

before(async () => {
  base = await testDatabase();
  parts = sendingParts(base.db, { now: () => now });
  seeded = await seedNewsletter(base.db, parts.keys, { people: 20, domain: "zeile.example" });
});
after(async () => {
  await parts.close();
  await base.close();
});

const inAccount = <T>(work: (tx: Tx) => Promise<T>): Promise<T> =>
  base.db.account(seeded.accountId, work);
const draft = (tx: Tx): Promise<Mailing> =>
  createMailing(
    tx,
    seeded.accountId,
    { name: "Marktblick", subject: "Zinsen", html: SAMPLE_HTML, listIds: [seeded.listPublicId] },
    seeded.operatorId,
    now,
  );
const acts = () =>
  inAccount(async (tx) => {
    const found = await rows<{ action: string }>(
      tx,
      sql`select l.action from audit_entries l where l.account_id = app_account() and l.actor_name like 'Kommandozeile%' order by l.id`,
    );
    return found.map((row) => row.action);
  });

test("the command line lists, shows, sends and stops a test of variants, and each act is in the log", async () => {
  const { accountId, operatorId } = seeded;
  assert.deepEqual(await listTests(parts.deps, accountId), [
    "This account has no tests of variants.",
  ]);
  const mailing = await inAccount(async (tx) => {
    const made = await draft(tx);
    const by = { operatorId, pagesUrl: "", at: now };
    await createVariants(tx, accountId, made, { variants: 2, sample: 50 }, by);
    return made;
  });
  const act = (action: "show" | "start" | "stop") =>
    actOnTest(parts.deps, accountId, action, mailing.publicId);
  const states = async () =>
    (await inAccount((tx) => presentVariants(tx, mailing))).variants.map((one) => one.state);
  assert.match((await listTests(parts.deps, accountId)).join(), /2 variants {2}not begun/);
  assert.match((await act("show")).join("\n"), /50 % of the people test.*\n {2}A .*\n {2}B /);
  assert.match((await act("start")).join("\n"), /is sent now/);
  assert.deepEqual(await states(), ["scheduled", "scheduled"]);
  await assert.rejects(act("start"), /No variant waits/);
  assert.match((await act("stop")).join("\n"), /is a draft again/);
  assert.deepEqual(await states(), ["draft", "draft"]);
  assert.deepEqual(await acts(), ["mailing.variants_started", "mailing.variants_stopped"]);
});

test("the command line lists, shows, starts, stops and ends a recurring mailing", async () => {
  const { accountId, operatorId } = seeded;
  const made = await inAccount(async (tx) => {
    const { publicId: mailingId } = await draft(tx);
    const plan = { name: "Wochenbrief", rule: { every: "week", interval: 1, days: [2] } } as const;
    return createRecurring(
      tx,
      parts.deps,
      accountId,
      { mailingId, time: "09:00", ...plan, rule: { ...plan.rule, days: [2] } },
      operatorId,
    );
  });
  const act = async (action: "show" | "start" | "stop", options = {}) =>
    (await actOnRecurring(parts.deps, accountId, action, made.publicId, options)).join("\n");
  assert.match((await listRecurring(parts.deps, accountId)).join(), /draft .*Wochenbrief/);
  assert.match(await act("show"), /At 09:00, Europe\/Berlin/);
  assert.match(await act("start"), /active {2}next 2026-11-24T08:00/);
  assert.match(await act("stop"), /paused {2}no date/);
  assert.match(await act("start"), /active/);
  assert.match(await act("stop", { forGood: true }), /ended/);
  await assert.rejects(act("start"), /in state ended/);
  assert.deepEqual((await acts()).slice(2), [
    "recurring.started",
    "recurring.paused",
    "recurring.resumed",
    "recurring.ended",
  ]);
});
