import assert from "node:assert/strict";
import { after, test } from "node:test";
import { testDatabase } from "../../test/support/database.ts";
import { seedNewsletter } from "../../test/support/newsletter.ts";
import { tidyBounces } from "../bounces/index.ts";
import { recordEntry, subjectHash } from "../consent/index.ts";
import { importJobs } from "../imports/index.ts";
import {
  createKeys,
  createLogger,
  manualClock,
  one,
  rows,
  run,
  sql,
  type Job,
  type Tx,
} from "../platform/index.ts";
import { recordsPeriodic } from "../records/index.ts";
import { tidyContacts } from "./contacts.jobs.ts";
import { endHold, insertHold, type Hold } from "./holds.store.ts";
import { personalDataMap } from "./personal-data-map.ts";
import { applyRetention } from "./retention.jobs.ts";
import { retentionClasses } from "./retention.ts";

const DAY_MS = 86_400_000;
const keys = createKeys(Buffer.alloc(32, 11));
const clock = manualClock(new Date());
const database = await testDatabase();
after(() => database.close());
const { db } = database;
const { accountId } = await seedNewsletter(db, keys, { people: 60 });
const deps = {
  db,
  clock,
  keys,
  log: createLogger("silent"),
  map: personalDataMap({ keys, clock }),
};
const look = <T>(work: (tx: Tx) => Promise<T>) => db.account(accountId, work);
const daysAgo = (days: number) => new Date(clock.now().getTime() - days * DAY_MS);
const day = (days: number) => daysAgo(-days).toISOString().slice(0, 10);

interface Person {
  id: number;
  email: string;
}
/** How data of a class come to lie past their period, and how many of them are there. */
interface Case {
  put(tx: Tx, person: Person): Promise<unknown>;
  left(tx: Tx, person: Person): Promise<number>;
  /** What is put for one person, where it is more than one row. */
  of?: number;
  /** Rows that name nobody: a hold on a person does not know them. */
  nobody?: true;
}
const count = async (tx: Tx, from: ReturnType<typeof sql>): Promise<number> =>
  (await one<{ n: number }>(tx, sql`select count(*) as n from ${from}`)).n;
const statement = (tx: Tx, text: ReturnType<typeof sql>) => run(tx, text);

const sale = await look((tx) =>
  one<{ category: number; entity: number }>(
    tx,
    sql`with c as (insert into product_categories (account_id, name) values (${accountId}, 'Konten') returning id),
          e as (insert into legal_entities (account_id, name, relation) values (${accountId}, 'Musterbank', 'own') returning id),
          f as (insert into contact_fields (account_id, key, label, type, purpose, legal_basis, owner, retention_months)
            values (${accountId}, 'beruf', 'Beruf', 'text', 'Beratung', 'consent', 'Marketing', 1))
        select c.id as category, e.id as entity from c, e`,
  ),
);
const coreList = await look((tx) =>
  one<{ id: number }>(
    tx,
    sql`insert into core_lists (account_id, name, occasion, source_system, created_by, created_at) values (${accountId}, 'KMM', 'KMM', 'osplus', 'Test', now()) returning id`,
  ),
);
const hashOf = (emailNormalised: string) => subjectHash(keys, accountId, { emailNormalised });
const imports = new Set<number>();

const cases: Record<string, Case> = {
  subscriptions: {
    put: (tx, { id }) =>
      statement(
        tx,
        sql`update subscriptions set state = 'unsubscribed', unsubscribed_at = ${daysAgo(8)} where contact_id = ${id}`,
      ),
    left: (tx, { id }) => count(tx, sql`subscriptions s where s.contact_id = ${id}`),
  },
  orphans: {
    async put(tx, { id }) {
      await run(tx, sql`delete from subscriptions where contact_id = ${id}`);
      await run(
        tx,
        sql`update contacts set created_at = ${daysAgo(60)}, orphaned_at = ${daysAgo(31)} where id = ${id}`,
      );
    },
    left: (tx, { id }) => count(tx, sql`contacts c where c.id = ${id}`),
  },
  core_records: {
    of: 2,
    async put(tx, { id, email }) {
      await run(tx, sql`delete from subscriptions where contact_id = ${id}`);
      await run(
        tx,
        sql`update contacts set pot = 'core', source_system = 'osplus', person_number = ${`P${id}`} where id = ${id}`,
      );
      await run(
        tx,
        sql`insert into core_records (account_id, contact_id, list_id, import_id, line, person_number, raw, created_at, updated_at)
            values (${accountId}, ${id}, ${coreList.id}, 1, 1, ${`P${id}`}, '{}', ${daysAgo(200)}, ${daysAgo(200)})`,
      );
      await run(
        tx,
        sql`insert into core_refused_lines (account_id, import_id, line, reason, raw, at)
            values (${accountId}, ${id}, 1, 'address', ${JSON.stringify({ email })}::jsonb, ${daysAgo(31)})`,
      );
    },
    left: async (tx, { id }) =>
      (await count(tx, sql`core_records r where r.contact_id = ${id}`)) +
      (await count(tx, sql`core_refused_lines x where x.import_id = ${id}`)),
  },
  delivery_log: {
    put: (tx, { id, email }) =>
      statement(
        tx,
        sql`with d as (insert into deliveries (account_id, batch_id, kind, contact_id, email, email_normalised, created_at)
              values (${accountId}, 1, 'optin', ${id}, ${email}, ${email}, ${daysAgo(91)}) returning id)
            insert into delivery_outcomes (account_id, delivery_id, attempt, batch_id, outcome, final, reply, message_id)
              select ${accountId}, d.id, 1, 1, 'accepted', true, '250 Ok', 'm@musterbank.example' from d`,
      ),
    left: (tx, { id, email }) =>
      count(
        tx,
        sql`deliveries d join delivery_outcomes o on o.account_id = d.account_id and o.delivery_id = d.id
            where d.contact_id = ${id} and d.email = ${email} and o.reply is not null`,
      ),
  },
  correspondence: {
    of: 2,
    async put(tx, { id, email }) {
      await run(
        tx,
        sql`insert into correspondence_mails (account_id, kind, contact_id, email_normalised, sent_by, subject, locale, created_at)
            values (${accountId}, 'one_to_one', ${id}, ${email}, 'Test', 'Ihr Termin', 'de', ${daysAgo(91)})`,
      );
      await run(
        tx,
        sql`insert into inquiries (account_id, contact_id, received_on, channel, subject, recorded_by)
            values (${accountId}, ${id}, ${day(-400)}, 'phone', 'Baufinanzierung', 'Test')`,
      );
    },
    left: async (tx, { id }) =>
      (await count(
        tx,
        sql`correspondence_mails m where m.contact_id = ${id} and m.subject is not null`,
      )) + (await count(tx, sql`inquiries i where i.contact_id = ${id}`)),
  },
  replies: {
    of: 2,
    async put(tx, { id, email }) {
      await run(
        tx,
        sql`insert into reply_tasks (account_id, message_key, email, email_normalised, contact_id, subject, own_text, state, decision, decided_at, received_at, due_at)
            values (${accountId}, ${Buffer.from(`r${id}`)}, ${email}, ${email}, ${id}, 'AW', 'Bitte nicht mehr', 'decided', 'none', ${daysAgo(91)}, ${daysAgo(92)}, ${daysAgo(91)})`,
      );
      await run(
        tx,
        sql`insert into unknown_messages (account_id, message_key, source, size_bytes, email, email_normalised, subject, received_at)
            values (${accountId}, ${Buffer.from(`u${id}`)}, 'listener', 10, ${email}, ${email}, 'Hallo', ${daysAgo(31)})`,
      );
    },
    left: async (tx, { id, email }) =>
      (await count(tx, sql`reply_tasks t where t.contact_id = ${id}`)) +
      (await count(tx, sql`unknown_messages u where u.email_normalised = ${email}`)),
  },
  purchases: {
    put: (tx, { id, email }) =>
      statement(
        tx,
        sql`insert into purchases (account_id, contact_id, order_number, kind, category_id, entity_id, concluded_on, email, email_normalised, address_given, source, created_by)
            values (${accountId}, ${id}, ${`B-${id}`}, 'purchase', ${sale.category}, ${sale.entity}, ${day(-12 * 365)}, ${email}, ${email}, true, 'form', 'Test')`,
      ),
    left: (tx, { id }) => count(tx, sql`purchases p where p.contact_id = ${id}`),
  },
  evidence: {
    async put(tx, { email }) {
      await recordEntry(tx, deps, {
        accountId,
        subject: { emailNormalised: email },
        kind: "unsubscribed",
        purpose: "newsletter",
        payload: { channel: "preference_page" },
      });
      await run(
        tx,
        sql`update ledger_subjects set sealed_until = ${day(-40)}::date where subject_hash = ${hashOf(email)}`,
      );
    },
    left: (tx, { email }) =>
      count(tx, sql`ledger_subjects s where s.subject_hash = ${hashOf(email)}`),
  },
  audit_log: {
    nobody: true,
    put: (tx, { email }) =>
      statement(
        tx,
        sql`insert into audit_entries (account_id, at, actor_kind, actor_name, action, object_id) values (${accountId}, ${daysAgo(4 * 366)}, 'system', 'Klarpost', 'test.old', ${email})`,
      ),
    left: (tx, { email }) => count(tx, sql`audit_entries e where e.object_id = ${email}`),
  },
  own_fields: {
    put: (tx, { id }) =>
      statement(
        tx,
        sql`update contacts set created_at = ${daysAgo(100)}, custom = '{"beruf": "Richterin"}' where id = ${id}`,
      ),
    left: (tx, { id }) => count(tx, sql`contacts c where c.id = ${id} and c.custom ? 'beruf'`),
  },
  import_lines: {
    async put(tx, { id, email }) {
      const made = await one<{ id: number }>(
        tx,
        sql`with i as (insert into imports (account_id, name, state, format, mapping, finished_at)
              values (${accountId}, 'Messe', 'done', '{}', '{}', ${daysAgo(31)}) returning id)
            insert into import_lines (account_id, import_id, line, result, contact_id, email_normalised, detail)
              select ${accountId}, i.id, 1, 'created', ${id}, ${email}, '{}' from i returning import_id as id`,
      );
      imports.add(made.id);
    },
    left: (tx, { id }) =>
      count(tx, sql`import_lines l where l.contact_id = ${id} and l.email_normalised is not null`),
  },
  security_log: {
    nobody: true,
    // The application itself may only read it.
    put: (_tx, { id }) =>
      db.worker((tx) =>
        run(
          tx,
          sql`insert into security_events (account_id, at, last_at, times, event, code, who)
              values (${accountId}, ${daysAgo(370)}, ${daysAgo(370)}, 1, 'sign_in', 'sign_in_failed', ${`P${id}`})`,
        ),
      ),
    left: (tx, { id }) => count(tx, sql`security_events s where s.who = ${`P${id}`}`),
  },
  bounces: {
    put: (tx, { id, email }) =>
      statement(
        tx,
        sql`insert into bounce_series (account_id, address_hash, email_normalised, contact_id, last_reply, first_at, last_at)
            select ${accountId}, c.address_hash, ${email}, ${id}, '452 full', ${daysAgo(800)}, ${daysAgo(740)} from contacts c where c.id = ${id}`,
      ),
    left: (tx, { id }) => count(tx, sql`bounce_series b where b.contact_id = ${id}`),
  },
};

const signal = new AbortController().signal;
/** Everything that deletes by time, once. */
async function runAll(): Promise<void> {
  const expire = importJobs({ ...deps, compliance: undefined as never })["imports.expire"]!;
  for (const importId of imports) {
    const job = { accountId, payload: { importId } } as unknown as Job;
    const again = await expire(job, { signal } as Parameters<typeof expire>[1]);
    if (again === undefined) imports.delete(importId);
  }
  await tidyBounces(deps, accountId);
  await recordsPeriodic(deps)[0]!.run(signal);
  await tidyContacts(deps, accountId);
  await applyRetention(deps, accountId);
}

let taken = 0;
/** Somebody new with data of a class past their period. */
async function somebody(name: string): Promise<Person> {
  const person = await look((tx) =>
    one<Person>(
      tx,
      sql`select id, email_normalised as email from contacts where account_id = ${accountId} and email_normalised = ${`person${++taken}@leser.example`}`,
    ),
  );
  await look((tx) => cases[name]!.put(tx, person));
  return person;
}
const left = (name: string, person: Person) => look((tx) => cases[name]!.left(tx, person));
const hold = (scope: Hold["scope"], about: Partial<Hold> = {}) =>
  look((tx) =>
    insertHold(
      tx,
      accountId,
      {
        scope,
        contactId: null,
        emailNormalised: null,
        class: null,
        reason: "Rechtsstreit Az. 7 O 12/26",
        reviewOn: day(100),
        endsOn: day(300),
        ...about,
      },
      "Datenschutzbeauftragte",
      clock.now(),
    ),
  );
const lift = async (holds: { publicId: string }[]) => {
  for (const { publicId } of holds)
    await look((tx) => endHold(tx, publicId, "Datenschutzbeauftragte", clock.now()));
  // A proof that a hold kept is looked at again a month later.
  clock.advance(31 * DAY_MS);
};
const holdable = retentionClasses.filter((each) => each.holdable).map((each) => each.id);

test("RET-10: every class that may be held has its case here", () => {
  assert.deepEqual(Object.keys(cases).toSorted(), holdable.toSorted());
});

test("RET-10: a hold keeps data past their period, of its class or all of the account; lifted, they go", async () => {
  for (const scope of ["class", "account"] as const) {
    const people = new Map<string, Person>();
    for (const name of holdable) people.set(name, await somebody(name));
    const holds =
      scope === "account"
        ? [await hold("account")]
        : await Promise.all(holdable.map((name) => hold("class", { class: name })));
    const there = async () => {
      const found: Record<string, number> = {};
      for (const [name, person] of people) found[name] = await left(name, person);
      return found;
    };
    const whole = Object.fromEntries(holdable.map((name) => [name, cases[name]!.of ?? 1]));
    assert.deepEqual(await there(), whole, "put");
    await runAll();
    assert.deepEqual(await there(), whole, `held: ${scope}`);
    await lift(holds);
    await runAll();
    assert.deepEqual(
      await there(),
      Object.fromEntries(holdable.map((name) => [name, 0])),
      `lifted: ${scope}`,
    );
  }
});

test("RET-10: a hold of one class keeps that class alone", async () => {
  const people = new Map<string, Person>();
  for (const name of ["purchases", "bounces"]) people.set(name, await somebody(name));
  const one_ = await hold("class", { class: "purchases" });
  await runAll();
  assert.equal(await left("purchases", people.get("purchases")!), 1);
  assert.equal(await left("bounces", people.get("bounces")!), 0);
  await lift([one_]);
});

test("RET-10: a hold on a person keeps what is known of them in every class, and nobody else's", async () => {
  const personal = holdable.filter((name) => cases[name]!.nobody !== true);
  const held = new Map<string, Person>();
  const others = new Map<string, Person>();
  for (const name of personal) {
    held.set(name, await somebody(name));
    others.set(name, await somebody(name));
  }
  const holds: { publicId: string }[] = [];
  for (const { id, email } of held.values())
    holds.push(await hold("person", { contactId: id, emailNormalised: email }));
  const there = async (people: Map<string, Person>) => {
    const found: Record<string, number> = {};
    for (const [name, person] of people) found[name] = await left(name, person);
    return found;
  };
  const none = Object.fromEntries(personal.map((name) => [name, 0]));
  await runAll();
  assert.deepEqual(await there(others), none, "others");
  assert.deepEqual(
    await there(held),
    // What a list refused is nobody's record.
    Object.fromEntries(
      personal.map((name) => [name, name === "core_records" ? 1 : (cases[name]!.of ?? 1)]),
    ),
    "held",
  );
  await lift(holds);
  await runAll();
  assert.deepEqual(await there(held), none, "lifted");
  assert.equal(imports.size, 0, "no import is looked at for ever");
  const open = await look((tx) =>
    rows(tx, sql`select 1 from retention_holds h where h.ended_at is null`),
  );
  assert.deepEqual(open, []);
});
