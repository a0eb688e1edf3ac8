import assert from "node:assert/strict";
import { after, test } from "node:test";
import { testDatabase } from "../../test/support/database.ts";
import { seedNewsletter } from "../../test/support/newsletter.ts";
import { recordEntry } from "../consent/index.ts";
import {
  createKeys,
  createLogger,
  manualClock,
  one,
  rows,
  run,
  sql,
  type Tx,
} from "../platform/index.ts";
import { tidyContacts } from "./contacts.jobs.ts";
import { dryRun } from "./dry-run.ts";
import { insertHold } from "./holds.store.ts";
import { personalDataMap } from "./personal-data-map.ts";
import { applyRetention } from "./retention.jobs.ts";

const DAY_MS = 86_400_000;
const keys = createKeys(Buffer.alloc(32, 7));
const clock = manualClock(new Date());
const database = await testDatabase();
after(() => database.close());
const { db } = database;
const { accountId, listId } = await seedNewsletter(db, keys, { people: 40 });
const deps = {
  db,
  clock,
  keys,
  log: createLogger("silent"),
  map: personalDataMap({ keys, clock }),
};
const look = <T>(work: (tx: Tx) => Promise<T>) => db.account(accountId, work);
const daysAgo = (days: number) => new Date(clock.now().getTime() - days * DAY_MS);
const today = () => clock.now().toISOString().slice(0, 10);

interface Person {
  id: number;
  email: string;
}
type Ground = (tx: Tx, person: Person) => Promise<unknown>;

const sale = await look((tx) =>
  one<{ category: number; entity: number }>(
    tx,
    sql`with c as (insert into product_categories (account_id, name) values (${accountId}, 'Konten') returning id),
          e as (insert into legal_entities (account_id, name, relation) values (${accountId}, 'Musterbank', 'own') returning id)
        select c.id as category, e.id as entity from c, e`,
  ),
);
const declare = (kind: "imported_with_evidence" | "objection"): Ground => {
  return (tx, { email }) =>
    recordEntry(tx, deps, {
      accountId,
      subject: { emailNormalised: email },
      kind,
      ...(kind === "objection" ? {} : { purpose: "sales_1to1" as const }),
      payload: { channel: "import", grantedAt: clock.now().toISOString(), source: "Messe" },
    });
};
const request =
  (state: string, by: "contact" | "address"): Ground =>
  (tx, { id, email }) =>
    run(
      tx,
      sql`insert into data_requests (account_id, number, kind, channel, state, locale, email_normalised, contact_id, received_on, due_on, created_at)
          values (${accountId}, ${id}, 'access', 'mail', ${state}, 'de', ${by === "address" ? email : null}, ${by === "contact" ? id : null}, now(), now(), now())`,
    );

/** Why a contact stays, each on its own. */
const grounds: Record<string, Ground> = {
  "a purchase": (tx, { id, email }) =>
    run(
      tx,
      sql`insert into purchases (account_id, contact_id, order_number, kind, category_id, entity_id, concluded_on, email, email_normalised, address_given, source, created_by)
          values (${accountId}, ${id}, ${`B-${id}`}, 'purchase', ${sale.category}, ${sale.entity}, now(), ${email}, ${email}, true, 'form', 'Test')`,
    ),
  "an inquiry": (tx, { id }) =>
    run(
      tx,
      sql`insert into inquiries (account_id, contact_id, received_on, channel, subject, recorded_by) values (${accountId}, ${id}, now(), 'phone', 'Baufinanzierung', 'Test')`,
    ),
  "being a customer": (tx, { id }) =>
    run(tx, sql`update contacts set stage = 'customer' where id = ${id}`),
  "a restriction (Art. 18)": (tx, { id }) =>
    run(tx, sql`update contacts set restricted_at = now() where id = ${id}`),
  "being kept until today": (tx, { id }) =>
    run(
      tx,
      sql`update contacts set kept_until = ${today()}::date, kept_because = 'Rechtsstreit' where id = ${id}`,
    ),
  "an open case of the contact": request("working", "contact"),
  "an open case of the address": request("received", "address"),
  "a sign-up that waits": (tx, { id, email }) =>
    run(
      tx,
      sql`insert into consent_requests (account_id, state, token_hash, email, email_normalised, declaration, locale, expires_at)
          values (${accountId}, 'pending', ${Buffer.from(String(id))}, ${email}, ${email}, '{}', 'de', now() + interval '1 day')`,
    ),
  "a consent to personal contact": declare("imported_with_evidence"),
  "a legal hold": (tx, { id, email }) =>
    insertHold(
      tx,
      accountId,
      {
        scope: "person",
        contactId: id,
        emailNormalised: email,
        class: null,
        reason: "Rechtsstreit Az. 7 O 12/26",
        reviewOn: today(),
        endsOn: today(),
      },
      "Datenschutzbeauftragte",
      clock.now(),
    ),
};
/** What keeps nobody. */
const none: Record<string, Ground> = {
  nothing: async () => {},
  "a case that has ended": request("closed", "contact"),
  "having been kept until yesterday": (tx, { id }) =>
    run(tx, sql`update contacts set kept_until = ${today()}::date - 1 where id = ${id}`),
  "a consent that an objection ended": async (tx, person) => {
    await declare("imported_with_evidence")(tx, person);
    await declare("objection")(tx, person);
  },
};

/** Somebody for each ground, from the number on; gives who is still there afterwards. */
async function withGrounds(
  from: number,
  prepare: Ground,
  work: () => Promise<unknown>,
): Promise<string[]> {
  const names = [...Object.keys(grounds), ...Object.keys(none)];
  const people = new Map<string, Person>();
  await look(async (tx) => {
    for (const [at, name] of names.entries()) {
      const person = await one<Person>(
        tx,
        sql`select id, email_normalised as email from contacts where account_id = ${accountId} and email_normalised = ${`person${from + at}@leser.example`}`,
      );
      people.set(name, person);
      await prepare(tx, person);
      await { ...grounds, ...none }[name]!(tx, person);
    }
  });
  await work();
  const there = await look((tx) =>
    rows<{ id: number }>(tx, sql`select id from contacts where account_id = ${accountId}`),
  );
  const ids = new Set(there.map((row) => row.id));
  return names.filter((name) => ids.has(people.get(name)!.id));
}
const endHolds = () =>
  look((tx) =>
    run(
      tx,
      sql`update retention_holds set ended_at = now(), contact_id = null, email_normalised = null where account_id = ${accountId}`,
    ),
  );

test("RET-04 RET-06 RET-10 UNS-15: the last list forgets everybody after 7 days, and the contact goes only where nothing else holds it", async () => {
  const other = await look((tx) =>
    one<{ id: number }>(
      tx,
      sql`insert into lists (account_id, name, topics, frequency) values (${accountId}, 'Immobilien', 'Wohnen', 'monatlich') returning id`,
    ),
  );
  const leave: Ground = (tx, { id }) =>
    run(
      tx,
      sql`update subscriptions set state = 'unsubscribed', unsubscribed_at = ${daysAgo(8)} where contact_id = ${id}`,
    );
  const twice = await look((tx) =>
    one<{ id: number }>(
      tx,
      sql`update subscriptions set state = 'unsubscribed', unsubscribed_at = ${daysAgo(8)} where email_normalised = 'person40@leser.example' and list_id = ${listId} returning contact_id as id`,
    ),
  );
  await look((tx) =>
    run(
      tx,
      sql`insert into subscriptions (account_id, list_id, email_normalised, contact_id, state, unsubscribed_at) values (${accountId}, ${other.id}, 'person40@leser.example', ${twice.id}, 'unsubscribed', ${daysAgo(3)})`,
    ),
  );
  const there = await withGrounds(1, leave, () => applyRetention(deps, accountId));
  assert.deepEqual(there, Object.keys(grounds));
  const left = await look((tx) =>
    rows<{ id: number }>(
      tx,
      sql`select s.contact_id as id from subscriptions s where s.state = 'unsubscribed' and s.list_id = ${listId}`,
    ),
  );
  assert.equal(left.length, 1, "only whoever is under a legal hold keeps what the list knows");
  const both = async () =>
    (await look((tx) => rows(tx, sql`select 1 from contacts where id = ${twice.id}`))).length;
  assert.equal(await both(), 1, "another list has days of its own");
  clock.advance(5 * DAY_MS);
  await applyRetention(deps, accountId);
  assert.equal(await both(), 0);
  await endHolds();
});

test("RET-06 RET-10: an orphan is deleted after 30 days only where nothing holds it, and flagged again only then", async () => {
  const orphan: Ground = async (tx, { id }) => {
    await run(tx, sql`delete from subscriptions where contact_id = ${id}`);
    await run(
      tx,
      sql`update contacts set created_at = ${daysAgo(60)}, orphaned_at = ${daysAgo(31)} where id = ${id}`,
    );
  };
  const tidy = () => tidyContacts(deps, accountId);
  let due: object | undefined;
  const there = await withGrounds(20, orphan, async () => {
    due = (await look((tx) => dryRun(tx, clock.now()))).find((each) => each.class === "orphans");
    await tidy();
  });
  // Of a consent that stands in the ledger alone the dry run knows nothing.
  const names = Object.keys(none).length + 2;
  assert.deepEqual(due, { class: "orphans", due: names, held: 1 });
  assert.deepEqual(there, Object.keys(grounds));
  const flagged = async () =>
    (
      await look((tx) =>
        rows<{ id: number }>(
          tx,
          sql`select id from contacts where account_id = ${accountId} and orphaned_at is not null and email_normalised ~ '^person[23]'`,
        ),
      )
    ).length;
  assert.equal(await flagged(), 2, "whoever is kept by a day or a hold has no ground besides");
  await tidy();
  assert.equal(await flagged(), 2);
});
