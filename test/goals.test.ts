import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { rows, sql } from "../server/platform/index.ts";
import { runningApp, type RunningApp } from "./support/app.ts";
import { keyWith, signedInAs, type Caller } from "./support/callers.ts";
import { seedNewsletter, type SeededNewsletter } from "./support/newsletter.ts";

let running: RunningApp;
let seeded: SeededNewsletter;
let owner: Caller;

before(async () => {
  running = await runningApp();
  const { db } = running.database;
  seeded = await seedNewsletter(db, running.app.keys, { people: 1, domain: "ziele.example" });
  owner = await signedInAs(db, seeded, ["owner"]);
});
after(() => running.close());

async function ask(
  caller: Caller,
  method: string,
  path: string,
  body?: unknown,
): Promise<{ status: number; text: string }> {
  const response = await fetch(`${running.url}/api/v1${path}`, {
    method,
    headers: {
      ...caller.headers,
      ...(body === undefined ? {} : { "content-type": "application/json" }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  return { status: response.status, text: await response.text() };
}

const id = (answer: { text: string }) => (JSON.parse(answer.text) as { id: string }).id;

test("TRK-10: a website with a key for this alone reports; the answer is the same whatever the token is worth", async () => {
  const { db } = running.database;
  const goal = id(await ask(owner, "POST", "/goals", { name: "Termin", valueCents: 2_000 }));
  const website = await keyWith(db, seeded, ["conversions.report"]);
  const made = await ask(owner, "POST", `/goals/${goal}/test`, {});
  const { token } = JSON.parse(made.text) as { token: string };
  const path = `/goals/${goal}/conversions`;
  const answers = await Promise.all(
    [token, token, "x", `${"A".repeat(67)}E`].map((each) =>
      ask(website, "POST", path, { token: each, valueCents: 100 }),
    ),
  );
  for (const answer of answers)
    assert.deepEqual(answer, { status: 202, text: '{"received":true}' });
  const list = JSON.parse((await ask(owner, "GET", "/goals")).text) as {
    items: { testedAt: string | null }[];
  };
  assert.ok(list.items[0]!.testedAt, "the test arrived");
  const stored = await db.account(seeded.accountId, (tx) =>
    rows(tx, sql`select 1 from conversions`),
  );
  assert.deepEqual(stored, []);
  // The key opens nothing else, and other keys do not report.
  assert.equal((await ask(website, "GET", "/goals")).status, 403);
  const reader = await keyWith(db, seeded, ["reports.read"]);
  assert.equal((await ask(reader, "POST", path, { token })).status, 403);
  const marketer = await signedInAs(db, seeded, ["marketer"]);
  assert.equal((await ask(marketer, "POST", path, { token })).status, 403);
});

test("goals are defined, changed and ended; names are taken once; only the owner names websites", async () => {
  const { db } = running.database;
  const marketer = await signedInAs(db, seeded, ["marketer"]);
  const goal = id(await ask(marketer, "POST", "/goals", { name: "Bestellung" }));
  assert.equal((await ask(marketer, "POST", "/goals", { name: "bestellung" })).status, 409);
  assert.equal((await ask(marketer, "PATCH", `/goals/${goal}`, { windowDays: 31 })).status, 400);
  assert.equal((await ask(marketer, "PATCH", `/goals/${goal}`, { archived: true })).status, 200);
  const again = await ask(marketer, "POST", "/goals", { name: "Bestellung" });
  assert.equal(again.status, 201);
  assert.equal((await ask(marketer, "PATCH", `/goals/${goal}`, { archived: false })).status, 409);
  const sites = { sites: ["https://www.Ziele.example/termin", "ziele.example"] };
  assert.equal((await ask(marketer, "PUT", "/goal-sites", sites)).status, 403);
  const saved = await ask(owner, "PUT", "/goal-sites", sites);
  assert.deepEqual(JSON.parse(saved.text), { sites: ["www.ziele.example", "ziele.example"] });
  for (const wrong of ["localhost", "10.1.2.3", "kein host"])
    assert.equal((await ask(owner, "PUT", "/goal-sites", { sites: [wrong] })).status, 400, wrong);
  assert.equal((await ask(owner, "GET", "/goals/none")).status, 404);
});
