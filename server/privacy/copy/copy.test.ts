import assert from "node:assert/strict";
import { after, afterEach, before, beforeEach, test } from "node:test";
import addFormats from "ajv-formats";
import { Ajv2020 } from "ajv/dist/2020.js";
import { unzipSync } from "fflate";
import { testDatabase, type TestDatabase } from "../../../test/support/database.ts";
import { textOfPdf } from "../../../test/support/pdf-text.ts";
import { requestWorld, type RequestWorld } from "../../../test/support/requests.ts";
import { rows, run, sql } from "../../platform/index.ts";
import { portableSchema } from "./portable.ts";

let base: TestDatabase;
let world: RequestWorld;
before(async () => {
  base = await testDatabase();
});
after(() => base.close());
beforeEach(async () => {
  world = await requestWorld(base.db);
});
afterEach(() => world.close());

const EMAIL = "anna@leser.example";
const copy = async (link: string, format: string) =>
  world.http.app.inject({
    method: "POST",
    url: `${link}/copy`,
    headers: { "content-type": "application/x-www-form-urlencoded" },
    payload: `format=${format}`,
  });

test("DSR-03 DSR-04: the copy holds everything in three formats, each detail with its origin, and who looked", async () => {
  await world.subscribe(EMAIL, { tracking: true, name: "Annegret" });
  const link = await world.freshLink(EMAIL);
  const first = await copy(link, "json");
  const json = JSON.parse(first.payload);
  assert.equal(json.format, "klarpost-copy/2");
  assert.equal(json.data.contacts.contacts[0].firstName, "Annegret");
  const stored = Object.keys(json.data.contacts.contacts[0].origins);
  assert.equal(json.origins.length, stored.length);
  assert.ok(json.origins.every((one: { source: string; at: string }) => one.source && one.at));
  assert.ok(
    json.data.consent.ledger_entries.some(
      (one: { evidence?: { shownText?: string } }) => one.evidence?.shownText,
    ),
  );
  assert.ok(json.retention.some((one: { rule: string }) => one.rule === "RET-09"));
  const again = JSON.parse((await copy(link, "json")).payload);
  assert.deepEqual(
    [again.lookedAt[0].action, again.lookedAt[0].by],
    ["Kopie erstellt", "Sie selbst"],
  );
  const csv = await copy(link, "csv");
  assert.equal(csv.headers["content-type"], "application/zip");
  const files = unzipSync(csv.rawPayload);
  for (const name of ["contacts", "subscriptions", "ledger_entries", "origins", "looked_at"])
    assert.ok(files[`${name}.csv`], name);
  assert.match(Buffer.from(files["contacts.csv"]!).toString(), /Annegret/);
  const pdf = (await copy(link, "pdf")).rawPayload;
  assert.match(pdf.toString("latin1"), /\/MarkInfo/);
  const text = textOfPdf(pdf);
  for (const wanted of [
    "Kopie Ihrer Daten",
    "Annegret",
    "Woher jede Angabe kommt",
    "Art. 77",
    "kein Scoring",
  ])
    assert.ok(text.includes(wanted), wanted);
});

test("DSR-08: what is taken along fits its published schema and holds only what the person gave or allowed", async () => {
  await world.subscribe(EMAIL, { tracking: true, name: "Annegret" });
  const contact = await world.contactOf(EMAIL);
  await world.inAccount((tx) =>
    run(
      tx,
      sql`update contacts set company = 'Aus einem Import GmbH', origins = origins || '{"company": {"source": "Messe", "at": "2026-01-01T00:00:00Z"}}' where id = ${contact.id}`,
    ),
  );
  const link = await world.freshLink(EMAIL);
  const answer = await copy(link, "portable");
  const data = JSON.parse(answer.payload);
  const ajv = new Ajv2020();
  addFormats.default(ajv);
  const fits = ajv.compile(portableSchema);
  assert.ok(fits(data), JSON.stringify(fits.errors));
  assert.ok(!fits({ ...data, more: 1 }) && !fits({ ...data, person: {} }));
  assert.equal(data.person.firstName, "Annegret");
  assert.equal(data.person.company, "");
  assert.deepEqual(
    data.subscriptions.map((one: { list: string }) => one.list),
    ["Marktblick"],
  );
});

test("DSR-05 DSR-14: a correction keeps the value before, and whoever delivered the data is told", async () => {
  await world.subscribe(EMAIL, { name: "Anna" });
  const contact = await world.contactOf(EMAIL);
  await world.inAccount((tx) =>
    run(
      tx,
      sql`with made as (insert into imports (account_id, name, state, format, mapping) values (${world.accountId}, 'Messe Frühjahr', 'done', '{}', '{}') returning public_id)
          update contacts set origins = origins || jsonb_build_object('lastName', jsonb_build_object('source', 'Messe', 'at', '2026-01-01T00:00:00Z', 'detail', 'messe.csv, 3 (' || made.public_id || ')'))
          from made where contacts.id = ${contact.id}`,
    ),
  );
  const link = await world.freshLink(EMAIL);
  await world.browse.post(`${link}/names`, { firstName: "Anna", lastName: "Brandt", locale: "en" });
  const kept = await world.inAccount((tx) =>
    rows(tx, sql`select field, old_value, new_value from field_corrections order by field`),
  );
  assert.deepEqual(kept, [
    { field: "lastName", oldValue: "", newValue: "Brandt" },
    ...kept.filter((one) => (one as { field: string }).field === "locale"),
  ]);
  const { items } = (await world.api("GET", "/data-notices")).body;
  assert.deepEqual(
    items.map((one: Record<string, string>) => [
      one["reason"],
      one["recipientKind"],
      one["recipient"],
    ]),
    [["rectification", "import", "Messe Frühjahr"]],
  );
  assert.match(items[0].subject, /anna@leser\.example/);
  const told = await world.api("POST", `/data-notices/${items[0].id}/told`);
  assert.deepEqual([told.body.subject, told.body.toldAt !== null], [null, true]);
});

test("DSR-14: erasing a person of the core system leaves a return record by number, without the person", async () => {
  const contactId = await world.inAccount(async (tx) => {
    const [made] = await rows<{ id: number }>(
      tx,
      sql`insert into contacts (account_id, pot, email, email_normalised, address_hash, source_system, person_number)
          values (${world.accountId}, 'core', 'kern@leser.example', 'kern@leser.example', '\\x00', 'osp', '4711') returning id`,
    );
    return made!.id;
  });
  await world.preferences.eraseDataSubject({
    accountId: world.accountId,
    emailNormalised: "kern@leser.example",
    contactId,
  });
  const returned = await world.inAccount((tx) =>
    rows(tx, sql`select kind, source_system, person_number from core_withdrawals`),
  );
  assert.deepEqual(returned, [{ kind: "erasure", sourceSystem: "osp", personNumber: "4711" }]);
});
