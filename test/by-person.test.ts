import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { rows, sql } from "../server/platform/index.ts";
import { askerOf } from "./support/access-matrix.ts";
import { runningApp, type RunningApp } from "./support/app.ts";
import { keyWith, signedInAs, type Caller } from "./support/callers.ts";
import { inputsOf } from "./support/inputs.ts";
import { seedNewsletter, type SeededNewsletter } from "./support/newsletter.ts";

let running: RunningApp;
let seeded: SeededNewsletter;
before(async () => {
  running = await runningApp();
  const { db } = running.database;
  seeded = await seedNewsletter(db, running.app.keys, { people: 1, domain: "haltefrist.example" });
});
after(() => running.close());

test("RET-10: holds and periods are a person's with the right to them; a key is refused, whatever its scopes", async () => {
  const { db } = running.database;
  const [contact] = await db.account(seeded.accountId, (tx) =>
    rows<{ id: string }>(tx, sql`select public_id as id from contacts limit 1`),
  );
  const ask = askerOf(running.app.http);
  const routeOf = (name: string) =>
    running.app.routes.find((spec) => `${spec.method} ${spec.path}` === name)!;
  const inputs = inputsOf({ contact: contact!.id });
  const as = (caller: Caller, name: string, body?: unknown) =>
    ask(routeOf(name), caller, { id: contact!.id, body: body ?? inputs[name] });
  const decisions = [
    "PUT /api/v1/contacts/:id/hold",
    "DELETE /api/v1/contacts/:id/hold",
    "POST /api/v1/retention/holds",
    "POST /api/v1/retention/holds/:id/end",
    "PUT /api/v1/retention/periods/:class",
  ];
  const key = await keyWith(db, seeded, ["privacy.manage"]);
  const officer = await signedInAs(db, seeded, ["dpo"]);
  const marketer = await signedInAs(db, seeded, ["marketer"]);
  for (const name of decisions) {
    const refused = await as(key, name);
    assert.deepEqual([refused.status, refused.code], [403, "person_needed"], name);
    assert.equal((await as(marketer, name)).code, "permission_missing", name);
    const { status, code } = await as(officer, name);
    assert.ok(status !== 403 && code !== "person_needed", `${name}: ${status}`);
  }
  // What only carries out the periods there are stays a key's too.
  assert.equal((await as(key, "POST /api/v1/retention/run")).status, 202);
});
