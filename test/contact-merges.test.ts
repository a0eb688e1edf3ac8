import assert from "node:assert/strict";
import { test } from "node:test";
import { addressHash, contactsPersonalData } from "../server/contacts/index.ts";
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

test("DSR-02: whoever is merged is to be told by the earlier day; an undo gives back what was before, unless they were told", async () => {
  const day = async (id: number) =>
    (await owner.query("select notice_due_on::text as day from contacts where id = $1", [id]))
      .rows[0]?.day;
  const set = (id: number, due: string | null) =>
    owner.query("update contacts set notice_due_on = $2 where id = $1", [id, due]);
  for (const [before, other, joined] of [
    [null, "2027-01-20", "2027-01-20"],
    ["2027-01-10", "2027-01-20", "2027-01-10"],
    ["2027-01-20", "2027-01-10", "2027-01-10"],
    ["2027-01-20", null, "2027-01-20"],
  ] as const) {
    const [kept, gone] = [await contact({ name: "Eins" }), await contact({ name: "Zwei" })];
    await set(kept.id, before);
    await set(gone.id, other);
    const merge = () =>
      ok("POST", "/contact-merges", { keep: kept.public_id, merge: gone.public_id });
    const { undo } = await merge();
    assert.equal(await day(kept.id), joined);
    await ok("POST", `/contact-merges/${undo}/undo`);
    assert.deepEqual([await day(kept.id), await day(gone.id)], [before, other]);

    const again = await merge();
    await set(kept.id, null);
    await ok("POST", `/contact-merges/${again.undo}/undo`);
    assert.equal(await day(kept.id), null, "who was told meanwhile is told");
  }
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

test("CRM-01 TRK-24: no merge and no address joins the pots", async () => {
  const kept = await contact({ name: "Newsletter" });
  const record = await insert("contacts", {
    pot: "core",
    email: kept.email,
    email_normalised: kept.email,
    address_hash: addressHash(keys, accountId, kept.email),
    last_name: "Kernsystem",
    sort_key: "kernsystem",
    source_system: "OSPlus",
    person_number: "4711",
  });
  const request = { keep: kept.public_id, merge: record.public_id };
  assert.equal((await call("POST", "/contact-merges", request)).body.code, "merge_core");
  for (const id of [kept.public_id, record.public_id])
    assert.deepEqual((await ok("GET", `/contacts/${id}/overview`)).sharedWith, []);
});

test("an address that looks mistyped is pointed out and never changed", async () => {
  const typed = await contact({ email: "anna@gmial.com" });
  const { address, contact: shown } = await ok("GET", `/contacts/${typed.public_id}/overview`);
  assert.equal(address.likely, "gmail.com");
  assert.equal(shown.email, "anna@gmial.com");
});
