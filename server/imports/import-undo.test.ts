import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import type { ImportView } from "../../contract/imports.ts";
import { audienceCounts } from "../compliance/index.ts";
import { readEntries } from "../consent/index.ts";
import { findByAddress } from "../contacts/index.ts";
import { subscriptionsOfAddress } from "../lists/index.ts";
import { one, run, sql, type Actor } from "../platform/index.ts";
import { addCategory, allEntities, recordPurchases } from "../purchases/index.ts";
import {
  countRows,
  doubleOptIn,
  importHarness,
  type ImportHarness,
} from "../../test/support/imports.ts";
import { importsPersonalData } from "./personal-data.ts";

let h: ImportHarness;
before(async () => {
  h = await importHarness();
});
after(() => h.close());

const inAccount = <T>(work: Parameters<typeof h.base.db.account<T>>[1]) =>
  h.base.db.account(h.accountId, work);
const call = async (method: string, path: string, body?: unknown, status = 200) => {
  const answer = await h.http.call(
    method,
    `/api/v1/imports${path}`,
    body === undefined ? {} : { body },
  );
  assert.equal(answer.status, status, answer.text);
  return answer.body;
};
const read = (id: string): Promise<ImportView> => call("GET", `/${id}`);
const internalId = (id: string) =>
  inAccount((tx) =>
    one<{ id: number }>(tx, sql`select id from imports where public_id = ${id}`),
  ).then((row) => row.id);
const options = () => doubleOptIn([h.lists[0]!.publicId]);

test("CON-17: undo takes back consents, values and contacts, and leaves what people did since", async () => {
  const mapping = [
    { column: 0, field: "email" },
    { column: 1, field: "firstName" },
    { column: 2, field: "consent.date" },
    { column: 3, field: "custom.filiale" },
  ];
  await h.importText(
    "E-Mail;Vorname;Datum;Filiale\nalt@undo.example;Vorher;;Süd\n",
    {
      origin: { text: "Bestand", collectedFrom: "person" },
      consent: { evidence: "none" },
    },
    { mapping },
  );
  const rows = [
    "alt",
    "neu",
    "geaendert",
    "abgemeldet",
    "angeschrieben",
    "bestaetigt",
    "gekauft",
  ].map((name) => `${name}@undo.example;Nachher;2026-05-01;Nord`);
  const { importId, counts } = await h.importText(
    `E-Mail;Vorname;Datum;Filiale\n${rows.join("\n")}\n`,
    { ...options(), existing: "overwrite" },
    { mapping },
  );
  assert.deepEqual([counts.created, counts.updated], [6, 1]);
  const later = new Date("2026-11-22T09:00:00Z");
  const actor: Actor = { kind: "apiKey", name: "Test", permissions: new Set(), roles: [] };
  await inAccount(async (tx) => {
    // Confirmed again through a form: the consent rests on another proof now.
    await run(
      tx,
      sql`update subscriptions set entry_id = entry_id + 1000000, proof = 'double_opt_in', confirmed_at = ${later} where email_normalised = 'bestaetigt@undo.example'`,
    );
    await run(
      tx,
      sql`update contacts set first_name = 'Selbst', updated_at = ${later} where email_normalised = 'geaendert@undo.example'`,
    );
    await run(
      tx,
      sql`update subscriptions set state = 'unsubscribed', unsubscribed_at = ${later} where email_normalised = 'abgemeldet@undo.example'`,
    );
    await run(
      tx,
      sql`update subscriptions set last_mailed_at = ${later} where email_normalised = 'angeschrieben@undo.example'`,
    );
    const bought = {
      orderNumber: "U-1",
      email: "gekauft@undo.example",
      emailNormalised: "gekauft@undo.example",
      categoryId: (
        await addCategory(
          tx,
          { accountId: h.accountId, actor, now: later },
          { name: "Handtaschen" },
        )
      ).id,
      entityId: (await allEntities(tx))[0]!.id,
      concludedOn: "2026-11-01",
    };
    const writer = { source: "api", by: "Test", at: later } as const;
    await recordPurchases(tx, { keys: h.deps.keys }, h.accountId, [bought], writer);
  });
  await call("POST", `/${importId}/undo`, {}, 202);
  await h.work();
  const undone = await read(importId);
  assert.equal(undone.state, "undone");
  assert.deepEqual(undone.undo, {
    contactsRemoved: 1,
    contactsRestored: 1,
    consentsTakenBack: 5,
    kept: 5,
  });
  const contact = async (name: string) =>
    (await inAccount((tx) => findByAddress(tx, `${name}@undo.example`)))[0];
  const restored = (await contact("alt"))!;
  assert.deepEqual([restored.firstName, restored.custom], ["Vorher", { filiale: "Süd" }]);
  assert.equal(restored.origins["firstName"]!.source, "Bestand");
  assert.equal(restored.origins["custom.filiale"]!.source, "Bestand");
  assert.equal(await contact("neu"), undefined);
  assert.equal((await contact("geaendert"))!.firstName, "Selbst");
  assert.ok(await contact("angeschrieben"));
  assert.ok(await contact("gekauft"), "a purchase hangs on it");
  const state = async (name: string) =>
    (await inAccount((tx) => subscriptionsOfAddress(tx, `${name}@undo.example`))).map(
      (each) => each.state,
    );
  assert.deepEqual(await state("abgemeldet"), ["unsubscribed"], "the person's own word stays");
  assert.deepEqual(await state("bestaetigt"), ["confirmed"], "a newer consent stays");
  assert.ok(await contact("bestaetigt"));
  for (const name of ["alt", "neu", "geaendert", "angeschrieben"])
    assert.deepEqual(await state(name), [], name);
  const entries = await inAccount((tx) =>
    readEntries(tx, h, h.accountId, { emailNormalised: "neu@undo.example" }),
  );
  assert.deepEqual(
    entries.map((entry) => [entry.kind, entry.document!.evidence.reason]),
    [
      ["imported_with_evidence", undefined],
      ["consent_withdrawn", "import_undone"],
    ],
  );
  const counted = await inAccount((tx) =>
    audienceCounts(tx, h.deps, { listIds: [h.lists[0]!.id] }),
  );
  assert.deepEqual([counted.mailable, counted.reasons], [1, []]);
  await call("POST", `/${importId}/undo`, {}, 409);
});

test("DSR-06 DSR-04: erasure empties a person's lines, and after 30 days nobody's are left", async () => {
  const { importId } = await h.importText(
    "E-Mail;Opt-in-Datum\nweg1@loeschen.example;2026-05-01\nweg2@loeschen.example;2026-05-01\nweg2@loeschen.example;\n",
    options(),
  );
  const number = await internalId(importId);
  const subject = { accountId: h.accountId, emailNormalised: "weg2@loeschen.example" };
  const exported = await inAccount((tx) => importsPersonalData.exportFor(tx, subject));
  assert.equal(exported["import_lines"]!.length, 2);
  const erased = await inAccount((tx) => importsPersonalData.eraseFor(tx, subject));
  assert.deepEqual(erased, { import_lines: 2 });
  assert.equal(
    await countRows(h, "import_lines", `import_id = ${number} and detail::text like '%weg2@%'`),
    0,
  );
  h.deps.clock.advance(31 * 86_400_000);
  await h.work();
  assert.equal(
    await countRows(
      h,
      "import_lines",
      `import_id = ${number} and (detail is not null or email_normalised is not null)`,
    ),
    0,
  );
  await call("POST", `/${importId}/undo`, {}, 409);
});
