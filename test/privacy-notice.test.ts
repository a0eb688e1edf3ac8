import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { readEntries } from "../server/consent/index.ts";
import { findContact } from "../server/contacts/index.ts";
import { rows, sql } from "../server/platform/index.ts";
import {
  correspondenceWorld,
  linksOf,
  type CorrespondenceWorld,
} from "./support/correspondence.ts";
import { exportDataSubject } from "../server/privacy/index.ts";
import { eventually } from "./support/sending.ts";

let world: CorrespondenceWorld;
before(async () => {
  world = await correspondenceWorld();
});
after(() => world.close());

test("DSR-02 DSR-03: the notice of Art. 14 names source, data, purpose, basis, retention, recipients and rights, and is recorded", async () => {
  const anna = await world.person("art14@firma.example", { land: "Schweiz" });
  const fields = await world.ask<{ items: { id: string; key: string }[] }>(
    "GET",
    "/contact-fields",
  );
  const land = fields.items.find((field) => field.key === "land")!;
  await world.ask("PATCH", `/contact-fields/${land.id}`, { label: "Wohnsitzland" });
  const before_ = await world.ask<{ sentAt: string | null; missing: string[] }>(
    "GET",
    `${anna.path}/privacy-notice`,
  );
  assert.deepEqual([before_.sentAt, before_.missing], [null, []]);
  await world.ask("POST", `${anna.path}/privacy-notice`, {});
  const mail = await world.received(anna.email);
  assert.equal(mail.subject, "Informationen zu Ihren Daten bei Musterbank");
  for (const part of [
    /Messe Herbst 2026/,
    /Vorname/,
    // What the account calls its own field, not the name programs know it by.
    /Wohnsitzland/,
    /Artikel 6 Absatz 1 Buchstabe f/,
    /90 Tage/,
    /kein Dienstleister/,
    /Deutschland/,
    /Artikel 15/,
    /Aufsichtsbehörde beschweren/,
    /datenschutz@makler-mustermann\.example/,
    /Lindenallee 12/,
  ])
    assert.match(mail.text, part);
  assert.doesNotMatch(mail.text, /\bland\b/);
  assert.ok(linksOf(mail.html).some((link) => link.includes("/o/")));
  assert.doesNotMatch(mail.html, /<img/);
  await eventually("the ledger says that the notice was accepted", async () => {
    const found = await world.inAccount((tx) =>
      readEntries(tx, world, world.seeded.accountId, { emailNormalised: anna.emailNormalised }),
    );
    const [entry] = found.filter((each) => each.kind === "notice_sent");
    return (
      entry !== undefined && entry.intact === true && entry.document?.evidence["smtpReply"] !== ""
    );
  });
  const after_ = await world.ask<{ sentAt: string | null }>("GET", `${anna.path}/privacy-notice`);
  assert.notEqual(after_.sentAt, null);
  const english = await world.person("english@firma.example");
  await world.ask("POST", `${english.path}/privacy-notice`, { locale: "en" });
  assert.match((await world.received(english.email)).text, /Where|complain to a data protection/);
});

test("DSR-04 DSR-06: a person's copy holds what was written; erasure leaves nothing of it", async () => {
  const anna = await world.person("kopie@firma.example");
  await world.consentToLetters(anna);
  await world.ask("POST", `${anna.path}/inquiries`, {
    receivedOn: new Date().toISOString().slice(0, 10),
    channel: "email",
    subject: "Eine sehr eigene Frage",
  });
  const letter = await world.ask<{ id: string }>("POST", `${anna.path}/one-to-one`, {
    reason: "offer",
    reasonText: "Sie haben gefragt.",
    subject: "Persönlich",
    text: "Guten Tag, ein unverwechselbarer Text.",
  });
  await world.ended(letter.id);
  const subject = {
    accountId: world.seeded.accountId,
    emailNormalised: anna.emailNormalised,
    contactId: anna.id,
  };
  const { preferences } = world.running.app.deps;
  const copy = JSON.stringify(await exportDataSubject(world.running.app.deps.privacy)(subject));
  assert.match(copy, /unverwechselbarer Text/);
  assert.match(copy, /Eine sehr eigene Frage/);
  await preferences.eraseDataSubject(subject);
  const left = await world.inAccount(async (tx) => [
    ...(await rows(tx, sql`select * from inquiries where contact_id = ${anna.id}`)),
    ...(await rows(
      tx,
      sql`select * from correspondence_mails where contact_id = ${anna.id} or email_normalised = ${anna.emailNormalised}`,
    )),
  ]);
  assert.deepEqual(left, []);
  assert.equal(await world.inAccount((tx) => findContact(tx, anna.publicId)), undefined);
});
