import assert from "node:assert/strict";
import { after, test } from "node:test";
import { gateDatabase, type Person } from "../../test/support/gate-database.ts";
import { one, rows, run, sql } from "../platform/index.ts";
import { changedSinceKept } from "./count-kept.ts";
import { audienceCounts } from "./index.ts";
import { keepFactsJob, refreshKeptFacts } from "./keep-facts.ts";
import { compliancePersonalData } from "./personal-data.ts";

const seed = Number(process.env["TEST_SEED"] ?? Math.floor(Math.random() * 2 ** 31));
console.log(`seed ${seed} (TEST_SEED repeats the run)`);
let state = seed;
/** A whole number below n (mulberry32). */
const random = (n: number): number => {
  state = (state + 0x6d2b79f5) | 0;
  let t = Math.imul(state ^ (state >>> 15), 1 | state);
  t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
  return ((t ^ (t >>> 14)) >>> 0) % n;
};

const {
  base,
  clock,
  accountId,
  deps,
  listA,
  listB,
  inAccount,
  contact,
  subscribe,
  profile,
  suppress,
  ask,
} = await gateDatabase();
after(() => base.close());

const people: Person[] = [];

/** Counts everybody of the lists in each way there is, and asks the gate for each person. */
async function agree(): Promise<void> {
  for (const listIds of [[listA], [listB], [listA, listB], [listB, listA]]) {
    const ids = await inAccount((tx) =>
      rows<{ id: number }>(
        tx,
        sql`select distinct contact_id as id from subscriptions where list_id = any(${listIds}::bigint[]) and state <> 'unsubscribed'`,
      ),
    );
    const said = await ask(
      ids.map(({ id }) => ({ contactId: id })),
      { listIds },
    );
    const counts = await inAccount((tx) => audienceCounts(tx, deps, { listIds }));
    // A few of them, asked one by one through the indexes and by reading everything.
    const some = people.filter(() => random(20) === 0).map(({ id }) => id);
    const chosen = sql`c.id = any(${some}::bigint[])`;
    assert.deepEqual(
      await inAccount((tx) => audienceCounts(tx, deps, { listIds, chosen, people: some.length })),
      await inAccount((tx) => audienceCounts(tx, deps, { listIds, chosen })),
    );
    const tally = (wanted: (answer: string) => boolean) => said.filter(wanted).length;
    const cleared = (answer: string) => answer === "personal" || answer === "anonymous";
    assert.equal(counts.candidates, ids.length);
    assert.equal(counts.mailable, tally(cleared));
    assert.equal(
      counts.measurable,
      tally((answer) => answer === "personal"),
    );
    assert.deepEqual(
      Object.fromEntries(counts.reasons.map(({ reason, count }) => [reason, count])),
      Object.fromEntries(
        [...new Set(said.filter((answer) => !cleared(answer)))].map((reason) => [
          reason,
          tally((answer) => answer === reason),
        ]),
      ),
    );
    assert.equal(
      counts.mailable + counts.reasons.reduce((sum, { count }) => sum + count, 0),
      counts.candidates,
    );
    assert.ok(
      counts.measurable > 0 && counts.reasons.length > 2,
      "the crowd was too uniform to show anything",
    );
  }
}

test("LEG-02 LEG-20: the counts of an audience are the gate's, person by person", async () => {
  // A random crowd with every state, shared addresses, objections and permissions.
  const emails = Array.from(
    { length: 150 },
    (_, no) =>
      `crowd${no}@${["x.example", "y.example", "trouble.example", "left.example", "sub.right.example"][random(5)]}`,
  );
  for (let no = 0; no < 220; no += 1)
    people.push(await contact(emails[random(emails.length)], { restricted: random(25) === 0 }));
  for (const who of people)
    for (const list of [listA, listB])
      if (random(3) > 0)
        await subscribe(who, list, {
          state: ["confirmed", "confirmed", "confirmed", "pending", "unsubscribed"][random(5)]!,
          flag: [null, null, null, "stale"][random(4)]!,
          at: ["2026-01-01", "2024-11-20", "2024-11-21"][random(3)]!,
        }).catch((error: { code?: string }) => assert.equal(error.code, "23505"));
  for (const email of emails) {
    if (random(4) === 0)
      await profile(
        email,
        ["granted", "refused", "withdrawn"][random(3)]!,
        people.filter((p) => p.email === email && random(12) > 0).map((p) => p.id),
      );
    if (random(8) === 0)
      await suppress(
        {
          scope: (
            [
              "retained",
              "complaint",
              "account_address",
              "newsletters_address",
              "blacklist",
            ] as const
          )[random(5)]!,
        },
        email,
      );
    if (random(12) === 0)
      await suppress({ scope: "list_address", listId: [listA, listB][random(2)]! }, email);
  }
  for (const domain of ["left.example", "*.right.example"])
    if (random(2) === 0) await suppress({ scope: "blacklist", domain });
  for (const { id } of people)
    if (random(40) === 0) await suppress({ scope: "account_person", contactId: id });
  const sure = await contact();
  for (const list of [listA, listB]) await subscribe(sure, list);
  await profile(sure.email, "granted", [sure.id]);
  await agree();
  const twice = await inAccount((tx) => audienceCounts(tx, deps, { listIds: [listA, listA] }));
  assert.deepEqual(twice, await inAccount((tx) => audienceCounts(tx, deps, { listIds: [listA] })));
  assert.deepEqual(await inAccount((tx) => audienceCounts(tx, deps, { listIds: [] })), {
    candidates: 0,
    mailable: 0,
    measurable: 0,
    reasons: [],
  });
});

/** Keeps the facts ready, as the job does. */
async function keep(): Promise<void> {
  const job = { accountId, payload: {} } as never;
  const context = { keep: async () => undefined, signal: new AbortController().signal };
  for (let tries = 0; tries < 200; tries++)
    if (!(await keepFactsJob({ db: base.db, clock })(job, context))) return;
  assert.fail("the facts never became ready");
}

const isKept = async (): Promise<boolean> =>
  (await inAccount((tx) => changedSinceKept(tx, accountId, clock))) !== undefined;

const change = (statement: ReturnType<typeof sql>) =>
  inAccount((tx) => run(tx, statement)).catch((error: { code?: string }) =>
    assert.equal(error.code, "23505"),
  );

let cores = 0;

/** Something happens to somebody, in one of all the ways. */
async function happen(): Promise<void> {
  const who = people[random(people.length)]!;
  const other = people[random(people.length)]!;
  const list = [listA, listB][random(2)]!;
  const ways: (() => Promise<unknown>)[] = [
    () =>
      subscribe(who, list).catch((error: { code?: string }) => assert.equal(error.code, "23505")),
    () => change(sql`update subscriptions set state = 'unsubscribed' where contact_id = ${who.id}`),
    () =>
      change(
        sql`update subscriptions set state = 'confirmed', last_mailed_at = '2026-11-20' where email_normalised = ${who.email} and list_id = ${list}`,
      ),
    () =>
      change(
        sql`delete from subscriptions where email_normalised = ${who.email} and list_id = ${list}`,
      ),
    () =>
      change(
        sql`update subscriptions set contact_id = ${other.id} where contact_id = ${who.id} and list_id = ${list}`,
      ),
    () =>
      change(
        sql`update contacts set restricted_at = case when restricted_at is null then now() end where id = ${who.id}`,
      ),
    () =>
      change(
        sql`update contacts set email = ${other.email}, email_normalised = ${other.email}, address_hash = (select o.address_hash from contacts o where o.id = ${other.id}) where id = ${who.id}`,
      ),
    () =>
      change(
        sql`update profiling_permissions set state = 'withdrawn' where email_normalised = ${who.email}`,
      ),
    () =>
      change(
        sql`update profiling_permissions set contact_ids = contact_ids || ${who.id}::bigint, state = 'granted' where email_normalised = ${who.email}`,
      ),
    () =>
      profile(who.email, "granted", [who.id]).catch((error: { code?: string }) =>
        assert.equal(error.code, "23505"),
      ),
    () => change(sql`delete from profiling_permissions where email_normalised = ${who.email}`),
    () => suppress({ scope: "list_address", listId: list }, who.email),
    () => suppress({ scope: "held", listId: list }, who.email),
    () => suppress({ scope: "held" }, who.email),
    () => suppress({ scope: "complaint" }, who.email),
    () => suppress({ scope: "account_person", contactId: who.id }),
    // About anybody: then everybody is asked until the facts are written anew.
    async () => random(8) > 0 || suppress({ scope: "blacklist", domain: "y.example" }),
    () =>
      change(
        sql`update suppressions set lifted_at = now() where id in (select id from suppressions where lifted_at is null order by id limit 2)`,
      ),
    async () => void people.push(await contact(who.email)),
    // Of the core system, and yet on a list: an entry on their number stops them.
    async () => {
      const one = await contact(who.email, { pot: "core", person: `n${++cores}` });
      people.push(one);
      await subscribe(one, list).catch((error: { code?: string }) =>
        assert.equal(error.code, "23505"),
      );
    },
    () =>
      suppress({
        scope: "account_person",
        sourceSystem: "osplus",
        personNumber: `n${1 + random(cores + 1)}`,
      }),
    async () => {
      await change(sql`delete from subscriptions where contact_id = ${who.id}`);
      await change(sql`delete from contacts where id = ${who.id}`);
      people.splice(people.indexOf(who), 1);
    },
  ];
  await ways[random(ways.length)]!();
}

test("LEG-02 LEG-20: counts from kept facts are the gate's at every moment, whatever changed since", async () => {
  await keep();
  assert.ok(await isKept());
  await agree();
  let asked = 0;
  for (let round = 0; round < 2 || asked === 0; round++) {
    for (let times = 0; times < 25; times++) {
      await happen();
      if (random(12) === 0) await keep();
    }
    if (await isKept()) asked++;
    await agree();
    await keep();
    assert.deepEqual(await inAccount((tx) => changedSinceKept(tx, accountId, clock)), {
      ids: [],
      day: "2024-11-21",
    });
    await agree();
  }
  // Two who do not see each other: somebody new on an address whose permission is being withdrawn.
  await profile("apart@x.example", "granted", []);
  const withdrawn = Promise.withResolvers<void>();
  const written = Promise.withResolvers<void>();
  const slow = inAccount(async (tx) => {
    await run(
      tx,
      sql`update profiling_permissions set state = 'withdrawn' where email_normalised = 'apart@x.example'`,
    );
    written.resolve();
    await withdrawn.promise;
  });
  await written.promise;
  people.push(await contact("apart@x.example"));
  await subscribe(people.at(-1)!, listA);
  await keep();
  withdrawn.resolve();
  await slow;
  await agree();
  // Somebody subscribed under another's address, and has their own data restricted (SND-16).
  const host = await contact("host@x.example");
  const guest = await contact("guest@y.example");
  people.push(host, guest);
  await subscribe(host, listA, { state: "pending" });
  await subscribe(host, listB);
  await change(
    sql`update subscriptions set contact_id = ${guest.id} where email_normalised = ${host.email} and list_id = ${listB}`,
  );
  await keep();
  await change(sql`update contacts set restricted_at = now() where id = ${guest.id}`);
  await agree();
  await keep();
  await agree();
  // Whose contact is on hold is not erased, and still counted.
  const { contact_facts: erased } = await base.db.retention(accountId, (tx) =>
    compliancePersonalData.eraseFor(tx, {
      accountId,
      emailNormalised: host.email,
      contactId: host.id,
    }),
  );
  assert.equal(erased, 0);
  await agree();
  // Copied to another server, whose transactions have lower numbers.
  await change(sql`update counted_accounts set mark = ${2 ** 52}`);
  await keep();
  await agree();
  // Kept by an earlier version of the product, whose gate asked something else.
  await change(sql`update counted_accounts set rules = 'of before'`);
  await change(sql`delete from contact_facts where contact_id = ${host.id}`);
  assert.ok(!(await isKept()));
  await agree();
  await keep();
  await agree();
  // The next day some consents are out of use (CON-18), and a longer policy takes them back.
  clock.advance(86_400_000);
  await agree();
  await keep();
  await agree();
  await inAccount((tx) =>
    run(
      tx,
      sql`update accounts set settings = settings || '{"consent.unused_max": 36}' where id = ${accountId}`,
    ),
  );
  await keep();
  await agree();
  // Nobody has counted for a month: nothing is kept any more.
  clock.advance(31 * 86_400_000);
  await refreshKeptFacts({ db: base.db, clock }, [accountId], new AbortController().signal);
  assert.ok(!(await isKept()));
  const { left } = await inAccount((tx) =>
    one<{ left: number }>(
      tx,
      sql`select (select count(*) from contact_facts) + (select count(*) from fact_changes) as left`,
    ),
  );
  assert.equal(left, 0);
  await agree();
});
