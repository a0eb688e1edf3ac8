import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { testAccount } from "../../test/support/account.ts";
import { testDatabase, type TestDatabase } from "../../test/support/database.ts";
import { newPublicId, one, sql } from "../platform/index.ts";
import {
  contactColumns,
  findFirstByAddresses,
  insertContacts,
  sharedOrigin,
  takeContactIds,
} from "./bulk.store.ts";
import { originNames } from "./contact.ts";
import { changeAddress, findContactById, updateContact } from "./contacts.store.ts";
import { emptyField, emptyOldValues, moveValues } from "./fields.store.ts";

let base: TestDatabase;
let accountId = 0;
before(async () => {
  base = await testDatabase();
  ({ accountId } = await testAccount(base.db));
});
after(() => base.close());

const AT = new Date("2026-11-21T09:00:00Z");
const inAccount = <T>(work: Parameters<typeof base.db.account<T>>[1]) =>
  base.db.account(accountId, work);

/** A contact whose fields came together. */
const addContact = (emailNormalised: string): Promise<number> =>
  inAccount(async (tx) => {
    const [id] = await takeContactIds(tx, 1);
    const fields = { firstName: "Eva", lastName: "Weiß", custom: { filiale: "Süd", messe: "ja" } };
    const contact = {
      id: id!,
      publicId: newPublicId("ctc"),
      email: emailNormalised,
      emailNormalised,
      addressHash: Buffer.alloc(16),
      sortKey: "weiss eva",
      fields,
      origins: sharedOrigin(["email", ...originNames(fields)], {
        source: "Messe",
        at: AT.toISOString(),
        detail: "liste.csv, 2",
      }),
      createdAt: new Date("2025-01-01T09:00:00Z"),
    };
    await insertContacts(tx, accountId, contactColumns([contact]));
    return id!;
  });
const sources = async (id: number): Promise<Record<string, string>> => {
  const contact = await inAccount((tx) => findContactById(tx, id));
  return Object.fromEntries(
    Object.entries(contact!.origins).map(([name, { source }]) => [name, source]),
  );
};
const asked = (id: number, field: string): Promise<string | null> =>
  inAccount(async (tx) => {
    const found = await one<{ source: string | null }>(
      tx,
      sql`select contact_origin(c.origins, ${field}::text)->>'source' as source from contacts c where c.account_id = app_account() and c.id = ${id}`,
    );
    return found.source;
  });
const ALL = {
  email: "Messe",
  firstName: "Messe",
  lastName: "Messe",
  "custom.filiale": "Messe",
  "custom.messe": "Messe",
};

test("DSR-03: fields that came together keep one origin, which everybody reads field by field", async () => {
  const id = await addContact("eva@herkunft.example");
  const { stored } = await inAccount((tx) =>
    one<{ stored: object }>(
      tx,
      sql`select origins as stored from contacts where account_id = app_account() and id = ${id}`,
    ),
  );
  assert.deepEqual(Object.keys(stored), ["*"]);
  assert.deepEqual(await sources(id), ALL);
  assert.deepEqual((await inAccount((tx) => findContactById(tx, id)))!.origins["firstName"], {
    source: "Messe",
    at: AT.toISOString(),
    detail: "liste.csv, 2",
  });
  const [inBulk] = await inAccount((tx) => findFirstByAddresses(tx, ["eva@herkunft.example"]));
  assert.deepEqual(inBulk, await inAccount((tx) => findContactById(tx, id)));
  for (const name of Object.keys(ALL)) assert.equal(await asked(id, name), "Messe", name);
  for (const name of ["company", "custom", "custom.fil", "for"])
    assert.equal(await asked(id, name), null, name);
});

test("DSR-03: what changes later has an origin of its own, and what is taken away has none", async () => {
  const id = await addContact("anna@herkunft.example");
  const origin = { source: "Anruf", at: AT.toISOString() };
  await inAccount(async (tx) => {
    await updateContact(tx, id, {
      fields: { lastName: "Schwarz" },
      sortKey: "schwarz eva",
      origins: { lastName: origin },
      now: AT,
    });
    await changeAddress(tx, id, {
      email: "neu@herkunft.example",
      emailNormalised: "neu@herkunft.example",
      addressHash: Buffer.alloc(16),
      origin,
      now: AT,
    });
  });
  const changed = { ...ALL, email: "Anruf", lastName: "Anruf" };
  assert.deepEqual(await sources(id), changed);
  assert.equal(await asked(id, "email"), "Anruf");
  await inAccount((tx) => moveValues(tx, "messe", "halle", [{ id, value: "ja" }]));
  const { "custom.messe": _moved, ...moved } = { ...changed, "custom.halle": "Messe" };
  assert.deepEqual(await sources(id), moved);
  await inAccount((tx) => emptyField(tx, "filiale", 100, AT));
  const { "custom.filiale": _gone, ...rest } = moved;
  assert.deepEqual(await sources(id), rest);
});

test("LEAD-07: the age of a value is told by the origin it shares with others", async () => {
  const id = await addContact("alt@herkunft.example");
  const later = new Date("2026-11-22T09:00:00Z");
  const emptied = (before: Date) =>
    inAccount((tx) => emptyOldValues(tx, "messe", before, 100, later));
  assert.equal(await emptied(AT), 0);
  assert.ok((await emptied(later)) >= 1);
  assert.equal((await sources(id))["custom.messe"], undefined);
  assert.equal((await sources(id))["custom.filiale"], "Messe");
});
