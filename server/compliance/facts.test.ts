import assert from "node:assert/strict";
import { after, describe, test } from "node:test";
import { gateDatabase } from "../../test/support/gate-database.ts";
import fc from "fast-check";
import { mayBeAsked, profilingStates } from "../consent/index.ts";
import { addressHash } from "../contacts/index.ts";
import { one, run, sql } from "../platform/index.ts";
import type { NewSuppression } from "../suppression/index.ts";
import { decide, loadFacts, type FactsQuery } from "./index.ts";
import type { TestSubscription } from "../../test/support/gate-database.ts";

const {
  base,
  clock,
  deps,
  accountId,
  listA,
  listB,
  wordingV1,
  wordingV2,
  inAccount,
  contact,
  subscribe,
  profile,
  suppress,
  say,
  ask,
  askOne,
} = await gateDatabase();
after(() => base.close());

describe("what the database says about a person", () => {
  const cases: [string, TestSubscription, string][] = [
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
    assert.equal(await askOne(old, { wordingFrom: wordingV2 }), "scope_not_covered");
    assert.equal(await askOne(fresh, { wordingFrom: wordingV2 }), "anonymous");
  });
});

test("CON-26 CON-19: the gate's facts and mayBeAsked agree on whose question is due", async () => {
  const seed = Number(process.env["SEED"] ?? Date.now() % 1_000_000);
  console.log(`seed ${seed}`);
  const days = fc.integer({ min: 0, max: 800 });
  const permission = fc.record({
    state: fc.constantFrom("unknown", "granted", "refused", "withdrawn"),
    changed: days,
    asked: fc.option(days, { nil: null }),
    count: fc.integer({ min: 0, max: 3 }),
    outdated: fc.boolean(),
  });
  const drawn = fc.sample(permission, { numRuns: 80, seed });
  const ago = (count: number) => new Date(clock.now().getTime() - count * 86_400_000);
  // A material change of the wording, approved a hundred days ago.
  const wordingV3 = await inAccount((tx) =>
    one<{ id: number }>(
      tx,
      sql`insert into wording_versions (account_id, wording_id, version, locale, text, sha256, material, techniques, uses, channels, approved_at)
          select account_id, wording_id, 3, 'de', 't', sha256, true, techniques, uses, channels, ${ago(100)} from wording_versions where id = ${wordingV1} returning id`,
    ),
  ).then((row) => row.id);
  const people: Awaited<ReturnType<typeof contact>>[] = [];
  for (const drawnOne of drawn) {
    const who = await contact();
    await subscribe(who);
    await inAccount((tx) =>
      run(
        tx,
        sql`insert into profiling_permissions (account_id, email_normalised, state, contact_ids, wording_version_id, entry_id, changed_at, asked_count, last_asked_at)
            values (${accountId}, ${who.email}, ${drawnOne.state}, array[${who.id}]::bigint[], ${drawnOne.outdated ? wordingV1 : wordingV3}, 1, ${ago(drawnOne.changed)}, ${drawnOne.count},
              ${drawnOne.asked === null ? null : ago(drawnOne.asked)})`,
      ),
    );
    people.push(who);
  }
  const targets = people.map((who) => ({ contactId: who.id }));
  const { facts, states, silent } = await inAccount(async (tx) => ({
    facts: await loadFacts(tx, deps, {
      kind: "newsletter",
      listIds: [listA],
      targets,
      purpose: "tracking_question",
    }),
    silent: await loadFacts(tx, deps, { kind: "newsletter", listIds: [listA], targets }),
    states: await profilingStates(
      tx,
      people.map((who) => who.email),
    ),
  }));
  assert.equal(facts.length, drawn.length);
  facts.forEach((one, at) => {
    const expected = mayBeAsked(states.get(people[at]!.email), clock.now());
    assert.equal(one.questionDue, expected, JSON.stringify(drawn[at]));
    const decision = decide(one, "newsletter", clock.now());
    assert.equal(decision.kind, expected ? "cleared" : "excluded");
    if (decision.kind === "cleared") assert.equal(decision.measure, "none");
    else assert.equal(decision.reason, "question_not_due");
    assert.equal(silent[at]!.questionDue, undefined);
    assert.equal(decide(silent[at]!, "newsletter", clock.now()).kind, "cleared");
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

  test("TRK-24 DSR-07: Herr and Frau Müller share an address; personal only when both granted and neither is restricted", async () => {
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
    await inAccount((tx) =>
      run(tx, sql`update contacts set restricted_at = now() where id = ${frau.id}`),
    );
    assert.equal(await askOne(herr), "anonymous");
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
