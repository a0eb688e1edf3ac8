import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { testDatabase, type TestDatabase } from "../../../test/support/database.ts";
import { seedNewsletter, type SeededNewsletter } from "../../../test/support/newsletter.ts";
import {
  operatorActor,
  SAMPLE_HTML,
  sendingParts,
  type SendingParts,
} from "../../../test/support/sending.ts";
import { run, sql, type Clock } from "../../platform/index.ts";
import { findMailing } from "../mailings.store.ts";
import { createMailing } from "../save-mailing.ts";
import { finishOccurrence } from "./finish-occurrence.ts";
import { makeDueOccurrences } from "./make-occurrence.ts";
import {
  createRecurring,
  pauseRecurring,
  resumeRecurring,
  sendOccurrence,
  startRecurring,
} from "./manage-recurring.ts";
import { presentDetail } from "./present-recurring.ts";
import { findRecurring } from "./recurring.store.ts";

let base: TestDatabase;
let parts: SendingParts;
let seeded: SeededNewsletter;
let time = new Date("2027-02-13T12:00:00Z");
const clock: Clock = { now: () => time };

before(async () => {
  base = await testDatabase();
  parts = sendingParts(base.db, clock);
  seeded = await seedNewsletter(base.db, parts.keys, { people: 12, domain: "uhren.example" });
});
after(async () => {
  await parts.close();
  await base.close();
});

const inAccount: <T>(work: Parameters<typeof base.db.account<T>>[1]) => Promise<T> = (work) =>
  base.db.account(seeded.accountId, work);
const actor = () => operatorActor(seeded.operatorId);
const detail = (publicId: string) =>
  inAccount(async (tx) => presentDetail(tx, parts.deps, (await findRecurring(tx, publicId))!));
const tick = () => makeDueOccurrences(parts.deps);

/** Tuesdays at nine by the recipients' clocks, prepared an hour before the first of them. */
const byClocks = () =>
  inAccount(async (tx) => {
    const { accountId, operatorId } = seeded;
    const { publicId: mailingId } = await createMailing(
      tx,
      accountId,
      { name: "Weltbrief", subject: "Gruß", html: SAMPLE_HTML, listIds: [seeded.listPublicId] },
      operatorId,
      time,
    );
    const plan = { name: "Weltbrief", time: "09:00", aheadMinutes: 60, zoneField: "zeitzone" };
    const rule = { every: "week" as const, interval: 1, days: [2] };
    return createRecurring(tx, parts.deps, accountId, { mailingId, rule, ...plan }, operatorId);
  });

test("trust 2 time zones: an issue by the recipients' clocks is made before the first of them, and a late one asks", async () => {
  await assert.rejects(byClocks(), /no own text field zeitzone/);
  await inAccount(async (tx) => {
    await run(
      tx,
      sql`insert into contact_fields (account_id, key, label, type, purpose, legal_basis, owner) values (${seeded.accountId}, 'zeitzone', 'Zeitzone', 'text', 'Sendezeit', 'consent', 'Marketing')`,
    );
    await run(
      tx,
      sql`update contacts set custom = jsonb_build_object('zeitzone', 'Asia/Tokyo') where account_id = app_account() and id = (select min(id) from contacts where account_id = app_account())`,
    );
  });
  const { publicId } = await byClocks();
  await inAccount((tx) => startRecurring(tx, parts.deps, actor(), publicId, {}));
  assert.equal((await detail(publicId)).zoneFieldName, "Zeitzone");
  // UTC+14 shows Tuesday, 9:00, on Monday at 19:00 UTC; an hour before that it is made.
  time = new Date("2027-02-15T17:59:00Z");
  await tick();
  assert.deepEqual((await detail(publicId)).occurrences, []);
  time = new Date("2027-02-15T18:00:30Z");
  await tick();
  const plannedAt = async () => {
    const [issue] = (await detail(publicId)).occurrences;
    const found = await inAccount((tx) => findMailing(tx, issue!.mailing!.id));
    return [issue!.state, found!.state, found!.scheduledAt?.toISOString()];
  };
  // Tokyo's clock is the first that anybody has.
  assert.deepEqual(await plannedAt(), ["made", "scheduled", "2027-02-16T00:00:00.000Z"]);
  const calendar = (await detail(publicId)).next;
  assert.equal(calendar[0], "2027-02-23T08:00:00.000Z");
  // An hour after the time in Tokyo nothing leaves by itself at an hour nobody chose.
  time = new Date("2027-02-23T01:00:00Z");
  await tick();
  const [late] = (await detail(publicId)).occurrences;
  assert.deepEqual([late!.state, late!.reason], ["failed", "clocks_passed"]);
  const { occurrence } = await inAccount((tx) =>
    sendOccurrence(tx, parts.deps, seeded.accountId, actor(), { publicId, local: late!.id }),
  );
  await finishOccurrence(parts.deps, seeded.accountId, publicId, occurrence, true);
  assert.deepEqual(await plannedAt(), ["made", "scheduled", "2027-02-23T01:00:00.000Z"]);
  // Started while a date is under way somewhere, it begins with the one after.
  await inAccount((tx) => pauseRecurring(tx, publicId, time));
  time = new Date("2027-03-01T20:00:00Z");
  await inAccount((tx) => resumeRecurring(tx, parts.deps, publicId));
  assert.equal((await detail(publicId)).next[0], "2027-03-09T08:00:00.000Z");
});
