import assert from "node:assert/strict";
import { after, test } from "node:test";
import { audit } from "../server/accounts/index.ts";
import { addressHash, contactRoutes, contactsPersonalData } from "../server/contacts/index.ts";
import { duplicateRoutes } from "../server/duplicates/index.ts";
import { tidyContacts } from "../server/privacy/index.ts";
import { permissions } from "../contract/operators.ts";
import { reportRoutes } from "../server/reports/index.ts";
import {
  accountId,
  clock,
  contact,
  database,
  insert,
  keys,
  owner,
  reportBench,
} from "./support/report-samples.ts";
import { testServer, type TestHttp } from "./support/http.ts";

reportBench();
let opened: Promise<TestHttp> | undefined;
const open = (): Promise<TestHttp> => {
  const base = { db: database.db, keys, clock };
  opened ??= testServer({
    db: database.db,
    routes: [
      ...contactRoutes({ ...base, audit }),
      ...duplicateRoutes(base),
      ...reportRoutes({ ...base, compliance: { keys, clock }, checks: [] }),
    ],
    as: { accountId, permissions },
  });
  return opened;
};
after(async () => (await opened)?.close());

const call = async (method: string, path: string, body?: unknown) =>
  (await open()).call(method, `/api/v1${path}`, body === undefined ? {} : { body });
const ok = async (method: string, path: string, body?: unknown) => {
  const answer = await call(method, path, body);
  assert.ok(answer.status < 300, `${method} ${path}: ${answer.status} ${answer.text}`);
  return answer.body;
};
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
  assert.equal((await tidyContacts({ db: database.db, clock }, accountId)).values, 1);
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

test("TRK-24 Art. 18: a merge creates no permission, the stricter wins, and what hangs on the contact moves", async () => {
  const kept = await contact({ name: "Weber", granted: true });
  const gone = await contact({ name: "Webér", email: kept.email, confirmed: false });
  const tag = await ok("POST", "/contact-tags", { name: "Seminar" });
  await ok("POST", "/contacts/bulk", {
    action: { do: "tag", tag: tag.id },
    ids: [gone.public_id],
  });
  await ok("POST", `/contacts/${gone.public_id}/notes`, { text: "Zweite Karte" });
  await owner.query("update contacts set company = 'Weber GmbH' where id = $1", [gone.id]);
  assert.equal((await ok("POST", "/contact-pairs/search")).found, 1);
  const query = `?keep=${kept.public_id}&merge=${gone.public_id}`;
  const preview = await ok("GET", `/contact-merges/preview${query}`);
  assert.equal(preview.obstacle, null);
  const company = preview.fields.find((one: { field: string }) => one.field === "company");
  assert.equal(company.take, true);
  assert.ok(preview.consequences.some((one: { stricter: boolean }) => one.stricter));
  const request = { keep: kept.public_id, merge: gone.public_id, take: ["company"] };
  await owner.query("update contacts set restricted_at = now() where id = $1", [gone.id]);
  assert.equal((await call("POST", "/contact-merges", request)).body.code, "merge_restricted");
  await owner.query("update contacts set restricted_at = null where id = $1", [gone.id]);
  await ok("POST", "/contact-merges", request);
  const overview = await ok("GET", `/contacts/${kept.public_id}/overview`);
  assert.equal(overview.contact.company, "Weber GmbH");
  assert.equal(overview.notes[0].text, "Zweite Karte");
  assert.deepEqual(
    overview.tags.map((one: { name: string }) => one.name),
    ["Seminar"],
  );
  // The other had never permitted it: nothing is measured of the one that is left.
  assert.equal(overview.measure.state, "unknown");
  assert.equal(overview.measure.allowed, false);
  assert.equal(overview.lists[0].state, "confirmed");
  assert.equal((await call("GET", `/contacts/${gone.public_id}`)).status, 404);
});

test("a merge of two addresses ends what was given for the other and carries its objections over", async () => {
  const [kept, gone] = [await contact({ name: "Alt" }), await contact({ name: "Neu" })];
  await insert("suppressions", {
    scope: "account_address",
    email_normalised: gone.email,
    address_hash: addressHash(keys, accountId, gone.email),
    reason: "objection",
    origin: "letter",
  });
  await ok("POST", "/contact-merges", { keep: kept.public_id, merge: gone.public_id });
  const { rows: left } = await owner.query(
    "select scope from suppressions where email_normalised = $1 and lifted_at is null",
    [kept.email],
  );
  assert.deepEqual(left, [{ scope: "account_address" }]);
  const { rows: lists } = await owner.query(
    "select 1 from subscriptions where email_normalised = $1",
    [gone.email],
  );
  assert.equal(lists.length, 0);
});

test("a merge is taken back within seven days: both stand as before, what hung on each included", async () => {
  const kept = await contact({ name: "Bleibt" });
  const gone = await contact({ name: "Wiederda" });
  await owner.query(
    "update contacts set company = 'Beide AG', custom = '{\"filiale\":\"Nord\"}', stage = 'customer', origins = origins || $1 where id = $2",
    [JSON.stringify({ company: { source: "Messe", at: "2026-02-01T00:00:00.000Z" } }), gone.id],
  );
  const tag = await ok("POST", "/contact-tags", { name: "Rückkehr" });
  await ok("POST", "/contacts/bulk", {
    action: { do: "tag", tag: tag.id },
    ids: [gone.public_id],
  });
  await ok("POST", `/contacts/${gone.public_id}/notes`, { text: "Gehört zur zweiten Karte" });
  await insert("suppressions", {
    scope: "account_address",
    email_normalised: gone.email,
    address_hash: addressHash(keys, accountId, gone.email),
    reason: "objection",
    origin: "letter",
  });
  const request = {
    keep: kept.public_id,
    merge: gone.public_id,
    take: ["company", "custom.filiale"],
  };
  const merged = await ok("POST", "/contact-merges", request);
  const between = await ok("GET", `/contacts/${kept.public_id}/overview`);
  assert.equal(between.contact.company, "Beide AG");
  assert.equal(between.merges[0].id, merged.undo);
  // What the house writes after the merge is its own.
  await ok("PATCH", `/contacts/${kept.public_id}`, { firstName: "Karla" });
  const { rows: stored } = await owner.query("select sealed from contact_merges");
  assert.ok(!stored[0].sealed.includes("Wiederda"), "what is kept for the undo is sealed");
  const answer = await ok("POST", `/contact-merges/${merged.undo}/undo`);
  assert.equal(answer.id, gone.public_id);
  const back = await ok("GET", `/contacts/${gone.public_id}/overview`);
  assert.deepEqual(
    [back.contact.company, back.contact.custom, back.contact.stage, back.notes[0].text],
    ["Beide AG", { filiale: "Nord" }, "customer", "Gehört zur zweiten Karte"],
  );
  assert.equal(back.contact.origins.company.source, "Messe");
  assert.equal(back.tags[0].name, "Rückkehr");
  assert.equal(back.lists[0].state, "confirmed", "the subscription stands as it was");
  const own = await ok("GET", `/contacts/${kept.public_id}/overview`);
  assert.deepEqual(
    [own.contact.company, own.contact.custom, own.contact.stage, own.contact.firstName],
    ["", {}, "", "Karla"],
  );
  assert.deepEqual([own.notes, own.tags, own.merges], [[], [], []]);
  assert.deepEqual(own.suppressions, [], "the objection is the other's");
  assert.equal(back.suppressions.length, 1);
  assert.equal((await ok("POST", "/contact-pairs/search")).found, 0, "proposed no more");
  assert.equal((await call("POST", `/contact-merges/${merged.undo}/undo`)).status, 404);
});

test("TRK-24 DSR-06: an undone merge brings back who spoke, never measured use; after seven days or an erasure there is none", async () => {
  const kept = await contact({ name: "Zwilling", granted: true });
  const gone = await contact({ name: "Zwilling B", email: kept.email, confirmed: false });
  const permission = async () =>
    (
      await owner.query(
        "select state, contact_ids::int[] as ids from profiling_permissions where email_normalised = $1",
        [kept.email],
      )
    ).rows[0];
  await owner.query(
    "update profiling_permissions set contact_ids = $1, changed_at = $2 where email_normalised = $3",
    [[kept.id, gone.id], new Date(clock.now().getTime() - 1000), kept.email],
  );
  const merge = () =>
    ok("POST", "/contact-merges", { keep: kept.public_id, merge: gone.public_id });
  const first = await merge();
  assert.deepEqual(await permission(), { state: "granted", ids: [kept.id] });
  await ok("POST", `/contact-merges/${first.undo}/undo`);
  assert.deepEqual(await permission(), { state: "granted", ids: [kept.id, gone.id] });
  const overview = await ok("GET", `/contacts/${kept.public_id}/overview`);
  assert.deepEqual(
    overview.sharedWith.map((one: { name: string; permits: boolean }) => [one.name, one.permits]),
    [["Zwilling B", true]],
  );
  const late = await merge();
  clock.advance(7 * 86_400_000);
  const refused = await call("POST", `/contact-merges/${late.undo}/undo`);
  assert.equal(refused.body.code, "merge_too_old");
  clock.advance(-7 * 86_400_000);
  await database.db.account(accountId, (tx) =>
    contactsPersonalData.eraseFor(tx, { accountId, emailNormalised: gone.email }),
  );
  const { rows: left } = await owner.query(
    "select 1 from contact_merges where gone_email_normalised = $1",
    [gone.email],
  );
  assert.equal(left.length, 0);
  assert.equal((await call("POST", `/contact-merges/${late.undo}/undo`)).status, 404);
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
    column("prospect").items.map((one: any) => [one.id, one.touch.kind, one.open.length]),
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
  const tidy = () => tidyContacts({ db: database.db, clock }, accountId);
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
