import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import pg from "pg";
import { testAccount } from "../../test/support/account.ts";
import { testDatabase, type TestDatabase } from "../../test/support/database.ts";
import { run, sql } from "../platform/index.ts";
import { finishBatch } from "./batches.store.ts";
import { countBatch, dayRows, foldDayCounts, refusalRows, sampleOf } from "./count-batch.ts";
import type { Batch } from "./delivery.ts";

let database: TestDatabase;
let owner: pg.Client;
let accountId: number;

before(async () => {
  database = await testDatabase();
  owner = new pg.Client(database.connection);
  await owner.connect();
  accountId = (await testAccount(database.db)).accountId;
});
after(async () => {
  await owner.end();
  await database.close();
});

interface Attempt {
  to: string | null;
  outcome: string;
  final?: boolean;
  reason?: string;
  code?: number | null;
  enhanced?: string;
  reply?: string;
  at?: string;
  kind?: string;
}

/** A batch with these attempts, one delivery each. */
async function batchOf(attempts: Attempt[]): Promise<Batch> {
  const { rows: made } = await owner.query<{ id: string }>(
    "insert into delivery_batches (account_id, priority, state, size) values ($1, 5, 'ready', $2) returning id",
    [accountId, attempts.length],
  );
  const id = Number(made[0]!.id);
  for (const each of attempts) {
    const { rows } = await owner.query<{ id: number }>(
      "insert into deliveries (account_id, batch_id, kind, email, email_normalised) values ($1, $2, $3, $4, $4) returning id",
      [accountId, id, each.kind ?? "newsletter", each.to],
    );
    await attempt(id, rows[0]!.id, 1, each);
  }
  return { accountId, id, runId: null, priority: 5, fence: 1, size: attempts.length };
}

async function attempt(batch: number, delivery: number, no: number, each: Attempt): Promise<void> {
  await owner.query(
    `insert into delivery_outcomes (account_id, delivery_id, attempt, batch_id, outcome, final, reason, smtp_code, enhanced_code, reply, message_id, at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)`,
    [
      accountId,
      delivery,
      no,
      batch,
      each.outcome,
      each.final ?? each.outcome !== "deferred",
      each.reason ?? null,
      each.code === undefined ? 250 : each.code,
      each.enhanced ?? null,
      each.reply ?? "",
      `${delivery}@news.example`,
      each.at ?? "2026-11-20T12:00:00Z",
    ],
  );
}

/** Each time as the next holder of the batch, as a resting batch is claimed again. */
const count = (batch: Batch, ended: boolean) =>
  database.db.worker(async (tx) => {
    batch.fence += 1;
    const held = { ...batch };
    await run(
      tx,
      sql`update delivery_batches set fence = ${held.fence} where account_id = ${accountId} and id = ${batch.id}`,
    );
    if (!ended) return countBatch(tx, held, "resting");
    const end = await finishBatch(tx, held, new Date("2026-11-21T12:00:00Z"));
    if (end) await countBatch(tx, held, end);
  });

async function days(): Promise<Record<string, string>> {
  const { rows } = await owner.query<{ key: string; counts: string }>(
    `select day || ' ' || provider || ' ' || stream as key,
       sum(accepted) || '/' || sum(deferred) || '/' || sum(soft) || '/' || sum(hard) || '/' || sum(policy) || '/' || sum(unknown) || '/' || sum(uncertain) as counts
     from delivery_days where account_id = $1 group by day, provider, stream order by 1`,
    [accountId],
  );
  return Object.fromEntries(rows.map((row) => [row.key, row.counts]));
}

async function clear(): Promise<void> {
  await owner.query("delete from delivery_days");
  await owner.query("delete from delivery_refusals");
}

test("SND-07: what receivers did is counted by day in the account's zone, provider and stream", async () => {
  await clear();
  const batch = await batchOf([
    { to: "a@gmail.com", outcome: "accepted", at: "2026-11-20T22:59:00Z" },
    { to: "b@googlemail.com", outcome: "accepted", at: "2026-11-20T23:01:00Z" },
    { to: "c@gmx.de", outcome: "rejected", reason: "hard", code: 550, enhanced: "5.1.1" },
    { to: "d@web.de", outcome: "rejected", reason: "policy", code: 554, enhanced: "5.7.1" },
    { to: "e@firma.example", outcome: "accepted", kind: "opt_in" },
    { to: "f@firma.example", outcome: "uncertain", reason: "no_reply", code: null },
    { to: null, outcome: "accepted" },
    // Neither reached a receiver: nothing is known about one.
    { to: "g@gmail.com", outcome: "rejected", reason: "template", code: null },
    { to: "h@gmail.com", outcome: "deferred", code: null },
  ]);
  await count(batch, true);
  assert.deepEqual(await days(), {
    "2026-11-20 * marketing": "1/0/0/0/0/0/0",
    "2026-11-20 firma.example marketing": "0/0/0/0/0/0/1",
    "2026-11-20 firma.example opt_in": "1/0/0/0/0/0/0",
    "2026-11-20 gmail marketing": "1/0/0/0/0/0/0",
    "2026-11-20 webde_gmx marketing": "0/0/0/1/1/0/0",
    "2026-11-21 gmail marketing": "1/0/0/0/0/0/0",
  });
  const { rows } = await owner.query(
    "select count(*)::int as n from delivery_days where batch_id <> 0",
  );
  assert.equal(rows[0].n, 0);
});

test("a resting batch is counted anew each time, and for good once, however often somebody tries", async () => {
  await clear();
  const put: Attempt = { to: "a@gmail.com", outcome: "deferred", code: 421, reply: "4.7.28 rate" };
  const batch = await batchOf([put, { to: "b@gmail.com", outcome: "accepted" }]);
  await count(batch, false);
  await count(batch, false);
  assert.deepEqual(await days(), { "2026-11-20 gmail marketing": "1/1/0/0/0/0/0" });
  const { rows } = await owner.query<{ id: number }>(
    "select id from deliveries where batch_id = $1 order by id",
    [batch.id],
  );
  await attempt(batch.id, rows[0]!.id, 2, {
    to: null,
    outcome: "accepted",
    at: "2026-11-21T01:00:00Z",
  });
  await count(batch, false);
  await count(batch, true);
  const expected = {
    "2026-11-20 gmail marketing": "1/1/0/0/0/0/0",
    "2026-11-21 gmail marketing": "1/0/0/0/0/0/0",
  };
  assert.deepEqual(await days(), expected);
  const other = await batchOf([{ to: "c@gmail.com", outcome: "accepted" }]);
  await count(other, true);
  assert.equal((await days())["2026-11-20 gmail marketing"], "2/1/0/0/0/0/0");
  // A crash before the commit leaves nothing behind.
  const third = await batchOf([{ to: "d@gmail.com", outcome: "accepted" }]);
  await assert.rejects(
    database.db.worker(async (tx) => {
      await countBatch(tx, third, { endedBefore: null });
      throw new Error("power cut");
    }),
  );
  assert.equal((await days())["2026-11-20 gmail marketing"], "2/1/0/0/0/0/0");
});

test("a batch that an operator opened again counts only what was new", async () => {
  await clear();
  const batch = await batchOf([
    { to: "a@gmail.com", outcome: "accepted" },
    { to: "b@gmail.com", outcome: "uncertain", code: null },
    { to: "c@gmail.com", outcome: "uncertain", code: null },
  ]);
  await count(batch, true);
  await count(batch, true);
  assert.deepEqual(await days(), { "2026-11-20 gmail marketing": "1/0/0/0/0/0/2" });
  await owner.query(
    `insert into uncertain_decisions (account_id, delivery_id, attempt, decision, decided_by, reason, decided_at)
     select account_id, delivery_id, attempt, 'accepted', 'Test', 'Test', now() from delivery_outcomes where batch_id = $1 and outcome = 'uncertain'`,
    [batch.id],
  );
  await owner.query("update delivery_batches set state = 'ready' where id = $1", [batch.id]);
  await owner.query(
    "update delivery_outcomes set final = false where batch_id = $1 and outcome = 'uncertain'",
    [batch.id],
  );
  const { rows } = await owner.query<{ id: number }>(
    "select id from deliveries where batch_id = $1 order by id",
    [batch.id],
  );
  const later = "2026-11-22T09:00:00Z";
  await attempt(batch.id, rows[1]!.id, 2, { to: null, outcome: "deferred", code: 450, at: later });
  // What an operator decides is no word of a receiver.
  const decided = { to: null, outcome: "accepted", reason: "decided", code: null, at: later };
  await attempt(batch.id, rows[2]!.id, 2, decided);
  await count(batch, false);
  await attempt(batch.id, rows[1]!.id, 3, { to: null, outcome: "accepted", at: later });
  await count(batch, true);
  assert.deepEqual(await days(), {
    "2026-11-20 gmail marketing": "1/0/0/0/0/0/2",
    "2026-11-22 gmail marketing": "1/1/0/0/0/0/0",
  });
});

test("batches that end at once in any order never wait for each other for ever", async () => {
  await clear();
  const to = [
    "gmail.com",
    "gmx.de",
    "yahoo.com",
    "t-online.de",
    "outlook.com",
    "a.example",
    "b.example",
  ];
  const batches: Batch[] = [];
  for (let at = 0; at < 12; at++)
    batches.push(
      await batchOf(
        [...to.slice(at % to.length), ...to.slice(0, at % to.length)].map((domain) => ({
          to: `x@${domain}`,
          outcome: "accepted",
        })),
      ),
    );
  await Promise.all(batches.map((batch) => count(batch, true)));
  const all = await days();
  assert.equal(Object.keys(all).length, to.length);
  for (const counts of Object.values(all)) assert.equal(counts, "12/0/0/0/0/0/0");
});

test("SND-08: refusals are kept by what they mean, without the people they name", async () => {
  await clear();
  const batch = await batchOf([
    {
      to: "anna@gmail.com",
      outcome: "rejected",
      reason: "policy",
      code: 550,
      enhanced: "5.7.26",
      reply: "5.7.26 Your email <anna@gmail.com> has been blocked because the sender is unauthenticated. SPF DKIM",
    },
    { to: "b@gmail.com", outcome: "rejected", reason: "policy", code: 550, enhanced: "5.7.26", reply: "5.7.26 unauthenticated" },
    { to: "c@gmail.com", outcome: "rejected", reason: "hard", code: 550, enhanced: "5.1.1", reply: "5.1.1 no such user c.mustermann" },
  ]); // prettier-ignore
  await count(batch, true);
  const { rows } = await owner.query(
    "select provider, meaning, count, sample from delivery_refusals order by meaning",
  );
  assert.deepEqual(rows, [
    {
      provider: "gmail",
      meaning: "authentication",
      count: 2,
      sample: "550 5.7.26 unauthenticated",
    },
    { provider: "gmail", meaning: "unknown_user", count: 1, sample: null },
  ]);
  for (const reply of [
    "mail from anna@example.org to bert=40example.org refused",
    "<anna@example.org>... denied",
    "jörg@müller.de blocked",
  ])
    assert.doesNotMatch(sampleOf(550, null, reply), /anna|bert|jörg/);
});

test("domains with a handful of people are put together once their day is settled", async () => {
  await clear();
  await owner.query(
    `insert into delivery_days (account_id, day, provider, sender_domain, stream, accepted, hard)
     values ($1, '2026-11-01', 'klein.example', 'news.example', 'marketing', 3, 1), ($1, '2026-11-01', 'winzig.example', 'news.example', 'marketing', 1, 0),
            ($1, '2026-11-01', 'gross.example', 'news.example', 'marketing', 40, 0), ($1, '2026-11-01', 'freenet', 'news.example', 'marketing', 2, 0),
            ($1, '2026-11-20', 'neu.example', 'news.example', 'marketing', 1, 0)`,
    [accountId],
  );
  await owner.query(
    `insert into delivery_refusals (account_id, day, provider, sender_domain, meaning, count, sample)
     values ($1, '2026-11-01', 'klein.example', 'news.example', 'blocklisted', 1, '554 x'), ($1, '2026-11-01', 'gross.example', 'news.example', 'spam', 2, null)`,
    [accountId],
  );
  const fold = () => foldDayCounts(database.db, new Date("2026-11-21T12:00:00Z"));
  await fold();
  await fold();
  assert.deepEqual(await days(), {
    "2026-11-01 * marketing": "4/0/0/1/0/0/0",
    "2026-11-01 freenet marketing": "2/0/0/0/0/0/0",
    "2026-11-01 gross.example marketing": "40/0/0/0/0/0/0",
    "2026-11-20 neu.example marketing": "1/0/0/0/0/0/0",
  });
  const { rows } = await owner.query(
    "select provider, meaning, count from delivery_refusals order by meaning",
  );
  assert.deepEqual(rows, [
    { provider: "*", meaning: "blocklisted", count: 1 },
    { provider: "gross.example", meaning: "spam", count: 2 },
  ]);
});

test("groups of one provider are one row", () => {
  const group = {
    day: "2026-11-20",
    senderDomain: "n.example",
    kind: "newsletter" as const,
    count: 2,
  };
  assert.deepEqual(
    dayRows([
      { ...group, domain: "gmx.de", what: "accepted" },
      { ...group, domain: "web.de", what: "accepted" },
      { ...group, domain: "gmx.net", what: "greylisted" },
    ]),
    [
      {
        day: "2026-11-20",
        provider: "webde_gmx",
        senderDomain: "n.example",
        stream: "marketing",
        accepted: 4,
        deferred: 0,
        soft: 0,
        hard: 0,
        policy: 0,
        unknown: 2,
        uncertain: 0,
      },
    ],
  );
  assert.deepEqual(refusalRows([]), []);
});
