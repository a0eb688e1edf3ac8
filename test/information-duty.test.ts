import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import type { DutyAnswer, InformationDuties } from "../contract/data-requests.ts";
import { readEntries } from "../server/consent/index.ts";
import { setNoticeDue, setRestricted } from "../server/contacts/index.ts";
import { maybe, run, sql } from "../server/platform/index.ts";
import { watchInformation } from "../server/requests/index.ts";
import { signedInAs, askAs } from "./support/callers.ts";
import {
  correspondenceWorld,
  refusal,
  type CorrespondenceWorld,
  type Person,
} from "./support/correspondence.ts";
import { eventually } from "./support/sending.ts";

let world: CorrespondenceWorld;
before(async () => {
  world = await correspondenceWorld();
});
after(() => world.close());

const DAY = 86_400_000;
const PATH = "/information-duties";
/** Somebody of a file whose notice is due in so many days. */
async function imported(inDays: number, email?: string): Promise<Person> {
  const person = await world.person(email);
  const due = new Date(Date.now() + inDays * DAY).toISOString().slice(0, 10);
  await world.inAccount((tx) => setNoticeDue(tx, [person.id], due));
  return person;
}
const watch = () => watchInformation(world.running.app.deps.requests, world.seeded.accountId);
const duties = () => world.ask<InformationDuties>("GET", PATH);
const stateOf = (person: Person) =>
  world.inAccount((tx) =>
    maybe<{ dueOn: string | null; isRestricted: boolean }>(
      tx,
      sql`select notice_due_on::text as due_on, restricted_at is not null as is_restricted from contacts where account_id = app_account() and id = ${person.id}`,
    ),
  );
const untouched = { dueOn: null, isRestricted: false };

test("DSR-02: nobody told by day 25 raises the alarm once; by day 30 they are locked and proposed for deletion", async () => {
  const [early, soon, late] = [await imported(6), await imported(5), await imported(0)];
  assert.deepEqual(await watch(), { soon: 1, locked: 1 });
  assert.deepEqual(await watch(), { soon: 0, locked: 0 }, "each once");
  const { open, items, ...counts } = await duties();
  assert.deepEqual([open, counts], [3, { soon: 1, locked: 1 }]);
  assert.deepEqual(
    items.map(({ contactId, state, source }) => [contactId, state, source]),
    [
      [late.publicId, "locked", "Messe Herbst 2026"],
      [soon.publicId, "soon", "Messe Herbst 2026"],
      [early.publicId, "open", "Messe Herbst 2026"],
    ],
  );
  await eventually("whoever is responsible has a mail", async () => {
    const mails = await world.ask<{ items: { subject: string }[] }>("GET", "/mailbox?limit=200");
    return mails.items.some(({ subject }) =>
      subject.includes("Gesperrt: 1 Kontakt nicht über ihre Daten informiert"),
    );
  });
  const { todos } = await world.ask<{ todos: { code: string; urgent: boolean; path: string }[] }>(
    "GET",
    "/dashboard",
  );
  const todo = todos.find(({ code }) => code === "information_due");
  assert.deepEqual([todo?.urgent, todo?.path], [true, "/datenschutz/anliegen/informationspflicht"]);
  // Locked means locked: gone for a marketer, and no letter leaves.
  const { db } = world;
  const marketer = askAs(world.running.url, await signedInAs(db, world.seeded, ["marketer"]));
  await assert.rejects(marketer("GET", late.path), /404/);
  await marketer("GET", soon.path);
  await world.consentToLetters(late);
  const { reason } = await refusal(
    world.ask("POST", `${late.path}/one-to-one`, {
      reason: "offer",
      reasonText: "Sie haben gefragt.",
      subject: "Persönlich",
      text: "Guten Tag.",
    }),
  );
  assert.equal(reason, "restricted");
});

test("DSR-02: the notice goes to many at once, and what a server accepted ends the lock", async () => {
  const [locked, open] = [await imported(0), await imported(20)];
  await watch();
  const other = await world.person();
  const send = () =>
    world.ask<DutyAnswer>("POST", `${PATH}/send`, {
      contactIds: [locked.publicId, open.publicId, other.publicId],
    });
  const sent = await send();
  assert.deepEqual(sent, { done: 2, left: [{ contactId: other.publicId, reason: "not_due" }] });
  assert.equal((await send()).done, 0, "nobody gets a second one");
  assert.match((await world.received(locked.email)).text, /Artikel 14/);
  for (const one of [locked, open])
    await eventually("the duty has ended", async () => (await stateOf(one))?.dueOn === null);
  assert.deepEqual(await stateOf(locked), untouched);
  assert.deepEqual(await watch(), { soon: 0, locked: 0 });
});

test("DSR-02: a notice given otherwise is kept in the ledger with its day and way, and ends the lock", async () => {
  const person = await imported(-1);
  await watch();
  assert.equal((await stateOf(person))?.isRestricted, true);
  const told = (toldOn: string) =>
    world.ask<DutyAnswer>("POST", `${PATH}/told`, {
      contactIds: [person.publicId],
      toldOn,
      how: "Brief vom Partner mit unserem Merkblatt",
    });
  await assert.rejects(told("2099-01-01"), /400.*told_in_future/s);
  assert.equal((await told("2026-11-02")).done, 1);
  assert.deepEqual(await stateOf(person), untouched);
  const entries = await world.inAccount((tx) =>
    readEntries(tx, world, world.seeded.accountId, { emailNormalised: person.emailNormalised }),
  );
  const entry = entries.find(({ kind }) => kind === "notice_sent");
  assert.match(
    JSON.stringify(entry?.document),
    /Brief vom Partner.*2026-11-02|2026-11-02.*Brief vom Partner/,
  );
});

test("DSR-02 DSR-07: a restriction that a person asked for outlives the notice", async () => {
  const person = await imported(0);
  await watch();
  await world.inAccount((tx) => setRestricted(tx, person.id, new Date()));
  await world.ask("POST", `${PATH}/told`, {
    contactIds: [person.publicId],
    toldOn: "2026-11-02",
    how: "Am Telefon vorgelesen",
  });
  assert.deepEqual(await stateOf(person), { dueOn: null, isRestricted: true });
});

test("DSR-02: whoever signed up themselves is not locked; whoever is erased is gone", async () => {
  const [joined, gone] = [await imported(0), await imported(0)];
  await world.inAccount((tx) =>
    run(
      tx,
      sql`insert into consent_requests (account_id, state, token_hash, email, email_normalised, locale, expires_at)
          values (${world.seeded.accountId}, 'confirmed', ${Buffer.alloc(32, 7)}, ${joined.email}, ${joined.emailNormalised}, 'de', now())`,
    ),
  );
  assert.equal((await watch()).locked, 1);
  assert.deepEqual(await stateOf(joined), untouched);
  const erased = await world.ask<DutyAnswer>("POST", `${PATH}/erase`, {
    contactIds: [gone.publicId, joined.publicId],
  });
  assert.deepEqual(erased, {
    done: 1,
    left: [{ contactId: joined.publicId, reason: "not_due" }],
  });
  assert.equal(await stateOf(gone), undefined);
});

test("DSR-02 LEAD-12: a contact added by hand says who gave the data; whoever did not is to be told within 30 days", async () => {
  const add = (email: string, collectedFrom: string) =>
    world.ask<{ id: string }>("POST", "/contacts", {
      email,
      source: "Branchenbuch",
      collectedFrom,
    });
  const dueOn = async (id: string) =>
    (await duties()).items.find((item) => item.contactId === id)?.dueOn ?? null;
  const found = await add("branchenbuch@hand.example", "elsewhere");
  assert.equal(
    await dueOn(found.id),
    new Date(world.clock.now().getTime() + 30 * DAY).toISOString().slice(0, 10),
  );
  const asked = await add("messe@hand.example", "person");
  assert.equal(await dueOn(asked.id), null);
  // Who is known already has been told, or has their day.
  await add("messe@hand.example", "elsewhere");
  assert.equal(await dueOn(asked.id), null);
  await assert.rejects(
    world.ask("POST", "/contacts", { email: "stumm@hand.example", source: "Branchenbuch" }),
    /collectedFrom/,
  );
});
