import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import type { SecurityEventView } from "../contract/security-events.ts";
import { keepSecurityEvents } from "../server/accounts/index.ts";
import {
  createLogger,
  manualClock,
  one,
  rows,
  run,
  sql,
  type SecurityEvent,
} from "../server/platform/index.ts";
import { applyRetention, personalDataMap } from "../server/privacy/index.ts";
import { makeAdministrator } from "./support/account.ts";
import { runningApp, type RunningApp } from "./support/app.ts";
import { keyWith, signedInAs, type Caller } from "./support/callers.ts";
import { seedNewsletter, type SeededNewsletter } from "./support/newsletter.ts";
import { eventually } from "./support/sending.ts";

let running: RunningApp;
let seeded: SeededNewsletter;
let owner: Caller & { operatorId: number };
before(async () => {
  running = await runningApp();
  const { db } = running.database;
  seeded = await seedNewsletter(db, running.app.keys, { people: 1 });
  owner = await signedInAs(db, seeded, ["owner"]);
});
after(() => running.close());

interface Read {
  /** Where it is refused. */
  code: string;
  items: SecurityEventView[];
  nextCursor: string | null;
}
const ask = async (caller: Caller, query = "") => {
  const answer = await fetch(`${running.url}/api/v1/security-events${query}`, {
    headers: caller.headers,
  });
  return { status: answer.status, body: (await answer.json()) as Read };
};
const counted = (accountId: number) => {
  const { db } = running.database;
  const count = sql`select count(*) as rows, coalesce(sum(s.times), 0)::int as times, count(*) filter (where s.summed) as summed
      from security_events s where s.account_id = ${accountId}`;
  type Counted = { rows: number; times: number; summed: number };
  return accountId === 0
    ? db.instance((tx) => one<Counted>(tx, count))
    : db.account(accountId, (tx) => one<Counted>(tx, count));
};

test("RET-08 ORG-12: a refused call and a failed sign-in are kept, without address and network in clear", async () => {
  const reader = await keyWith(running.database.db, seeded, ["lists.read"]);
  for (let no = 0; no < 3; no++)
    assert.equal(
      (await fetch(`${running.url}/api/v1/contacts`, { headers: reader.headers })).status,
      403,
    );
  const failed = await fetch(`${running.url}/api/v1/session`, {
    method: "POST",
    headers: { "content-type": "application/json", "x-klarpost": "1" },
    body: JSON.stringify({ email: "wer@bank.example", password: "falsch geraten" }),
  });
  assert.equal(failed.status, 401);
  await eventually("the events to be kept", async () => (await counted(0)).rows > 0, 15_000);
  const { body } = await ask(owner);
  assert.deepEqual(
    body.items.map(({ event, code, times, actor, route, method }) => ({
      ...{ event, code, times, actor },
      ...{ route, method },
    })),
    [
      {
        event: "call.refused",
        code: "permission_missing",
        times: 3,
        actor: { kind: "api_key", name: "Test" },
        route: "/api/v1/contacts",
        method: "GET",
      },
    ],
    "equal calls are one row, of the account whose key it is",
  );
  assert.match(body.items[0]!.network!, /^[0-9a-f]{16}$/);
  const refused = await ask(owner, "?of=installation");
  assert.deepEqual([refused.status, refused.body.code], [403, "administrator_needed"]);
  await running.database.db.instance((tx) => makeAdministrator(tx, owner.operatorId));
  const all = await ask(owner, "?of=installation&event=sign_in.failed");
  assert.deepEqual([all.body.items.length, all.body.items[0]!.code], [1, "bad_credentials"]);
  assert.match(all.body.items[0]!.who!, /^[0-9a-f]{16}$/);
  const stored = await running.database.db.instance((tx) =>
    rows(tx, sql`select s::text from security_events s`),
  );
  assert.doesNotMatch(JSON.stringify(stored), /bank\.example|falsch|127\.0\.0|::1/);
});

test("RET-08: the security log is read in pages, newest first", async () => {
  const { db } = running.database;
  const noted = (code: string): SecurityEvent => ({
    event: "upload.rejected",
    code,
    accountId: seeded.accountId,
  });
  const log = keepSecurityEvents({ db, clock: running.app.clock, log: createLogger("silent") });
  for (const code of ["one", "two", "three"]) log.note(noted(code));
  await log.stop();
  const first = await ask(owner, "?event=upload.rejected&limit=2");
  const codes = ({ items }: Read) => items.map(({ code }) => code);
  assert.deepEqual(codes(first.body), ["three", "two"]);
  const next = await ask(
    owner,
    `?event=upload.rejected&limit=2&cursor=${String(first.body.nextCursor)}`,
  );
  assert.deepEqual([codes(next.body), next.body.nextCursor], [["one"], null]);
});

test("RET-08: noting waits for nothing; while the database is away events wait, and what is too much is counted", async () => {
  const { db } = running.database;
  const clock = manualClock("2026-11-22T09:00:00Z");
  let isAway = true;
  const log = keepSecurityEvents({
    db: {
      worker: (work) =>
        isAway ? Promise.reject(new Error("connection refused")) : db.worker(work),
    },
    clock,
    log: createLogger("silent"),
  });
  const before_ = await counted(0);
  const knock = (no: number) => log.note({ event: "call.refused", code: "tried", route: `/${no}` });
  for (let no = 0; no < 150; no++) knock(no);
  await log.stop();
  assert.deepEqual(await counted(0), before_, "nothing could be written");
  isAway = false;
  for (let no = 0; no < 350; no++) knock(no);
  await log.stop();
  const then = await counted(0);
  assert.equal(then.times - before_.times, 500, "none is lost");
  assert.equal(then.rows - before_.rows, 201, "200 told apart, and the number of the others");
  assert.equal(then.summed - before_.summed, 1);
  for (let turn = 0; turn < 8; turn++) {
    for (let no = 0; no < 190; no++) knock(turn * 1000 + no);
    await log.stop();
  }
  const later = await counted(0);
  assert.equal(later.times - then.times, 8 * 190);
  assert.ok(later.rows - then.rows <= 808, "a thousand rows an hour, then numbers alone");
  clock.advance(3_600_000);
  knock(9999);
  await log.stop();
  assert.equal((await counted(0)).summed, later.summed, "the next hour tells them apart again");
});

test("RET-08: after twelve months the security log goes, counted in the protocol, the installation's too", async () => {
  const { db } = running.database;
  const { keys } = running.app;
  const clock = manualClock(new Date());
  const deps = {
    db,
    clock,
    keys,
    log: createLogger("silent"),
    map: personalDataMap({ keys, clock }),
  };
  await db.worker((tx) =>
    run(
      tx,
      sql`insert into security_events (account_id, at, last_at, times, event, code)
          select a, now() - days * interval '1 day', now() - days * interval '1 day', 1, 'call.refused', 'old'
            from unnest(array[0, ${seeded.accountId}]) a, unnest(array[360, 367]) days`,
    ),
  );
  const left = sql`select count(*) as n from security_events s where s.code = 'old'`;
  const old = async () => [
    await db.account(seeded.accountId, (tx) => one<{ n: number }>(tx, left)),
    await db.instance((tx) => one<{ n: number }>(tx, left)),
  ];
  assert.deepEqual(await old(), [{ n: 2 }, { n: 2 }]);
  const done = await applyRetention(deps, seeded.accountId);
  assert.equal(done.securityEvents, 1);
  assert.deepEqual(await old(), [{ n: 1 }, { n: 1 }], "what is younger stays");
  const noted = await db.account(seeded.accountId, (tx) =>
    rows<{ done: number }>(
      tx,
      sql`select c.done from retention_counts c where c.class = 'security_log'`,
    ),
  );
  assert.deepEqual(noted, [{ done: 1 }]);
});

test("RET-08 ORG-08: the application can neither add to the security log by hand nor change or remove it", async () => {
  for (const statement of [
    sql`insert into security_events (account_id, at, last_at, times, event, code) values (${seeded.accountId}, now(), now(), 1, 'x', 'x')`,
    sql`update security_events set code = 'x'`,
    sql`delete from security_events`,
  ])
    await assert.rejects(
      running.database.db.account(seeded.accountId, (tx) => run(tx, statement)),
      { code: "42501" },
    );
});
