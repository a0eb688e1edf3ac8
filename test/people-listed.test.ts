import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { guardDefaults, type AlertView } from "../contract/guards.ts";
import { guardPeriodic } from "../server/guards/index.ts";
import { createLogger, manualClock, one, rows, sql } from "../server/platform/index.ts";
import { runningApp, type RunningApp } from "./support/app.ts";
import { askAs, keyWith, signedInAs, type Ask } from "./support/callers.ts";
import { seedNewsletter, type SeededNewsletter } from "./support/newsletter.ts";

let running: RunningApp;
let seeded: SeededNewsletter;
let owner: Ask;
const clock = manualClock(new Date().toISOString());

before(async () => {
  running = await runningApp();
  const { db } = running.database;
  seeded = await seedNewsletter(db, running.app.keys, { people: 12, domain: "viele.example" });
  owner = askAs(running.url, await signedInAs(db, seeded, ["owner"]));
  const limits = { ...guardDefaults.limits, many_listed: 40 };
  await owner("PUT", "/guards", { ...guardDefaults, limits });
});
after(() => running.close());

async function watch(): Promise<AlertView[]> {
  const [job] = guardPeriodic({
    keys: running.app.keys,
    db: running.database.db,
    clock,
    log: createLogger("silent"),
    publicUrl: running.url,
    sendSystemMail: async () => ({ via: "mailbox" }),
    wrongRecipients: async () => 0,
    acts: {} as never,
  });
  await job!.run(new AbortController().signal);
  const { items } = await owner<{ items: AlertView[] }>("GET", "/alerts?state=open");
  return items.filter(({ kind }) => kind === "many_listed");
}

const entries = () =>
  running.database.db.account(seeded.accountId, (tx) =>
    rows<{ actorKind: string; detail: { people: number; pages: number; from: string } }>(
      tx,
      sql`select actor_kind, detail from audit_entries where action = 'contacts.listed' order by id`,
    ),
  );

test("ORG-12 ORG-04: people shown in lists are counted, told of from a number on, and stand in the log as one entry for ten minutes", async () => {
  const { db } = running.database;
  const key = askAs(running.url, await keyWith(db, seeded, ["account.read", "contacts.read"]));
  type Page = { items: unknown[]; nextCursor: string | null };
  const first = await key<Page>("GET", "/contacts?limit=5");
  await key("GET", `/contacts?limit=5&cursor=${first.nextCursor}`);
  const list = await key<Page>("GET", `/lists/${seeded.listPublicId}/subscriptions?limit=10`);
  assert.equal(list.items.length, 10);
  const search = await key<{ items: { kind: string }[] }>("GET", "/search?q=person&limit=12");
  const found = search.items.filter(({ kind }) => kind === "contact").length;
  assert.ok(found > 0);
  // Nobody is shown by an empty page.
  await key("GET", "/contacts?q=niemandheisstso");
  // Somebody else, who is counted apart.
  await owner("GET", "/contacts?limit=12");
  assert.deepEqual(await watch(), []);
  await key("GET", "/contacts?limit=12");
  const [alert, ...none] = await watch();
  assert.deepEqual(none, []);
  assert.equal(alert?.counted, 5 + 5 + 10 + found + 12);
  assert.ok(alert?.audit.endsWith("?action=contacts.listed"));
  assert.match(alert?.sentence.de ?? "", /Personen in Listen/);
  assert.deepEqual(await entries(), [], "not before its time");

  clock.advance(11 * 60_000);
  const [same] = await watch();
  assert.equal(same?.counted, alert?.counted, "the entry counts for what it sums up, once");
  const written = (await entries()).map(({ actorKind, detail: { people, pages } }) => ({
    actorKind,
    people,
    pages,
  }));
  assert.deepEqual(
    written.toSorted((a, b) => a.pages - b.pages),
    [
      { actorKind: "operator", people: 12, pages: 1 },
      { actorKind: "api_key", people: alert?.counted, pages: 5 },
    ],
  );
  const left = await db.account(seeded.accountId, (tx) =>
    one<{ count: number }>(tx, sql`select count(*) as count from people_listed`),
  );
  assert.equal(left.count, 0);
});
