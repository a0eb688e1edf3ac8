import assert from "node:assert/strict";
import { test } from "node:test";
import type { MyContact } from "../contract/my-contacts.ts";
import { tidyContacts } from "../server/privacy/index.ts";
import { call, ok } from "./support/contact-care.ts";
import {
  accountId,
  clock,
  contact,
  database,
  insert,
  keys,
  owner,
} from "./support/report-samples.ts";

const definition = {
  purpose: "Einladung zur passenden Filiale",
  legalBasis: "consent",
  retentionMonths: 12,
  owner: "Marketing",
};

test("LEAD-07: a field is defined before the API takes its values; undefined stored keys are adopted in one step", async () => {
  const person = await contact();
  const unknown = await call("PATCH", `/contacts/${person.public_id}`, {
    custom: { branch: "Köln" },
  });
  assert.equal(unknown.status, 422);
  assert.equal(unknown.body.code, "field_unknown");
  assert.match(unknown.body.hint, /Known are: none yet/);
  await owner.query("update contacts set custom = $1 where id = $2", [
    JSON.stringify({ "Letzter Besuch": "3. März 2026", umsatz: "1.234,5" }),
    person.id,
  ]);
  const before = await ok("GET", "/contact-fields/use");
  assert.deepEqual(before.undefined, [
    { key: "Letzter Besuch", values: 1, type: "date" },
    { key: "umsatz", values: 1, type: "number" },
  ]);
  await ok("POST", "/contact-fields", {
    ...definition,
    key: "last_visit",
    label: "Letzter Besuch",
    type: "date",
    from: "Letzter Besuch",
  });
  await ok("POST", "/contact-fields", {
    ...definition,
    key: "umsatz",
    label: "Umsatz",
    type: "number",
  });
  const read = await ok("GET", `/contacts/${person.public_id}`);
  assert.deepEqual(read.custom, { last_visit: "2026-03-03", umsatz: "1234.5" });
  const wrong = await call("PATCH", `/contacts/${person.public_id}`, {
    custom: { last_visit: "bald" },
  });
  assert.equal(wrong.status, 422);
  assert.equal(wrong.body.errors[0].path, "/custom/last_visit");
  const changed = await ok("PATCH", `/contacts/${person.public_id}`, {
    custom: { umsatz: "", last_visit: "2026-04-01" },
    reason: "Anruf",
  });
  assert.deepEqual(changed.custom, { last_visit: "2026-04-01" });
  assert.equal(changed.origins["custom.last_visit"].source, "Anruf");
});

test("LEAD-08: an excessive field needs a documented need; a birthday card is none, day and month are", async () => {
  const birthday = {
    ...definition,
    key: "geburtstag",
    label: "Geburtstag",
    type: "date",
    purpose: "Glückwunsch",
  };
  assert.equal((await call("POST", "/contact-fields", birthday)).body.code, "field_need_missing");
  const card = { ...birthday, neededBecause: "Wir schicken eine Geburtstagskarte." };
  assert.equal((await call("POST", "/contact-fields", card)).body.code, "field_need_is_greeting");
  const made = await ok("POST", "/contact-fields", { ...birthday, withoutYear: true });
  assert.equal(made.excess, null);
  const person = await contact();
  const changed = await ok("PATCH", `/contacts/${person.public_id}`, {
    custom: { geburtstag: "24.12.1980" },
  });
  assert.equal(changed.custom.geburtstag, "--12-24");
});

test("LEAD-07: a value goes after its field's months by its own date; giving up a field deletes its values with their number confirmed", async () => {
  const field = await ok("POST", "/contact-fields", {
    ...definition,
    key: "messe",
    label: "Messe",
    type: "text",
  });
  const [old, young] = [await contact(), await contact()];
  for (const [person, at] of [
    [old, "2025-11-01T00:00:00Z"],
    [young, "2026-11-01T00:00:00Z"],
  ] as const)
    await owner.query(
      "update contacts set created_at = '2025-01-01', custom = '{\"messe\":\"Halle 3\"}', origins = $1 where id = $2",
      [JSON.stringify({ "custom.messe": { source: "x", at } }), person.id],
    );
  assert.equal((await tidyContacts({ db: database.db, clock, keys }, accountId)).values, 1);
  assert.deepEqual((await ok("GET", `/contacts/${old.public_id}`)).custom, {});
  const stale = await call("DELETE", `/contact-fields/${field.id}?values=2`);
  assert.equal(stale.body.code, "field_values_changed");
  assert.deepEqual(await ok("DELETE", `/contact-fields/${field.id}?values=1`), { removed: 1 });
  assert.deepEqual((await ok("GET", `/contacts/${young.public_id}`)).custom, {});
});

test("tags, stage and adviser: many at once with a count, filtered by, merged, and taken back", async () => {
  const people = [await contact(), await contact(), await contact()];
  const ids = people.map((one) => one.public_id);
  const vip = await ok("POST", "/contact-tags", { name: "VIP" });
  assert.equal((await call("POST", "/contact-tags", { name: "vip" })).body.code, "tag_name_taken");
  const guest = await ok("POST", "/contact-tags", { name: "Gast" });
  const bulk = (action: unknown, who: unknown = { ids }) =>
    ok("POST", "/contacts/bulk", { action, ...(who as object) });
  await bulk({ do: "tag", tag: guest.id }, { ids: ids.slice(0, 1) });
  const first = await bulk({ do: "tag", tag: vip.id });
  assert.equal(first.changed, 3);
  assert.equal((await bulk({ do: "tag", tag: vip.id })).undo, null);
  const stale = await call("POST", "/contacts/bulk", {
    action: { do: "stage", stage: "prospect" },
    filter: { tag: vip.id },
    count: 99,
  });
  assert.equal(stale.body.code, "contacts_changed");
  const staged = await bulk(
    { do: "stage", stage: "prospect" },
    { filter: { tag: vip.id }, count: 3 },
  );
  assert.equal(staged.changed, 3);
  const prospects = async () => (await ok("GET", "/contacts/count?stage=prospect")).count;
  assert.equal(await prospects(), 3);
  await bulk({ do: "stage", stage: "customer" }, { ids: ids.slice(0, 1) });
  // Somebody changed one in the meantime: an undo leaves that alone.
  assert.equal((await ok("POST", `/contact-bulks/${staged.undo}/undo`)).changed, 2);
  assert.equal(await prospects(), 0);
  assert.equal((await call("POST", `/contact-bulks/${staged.undo}/undo`)).body.code, "bulk_undone");
  await ok("POST", `/contact-tags/${guest.id}/merge`, { into: vip.id });
  const page = await ok("GET", `/contacts?tag=${vip.id}&limit=2`);
  assert.equal(page.items.length, 2);
  assert.deepEqual(page.items[0].tags, [{ id: vip.id, name: "VIP", colour: "grey" }]);
  const rest = await ok("GET", `/contacts?tag=${vip.id}&limit=2&cursor=${page.nextCursor}`);
  assert.equal(rest.items.length, 1);
});

test("notes stand in the timeline and in a copy after Art. 15, and go with the person", async () => {
  const person = await contact();
  const note = await ok("POST", `/contacts/${person.public_id}/notes`, { text: "Rief an." });
  await ok("PATCH", `/contact-notes/${note.id}`, { text: "Rief an, möchte Termin." });
  const overview = await ok("GET", `/contacts/${person.public_id}/overview`);
  assert.equal(overview.notes[0].text, "Rief an, möchte Termin.");
  assert.ok(overview.timeline.some((one: { kind: string }) => one.kind === "note"));
  await ok("DELETE", `/contact-notes/${note.id}`);
  const after = await ok("GET", `/contacts/${person.public_id}/overview`);
  assert.deepEqual(after.notes, []);
});

test("the contacts of an adviser stand by stage, those with something open first, and tell nothing of use", async () => {
  const [adviser] = (await ok("GET", "/contact-advisers")).items;
  const { rows: staff } = await owner.query("select id from operators where public_id = $1", [
    adviser.id,
  ]);
  const [quiet, waiting, other] = [await contact(), await contact(), await contact()];
  for (const [person, stage] of [
    [quiet, "prospect"],
    [waiting, "prospect"],
    [other, "customer"],
  ] as const)
    await owner.query("update contacts set responsible_id = $1, stage = $2 where id = $3", [
      staff[0].id,
      stage,
      person.id,
    ]);
  await ok("POST", `/contacts/${quiet.public_id}/notes`, { text: "Angerufen" });
  await insert("inquiries", {
    contact_id: waiting.id,
    received_on: "2026-11-20",
    channel: "phone",
    subject: "Rückruf zur Baufinanzierung",
    recorded_by: "Test",
  });
  const mine = await ok("GET", `/contacts/mine?responsible=${adviser.id}`);
  const column = (stage: string) =>
    mine.columns.find((one: { stage: string }) => one.stage === stage);
  assert.deepEqual(
    column("prospect").items.map(({ id, touch, open }: MyContact) => [id, touch.kind, open.length]),
    [
      [waiting.public_id, "inquiry", 1],
      [quiet.public_id, "note", 0],
    ],
  );
  assert.equal(column("customer").total, 1);
  assert.ok(!/open(ed|s)|click/.test(JSON.stringify(mine.columns[0].items[0].touch)));
  assert.equal((await call("GET", "/contacts/mine?responsible=opr_none")).status, 404);
});

test("RET-06: an orphan is flagged, kept by a hold, freed by a relation, and deleted after 30 days", async () => {
  const [orphan, held, customer] = [
    await contact({ confirmed: false }),
    await contact({ confirmed: false }),
    await contact({ confirmed: false }),
  ];
  await owner.query("update contacts set created_at = '2026-01-01'");
  const tidy = () => tidyContacts({ db: database.db, clock, keys }, accountId);
  await tidy();
  const flagged = async () => (await ok("GET", "/contacts/count?orphaned=true")).count;
  assert.ok((await flagged()) >= 3);
  const overview = await ok("GET", `/contacts/${orphan.public_id}/overview`);
  assert.equal(overview.orphan.deletedOn, "2026-12-21T09:00:00.000Z");
  await ok("PUT", `/contacts/${held.public_id}/hold`, {
    until: "2027-06-30",
    because: "Rechtsstreit, Aktenzeichen 4711",
  });
  await ok("POST", "/contacts/bulk", {
    action: { do: "stage", stage: "customer" },
    ids: [customer.public_id],
  });
  clock.advance(31 * 86_400_000);
  await tidy();
  assert.equal((await call("GET", `/contacts/${orphan.public_id}`)).status, 404);
  assert.equal((await call("GET", `/contacts/${held.public_id}`)).status, 200);
  const free = await ok("GET", `/contacts/${customer.public_id}/overview`);
  assert.equal(free.orphan.since, null);
});
