import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import pg from "pg";
import {
  addPerson,
  BROWSER,
  DEAD_LINK,
  dumpTables,
  handOver,
  LINKS,
  measuringBench,
  openMailing,
  setProfiling,
  type Answer,
  type MeasuringBench,
} from "../../test/support/measuring.ts";

let bench: MeasuringBench;
before(async () => {
  bench = await measuringBench();
});
after(() => bench.close());

const personal = (mailingId: number, deliveryId: number, link: number): string =>
  `/t/${bench.tokens.personal(bench.accountId, mailingId, deliveryId, [link])[0]!}`;
const shared = (mailingId: number, link: number): string =>
  `/t/${bench.tokens.shared(bench.accountId, mailingId, [link])[0]!}`;
const events = async (mailingId: number) =>
  (
    await bench.owner.query<{ delivery_id: string; link: number; agent: number; hour: Date }>(
      "select delivery_id, link, agent, hour from personal_events where mailing_id = $1 order by delivery_id, link",
      [mailingId],
    )
  ).rows.map((row) => ({ ...row, delivery_id: Number(row.delivery_id) }));
const totals = async (mailingId: number) =>
  (
    await bench.owner.query<{ link: number; day: string; agent: number; hits: string }>(
      "select link, day::text as day, agent, hits from anonymous_totals where mailing_id = $1 order by link, day, agent",
      [mailingId],
    )
  ).rows.map((row) => `${row.link} ${row.day} ${row.agent}: ${row.hits}`);

function assertPixel(answer: Answer): void {
  assert.equal(answer.status, 200);
  assert.equal(answer.headers["content-type"], "image/gif");
  assert.equal(answer.body.length, 43);
  assert.equal(answer.body.subarray(0, 6).toString("latin1"), "GIF89a");
  assertPrivate(answer);
}

function assertPrivate({ headers }: Answer): void {
  assert.equal(headers["cache-control"], "no-store");
  assert.equal(headers["referrer-policy"], "no-referrer");
  for (const name of ["set-cookie", "etag", "last-modified", "expires", "x-request-id"])
    assert.equal(headers[name], undefined, name);
}

function assertRedirect(answer: Answer, url: string): void {
  assert.equal(answer.status, 302);
  assert.equal(answer.headers.location, url);
  assert.equal(answer.body.length, 0);
  assertPrivate(answer);
}

test("TRK-01: a personal event needs permission at hand-over and at the hit; pixel and link answer always", async () => {
  const mailingId = await openMailing(bench, { level: "none" });
  for (const [atSend, atHit] of [
    [true, true],
    [true, false],
    [false, true],
    [false, false],
  ] as const) {
    const person = await addPerson(bench, { granted: atSend, mailingId });
    await setProfiling(bench, person.email, atHit ? "granted" : atSend ? "withdrawn" : "unknown");
    assertPixel(await bench.get(personal(mailingId, person.deliveryId, 0)));
    assertRedirect(
      await bench.get(personal(mailingId, person.deliveryId, 3)),
      "https://shop.example/haus",
    );
    const stored = (await events(mailingId)).filter((e) => e.delivery_id === person.deliveryId);
    assert.equal(stored.length, atSend && atHit ? 2 : 0, `send ${atSend}, hit ${atHit}`);
  }
  assert.deepEqual(await totals(mailingId), []);
});

test("TRK-17: a personal event is mailing, delivery, link, hour and agent class", async () => {
  const mailingId = await openMailing(bench, { level: "none" });
  const person = await addPerson(bench, { granted: true, mailingId });
  await bench.get(personal(mailingId, person.deliveryId, 1));
  const columns = await bench.owner.query<{ column_name: string }>(
    "select column_name from information_schema.columns where table_name = 'personal_events' order by ordinal_position",
  );
  assert.deepEqual(
    columns.rows.map((row) => row.column_name),
    ["account_id", "mailing_id", "delivery_id", "link", "hour", "agent"],
  );
  const [event] = await events(mailingId);
  assert.equal(event!.hour.toISOString(), "2026-11-21T09:00:00.000Z");
  assert.equal(event!.agent, 0);
});

test("TRK-14: a withdrawal acts on the very next hit of an old mail", async () => {
  const mailingId = await openMailing(bench, { level: "shared" });
  const person = await addPerson(bench, { granted: true, mailingId });
  await bench.get(personal(mailingId, person.deliveryId, 1));
  await setProfiling(bench, person.email, "withdrawn");
  assertRedirect(
    await bench.get(personal(mailingId, person.deliveryId, 1)),
    URL.parse(LINKS[0]!.url)!.href,
  );
  assert.equal((await events(mailingId)).length, 1);
  await bench.hits.flush();
  // What is left of it is one of the gross total, as of anybody without permission.
  assert.deepEqual(await totals(mailingId), ["1 2026-11-21 0: 1"]);
});

test("DSR-06 DSR-07: hits of erased and restricted people are not stored", async () => {
  const mailingId = await openMailing(bench, { level: "none" });
  const erased = await addPerson(bench, { granted: true, mailingId });
  const restricted = await addPerson(bench, { granted: true, mailingId });
  await bench.owner.query("delete from contacts where id = $1", [erased.contactId]);
  await bench.owner.query("update contacts set restricted_at = now() where id = $1", [
    restricted.contactId,
  ]);
  await bench.get(personal(mailingId, erased.deliveryId, 1));
  await bench.get(personal(mailingId, restricted.deliveryId, 1));
  assert.deepEqual(await events(mailingId), []);
});

test("TRK-24: on a shared mailbox one who has not granted, or is restricted, stops the measuring of all", async () => {
  const mailingId = await openMailing(bench, { level: "none" });
  const herr = await addPerson(bench, { granted: true, mailingId });
  const pixel = personal(mailingId, herr.deliveryId, 0);
  await bench.get(pixel);
  assert.equal((await events(mailingId)).length, 1);
  const frau = await addPerson(bench, { granted: false, email: herr.email });
  await bench.get(pixel);
  assert.equal((await events(mailingId)).length, 1);
  await setProfiling(bench, herr.email, "granted"); // both of them now
  await bench.get(pixel);
  assert.equal((await events(mailingId)).length, 2);
  await bench.owner.query("update contacts set restricted_at = now() where id = $1", [
    frau.contactId,
  ]);
  await bench.get(pixel);
  assert.equal((await events(mailingId)).length, 2);
});

test("CON-20: a technique the wording does not name is not measured", async () => {
  const mailingId = await openMailing(bench, { level: "none" });
  const person = await addPerson(bench, { granted: true, mailingId });
  await bench.owner.query("update wording_versions set techniques = '{click}'");
  await bench.get(personal(mailingId, person.deliveryId, 0));
  await bench.get(personal(mailingId, person.deliveryId, 1));
  await bench.owner.query("update wording_versions set techniques = '{open,click}'");
  assert.deepEqual(
    (await events(mailingId)).map((event) => event.link),
    [1],
  );
});

test("TRK-05: a shared hit changes one bare counter and nothing else in the database, on disk or in the log", async () => {
  const mailingId = await openMailing(bench, { level: "shared" });
  await bench.get(shared(mailingId, 2)); // loads the targets, counts one click
  await bench.hits.flush();
  const before = await dumpTables(bench.owner);
  const disk = readdirSync(join(bench.dataDir, "links"));
  const logged = bench.logLines.length;
  for (let i = 0; i < 3; i++) assertPixel(await bench.get(shared(mailingId, 0)));
  await bench.hits.flush();
  const changed = [...(await dumpTables(bench.owner))].flatMap(([table, rows]) => {
    const known = new Set(before.get(table));
    return rows.filter((row) => !known.has(row)).map((row) => `${table} ${row}`);
  });
  assert.deepEqual(changed, [
    `anonymous_totals (${bench.accountId},${mailingId},0,2026-11-21,0,3)`,
  ]);
  assert.deepEqual(readdirSync(join(bench.dataDir, "links")), disk);
  assert.equal(bench.logLines.length, logged);
});

test("TRK-06: sentinel addresses and user agents of a thousand hits are found nowhere", async () => {
  const mailingId = await openMailing(bench, { level: "shared" });
  const person = await addPerson(bench, { granted: true, mailingId });
  const sentinel = "Zebra7431Agent";
  for (let i = 0; i < 1000; i += 20) {
    await Promise.all(
      Array.from({ length: 20 }, (_unused, j) => {
        const path =
          j % 2 ? shared(mailingId, (i + j) % 4) : personal(mailingId, person.deliveryId, 1);
        return bench.get(j % 10 === 3 ? `${path}broken` : path, {
          headers: {
            "user-agent": `${BROWSER} ${sentinel}${i + j}`,
            "x-forwarded-for": `203.0.113.${(i + j) % 250}`,
            "x-request-id": `${sentinel}${i}`,
            referer: `https://${sentinel}.example/`,
            cookie: `id=${sentinel}`,
            "if-none-match": `"${sentinel}"`,
          },
        });
      }),
    );
  }
  await bench.hits.flush();
  const stored = [...(await dumpTables(bench.owner))].flatMap(([table, rows]) =>
    rows.map((row) => `${table} ${row}`),
  );
  const files = readdirSync(bench.dataDir, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => readFileSync(join(entry.parentPath, entry.name), "utf8"));
  assert.ok(stored.length > 0 && files.length > 0);
  for (const text of [...stored, ...files, ...bench.logLines]) {
    assert.doesNotMatch(text, /Zebra7431|203\.0\.113\.|127\.0\.0\.1/);
    assert.doesNotMatch(text, /\/t\/[A-Za-z0-9_-]{16}/);
  }
});

test("TRK-07: each level counts its own kinds of hits", async () => {
  const clicks = await openMailing(bench, { level: "clicks_only" });
  const none = await openMailing(bench, { level: "none" });
  for (const mailingId of [clicks, none]) {
    assertPixel(await bench.get(shared(mailingId, 0)));
    assertRedirect(await bench.get(shared(mailingId, 3)), "https://shop.example/haus");
  }
  await bench.hits.flush();
  assert.deepEqual(await totals(clicks), ["3 2026-11-21 0: 1"]);
  assert.deepEqual(await totals(none), []);
});

test("TRK-08: below the smallest group nothing is counted, whatever the level says", async () => {
  const mailingId = await openMailing(bench, { level: "shared", anonymousBase: 9 });
  await bench.get(shared(mailingId, 1));
  await bench.hits.flush();
  assert.deepEqual(await totals(mailingId), []);
});

test("TRK-02: tokens of level unique are answered and leave no trace", async () => {
  const mailingId = await openMailing(bench, { level: "shared" });
  const [pixel, link] = bench.tokens.unique(bench.accountId, mailingId, [0, 1]);
  assertPixel(await bench.get(`/t/${pixel}`));
  assert.equal((await bench.get(`/t/${link}`)).status, 302);
  await bench.hits.flush();
  assert.deepEqual(await totals(mailingId), []);
  assert.deepEqual(await events(mailingId), []);
});

test("TRK-06: the day of an anonymous hit is the account's day", async () => {
  const mailingId = await openMailing(bench, { level: "shared" });
  bench.clock.set("2026-11-21T23:30:00Z"); // half past midnight in Berlin
  await bench.get(shared(mailingId, 1));
  await bench.hits.flush();
  bench.clock.set("2026-11-21T09:00:00Z");
  assert.deepEqual(await totals(mailingId), ["1 2026-11-22 0: 1"]);
});

test("TRK-13: machines are counted apart, and nobody clicks three seconds after the hand-over", async () => {
  const mailingId = await openMailing(bench, { level: "shared" });
  const person = await addPerson(bench, { granted: true });
  await handOver(bench, mailingId, person.deliveryId, person.contactId, person.email);
  const path = personal(mailingId, person.deliveryId, 1);
  for (const [headers, method] of [
    [{ "user-agent": "Mozilla/5.0" }, "GET"],
    [
      {
        "user-agent":
          "Mozilla/5.0 (Windows NT 5.1; rv:11.0) Gecko Firefox/11.0 (via ggpht.com GoogleImageProxy)",
      },
      "GET",
    ],
    [{ "sec-purpose": "prefetch;prerender" }, "GET"],
    [{}, "HEAD"],
  ] as const)
    await bench.get(path, { headers, method });
  assert.deepEqual(
    (await events(mailingId)).map((event) => event.agent),
    [1, 1, 1, 1],
  );
  await bench.get(shared(mailingId, 0), { headers: { "user-agent": "" } });
  await bench.hits.flush();
  assert.deepEqual(await totals(mailingId), ["0 2026-11-21 1: 1"]);
  await bench.owner.query("delete from personal_events");
  for (const [secondsAgo, agent] of [
    [2, 1],
    [4, 0],
  ]) {
    const at = new Date(bench.clock.now().getTime() - secondsAgo! * 1000);
    await bench.owner.query(
      "update measured_deliveries set handed_over_at = $1 where delivery_id = $2",
      [at, person.deliveryId],
    );
    await bench.get(path);
    assert.deepEqual(
      (await events(mailingId)).map((event) => event.agent),
      [agent],
    );
    await bench.owner.query("delete from personal_events");
  }
});

test("TRK-16: a wrong link shows a plain page, a wrong pixel the image", async () => {
  const mailingId = await openMailing(bench, { level: "shared" });
  const right = shared(mailingId, 1);
  const foreign = `/t/${bench.tokens.shared(bench.accountId + 7, mailingId, [1])[0]!}`;
  const noSuchLink = shared(mailingId, 99);
  for (const path of [`${right.slice(0, -1)}`, "/t/", "/t/../etc/passwd", foreign, noSuchLink]) {
    const page = await bench.get(path, { headers: { accept: "text/html,image/avif,*/*" } });
    assert.equal(page.status, 404, path);
    assert.equal(page.body.toString(), DEAD_LINK);
    assert.equal(page.headers["cache-control"], "no-store");
    assertPixel(await bench.get(path, { headers: { accept: "image/avif,image/webp,*/*;q=0.8" } }));
  }
  assertRedirect(await bench.get(`${right}?utm_source=x`), URL.parse(LINKS[0]!.url)!.href);
  assert.equal((await bench.get(right, { method: "POST" })).status, 405);
  assert.equal((await bench.get("/other")).status, 404);
});

test("TRK-18: after the close the link works and nothing is stored", async () => {
  const mailingId = await openMailing(bench, { level: "shared" });
  const person = await addPerson(bench, { granted: true, mailingId });
  await bench.get(shared(mailingId, 1));
  await bench.hits.flush();
  bench.clock.advance(14 * 86_400_000);
  assertRedirect(await bench.get(shared(mailingId, 3)), "https://shop.example/haus");
  assertRedirect(
    await bench.get(personal(mailingId, person.deliveryId, 3)),
    "https://shop.example/haus",
  );
  await bench.restart();
  assertRedirect(await bench.get(shared(mailingId, 3)), "https://shop.example/haus");
  await bench.hits.flush();
  bench.clock.advance(-14 * 86_400_000);
  assert.deepEqual(await totals(mailingId), ["1 2026-11-21 0: 1"]);
  assert.deepEqual(await events(mailingId), []);
});

test("TRK-01: with the database away links and pixels work, also after a restart; personal hits are lost, not guessed", async () => {
  const mailingId = await openMailing(bench, { level: "shared" });
  const person = await addPerson(bench, { granted: true, mailingId });
  await bench.get(shared(mailingId, 1));
  const away = new pg.Pool({
    host: "/nonexistent",
    database: "away",
    connectionTimeoutMillis: 200,
  });
  await bench.restart({ pool: away });
  const started = performance.now();
  assertRedirect(await bench.get(shared(mailingId, 3)), "https://shop.example/haus");
  assertRedirect(
    await bench.get(personal(mailingId, person.deliveryId, 3)),
    "https://shop.example/haus",
  );
  assertPixel(await bench.get(personal(mailingId, person.deliveryId, 0)));
  assert.ok(performance.now() - started < 1500);
  assert.equal(bench.hits.counts["dropped_not_committed"], 2);
  await assert.rejects(bench.hits.flush());
  await bench.restart();
  await away.end();
  assert.deepEqual(await events(mailingId), []);
});

test("TRK-01: a commit that hangs delays the redirect by a quarter of a second at most", async () => {
  const mailingId = await openMailing(bench, { level: "shared" });
  const person = await addPerson(bench, { granted: true, mailingId });
  await bench.get(shared(mailingId, 1));
  const blocker = new pg.Client(bench.test.connection);
  await blocker.connect();
  await blocker.query("begin");
  await blocker.query("lock table personal_events in access exclusive mode");
  const started = performance.now();
  assertRedirect(
    await bench.get(personal(mailingId, person.deliveryId, 3)),
    "https://shop.example/haus",
  );
  const waited = performance.now() - started;
  assert.ok(waited >= 240 && waited < 500, `${waited} ms`);
  assert.equal(bench.hits.counts["early"], 1);
  await blocker.query("rollback");
  await blocker.end();
  await bench.hits.flush();
  // The permission still held when the statement ran, so the hit counts although the answer went ahead.
  assert.equal((await events(mailingId)).length, 1);
});

test("personal hits are committed before the answer, hundreds at once", async () => {
  const mailingId = await openMailing(bench, { level: "none" });
  const people: { deliveryId: number }[] = [];
  for (let i = 0; i < 40; i++) people.push(await addPerson(bench, { granted: true, mailingId }));
  const reader = new pg.Pool({ ...bench.test.connection, max: 5 });
  await Promise.all(
    Array.from({ length: 400 }, async (_unused, i) => {
      const { deliveryId } = people[i % 40]!;
      await bench.get(personal(mailingId, deliveryId, (i % 3) + 1));
      const seen = await reader.query("select 1 from personal_events where delivery_id = $1", [
        deliveryId,
      ]);
      assert.ok(seen.rowCount! > 0);
    }),
  );
  await reader.end();
  assert.equal((await events(mailingId)).length, 400);
});

test("TRK-06: anonymous hits are written when 500 wait, sorted, and not before", async () => {
  const mailingId = await openMailing(bench, { level: "shared" });
  const other = await openMailing(bench, { level: "shared" });
  for (let i = 0; i < 499; i++) await bench.get(shared(i % 2 ? mailingId : other, i % 4));
  assert.deepEqual(await totals(mailingId), []);
  await bench.get(shared(mailingId, 1));
  for (let i = 0; i < 50 && (await totals(mailingId)).length === 0; i++)
    await new Promise((resolve) => setTimeout(resolve, 20));
  const sum = async (id: number) =>
    (await totals(id)).reduce((total, line) => total + Number(line.split(": ")[1]), 0);
  assert.equal((await sum(mailingId)) + (await sum(other)), 500);
});
