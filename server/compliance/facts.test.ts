import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { after, before, describe, test } from "node:test";
import { testDatabase, type TestDatabase } from "../../test/support/database.ts";
import { addressHash } from "../contacts/index.ts";
import { insertSuppression, type NewSuppression } from "../suppression/index.ts";
import { createKeys, manualClock, one, rows, run, sql } from "../platform/index.ts";
import { audienceCounts, decide, loadFacts, type Decision, type FactsQuery } from "./index.ts";

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

let base: TestDatabase;
const clock = manualClock("2026-11-21T09:00:00Z");
const deps = { keys: createKeys(randomBytes(32)), clock };
let accountId = 0;
let listA = 0;
let listB = 0;
let wordingV1 = 0;
let wordingV2 = 0;

const inAccount = <T>(work: Parameters<typeof base.db.account<T>>[1]) =>
  base.db.account(accountId, work);
const insertedId = (statement: ReturnType<typeof sql>) =>
  inAccount((tx) => one<{ id: number }>(tx, statement)).then((row) => row.id);

before(async () => {
  base = await testDatabase();
  accountId = (
    await base.db.instance((tx) =>
      one<{ id: number }>(
        tx,
        sql`insert into accounts (name, mode) values ('Musterbank', 'live') returning id`,
      ),
    )
  ).id;
  listA = await insertedId(
    sql`insert into lists (account_id, name) values (${accountId}, 'A') returning id`,
  );
  listB = await insertedId(
    sql`insert into lists (account_id, name) values (${accountId}, 'B') returning id`,
  );
  const wording = await insertedId(
    sql`insert into wordings (account_id, purpose, name) values (${accountId}, 'profiling', 'P') returning id`,
  );
  const version = (no: number, channel: string) =>
    insertedId(
      sql`insert into wording_versions (account_id, wording_id, version, locale, text, sha256, techniques, uses, channels, approved_at)
          values (${accountId}, ${wording}, ${no}, 'de', 't', '\\x00', '{open,click}', '{person_report}', array[${channel}]::text[], now()) returning id`,
    );
  wordingV1 = await version(1, "newsletter");
  wordingV2 = await version(2, "one_to_one");
});
after(() => base.close());

let counter = 0;
const contact = (
  email = `p${++counter}@example.org`,
  change: { pot?: string; person?: string; restricted?: boolean } = {},
) =>
  insertedId(
    sql`insert into contacts (account_id, email, email_normalised, address_hash, pot, source_system, person_number, restricted_at)
        values (${accountId}, ${email}, ${email}, ${addressHash(deps.keys, accountId, email)}, ${change.pot ?? "newsletter"},
          ${change.person === undefined ? null : "osplus"}, ${change.person ?? null}, ${change.restricted ? clock.now() : null}) returning id`,
  ).then((id) => ({ id, email }));
interface Sub {
  state?: string;
  flag?: string | null;
  proof?: string | null;
  entry?: number | null;
  at?: string;
  mailed?: string | null;
  wording?: number | null;
}
const subscribe = (who: { id: number; email: string }, list = listA, s: Sub = {}) =>
  inAccount((tx) =>
    run(
      tx,
      sql`insert into subscriptions (account_id, list_id, email_normalised, contact_id, state, flag, proof, entry_id, wording_version_id, requested_at, confirmed_at, last_mailed_at)
          values (${accountId}, ${list}, ${who.email}, ${who.id}, ${s.state ?? "confirmed"}, ${s.flag ?? null}, ${s.proof === undefined ? "double_opt_in" : s.proof},
            ${s.entry === undefined ? 1 : s.entry}, ${s.wording ?? null}, ${s.at ?? "2026-01-01"}, ${s.state === "pending" ? null : (s.at ?? "2026-01-01")}, ${s.mailed ?? null})`,
    ),
  );
const profile = (
  email: string,
  state: string,
  contactIds: number[],
  wording: number | null = wordingV1,
) =>
  inAccount((tx) =>
    run(
      tx,
      sql`insert into profiling_permissions (account_id, email_normalised, state, contact_ids, wording_version_id, entry_id)
          values (${accountId}, ${email}, ${state}, ${contactIds}::bigint[], ${wording}, 1)`,
    ),
  );
const suppress = (entry: Partial<NewSuppression> & Pick<NewSuppression, "scope">, email?: string) =>
  inAccount((tx) =>
    insertSuppression(tx, accountId, {
      reason: "test",
      origin: "operator",
      at: clock.now(),
      ...(email === undefined
        ? {}
        : { emailNormalised: email, addressHash: addressHash(deps.keys, accountId, email) }),
      ...entry,
    }),
  );
const say = (decision: Decision) =>
  decision.kind === "cleared" ? decision.measure : decision.reason;
const ask = async (
  targets: NonNullable<FactsQuery["targets"]>,
  query: Partial<FactsQuery> = {},
): Promise<string[]> => {
  const full = { kind: "newsletter" as const, listIds: [listA], targets, ...query };
  const facts = await inAccount((tx) => loadFacts(tx, deps, full));
  return facts.map((one) => say(decide(one, full.kind, clock.now())));
};
const askOne = async (who: { id: number; email: string }, query: Partial<FactsQuery> = {}) =>
  (await ask([{ contactId: who.id, emailNormalised: who.email }], query))[0];

describe("what the database says about a person", () => {
  const cases: [string, Sub, string][] = [
    ["DOI-01: pending", { state: "pending" }, "subscription_pending"],
    ["UNS-06: unsubscribed", { state: "unsubscribed" }, "unsubscribed"],
    ["CON-13: no proof of the mailbox", { state: "unsubscribed", proof: null }, "unsubscribed"],
    ["CON-23: unverified", { flag: "unverified", proof: null, entry: null }, "consent_unverified"],
    ["CON-18: flagged", { flag: "stale" }, "consent_stale"],
    ["CON-18: old and never used", { at: "2024-11-20" }, "consent_stale"],
    ["CON-18: old and used since", { at: "2020-11-20", mailed: "2024-11-21" }, "anonymous"],
    ["CON-01: confirmed", {}, "anonymous"],
  ];
  for (const [name, sub, expected] of cases)
    test(name, async () => {
      const who = await contact();
      await subscribe(who, listA, sub);
      assert.equal(await askOne(who), expected);
    });

  test("CON-01 DSR-06: nobody without a subscription, nobody who is erased", async () => {
    const who = await contact();
    assert.equal(await askOne(who), "consent_missing");
    assert.deepEqual(await ask([{ contactId: 999_999_999, emailNormalised: "x@example.org" }]), [
      "erased",
    ]);
    assert.deepEqual(await ask([{ contactId: 999_999_999 }]), ["facts_missing"]);
  });

  test("DOI-14 DSR-07: changed addresses and restricted people", async () => {
    const moved = await contact();
    await subscribe(moved);
    assert.deepEqual(await ask([{ contactId: moved.id, emailNormalised: "old@example.org" }]), [
      "address_changed",
    ]);
    assert.deepEqual(await ask([{ contactId: moved.id }]), ["anonymous"]);
    const locked = await contact(undefined, { restricted: true });
    await subscribe(locked);
    assert.equal(await askOne(locked), "restricted");
  });

  test("CON-19: only wordings from the required version on", async () => {
    const [old, fresh] = [await contact(), await contact()];
    await subscribe(old, listA, { wording: wordingV1 });
    await subscribe(fresh, listA, { wording: wordingV2 });
    assert.equal(await askOne(old, { wordingFrom: 2 }), "scope_not_covered");
    assert.equal(await askOne(fresh, { wordingFrom: 2 }), "anonymous");
  });
});

describe("suppressions", () => {
  const scopes: [string, Partial<NewSuppression> & Pick<NewSuppression, "scope">, string][] = [
    ["LEG-14", { scope: "account_address" }, "objection"],
    ["UNS-09", { scope: "newsletters_address" }, "newsletters_unsubscribed"],
    ["UNS-20", { scope: "complaint" }, "complaint"],
    ["SND-09", { scope: "retained" }, "retained"],
    ["UNS-24", { scope: "blacklist" }, "blacklist"],
    ["LEG-15", { scope: "customer_7_3_address" }, "anonymous"],
  ];
  for (const [rule, entry, expected] of scopes)
    test(`${rule}: ${entry.scope} found by address, and by its hash alone after erasure`, async () => {
      const [full, hashed, free] = [await contact(), await contact(), await contact()];
      for (const who of [full, hashed, free]) await subscribe(who);
      await suppress(entry, full.email);
      await suppress({ ...entry, addressHash: addressHash(deps.keys, accountId, hashed.email) });
      assert.deepEqual(
        [await askOne(full), await askOne(hashed), await askOne(free)],
        [expected, expected, "anonymous"],
      );
    });

  test("UNS-06 UNS-11: a list's unsubscribe list holds for that list and everybody on the address", async () => {
    const who = await contact();
    await subscribe(who, listA);
    await subscribe(who, listB);
    await suppress({ scope: "list_address", listId: listA }, who.email);
    assert.equal(await askOne(who), "unsubscribed");
    assert.equal(await askOne(who, { listIds: [listB] }), "anonymous");
    assert.equal(await askOne(who, { listIds: [listA, listB] }), "anonymous");
  });

  test("UNS-24: a whole domain, and no other that ends alike", async () => {
    const [inside, outside] = [
      await contact("a@trouble.example"),
      await contact("a@notrouble.example"),
    ];
    for (const who of [inside, outside]) await subscribe(who);
    await suppress({ scope: "blacklist", domain: "trouble.example" });
    assert.deepEqual([await askOne(inside), await askOne(outside)], ["blacklist", "anonymous"]);
  });

  test("LEG-14 UNS-12: an objection by person reaches the person in the core system and not the neighbour on the address", async () => {
    const email = "familie@example.org";
    const [a, b] = [
      await contact(email, { pot: "core", person: "4711" }),
      await contact(email, { pot: "core", person: "4712" }),
    ];
    await suppress({ scope: "account_person", sourceSystem: "osplus", personNumber: "4711" });
    await suppress({ scope: "source_person", sourceSystem: "osplus", personNumber: "4712" });
    const facts = await inAccount((tx) =>
      loadFacts(tx, deps, { kind: "core_campaign", listIds: [], contactIds: [a.id, b.id] }),
    );
    assert.deepEqual(
      facts.map((one) => [
        one.personObjected,
        one.addressObjected,
        one.campaignsUnsubscribed,
        one.pot,
      ]),
      [
        [true, false, false, "core"],
        [false, false, true, "core"],
      ],
    );
    // Consents of the core system are not held here yet, so nobody is cleared on one.
    assert.deepEqual(
      facts.map((one) => say(decide(one, "core_campaign", clock.now()))),
      ["objection", "campaign_unsubscribed"],
    );
  });

  test("UNS-23: a lifted suppression no longer counts", async () => {
    const who = await contact();
    await subscribe(who);
    await suppress({ scope: "retained" }, who.email);
    await inAccount((tx) =>
      run(tx, sql`update suppressions set lifted_at = now() where email_normalised = ${who.email}`),
    );
    assert.equal(await askOne(who), "anonymous");
  });
});

describe("measuring", () => {
  test("TRK-01 TRK-03 CON-20: granted and covered is personal, everything else anonymous", async () => {
    const people = await Promise.all(Array.from({ length: 5 }, () => contact()));
    for (const who of people) await subscribe(who);
    const [granted, refused, withdrawn, otherChannel, never] = people as [
      (typeof people)[0],
      (typeof people)[0],
      (typeof people)[0],
      (typeof people)[0],
      (typeof people)[0],
    ];
    await profile(granted.email, "granted", [granted.id]);
    await profile(refused.email, "refused", []);
    await profile(withdrawn.email, "withdrawn", []);
    await profile(otherChannel.email, "granted", [otherChannel.id], wordingV2);
    assert.deepEqual(
      await Promise.all(
        [granted, refused, withdrawn, otherChannel, never].map((who) => askOne(who)),
      ),
      ["personal", "anonymous", "anonymous", "anonymous", "anonymous"],
    );
  });

  test("TRK-24: Herr and Frau Müller share an address; personal only when both granted", async () => {
    const email = "mueller@example.org";
    const [herr, frau] = [await contact(email), await contact(email)];
    await subscribe(herr);
    await profile(email, "granted", [herr.id]);
    assert.equal(await askOne(herr), "anonymous");
    await inAccount((tx) =>
      run(
        tx,
        sql`update profiling_permissions set contact_ids = ${[herr.id, frau.id]}::bigint[] where email_normalised = ${email}`,
      ),
    );
    assert.equal(await askOne(herr), "personal");
    // A person of the core system on the same address is nobody's business here.
    await contact(email, { pot: "core", person: "1" });
    assert.equal(await askOne(herr), "personal");
  });
});

describe("lists", () => {
  test("SND-16 UNS-11: two contacts on one address on two lists: one mail, to whose list comes first", async () => {
    const email = "zwei@example.org";
    const [a, b] = [await contact(email), await contact(email)];
    await subscribe(a, listA);
    await subscribe(b, listB);
    const both = { listIds: [listA, listB] };
    assert.deepEqual(
      [await askOne(a, both), await askOne(b, both)],
      ["anonymous", "duplicate_address"],
    );
    const turned = { listIds: [listB, listA] };
    assert.deepEqual(
      [await askOne(a, turned), await askOne(b, turned)],
      ["duplicate_address", "anonymous"],
    );
    await inAccount((tx) =>
      run(
        tx,
        sql`update subscriptions set state = 'unsubscribed' where email_normalised = ${email} and list_id = ${listA}`,
      ),
    );
    assert.deepEqual(
      [await askOne(a, both), await askOne(b, both)],
      ["duplicate_address", "anonymous"],
    );
  });

  test("the order of the answers is the order of the questions", async () => {
    const people = await Promise.all(Array.from({ length: 20 }, () => contact()));
    for (const [no, who] of people.entries()) if (no % 3 === 0) await subscribe(who);
    const order = people.map((_, no) => people[(no * 7) % 20]!);
    const facts = await inAccount((tx) =>
      loadFacts(tx, deps, {
        kind: "newsletter",
        listIds: [listA],
        contactIds: order.map((who) => who.id),
      }),
    );
    assert.deepEqual(
      facts.map((one) => one.emailNormalised),
      order.map((who) => who.email),
    );
  });
});

describe("mails to addresses without a contact", () => {
  test("DOI-12: opt-in mail to a new address; not to the blacklist, objectors, restricted people", async () => {
    const locked = await contact(undefined, { restricted: true });
    await suppress({ scope: "account_address" }, "objector@example.org");
    const optIn = (emailNormalised: string) =>
      ask([{ contactId: null, emailNormalised }], { kind: "opt_in", listIds: [] });
    assert.deepEqual(await optIn("fresh@example.org"), ["none"]);
    assert.deepEqual(await optIn("objector@example.org"), ["objection"]);
    assert.deepEqual(await optIn("b@trouble.example"), ["blacklist"]);
    assert.deepEqual(await optIn(locked.email), ["restricted"]);
  });

  test("SND-17: test mails to confirmed test addresses", async () => {
    const address = (email: string, confirmed: boolean, via = "relay") =>
      inAccount((tx) =>
        run(
          tx,
          sql`insert into confirmed_addresses (account_id, kind, email, email_normalised, sent_via, confirmed_at)
              values (${accountId}, 'test', ${email}, ${email}, ${via}, ${confirmed ? clock.now() : null})`,
        ),
      );
    await address("yes@house.example", true);
    await address("no@house.example", false);
    await address("mailbox@house.example", true, "mailbox");
    const mail = (emailNormalised: string, more: Partial<FactsQuery> = {}) =>
      ask([{ contactId: null, emailNormalised }], { kind: "test", listIds: [], ...more });
    assert.deepEqual(await mail("yes@house.example"), ["none"]);
    assert.deepEqual(await mail("no@house.example"), ["test_address_unconfirmed"]);
    assert.deepEqual(await mail("never@house.example"), ["test_address_unconfirmed"]);
    // A link read in the built-in mailbox proves nothing about a mailbox outside.
    assert.deepEqual(await mail("mailbox@house.example"), ["test_address_unconfirmed"]);
    assert.deepEqual(await mail("mailbox@house.example", { destination: "catch_all" }), ["none"]);
  });
});

test("ORG-08 LEG-02: in another account's transaction the same contact does not exist", async () => {
  const who = await contact();
  await subscribe(who);
  const other = await base.db.instance((tx) =>
    one<{ id: number }>(tx, sql`insert into accounts (name) values ('Andere') returning id`),
  );
  const [facts] = await base.db.account(other.id, (tx) =>
    loadFacts(tx, deps, {
      kind: "newsletter",
      listIds: [listA],
      targets: [{ contactId: who.id, emailNormalised: who.email }],
    }),
  );
  assert.equal(say(decide(facts!, "newsletter", clock.now())), "erased");
});

test("UNS-22: a suspended account sends nothing; system mail still goes", async () => {
  const who = await contact();
  await subscribe(who);
  await inAccount((tx) =>
    run(tx, sql`update accounts set suspended_at = now() where id = ${accountId}`),
  );
  assert.equal(await askOne(who), "account_suspended");
  assert.equal(await askOne(who, { kind: "system" }), "none");
  await inAccount((tx) =>
    run(tx, sql`update accounts set suspended_at = null where id = ${accountId}`),
  );
});

test("CON-18: the account's own limits count", async () => {
  const who = await contact();
  await subscribe(who, listA, { at: "2026-01-01" });
  const setting = (value: string) =>
    inAccount((tx) =>
      run(
        tx,
        sql`update accounts set settings = jsonb_build_object('consent.unused_max', ${value}::text) where id = ${accountId}`,
      ),
    );
  await setting("6");
  assert.equal(await askOne(who), "consent_stale");
  await setting("'; drop table accounts");
  assert.equal(await askOne(who), "anonymous");
});

test("LEG-02 LEG-20: the counts of an audience are the gate's, person by person", async () => {
  // A random crowd with every state, shared addresses, objections and permissions.
  const emails = Array.from(
    { length: 150 },
    (_, no) => `crowd${no}@${["x.example", "y.example", "trouble.example"][random(3)]}`,
  );
  const people: { id: number; email: string }[] = [];
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
  const sure = await contact();
  for (const list of [listA, listB]) await subscribe(sure, list);
  await profile(sure.email, "granted", [sure.id]);
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
  assert.deepEqual(await inAccount((tx) => audienceCounts(tx, deps, { listIds: [] })), {
    candidates: 0,
    mailable: 0,
    measurable: 0,
    reasons: [],
  });
});
