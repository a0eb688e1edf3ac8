import assert from "node:assert/strict";
import { test } from "node:test";
import {
  accountId,
  audits,
  clock,
  database,
  full,
  owner,
  reportBench,
  sentMailing,
} from "../../test/support/report-samples.ts";
import { refreshDue } from "./snapshot-report.ts";
import { claimSnapshot, dueSnapshots, findSnapshot, saveSnapshot } from "./snapshots.store.ts";

reportBench();

type Mailing = Awaited<ReturnType<typeof sentMailing>>;
const deps = () => ({ db: database.db, clock });
const read = async (mailing: Mailing) =>
  (await full.call("GET", `/api/v1/mailings/${mailing.public_id}/report`)).body;
const stored = async (mailing: Mailing) =>
  (
    await owner.query<{ facts: Record<string, unknown> | null; changes: string; seen: string }>(
      "select facts, changes, seen from report_snapshots where mailing_id = $1",
      [mailing.id],
    )
  ).rows[0];
const at = (time: string) => clock.set(`2026-11-21T${time}Z`);

/** A mailing that was prepared for so many that its report comes from a snapshot; the test sends to a few of them. */
async function largeMailing(granted: number, silent: number): Promise<Mailing> {
  const mailing = await sentMailing(granted, silent);
  await owner.query("update delivery_runs set candidates = 30000 where mailing_id = $1", [
    mailing.id,
  ]);
  return mailing;
}

test("a large mailing is read from a snapshot that shows what counting would show, and says of when", async (t) => {
  t.after(() => at("09:00:00"));
  const mailing = await largeMailing(12, 40);
  for (const person of [0, 1, 2]) await mailing.event(person, 0);
  await mailing.event(0, 1);
  await mailing.event(3, 1, 5);
  const live = await read(mailing);
  assert.equal(live.snapshot, null);
  await refreshDue(deps());
  at("09:00:30");
  await mailing.event(5, 0);
  const kept = await read(mailing);
  assert.equal(kept.figuresAt, "2026-11-21T09:00:00.000Z");
  assert.equal(typeof kept.snapshot.tookMs, "number");
  assert.deepEqual({ ...kept, figuresAt: 0, snapshot: null, after: 0 }.funnel, live.funnel);
  // Few people are measured: their part lies in no snapshot, and is counted at each look.
  assert.equal((await stored(mailing))?.facts?.["personal"], null);
  assert.equal(kept.personal.opens.people, 4);
  assert.deepEqual(
    [kept.links, kept.notSent, kept.providers],
    [live.links, live.notSent, live.providers],
  );
  at("09:01:10");
  await refreshDue(deps());
  assert.equal((await read(mailing)).figuresAt, "2026-11-21T09:01:10.000Z");
});

test("TRK-14 DSR-06 DSR-07: whoever withdraws, is erased or restricted marks the snapshot in the same transaction, and the next one comes within a minute", async (t) => {
  t.after(() => at("09:00:00"));
  const mailing = await largeMailing(12, 20);
  at("09:10:00");
  await read(mailing);
  await refreshDue(deps());
  // As if measuring were over: nothing but the mark makes it due.
  await owner.query(
    "update measured_mailings set closes_at = $2, closed_at = $2 where mailing_id = $1",
    [mailing.id, clock.now()],
  );
  const isDue = async (time: string) => {
    at(time);
    const before = (await read(mailing)).figuresAt;
    await refreshDue(deps());
    return (await read(mailing)).figuresAt !== before;
  };
  assert.equal(await isDue("09:20:00"), false);
  await owner.query("begin");
  await owner.query("delete from measured_deliveries where delivery_id = $1", [
    mailing.people[0]!.deliveryId,
  ]);
  await owner.query("rollback");
  assert.equal(await isDue("09:21:00"), false);
  await owner.query("delete from measured_deliveries where delivery_id = $1", [
    mailing.people[0]!.deliveryId,
  ]);
  assert.equal(await isDue("09:21:30"), true);
  assert.equal(await isDue("09:22:00"), false);
  await owner.query("update contacts set restricted_at = now() where id = $1", [
    mailing.people[1]!.contactId,
  ]);
  assert.equal(await isDue("09:22:30"), true);
  await owner.query("update contacts set last_name = 'Neu' where id = $1", [
    mailing.people[2]!.contactId,
  ]);
  assert.equal(await isDue("09:23:30"), false);
  const row = await stored(mailing);
  assert.deepEqual([row?.changes, row?.seen], ["2", "2"]);
});

test("TRK-14: a deletion in the middle of computing makes the next one due", async (t) => {
  t.after(() => at("09:00:00"));
  const mailing = await largeMailing(3, 20);
  await read(mailing);
  await refreshDue(deps());
  at("09:05:00");
  const inAccount = <T>(work: Parameters<typeof database.db.account<T>>[1]) =>
    database.db.account(accountId, work);
  const claimed = await inAccount((tx) => claimSnapshot(tx, mailing.id, clock.now()));
  assert.equal(await inAccount((tx) => claimSnapshot(tx, mailing.id, clock.now())), undefined);
  await owner.query("delete from measured_deliveries where delivery_id = $1", [
    mailing.people[0]!.deliveryId,
  ]);
  const { facts } = (await inAccount((tx) => findSnapshot(tx, mailing.id)))!;
  await inAccount((tx) =>
    saveSnapshot(tx, mailing.id, {
      facts: facts!,
      computedAt: clock.now(),
      tookMs: 5,
      seen: claimed!.changes,
    }),
  );
  at("09:05:20");
  const due = await database.db.worker((tx) => dueSnapshots(tx, clock.now()));
  assert.ok(due.some((row) => row.mailingId === mailing.id));
});

test("new figures can be asked for, are said to be on their way, and small mailings need none", async (t) => {
  t.after(() => at("09:00:00"));
  const small = await sentMailing(1, 12);
  const ask = (mailing: Mailing) =>
    full.call("POST", `/api/v1/mailings/${mailing.public_id}/report/refresh`, { body: {} });
  assert.deepEqual(
    [(await ask(small)).status, (await ask(small)).body],
    [202, { computing: false }],
  );
  const large = await largeMailing(1, 12);
  await read(large);
  await refreshDue(deps());
  at("09:00:20");
  assert.deepEqual((await ask(large)).body, { computing: true });
  assert.equal((await read(large)).snapshot.computingSince, "2026-11-21T09:00:20.000Z");
  await refreshDue(deps());
  const after = await read(large);
  assert.deepEqual(
    [after.snapshot.computingSince, after.figuresAt],
    [null, "2026-11-21T09:00:20.000Z"],
  );
  assert.equal(
    (await audits("report.refreshed")).filter((row) => row.object_id === large.public_id).length,
    1,
  );
});

test("ORG-09: a snapshot holds totals only: no address, no name, no id of a person", async () => {
  const mailing = await largeMailing(12, 20);
  await owner.query(
    "insert into delivery_bounces (account_id, delivery_id, class, status, text, source, at) select account_id, id, 'hard', '5.1.1', 'no such user <p@example.org>', 'mailbox', now() from deliveries where id = $1",
    [mailing.people[0]!.deliveryId],
  );
  await read(mailing);
  await refreshDue(deps());
  const text = JSON.stringify((await stored(mailing))?.facts);
  assert.doesNotMatch(text, /@|ctc_|dlv_|Person\d/);
  assert.match(text, /unknown_user/);
});
