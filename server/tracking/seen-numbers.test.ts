import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import pg from "pg";
import { assertPixel, assertRedirect, hitHelpers } from "../../test/support/hit-helpers.ts";
import {
  addPerson,
  dumpTables,
  measuringBench,
  openMailing,
  type MeasuringBench,
} from "../../test/support/measuring.ts";
import { addAnonymousCounts, type AnonymousCount, type SeenNumber } from "./hits.store.ts";
import { trackingPeriodic } from "./tracking.jobs.ts";

let bench: MeasuringBench;
before(async () => {
  bench = await measuringBench();
});
after(() => bench.close());
const { personal, shared } = hitHelpers(() => bench);

/** The links of one mail at level `unique`: pixel first. */
const mail = (mailingId: number, links: number[] = [0, 1, 3]): string[] =>
  bench.tokens.unique(bench.accountId, mailingId, links).map((token) => `/t/${token}`);

/** `link agent: hits/uniques`, sorted. */
async function counters(mailingId: number): Promise<string[]> {
  const found = await bench.owner.query<{
    link: number;
    agent: number;
    hits: string;
    uniques: string;
  }>(
    "select link, agent, sum(hits) as hits, sum(uniques) as uniques from anonymous_totals where mailing_id = $1 group by link, agent order by link, agent",
    [mailingId],
  );
  return found.rows.map((row) => `${row.link} ${row.agent}: ${row.hits}/${row.uniques}`);
}

async function seen(mailingId: number): Promise<number> {
  const found = await bench.owner.query<{ n: string }>(
    "select count(*) as n from seen_numbers where mailing_id = $1",
    [mailingId],
  );
  return Number(found.rows[0]!.n);
}

test("TRK-07: at level unique every fetch counts gross, and each mail's number once, persons and machines apart", async () => {
  const mailingId = await openMailing(bench, { level: "unique" });
  const [first, second] = [mail(mailingId), mail(mailingId)];
  for (let i = 0; i < 3; i++) assertPixel(await bench.get(first[0]!));
  assertPixel(await bench.get(second[0]!));
  assertRedirect(await bench.get(first[2]!), "https://shop.example/haus");
  await bench.get(first[0]!, { headers: { "user-agent": "curl/8.5" } });
  await bench.hits.flush();
  assert.deepEqual(await counters(mailingId), ["0 0: 4/2", "0 1: 1/1", "3 0: 1/1"]);
  // The next held batch knows them.
  await bench.get(first[0]!);
  await bench.get(second[2]!);
  await bench.hits.flush();
  assert.deepEqual(await counters(mailingId), ["0 0: 5/2", "0 1: 1/1", "3 0: 2/2"]);
  assert.equal(await seen(mailingId), 5);
});

test("TRK-07: links that are the same in every mail count gross only", async () => {
  const mailingId = await openMailing(bench, { level: "unique" });
  await bench.get(shared(mailingId, 2));
  await bench.hits.flush();
  assert.deepEqual(await counters(mailingId), ["2 0: 1/0"]);
});

test("TRK-01 TRK-14: a personal hit without permission is one of the gross total and enters no seen set", async () => {
  const mailingId = await openMailing(bench, { level: "unique" });
  const person = await addPerson(bench, { granted: false });
  assertPixel(await bench.get(personal(mailingId, person.deliveryId, 0)));
  await bench.hits.flush();
  assert.deepEqual(await counters(mailingId), ["0 0: 1/0"]);
  assert.equal(await seen(mailingId), 0);
  const small = await openMailing(bench, { level: "unique", anonymousBase: 9 });
  await bench.get(personal(small, person.deliveryId, 0));
  await bench.get(mail(small)[0]!);
  await bench.hits.flush();
  assert.deepEqual(await counters(small), [], "below k nothing is counted");
});

test("TRK-07: a number on a mailing of another level is answered and leaves nothing", async () => {
  const mailingId = await openMailing(bench, { level: "shared" });
  assertPixel(await bench.get(mail(mailingId)[0]!));
  await bench.hits.flush();
  assert.deepEqual(await counters(mailingId), []);
});

test("TRK-06: a held batch is written in the order of its numbers, and tells nothing but that", async () => {
  const mailingId = await openMailing(bench, { level: "unique" });
  await bench.get(mail(mailingId)[1]!);
  await bench.hits.flush();
  const before = await dumpTables(bench.owner);
  for (let i = 0; i < 60; i++) await bench.get(mail(mailingId)[0]!);
  await bench.hits.flush();
  const written = await bench.owner.query<{ number: string }>(
    "select number from seen_numbers where mailing_id = $1 and link = 0 order by ctid",
    [mailingId],
  );
  const numbers = written.rows.map((row) => BigInt(row.number));
  assert.equal(numbers.length, 60);
  assert.deepEqual(
    numbers,
    numbers.toSorted((a, b) => (a < b ? -1 : 1)),
  );
  const changed = [...(await dumpTables(bench.owner))].flatMap(([table, rows]) => {
    const known = new Set(before.get(table));
    return rows.filter((row) => !known.has(row)).map(() => table);
  });
  assert.deepEqual([...new Set(changed)], ["anonymous_totals", "seen_numbers"]);
});

test("TRK-06: the commit of a connection that broke is never counted twice, and no number is lost", async () => {
  for (const committed of [true, false]) {
    const mailingId = await openMailing(bench, { level: "unique" });
    const mails = Array.from({ length: 20 }, () => mail(mailingId));
    const pool = new pg.Pool({ ...bench.test.connection, max: 2 });
    let breaks = 0;
    const connect = pool.connect.bind(pool);
    // With a callback it is the pool's own.
    pool.connect = (async (callback?: never) => {
      if (callback) return connect(callback);
      const client = await connect();
      const query = client.query.bind(client);
      client.query = (async (asked: pg.QueryConfig) => {
        if (asked.name !== "add_anonymous_counts" || breaks > 0) return query(asked);
        breaks += 1;
        if (committed) await query(asked);
        throw new Error("Connection terminated unexpectedly");
      }) as typeof client.query;
      return client;
    }) as typeof pool.connect;
    await bench.restart({ pool });
    for (const [pixel] of mails) await bench.get(pixel!);
    await bench.get(mails[0]![0]!);
    await assert.rejects(bench.hits.flush());
    await bench.hits.flush();
    // Had it not arrived, each number that is new was at least one hit; the repeated one stays lost.
    assert.deepEqual(await counters(mailingId), [committed ? "0 0: 21/20" : "0 0: 20/20"]);
    await bench.restart();
    await pool.end();
  }
});

test("TRK-06: several processes that write the same numbers at once neither deadlock nor count one twice", async () => {
  const mailings = [
    await openMailing(bench, { level: "unique" }),
    await openMailing(bench, { level: "unique" }),
  ];
  const pool = new pg.Pool({ ...bench.test.connection, max: 6 });
  const rounds = 12;
  const batch = (): [AnonymousCount[], SeenNumber[]] => {
    const numbers: SeenNumber[] = [];
    const counts: AnonymousCount[] = [];
    for (const mailingId of mailings)
      for (const link of [0, 1, 3]) {
        const place = { accountId: bench.accountId, mailingId, link, day: "2026-11-21", agent: 0 };
        counts.push({ ...place, hits: 40 });
        for (let n = 0; n < 40; n++)
          numbers.push({ ...place, number: BigInt(n * 7919 - 100_000), again: false });
      }
    const shuffle = <T>(all: T[]) => all.sort(() => Math.random() - 0.5);
    return [shuffle(counts), shuffle(numbers)];
  };
  await Promise.all(
    Array.from({ length: 6 }, async () => {
      for (let i = 0; i < rounds; i++) {
        const client = await pool.connect();
        await addAnonymousCounts(client, ...batch());
        client.release();
      }
    }),
  );
  await pool.end();
  for (const mailingId of mailings)
    assert.deepEqual(
      await counters(mailingId),
      [0, 1, 3].map((link) => `${link} 0: ${40 * 6 * rounds}/40`),
    );
});

test("TRK-18: closing deletes the seen set, keeps the counters, and takes nothing of it afterwards", async () => {
  const open = await openMailing(bench, { level: "unique" });
  await bench.get(mail(open)[0]!);
  await bench.hits.flush();
  const start = bench.clock.now();
  bench.clock.advance(14 * 86_400_000 - 1000);
  const fresh = await openMailing(bench, { level: "unique" });
  const late = mail(open);
  await bench.get(late[0]!);
  await bench.get(mail(fresh)[0]!);
  await bench.hits.flush();
  await bench.get(late[1]!); // held over the close
  bench.clock.advance(2000);
  const job = trackingPeriodic({ db: bench.test.db, clock: bench.clock });
  await job.find((each) => each.name === "tracking.close")!.run(new AbortController().signal);
  assert.equal(await seen(open), 0);
  assert.equal(await seen(fresh), 1);
  await bench.hits.flush();
  assert.equal(await seen(open), 0, "a batch that was held does not open it again");
  assert.deepEqual(await counters(open), ["0 0: 2/2", "1 0: 1/0"]);
  assertPixel(await bench.get(late[0]!));
  bench.clock.set(start);
});

test("TRK-18: a seen set of two hundred thousand numbers goes within seconds", async () => {
  const mailingId = await openMailing(bench, { level: "unique" });
  await bench.owner.query(
    "insert into seen_numbers select $1, $2, 0, 0, (n * 7046029254386353131::numeric % 9223372036854775807)::bigint from generate_series(1, 200000) n",
    [bench.accountId, mailingId],
  );
  await bench.owner.query("update measured_mailings set closed_at = now() where mailing_id = $1", [
    mailingId,
  ]);
  const started = performance.now();
  const job = trackingPeriodic({ db: bench.test.db, clock: bench.clock });
  await job.find((each) => each.name === "tracking.close")!.run(new AbortController().signal);
  const took = performance.now() - started;
  assert.equal(await seen(mailingId), 0);
  console.log(`200,000 numbers deleted in ${Math.round(took)} ms`);
  assert.ok(took < 20_000, `${took} ms`);
});
