import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import type { ContactOverview } from "../../contract/directory.ts";
import { mailKinds, type PermissionAnswer } from "../../contract/permission.ts";
import { runningApp, type RunningApp } from "../../test/support/app.ts";
import { askAs, keyWith, signedInAs, type Ask } from "../../test/support/callers.ts";
import { seedNewsletter, type SeededNewsletter } from "../../test/support/newsletter.ts";
import { eventually, SAMPLE_HTML } from "../../test/support/sending.ts";
import { addressHash } from "../contacts/index.ts";
import { rows, run, sql } from "../platform/index.ts";
import { insertSuppression, type NewSuppression } from "../suppression/index.ts";

let running: RunningApp;
let seeded: SeededNewsletter;
let owner: Ask;
let people: { id: string; email: string }[];

before(async () => {
  running = await runningApp();
  const { db } = running.database;
  seeded = await seedNewsletter(db, running.app.keys, {
    people: 8,
    granted: 2,
    domain: "auskunft.example",
  });
  owner = askAs(running.url, await signedInAs(db, seeded, ["owner"]));
  people = (await owner<{ items: { id: string; email: string }[] }>("GET", "/contacts")).items;
  people.sort((a, b) => a.email.localeCompare(b.email));
});
after(() => running.close());

const ask = (at: number, query = "") =>
  owner<PermissionAnswer>("GET", `/contacts/${people[at]!.id}/permission${query}`);

const inAccount = <T>(work: Parameters<typeof running.database.db.account<T>>[1]) =>
  running.database.db.account(seeded.accountId, work);

function suppress(at: number, entry: Partial<NewSuppression> & Pick<NewSuppression, "scope">) {
  const { email } = people[at]!;
  return inAccount((tx) =>
    insertSuppression(tx, seeded.accountId, {
      emailNormalised: email,
      addressHash: addressHash(running.app.keys, seeded.accountId, email),
      reason: "Notiz nur fürs Haus",
      origin: "header",
      at: new Date("2026-03-05T10:00:00Z"),
      ...entry,
    }),
  );
}

test("LEG-02 TRK-01: a yes names every question, the consent it rests on, and how it may be measured", async () => {
  const answer = await ask(0);
  assert.equal(answer.allowed, true);
  assert.equal(answer.basis, "consent");
  assert.ok(answer.steps.length > 10);
  assert.ok(answer.steps.every((step) => step.state === "passed"));
  const consent = answer.steps.find((step) => step.id === "subscription")!;
  assert.match(consent.sentence.de, /^Ja, für „Marktblick“: am .* im eigenen Postfach bestätigt/);
  assert.match(consent.sentence.de, /Quelle: „Anmeldeformular“/);
  assert.match(consent.sentence.en, /^Yes, for "Marktblick": confirmed in their own mailbox on/);
  assert.ok(consent.since);
  assert.equal(answer.measure.level, "personal");
  assert.match(answer.measure.sentence.de, /erlaubt\.$/);
  assert.match(answer.letter.de, /Das Ergebnis: Ja\./);
  assert.equal((await ask(5)).measure.level, "anonymous");
});

test("UNS-06 LEG-14 UNS-24: a no names the day and the way, and what would change it; notes of the house stay out of the letter", async () => {
  await suppress(1, { scope: "list_address", listId: seeded.listId });
  const left = await ask(1);
  assert.equal(left.reason, "unsubscribed");
  const stop = left.steps.find((step) => step.state === "stopped")!;
  assert.equal(
    stop.sentence.de.replaceAll("\u00a0", " "),
    "Nein: am 5. März 2026 über den Abmeldeknopf im Mailprogramm von „Marktblick“ abgemeldet.",
  );
  assert.equal(stop.evidence?.kind, "suppression");
  assert.equal(left.steps.at(-1)!.state, "not_reached");
  assert.match(left.letter.de, /melden Sie sich bitte neu an/);

  await suppress(2, { scope: "account_address", origin: "letter" });
  const objected = await ask(2);
  assert.equal(objected.rule, "LEG-14");
  assert.match(
    objected.steps.find((step) => step.state === "stopped")!.sentence.de.replaceAll("\u00a0", " "),
    /^Ja: am 5. März 2026 per Brief jeder Werbung widersprochen\.$/,
  );

  await suppress(3, { scope: "blacklist", origin: "operator" });
  const blocked = await ask(3);
  assert.equal(blocked.reason, "blacklist");
  assert.equal(
    blocked.steps.find((step) => step.state === "stopped")!.evidence?.note,
    "Notiz nur fürs Haus",
  );
  for (const letter of [blocked.letter.de, blocked.letter.en, blocked.summary.de])
    assert.ok(!letter.includes("Notiz"));
  assert.ok(blocked.unblocks);
});

test("LEG-02: the answer is the gate's own for everybody, for lists as on the contact's page and for each kind of mail", async () => {
  for (const [at, person] of people.entries()) {
    const overview = await owner<ContactOverview>("GET", `/contacts/${person.id}/overview`);
    const answer = await ask(at, `?list=${seeded.listPublicId}`);
    assert.deepEqual(
      { allowed: answer.allowed, reason: answer.reason, rule: answer.rule },
      overview.lists[0]!.mail,
    );
  }
  const expected = {
    privacy_notice: null,
    system: null,
    opt_in: null,
    test: "test_address_unconfirmed",
  };
  for (const [kind, reason] of Object.entries(expected))
    assert.equal((await ask(4, `?kind=${kind}`)).reason, reason, kind);
  for (const kind of mailKinds) {
    const answer = await ask(4, `?kind=${kind}`);
    for (const text of [answer.summary, answer.measure.sentence, answer.letter])
      assert.ok(text.de.length > 10 && text.en.length > 10 && !text.de.includes("undefined"));
    for (const step of answer.steps)
      assert.ok(step.sentence.de && step.sentence.en && step.title.de);
  }
});

test("ORG-04: each look is noted, needs the right to see contacts, and reaches no other account", async () => {
  const { db } = running.database;
  const person = people[6]!;
  const looks = () =>
    inAccount((tx) =>
      rows(
        tx,
        sql`select 1 from audit_entries where action = 'contact.viewed' and object_id = ${person.id} and detail->>'view' = 'permission'`,
      ),
    );
  const before = (await looks()).length;
  await ask(6);
  assert.equal((await looks()).length, before + 1);
  const program = askAs(running.url, await keyWith(db, seeded, ["mailings.read"]));
  await assert.rejects(program("GET", `/contacts/${person.id}/permission`), /403/);
  const unknown = "0".repeat(32);
  await assert.rejects(owner("GET", `/contacts/ctc_${unknown}/permission`), /404/);
  await assert.rejects(ask(6, `?mailing=mlg_${unknown}`), /404/);
  await assert.rejects(ask(6, `?list=lst_${unknown}`), /404/);
  await assert.rejects(ask(6, "?kind=leaflet"), /4\d\d/);
});

test("LEG-20 ORG-04: for a mailing that was sent, what became of it stands beside what would happen now", async () => {
  const { id } = await owner<{ id: string }>("POST", "/mailings", {
    name: "Auskunft",
    subject: "Marktblick: neue Konditionen",
    html: SAMPLE_HTML,
    listIds: [seeded.listPublicId],
  });
  assert.equal((await ask(7, `?mailing=${id}`)).sent, null);
  const colleague = askAs(running.url, await signedInAs(running.database.db, seeded, ["marketer"]));
  await colleague("POST", `/mailings/${id}/approve`);
  await owner("POST", `/mailings/${id}/schedule`, {});
  await eventually(
    "the mailing is sent",
    async () => (await owner<{ state: string }>("GET", `/mailings/${id}`))["state"] === "sent",
  );
  await inAccount((tx) =>
    run(
      tx,
      sql`update subscriptions set state = 'unsubscribed', unsubscribed_at = now() where email_normalised = ${people[7]!.email}`,
    ),
  );
  const answer = await ask(7, `?mailing=${id}`);
  assert.equal(answer.allowed, false);
  assert.equal(answer.sent?.outcome, "accepted");
  assert.equal((await ask(3, `?mailing=${id}`)).sent?.reason, "blacklist");
});
