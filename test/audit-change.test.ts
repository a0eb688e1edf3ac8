import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { rows, sql } from "../server/platform/index.ts";
import { runningApp, type RunningApp } from "./support/app.ts";
import { signedInAs, type Caller } from "./support/callers.ts";
import { seedNewsletter, type SeededNewsletter } from "./support/newsletter.ts";

let running: RunningApp;
let seeded: SeededNewsletter;
let owner: Caller;
before(async () => {
  running = await runningApp();
  const { db } = running.database;
  seeded = await seedNewsletter(db, running.app.keys, { people: 1 });
  owner = await signedInAs(db, seeded, ["owner"]);
});
after(() => running.close());

interface Entry {
  action: string;
  objectId: string | null;
  change: { before: string | null; after: string | null } | null;
}

async function call<T = { id: string }>(method: string, path: string, body?: object): Promise<T> {
  const answer = await fetch(`${running.url}/api/v1${path}`, {
    method,
    headers: {
      ...owner.headers,
      origin: running.url,
      ...(body && { "content-type": "application/json" }),
    },
    ...(body && { body: JSON.stringify(body) }),
  });
  const text = await answer.text();
  assert.ok(answer.ok, `${method} ${path}: ${answer.status} ${text}`);
  return (text === "" ? {} : JSON.parse(text)) as T;
}
/** Oldest first. */
const changesOf = async (query: string): Promise<Entry[]> =>
  (await call<{ items: Entry[] }>("GET", `/audit?${query}`)).items
    .toReversed()
    .filter(({ change }) => change !== null);

test("ORG-04: each change of a contact carries the hash before and after; the value itself is nowhere", async () => {
  const { id } = await call("POST", "/contacts", {
    email: "zora.eigen@leser.example",
    firstName: "Zora",
    source: "Messe",
    collectedFrom: "person",
  });
  for (const firstName of ["Yvonnella", "Zora"])
    await call("PATCH", `/contacts/${id}`, { firstName });
  await call("POST", "/contacts", {
    email: "zora.eigen@leser.example",
    company: "Kranbau Xanten",
    source: "Messe",
    collectedFrom: "person",
  });
  const [made, renamed, back, filled] = (await changesOf(`objectId=${id}`)).map(
    ({ change }) => change!,
  );
  assert.equal(made!.before, null, "there was nothing");
  assert.equal(renamed!.before, made!.after);
  assert.notEqual(renamed!.after, renamed!.before);
  assert.equal(back!.before, renamed!.after);
  assert.equal(back!.after, made!.after, "the same contact, the same hash");
  assert.equal(filled!.before, back!.after);
  assert.notEqual(filled!.after, filled!.before);
  const stored = await running.database.db.account(seeded.accountId, (tx) =>
    rows(tx, sql`select e::text from audit_entries e`),
  );
  assert.doesNotMatch(JSON.stringify(stored), /zora|Yvonnella|Xanten/i);
});

test("ORG-04: lists, senders, settings, limits, periods and roles carry it too, without gaps between two changes", async () => {
  const list = await call("POST", "/lists", { name: "Rundbrief" });
  await call("PATCH", `/lists/${list.id}`, { name: "Rundbrief neu" });
  const sender = await call("POST", "/senders", {
    fromName: "Musterhaus Rundbrief",
    fromAddress: "rundbrief@absender.example",
    replyTo: "antwort@absender.example",
  });
  await call("PATCH", `/senders/${sender.id}`, { replyTo: "leserbriefe@absender.example" });
  for (const name of ["Musterhaus Nord", "Musterhaus Süd"])
    await call("PATCH", "/account", { name });
  const guards = await call<{ exportFrom: number; releaseFrom: number; limits: object }>(
    "GET",
    "/guards",
  );
  for (const exportFrom of [40, 30])
    await call("PUT", "/guards", {
      exportFrom,
      releaseFrom: guards.releaseFrom,
      limits: guards.limits,
    });
  for (const days of [80, 70]) await call("PUT", "/retention/periods/delivery_log", { days });
  const role = await call("POST", "/roles", {
    name: "Lesende",
    template: "marketer",
    permissions: ["account.read"],
  });
  await call("PATCH", `/roles/${role.id}`, { permissions: ["account.read", "mailings.read"] });
  await call("DELETE", `/roles/${role.id}`);
  const kinds = [
    ["list", 2],
    ["sender", 2],
    ["account", 2],
    ["guards", 2],
    ["retention_class", 2],
    ["role", 3],
  ] as const;
  for (const [kind, number] of kinds) {
    const changes = (await changesOf(`objectType=${kind}`)).map(({ change }) => change!);
    assert.equal(changes.length, number, kind);
    for (const [at, { before: hash, after: next }] of changes.entries()) {
      assert.notEqual(hash, next, kind);
      if (at > 0) assert.equal(hash, changes[at - 1]!.after, `${kind} changes without a gap`);
    }
  }
  const [last] = (await changesOf("action=role.deleted")).map(({ change }) => change!);
  assert.equal(last!.after, null, "there is nothing any more");
});

test("ORG-04: the roles of a person carry it", async () => {
  await signedInAs(running.database.db, seeded, ["marketer"]);
  const { items } = await call<{ items: { id: string; roles: string[] }[] }>("GET", "/operators");
  const other = items.find(({ roles }) => roles.includes("marketer"))!;
  await call("PATCH", `/operators/${other.id}`, { roles: ["editor"] });
  const [change] = (await changesOf("action=operator.roles_changed")).map((entry) => entry.change!);
  assert.notEqual(change!.before, change!.after);
});
