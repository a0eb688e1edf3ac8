import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { sendLetter } from "../server/correspondence/send-letter.ts";
import { insertContact } from "../server/contacts/contacts.store.ts";
import { addressHash } from "../server/contacts/index.ts";
import { createLinkTokens } from "../server/lists/index.ts";
import { createLogger, rows, run, sql, type Actor } from "../server/platform/index.ts";
import { activeForAddress } from "../server/suppression/index.ts";
import { askAs, keyWith, signedInAs } from "./support/callers.ts";
import {
  correspondenceWorld,
  linksOf,
  refusal,
  type CorrespondenceWorld,
  type Person,
} from "./support/correspondence.ts";

let world: CorrespondenceWorld;
before(async () => {
  world = await correspondenceWorld();
});
after(() => world.close());

const LETTER = {
  reason: "offer",
  reasonText: "Sie haben sich an unserem Stand für Photovoltaik interessiert.",
  subject: "Ihr Dach und die Sonne",
  text: "Guten Tag Frau Beispiel,\n\nwie besprochen habe ich für Ihr Dach gerechnet. Alles steht unter https://www.musterbank.example/rechnung bereit.\n\nFreundliche Grüße\nTest owner",
};
type Sent = { id: string; basis: string };
const send = (to: Person, change: object = {}) =>
  world.ask<Sent>("POST", `${to.path}/one-to-one`, { ...LETTER, ...change });
const own = (name: string) => ({
  text: `Guten Tag,\n\n${name} hat mich gebeten, Ihnen zu schreiben: ${[...name].map((letter) => `Punkt ${letter} betrifft ${letter}${name}`).join(", ")}.`,
});
const dayAgo = (days: number) =>
  new Date(Date.now() - days * 86_400_000).toISOString().slice(0, 10);
const allowSwitzerland = () =>
  world.ask("PUT", "/one-to-one/countries", {
    items: [{ country: "CH", policy: "legitimate_interest", reason: "Nach Schweizer Recht." }],
  });

test("LEG-12 DSR-03 DSR-09 CNT-04 CNT-05 TRK-19: the mail itself: who, why, whence, rights, and nothing that counts", async () => {
  const anna = await world.person();
  await world.consentToLetters(anna);
  const view = await world.ask<{ answer: object; origin: { source: string }; sender: object }>(
    "GET",
    `${anna.path}/one-to-one`,
  );
  assert.deepEqual(view.answer, { allowed: true, basis: "consent", reason: null, rule: null });
  assert.equal(view.origin.source, "Messe Herbst 2026");
  const preview = await world.ask<{ html: string; from: string }>(
    "POST",
    `${anna.path}/one-to-one/preview`,
    LETTER,
  );
  assert.equal(preview.from, "Test owner, Musterbank");
  const sent = await send(anna);
  const mail = await world.received(anna.email);

  assert.equal(mail.headers.get("from"), '"Test owner, Musterbank" <post@musterbank.example>');
  assert.equal(mail.headers.get("auto-submitted"), undefined);
  const [header] = /https?:[^>]+/.exec(mail.headers.get("list-unsubscribe") ?? "") ?? [];
  assert.equal(mail.headers.get("list-unsubscribe-post"), "List-Unsubscribe=One-Click");
  assert.match(header ?? "", /\/o\/[\w-]{78}$/);
  assert.deepEqual(linksOf(mail.html), [
    "https://www.musterbank.example/rechnung",
    "https://makler-mustermann.example/datenschutz",
    header,
  ]);
  assert.doesNotMatch(mail.html, /<img|background:\s*url|\/t\//i);
  for (const part of [mail.html, mail.text]) {
    assert.match(part, /an unserem Stand für Photovoltaik/);
    assert.match(part, /Messe Herbst 2026, Stand/);
    assert.match(part, /Lindenallee 12, 12345 Musterstadt/);
    assert.match(part, /widersprechen/);
    assert.match(part, /datenschutz@makler-mustermann\.example/);
    assert.match(part, /nicht ausgewertet/);
  }
  assert.deepEqual(await world.ended(sent.id), {
    outcome: "accepted",
    reason: null,
    basis: "consent",
    measured: "none",
    kind: "one_to_one",
    bodies: 0,
  });
  const overview = await world.ask<{ timeline: { kind: string; title: { de: string } }[] }>(
    "GET",
    `${anna.path}/overview`,
  );
  assert.ok(overview.timeline.some((one) => one.title.de === "Persönliche E-Mail"));
  const { letters } = await world.ask<{ letters: { state: string; text: string }[] }>(
    "GET",
    `${anna.path}/one-to-one`,
  );
  assert.deepEqual([letters[0]?.state, letters[0]?.text], ["accepted", LETTER.text]);
  const noted = await world.ask<{ items: { action: string }[] }>(
    "GET",
    `/audit?objectId=${anna.publicId}`,
  );
  assert.equal(noted.items.filter((one) => one.action === "one_to_one.sent").length, 1);
});

test("LEG-13: without a basis nobody in Germany, Austria or somewhere unknown is written to, whatever the account decided", async () => {
  await allowSwitzerland();
  for (const [email, custom] of [
    ["kalt@firma.de", {}],
    ["kalt@firma.at", {}],
    ["kalt@firma.com", {}],
    ["kalt@firma.ch", { land: "Deutschland" }],
    ["kalt@firma.fr", {}],
  ] as const) {
    const somebody = await world.person(email, custom);
    const refused = await refusal(send(somebody));
    assert.deepEqual(
      [refused.status, refused.reason, refused.rule],
      [409, "one_to_one_basis", "LEG-13"],
      email,
    );
    const view = await world.ask<{ answer: { reason: string } }>(
      "GET",
      `${somebody.path}/one-to-one`,
    );
    assert.equal(view.answer.reason, "one_to_one_basis");
  }
  assert.equal(
    (await send(await world.person("frei@firma.ch"), own("Schweiz"))).basis,
    "one_to_one",
  );
  const fixed = world.ask("PUT", "/one-to-one/countries", {
    items: [{ country: "DE", policy: "legitimate_interest", reason: "Wir möchten." }],
  });
  assert.equal((await refusal(fixed)).code, "country_fixed");
});

test("LEG-13: an answer to the person's own inquiry is no advertising, for 90 days", async () => {
  const anna = await world.person("anfrage@firma.de");
  const inquiry = (days: number, to: Person = anna) =>
    world.ask<{ id: string }>("POST", `${to.path}/inquiries`, {
      receivedOn: dayAgo(days),
      channel: "phone",
      subject: "Was kostet eine Anlage?",
    });
  const answer = (inquiryId?: string) => send(anna, { reason: "inquiry", inquiryId });
  assert.equal((await refusal(answer())).code, "inquiry_missing");
  assert.equal((await refusal(answer((await inquiry(91)).id))).reason, "one_to_one_basis");
  const other = await inquiry(2, await world.person());
  assert.equal((await refusal(answer(other.id))).code, "inquiry_missing");
  const young = await inquiry(90);
  assert.equal((await answer(young.id)).basis, "transactional");
  // The inquiry allows the answer, not an offer beside it.
  assert.equal((await refusal(send(anna))).reason, "one_to_one_basis");
  await world.ask("DELETE", `/inquiries/${young.id}`);
  assert.equal((await refusal(answer(young.id))).code, "inquiry_missing");
  const future = world.ask("POST", `${anna.path}/inquiries`, {
    receivedOn: dayAgo(-2),
    channel: "email",
    subject: "Von morgen",
  });
  assert.equal((await refusal(future)).code, "received_in_future");
});

test("LEG-12: no reason, no origin, a pretended answer: nothing leaves", async () => {
  const anna = await world.person();
  await world.consentToLetters(anna);
  assert.equal((await refusal(send(anna, { reasonText: "   " }))).reason, "one_to_one_reason");
  assert.equal((await refusal(send(anna, { reasonText: undefined }))).status, 400);
  assert.equal((await refusal(send(anna, { subject: "AW: Ihr Dach" }))).code, "subject_deceptive");
  const personal = {
    text: `Sehen Sie hier: https://x.example/?m=${encodeURIComponent(anna.email)}`,
  };
  assert.equal((await refusal(send(anna, personal))).code, "link_personal");
  await world.inAccount((tx) =>
    run(
      tx,
      sql`update contacts set origins = '{}' where account_id = app_account() and id = ${anna.id}`,
    ),
  );
  assert.equal((await refusal(send(anna))).code, "settings_incomplete");
  assert.equal((await world.entries(anna.email)).length, 0);
  const left = await world.inAccount((tx) =>
    rows(
      tx,
      sql`select 1 from correspondence_mails where account_id = app_account() and contact_id = ${anna.id}`,
    ),
  );
  assert.equal(left.length, 0, "a refusal leaves no row");
});

test("LEG-12: the sixth near-identical mail within 7 days is refused; consent and other words are free", async () => {
  await allowSwitzerland();
  const swiss = (no: number) => world.person(`gleich${no}@firma.ch`);
  for (let no = 1; no <= 5; no++) {
    const text = LETTER.text.replace("Frau Beispiel", `Herr Nummer ${no}`);
    assert.equal((await send(await swiss(no), { text })).basis, "one_to_one");
  }
  const sixth = await swiss(6);
  const refused = await refusal(send(sixth));
  assert.deepEqual([refused.reason, refused.rule], ["one_to_one_bulk", "LEG-12"]);
  assert.equal((await send(sixth, own("Sechster"))).basis, "one_to_one");
  const agreed = await swiss(7);
  await world.consentToLetters(agreed);
  assert.equal((await send(agreed)).basis, "consent");
  await world.withdrawLetters(agreed);
  assert.equal((await refusal(send(agreed))).reason, "one_to_one_bulk");
  await world.inAccount((tx) =>
    run(
      tx,
      sql`update correspondence_mails set created_at = now() - interval '8 days' where account_id = app_account() and basis = 'one_to_one'`,
    ),
  );
  assert.equal((await send(agreed)).basis, "one_to_one");
});

test("LEG-12: an operator's daily limit holds on legitimate interest only", async () => {
  await allowSwitzerland();
  const limit = (count: number) =>
    world.inAccount((tx) =>
      run(
        tx,
        sql`update accounts set settings = settings || ${JSON.stringify({ "one_to_one.max_per_user_day": count })}::jsonb where id = app_account()`,
      ),
    );
  const first = await world.person("tag1@firma.ch");
  const { sentToday } = await world.ask<{ sentToday: number }>("GET", `${first.path}/one-to-one`);
  await limit(sentToday + 1);
  await send(first, own("Erster"));
  const second = await world.person("tag2@firma.ch");
  assert.equal((await refusal(send(second, own("Zweiter")))).reason, "one_to_one_limit");
  await world.consentToLetters(second);
  assert.equal((await send(second, own("Zweiter"))).basis, "consent");
  const colleague = askAs(
    world.running.url,
    await signedInAs(world.db, world.seeded, ["marketer"]),
  );
  const third = await world.person("tag3@firma.ch");
  const sent = await colleague<Sent>("POST", `${third.path}/one-to-one`, {
    ...LETTER,
    ...own("Dritter"),
  });
  assert.equal(sent.basis, "one_to_one");
  await limit(20);
});

test("LEG-12: programs write no personal mails", async () => {
  const anna = await world.person();
  const key = await keyWith(world.db, world.seeded, ["one_to_one.send", "contacts.write"]);
  const refused = await refusal(
    askAs(world.running.url, key)("POST", `${anna.path}/one-to-one`, LETTER),
  );
  assert.equal(refused.status, 403);
});

test("LEG-14 UNS-03 M-2: the link of the mail objects by one click, a look changes nothing", async () => {
  const anna = await world.person();
  await world.consentToLetters(anna);
  await send(anna);
  const mail = await world.received(anna.email);
  const url = linksOf(mail.html).at(-1)!;
  const scopes = async () =>
    (
      await world.inAccount((tx) =>
        activeForAddress(
          tx,
          anna.emailNormalised,
          addressHash(world.keys, world.seeded.accountId, anna.emailNormalised),
        ),
      )
    ).map((one) => one.scope);
  for (const method of ["GET", "HEAD", "OPTIONS"]) await fetch(url, { method });
  assert.deepEqual(await scopes(), []);
  const answer = await fetch(url, {
    method: "POST",
    headers: { "content-type": "application/x-www-form-urlencoded" },
    body: "List-Unsubscribe=One-Click",
  });
  assert.equal(answer.status, 200);
  assert.deepEqual(await scopes(), ["account_address"]);
  assert.equal((await refusal(send(anna))).reason, "objection");
  assert.equal((await fetch(`${url.slice(0, -2)}AA`)).status, 404);
});

test("LEG-14 M-2: among core-system persons an objection is the person's own, not the address's", async () => {
  const twin = async (number: string): Promise<Person> => {
    const contact = await world.inAccount((tx) =>
      insertContact(tx, world.seeded.accountId, {
        pot: "core",
        email: "paar@firma.example",
        emailNormalised: "paar@firma.example",
        addressHash: addressHash(world.keys, world.seeded.accountId, "paar@firma.example"),
        sortKey: "",
        fields: { lastName: `Paar ${number}` },
        origins: { email: { source: "Kernsystem", at: "2026-10-01T08:00:00.000Z" } },
        sourceSystem: "osplus",
        personNumber: number,
        createdAt: new Date(),
      }),
    );
    await world.consentToLetters(contact);
    return { ...contact, path: `/contacts/${contact.publicId}` };
  };
  const objecting = await twin("1");
  const other = await twin("2");
  await world.suppress(objecting, { scope: "account_person", contactId: objecting.id });
  await world.suppress(objecting, { scope: "account_address" });
  assert.equal((await refusal(send(objecting))).reason, "objection");
  assert.equal((await send(other)).basis, "consent");
});

test("LEG-02 UNS-20 UNS-24 SND-09 DSR-06 DSR-07: every stop holds, and at hand-over again", async () => {
  for (const [reason, stop] of [
    ["blacklist", (one: Person) => world.suppress(one, { scope: "blacklist" })],
    ["retained", (one: Person) => world.suppress(one, { scope: "retained" })],
    ["complaint", (one: Person) => world.suppress(one, { scope: "complaint" })],
    ["restricted", (one: Person) => world.restrict(one)],
  ] as const) {
    const somebody = await world.person();
    await world.consentToLetters(somebody);
    await stop(somebody);
    assert.equal((await refusal(send(somebody))).reason, reason);
  }
  const gone = await world.person();
  await world.running.app.deps.preferences.eraseDataSubject({
    accountId: world.seeded.accountId,
    emailNormalised: gone.emailNormalised,
    contactId: gone.id,
  });
  assert.equal((await refusal(send(gone))).status, 404);

  // Queued with a consent that is withdrawn before the envelope leaves.
  const anna = await world.person();
  await world.consentToLetters(anna);
  const actor: Actor = {
    kind: "operator",
    operatorId: world.owner.operatorId,
    name: "Test owner",
    roles: ["owner"],
    permissions: new Set(),
  };
  const { keys, clock, db } = world;
  const deps = {
    db,
    keys,
    clock,
    log: createLogger("silent"),
    compliance: { keys, clock },
    links: createLinkTokens(keys),
    pagesUrl: world.running.url,
  };
  const sent = await world.inAccount(async (tx) => {
    const queued = await sendLetter(tx, deps, world.seeded.accountId, anna, actor, {
      ...LETTER,
      reason: "offer",
    });
    await run(
      tx,
      sql`insert into suppressions (account_id, scope, email_normalised, address_hash, reason, origin)
          values (${world.seeded.accountId}, 'account_address', ${anna.emailNormalised}, ${addressHash(keys, world.seeded.accountId, anna.emailNormalised)}, 'objection', 'phone')`,
    );
    return queued;
  });
  const end = await world.ended(sent.id);
  assert.deepEqual([end.outcome, end.reason, end.bodies], ["excluded", "objection", 0]);
  assert.equal((await world.entries(anna.email)).length, 0);
});
