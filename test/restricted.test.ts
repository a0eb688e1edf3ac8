import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { findByAddress, setRestricted, type Contact } from "../server/contacts/index.ts";
import { publicRoute, rows, run, signedIn, sql, type Tx } from "../server/platform/index.ts";
import { runningApp, type RunningApp } from "./support/app.ts";
import { askAs, signedInAs, type Caller } from "./support/callers.ts";
import { seedNewsletter, type SeededNewsletter } from "./support/newsletter.ts";

let running: RunningApp;
let seeded: SeededNewsletter;
let owner: Caller;
let marketer: Caller;
let dpo: Caller;
let locked: Contact;
const NAME = "Unauffindbar";

before(async () => {
  running = await runningApp();
  const { db } = running.database;
  seeded = await seedNewsletter(db, running.app.keys, { people: 3, domain: "sperre.example" });
  owner = await signedInAs(db, seeded, ["owner"]);
  marketer = await signedInAs(db, seeded, ["marketer"]);
  dpo = await signedInAs(db, seeded, ["dpo"]);
  const [first] = await inAccount((tx) =>
    rows<{ email: string }>(
      tx,
      sql`select email_normalised as email from contacts where account_id = app_account() order by id limit 1`,
    ),
  );
  locked = (await inAccount((tx) => findByAddress(tx, first!.email)))[0]!;
  await inAccount((tx) =>
    run(tx, sql`update contacts set last_name = ${NAME} where id = ${locked.id}`),
  );
  // Something of each kind that hangs on a person.
  const ask = askAs(running.url, owner);
  await ask("POST", `/contacts/${locked.publicId}/notes`, { text: `Rief an: ${NAME}` });
  await ask("POST", `/contacts/${locked.publicId}/inquiries`, {
    receivedOn: "2026-11-20",
    channel: "phone",
    subject: `Bitte um Rückruf, ${NAME}`,
  });
});
after(() => running.close());

const inAccount = <T>(work: (tx: Tx) => Promise<T>): Promise<T> =>
  running.app.db.account(seeded.accountId, work);

/** Every address of the API that is read without an id, searches for the name, and those of a contact with its id. */
function addresses(): string[] {
  return running.app.routes
    .filter(
      ({ method, permission, path }) =>
        method === "GET" &&
        path.startsWith("/api/v1/") &&
        permission !== publicRoute &&
        permission !== signedIn,
    )
    .flatMap((spec) => {
      const path = spec.path
        .replace("/api/v1", "")
        .replace(/^\/contacts\/:id/, `/contacts/${locked.publicId}`)
        .replace(/^\/lists\/:id/, `/lists/${seeded.listPublicId}`);
      const asked = Object.keys(
        (spec.query as { properties?: object } | undefined)?.properties ?? {},
      );
      const words = { q: NAME.slice(0, 6), search: NAME.slice(0, 6), email: locked.email };
      return [
        path,
        ...Object.entries(words)
          .filter(([name]) => asked.includes(name))
          .map(([name, value]) => `${path}?${name}=${value}`),
      ];
    })
    .filter((path) => !path.includes(":"));
}

async function seenBy(caller: Caller, paths = addresses()): Promise<string[]> {
  const found: string[] = [];
  for (const path of paths) {
    const answer = await fetch(`${running.url}/api/v1${path}`, {
      headers: caller.headers,
    });
    const text = await answer.text();
    if (text.includes(locked.email) || text.includes(NAME)) found.push(path);
  }
  return found;
}

test("DSR-07: a restricted person is in no answer of the API to a marketer, and stays in those to the officer", async () => {
  const before = await seenBy(marketer);
  assert.ok(
    before.some((path) => path === `/contacts/${locked.publicId}`),
    before.join(),
  );
  assert.ok(before.length >= 5, `seen before: ${before.join(", ")}`);
  await inAccount((tx) => setRestricted(tx, locked.id, running.app.clock.now()));
  assert.deepEqual(await seenBy(marketer), []);
  const own = [`/contacts/${locked.publicId}`];
  assert.deepEqual(await seenBy(dpo, own), own);
  await inAccount((tx) => setRestricted(tx, locked.id, null));
  assert.deepEqual(await seenBy(marketer, before), before, "lifting brings everything back");
});

test("DSR-07: the address of a restricted person is not added anew by somebody who cannot see them", async () => {
  const add = () =>
    fetch(`${running.url}/api/v1/contacts`, {
      method: "POST",
      headers: { ...marketer.headers, "content-type": "application/json" },
      body: JSON.stringify({ email: locked.email, source: "Messe", collectedFrom: "person" }),
    });
  await inAccount((tx) => setRestricted(tx, locked.id, running.app.clock.now()));
  const refused = await add();
  assert.equal(refused.status, 409);
  assert.equal(((await refused.json()) as { code: string }).code, "address_locked");
  assert.equal((await inAccount((tx) => findByAddress(tx, locked.email))).length, 1);
  await inAccount((tx) => setRestricted(tx, locked.id, null));
  assert.equal((await add()).status, 201);
  assert.equal((await inAccount((tx) => findByAddress(tx, locked.email))).length, 1);
});
