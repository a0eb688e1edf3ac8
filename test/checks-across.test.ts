import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { crmChecks } from "../server/crm/index.ts";
import { createKeys, manualClock, run, sql, type Tx } from "../server/platform/index.ts";
import { templateChecks } from "../server/templates/index.ts";
import { createTrackingTokens, trackingChecks } from "../server/tracking/index.ts";
import { completeSettings, testAccount } from "./support/account.ts";
import { testDatabase, type TestDatabase } from "./support/database.ts";

let base: TestDatabase;
let accountId = 0;
const clock = manualClock(new Date().toISOString());
const inAccount = <T>(work: (tx: Tx) => Promise<T>): Promise<T> => base.db.account(accountId, work);
const execute = (statement: ReturnType<typeof sql>) => inAccount((tx) => run(tx, statement));

before(async () => {
  base = await testDatabase();
  ({ accountId } = await testAccount(base.db, { settings: completeSettings }));
});
after(() => base.close());

test("CHK-02 CNT-04: a template without the imprint is named", async () => {
  const [check] = templateChecks();
  const look = () => inAccount((tx) => check!.run({ tx, accountId, clock }));
  assert.equal((await look()).status, "passed", "none of one's own");
  await execute(
    sql`insert into templates (account_id, name, locale, source_kind, html, created_at, updated_at)
        values (${accountId}, 'Kahl', 'de', 'html', '<!doctype html><html lang="de"><body><p>Guten Tag</p></body></html>', now(), now())`,
  );
  const found = await look();
  assert.equal(found.status, "failed");
  assert.match(found.message.de, /„Kahl“/);
  await execute(
    sql`update templates set html = replace(html, '</body>', '{{ footer }}</body>') where name = 'Kahl'`,
  );
  assert.equal((await look()).status, "passed");
});

test("CHK-26 CRM-14 CRM-15: the return channel is tried, and nothing waits there for a day", async () => {
  const [check] = crmChecks();
  const look = async () =>
    (await inAccount((tx) => check!.run({ tx, accountId, clock }))).status as string;
  assert.equal(await look(), "not_applicable");
  await execute(
    sql`insert into core_lists (account_id, name, occasion, source_system, created_by, created_at)
        values (${accountId}, 'Baufinanzierung', 'Zinsbindung endet', 'OSPlus', 'Ina', now())`,
  );
  assert.equal(await look(), "failed", "never tried");
  await execute(
    sql`insert into core_handovers (account_id, list_id, format, reason, rows, made_by, made_at, acknowledged_by, acknowledged_at)
        select ${accountId}, l.id, 'csv', 'Probe', 1, 'Ina', now(), 'Ina', now() from core_lists l`,
  );
  assert.equal(await look(), "passed");
  const waits = (hours: number) =>
    execute(
      sql`insert into core_withdrawals (account_id, kind, source_system, person_number, list_id, origin, at)
          select ${accountId}, 'unsubscribe', 'OSPlus', ${`4711${hours}`}, l.id, 'link', ${new Date(clock.now().getTime() - hours * 3_600_000)} from core_lists l`,
    );
  await waits(23);
  assert.equal(await look(), "passed");
  await waits(25);
  assert.equal(await look(), "failed");
});

test("CHK-34 TRK-06 TRK-08: a call of the measuring image that leaves a trace is found", async () => {
  const keys = createKeys(Buffer.alloc(32, 3));
  const pixel = { status: 200, headers: { "content-type": "image/gif" }, text: "" };
  type Answer = typeof pixel | Error;
  const look = async (
    answer: (userAgent: string, address: string) => Answer | Promise<Answer>,
    trustedProxies = 0,
    dataDir = "/nowhere",
  ) => {
    const [check] = trackingChecks({
      tokens: createTrackingTokens({ keys: [keys.derive("tracking-token/v1")] }),
      trackUrl: "https://t.musterbank.example",
      dataDir,
      trustedProxies,
      async askOwn(_url, request) {
        const { "user-agent": agent, "x-forwarded-for": address } = request!.headers!;
        const found = await answer(agent!, address!);
        if (found instanceof Error) throw found;
        return found;
      },
    });
    return inAccount((tx) => check!.run({ tx, accountId, clock }));
  };
  assert.equal((await look(() => pixel)).status, "passed");
  assert.equal((await look(() => new Error("away"))).status, "not_checked");
  assert.equal((await look(() => ({ ...pixel, status: 302 }))).status, "failed");
  const cookie = { ...pixel, headers: { ...pixel.headers, "set-cookie": "id=1" } };
  assert.equal((await look(() => cookie)).status, "failed");
  const leaky = await look(async (userAgent) => {
    await execute(
      sql`insert into outbox_events (account_id, type, payload, created_at) values (${accountId}, 'hit', ${JSON.stringify({ userAgent })}::jsonb, ${clock.now()})`,
    );
    return pixel;
  });
  assert.equal(leaky.status, "failed");
  assert.match(leaky.message.de, /outbox_events/);
  const kept = await look(async (_userAgent, address) => {
    await execute(
      sql`insert into audit_entries (account_id, actor_kind, actor_name, action, at) values (${accountId}, 'system', ${`call from ${address}`}, 'hit.seen', ${clock.now()})`,
    );
    return pixel;
  });
  assert.match(kept.message.de, /Spuren hinterlassen: audit_entries/, "an address alone");
  const dataDir = mkdtempSync(join(tmpdir(), "klarpost-canary-"));
  mkdirSync(join(dataDir, "logs"));
  const logged = await look(
    (_userAgent, address) => {
      const network = address.split(":").slice(0, 4).join(":");
      const file = join(dataDir, "logs/access.log");
      writeFileSync(file, `${network}::/64 GET /t/…\n`);
      // The check compares with the product's clock.
      utimesSync(file, clock.now(), new Date(clock.now().getTime() + 1000));
      return pixel;
    },
    0,
    dataDir,
  );
  rmSync(dataDir, { recursive: true });
  assert.match(logged.message.de, /Spuren hinterlassen: logs/, "a shortened address");
  assert.deepEqual((await look(() => pixel)).asks, []);
  assert.match((await look(() => pixel, 1)).asks![0]!.text.de, /Proxy.*kein Zugriffsprotokoll/);
});
