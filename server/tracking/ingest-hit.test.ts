import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";

import { assertPixel, assertRedirect, hitHelpers } from "../../test/support/hit-helpers.ts";
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
  type MeasuringBench,
} from "../../test/support/measuring.ts";

let bench: MeasuringBench;
before(async () => {
  bench = await measuringBench();
});
after(() => bench.close());
const { personal, shared, events, totals } = hitHelpers(() => bench);

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

test("TRK-14: a permission given again at once does not reach back to the mails of before", async () => {
  const before = await openMailing(bench, { level: "none" });
  const person = await addPerson(bench, { granted: true, mailingId: before });
  await bench.get(personal(before, person.deliveryId, 1));
  // Both before what follows a withdrawal was done.
  await setProfiling(bench, person.email, "withdrawn");
  await setProfiling(bench, person.email, "granted");
  await bench.get(personal(before, person.deliveryId, 2));
  assert.deepEqual(await events(before), []);
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
    `anonymous_totals (${bench.accountId},${mailingId},0,2026-11-21,0,3,0)`,
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
    [5, 4, 4, 4],
  );
  await bench.get(shared(mailingId, 0), { headers: { "user-agent": "" } });
  await bench.hits.flush();
  assert.deepEqual(await totals(mailingId), ["0 2026-11-21 1: 1"]);
  await bench.owner.query("delete from personal_events");
  for (const [secondsAgo, agent] of [
    [2, 7],
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
  // Now that the mailing is in memory, and from disk after a restart, it is still nobody else's.
  assert.equal((await bench.get(foreign)).status, 404);
  await bench.restart();
  assert.equal((await bench.get(foreign)).status, 404);
  assert.equal((await bench.get(right, { method: "POST" })).status, 405);
  assert.equal((await bench.get("/other")).status, 404);
});

test("TRK-16: nothing that comes with a request changes where a link leads, and no target breaks out of its header", async () => {
  const mailingId = await openMailing(bench, { level: "none" });
  const person = await addPerson(bench, { granted: true, mailingId });
  const foreign = [
    "https://evil.example/",
    "//evil.example",
    "/\\evil.example",
    "https:evil.example",
    "https://shop.example@evil.example/",
    "javascript:alert(1)",
    "/%0d%0aLocation:%20https://evil.example",
  ];
  const names = ["url", "u", "to", "target", "next", "redirect", "return", "q"];
  for (const path of [shared(mailingId, 3), personal(mailingId, person.deliveryId, 3)]) {
    for (const target of foreign) {
      const query = names.map((name) => `${name}=${encodeURIComponent(target)}`).join("&");
      for (const tail of [`?${query}`, `?${target}`]) {
        const headers = {
          host: "evil.example",
          referer: target,
          "x-forwarded-host": "evil.example",
          "x-original-url": target,
          "x-rewrite-url": target,
        };
        assertRedirect(await bench.get(`${path}${tail}`, { headers }), "https://shop.example/haus");
      }
      for (const tail of [`/${target}`, `@evil.example`, `;${target}`, `#${target}`, "%2F..%2F.."])
        assert.equal((await bench.get(`${path}${tail}`)).status, 404, tail);
    }
  }
  // Stored as somebody wrote it; what no header may hold is written as an address again, or leads nowhere.
  const id = await openMailing(bench, {
    level: "none",
    links: [
      "https://shop.example/a\r\nSet-Cookie: x=1\r\n\r\n<script>",
      "https://shop.example/a\u2028b\tc d",
      "https://shop.example\n@evil.example/",
    ],
  });
  for (const no of [1, 2, 3]) {
    const { status, headers, body } = await bench.get(shared(id, no));
    assert.equal(status, 302);
    assert.match(String(headers.location), /^(\/$|https:\/\/)[\x21-\x7e]*$/);
    assert.equal(headers["set-cookie"], undefined);
    assert.equal(body.length, 0);
  }
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
