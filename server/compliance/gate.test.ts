import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { goodFacts, goodSubscription } from "../../test/support/gate-facts.ts";
import { exclusionReasons, isExclusionReason } from "../../contract/reasons.ts";
import { readRules } from "../../test/support/rules.ts";
import { join } from "node:path";
import type { MailKind, RecipientFacts } from "./facts.ts";
import { decide, isCleared } from "./gate.ts";

const now = new Date("2026-11-21T09:00:00Z");
/** "ok" or the reason. */
const ask = (facts: RecipientFacts, kind: MailKind): string => {
  const decision = decide(facts, kind, now);
  return decision.kind === "cleared" ? "ok" : decision.reason;
};
const measure = (facts: RecipientFacts, kind: MailKind = "newsletter"): string => {
  const decision = decide(facts, kind, now);
  return decision.kind === "cleared" ? decision.measure : decision.reason;
};

describe("matrix M-2: who receives what after which act", () => {
  const left = goodSubscription({ onUnsubscribeList: true, state: "unsubscribed" });
  // What each act leaves in the facts: of the person on the newsletter left, on another newsletter, in the core
  // system, of another core-system person on the same address, as an existing customer, and as a party to a contract.
  const acts: {
    act: string;
    same?: Partial<RecipientFacts>;
    all?: Partial<RecipientFacts>;
    corePerson?: Partial<RecipientFacts>;
    otherPerson?: Partial<RecipientFacts>;
    expected: [string, string, string, string, string, string];
  }[] = [
    {
      act: "unsubscribe from a newsletter",
      same: { subscriptions: [left] },
      all: { existingCustomerObjected: true },
      expected: ["unsubscribed", "ok", "ok", "ok", "7_3_objection", "ok"],
    },
    {
      // Stricter than the matrix, which lets § 7(3) mail pass here: leaving all newsletters is leaving each,
      // and leaving one already counts as an objection (LEG-15).
      act: "unsubscribe from all newsletters",
      all: { newslettersUnsubscribed: true, existingCustomerObjected: true },
      expected: [
        "newsletters_unsubscribed",
        "newsletters_unsubscribed",
        "ok",
        "ok",
        "7_3_objection",
        "ok",
      ],
    },
    {
      act: "unsubscribe from a core-system campaign",
      corePerson: { campaignsUnsubscribed: true },
      expected: ["ok", "ok", "campaign_unsubscribed", "ok", "ok", "ok"],
    },
    {
      act: "object to § 7(3) mail",
      all: { existingCustomerObjected: true },
      expected: ["ok", "ok", "ok", "ok", "7_3_objection", "ok"],
    },
    {
      act: "no more advertising (Art. 21)",
      all: { addressObjected: true },
      corePerson: { personObjected: true },
      expected: ["objection", "objection", "objection", "ok", "objection", "ok"],
    },
    {
      act: "reply that may be an objection, not decided yet",
      all: { replyPending: true },
      expected: ["reply_pending", "reply_pending", "ok", "ok", "reply_pending", "ok"],
    },
    {
      act: "withdraw profiling",
      all: { profiling: "withdrawn", profilingByAll: false, profilingCovers: false },
      expected: ["ok", "ok", "ok", "ok", "ok", "ok"],
    },
    {
      act: "hard bounce, address retained",
      all: { retained: true },
      expected: ["retained", "retained", "retained", "retained", "retained", "retained"],
    },
    {
      act: "spam complaint",
      all: { complained: true },
      expected: ["complaint", "complaint", "complaint", "complaint", "complaint", "ok"],
    },
    {
      act: "blacklist",
      all: { blacklisted: true },
      expected: ["blacklist", "blacklist", "blacklist", "blacklist", "blacklist", "blacklist"],
    },
  ];
  for (const { act, same, all, corePerson, otherPerson, expected } of acts) {
    test(`LEG-14 LEG-15 LEG-17 UNS-06 UNS-09 UNS-11 UNS-12 UNS-20 UNS-24 SND-09 M-2: ${act}`, () => {
      const core = { pot: "core" as const, subscriptions: [] };
      assert.deepEqual(
        [
          ask(goodFacts({ ...all, ...same }), "newsletter"),
          ask(
            goodFacts({ ...all, subscriptions: [goodSubscription({ listId: 2 })] }),
            "newsletter",
          ),
          ask(goodFacts({ ...all, ...core, ...corePerson }), "core_campaign"),
          ask(goodFacts({ ...all, ...core, ...otherPerson }), "core_campaign"),
          ask(goodFacts({ ...all }), "customer_7_3"),
          ask(goodFacts({ ...all }), "transactional"),
        ],
        expected,
      );
    });
  }
  test("UNS-24 M-2: a blacklisted address gets transactional mail that a law demands, and privacy notices", () => {
    assert.equal(
      ask(goodFacts({ blacklisted: true, legallyRequired: true }), "transactional"),
      "ok",
    );
    assert.equal(ask(goodFacts({ blacklisted: true }), "privacy_notice"), "ok");
  });
});

describe("newsletter", () => {
  const cases: [string, Partial<Parameters<typeof goodSubscription>[0]>, string][] = [
    ["DOI-01: a pending sign-up waits", { state: "pending" }, "subscription_pending"],
    ["CON-13: a mailbox that was never proven", { proven: false }, "doi_missing"],
    ["CON-23: incomplete evidence", { flag: "unverified" }, "consent_unverified"],
    ["CON-23: no ledger entry", { evidenced: false }, "consent_unverified"],
    ["CON-18: flagged as stale", { flag: "stale" }, "consent_stale"],
    ["CON-18: unused for 25 months", { lastUsedOn: "2024-10-20" }, "consent_stale"],
    ["CON-18: used 24 months ago to the day", { lastUsedOn: "2024-11-21" }, "ok"],
    [
      "CON-19: an older wording does not cover the content",
      { scopeCovered: false },
      "scope_not_covered",
    ],
    ["SND-16: another contact on the address subscribed", { own: false }, "duplicate_address"],
    ["DSR-07: the subscriber is restricted", { contactRestricted: true }, "restricted"],
  ];
  for (const [name, change, expected] of cases)
    test(name, () => {
      assert.equal(
        ask(goodFacts({ subscriptions: [goodSubscription(change)] }), "newsletter"),
        expected,
      );
    });

  test("CON-01 LEG-03: without a subscription there is no mail, whatever else is known", () => {
    assert.equal(ask(goodFacts({ subscriptions: [] }), "newsletter"), "consent_missing");
  });

  test("UNS-06 CON-16: one of two lists is enough, and the mail belongs to the one that holds", () => {
    const lists = [goodSubscription({ state: "pending" }), goodSubscription({ listId: 2 })];
    const decision = decide(goodFacts({ subscriptions: lists }), "newsletter", now);
    assert.equal(decision.kind === "cleared" && decision.recipient.listId, 2);
  });

  test("SND-16: two contacts on one address on two lists: exactly one gets the mail", () => {
    const of = (a: boolean, b: boolean) => [
      goodSubscription({ listId: 1, own: a }),
      goodSubscription({ listId: 2, own: b }),
    ];
    assert.equal(ask(goodFacts({ subscriptions: of(true, false) }), "newsletter"), "ok");
    assert.equal(
      ask(goodFacts({ subscriptions: of(false, true) }), "newsletter"),
      "duplicate_address",
    );
  });

  test("DOI-14 DSR-06 DSR-07: changed address, erased and restricted contacts get nothing", () => {
    assert.equal(ask(goodFacts({ addressCurrent: false }), "newsletter"), "address_changed");
    assert.equal(ask(goodFacts({ contactExists: false }), "newsletter"), "erased");
    assert.equal(ask(goodFacts({ restricted: true }), "newsletter"), "restricted");
  });

  test("the reason does not depend on chance: the most binding one is told", () => {
    const everything = goodFacts({
      restricted: true,
      blacklisted: true,
      retained: true,
      complained: true,
      addressObjected: true,
      subscriptions: [goodSubscription({ state: "pending" })],
    });
    assert.equal(ask(everything, "newsletter"), "blacklist");
    assert.equal(ask({ ...everything, blacklisted: false }, "newsletter"), "restricted");
    assert.equal(
      ask({ ...everything, blacklisted: false, restricted: false }, "newsletter"),
      "objection",
    );
  });
});

describe("how a mail may be measured", () => {
  test("TRK-01 TRK-24 CON-20: personal only with a permission of everybody that covers this use", () => {
    assert.equal(measure(goodFacts()), "personal");
    for (const profiling of ["unknown", "refused", "withdrawn"] as const)
      assert.equal(measure(goodFacts({ profiling })), "anonymous");
    assert.equal(measure(goodFacts({ profilingByAll: false })), "anonymous");
    assert.equal(measure(goodFacts({ profilingCovers: false })), "anonymous");
  });
  test("DOI-06 SND-17 TRK-08: opt-in, test, system, transactional mails and notices are never measured", () => {
    for (const kind of ["opt_in", "test", "system", "transactional", "privacy_notice"] as const)
      assert.equal(measure(goodFacts(), kind), "none");
  });
});

describe("other mails", () => {
  test("DOI-12: no opt-in mail to the blacklist, to objectors and to restricted people", () => {
    assert.equal(ask(goodFacts({ contactId: null }), "opt_in"), "ok");
    assert.equal(ask(goodFacts({ blacklisted: true }), "opt_in"), "blacklist");
    assert.equal(ask(goodFacts({ addressObjected: true }), "opt_in"), "objection");
    assert.equal(ask(goodFacts({ restricted: true }), "opt_in"), "restricted");
  });
  test("SND-17: test mails go to confirmed test addresses only", () => {
    assert.equal(
      ask(goodFacts({ testAddressConfirmed: false }), "test"),
      "test_address_unconfirmed",
    );
  });
  test("CHK-A1 ORG-18: nothing of a sandbox account leaves the house, but tests to confirmed addresses", () => {
    const out = { accountMode: "sandbox", destination: "internet" } as const;
    assert.equal(ask(goodFacts(out), "newsletter"), "sandbox_only");
    assert.equal(ask(goodFacts(out), "opt_in"), "sandbox_only");
    assert.equal(ask(goodFacts(out), "test"), "ok");
    assert.equal(
      ask(goodFacts({ accountMode: "sandbox", destination: "catch_all" }), "newsletter"),
      "ok",
    );
  });
  test("LEG-01: a kind nobody declared has no basis", () => {
    assert.equal(ask(goodFacts(), "leaflet" as MailKind), "basis_missing");
    assert.equal(ask(goodFacts(), "toString" as MailKind), "basis_missing");
  });
  const customer = (change: object) =>
    ask(
      goodFacts({ existingCustomer: { ...goodFacts().existingCustomer!, ...change } }),
      "customer_7_3",
    );
  test("LEG-04 LEG-05 LEG-06 LEG-07 LEG-09 LEG-10 LEG-11: each condition of § 7(3) UWG is proven or stops", () => {
    assert.equal(customer({}), "ok");
    assert.equal(customer({ sale: false }), "7_3_sale");
    assert.equal(customer({ addressFromSale: false }), "7_3_address");
    assert.equal(customer({ sameEntity: false }), "7_3_entity");
    assert.equal(customer({ similar: false }), "7_3_similar");
    assert.equal(customer({ noticeAtSale: false }), "7_3_notice");
    assert.equal(customer({ lastContractOn: "2024-10-21" }), "7_3_age");
  });
  const personal = (change: object, facts: Partial<RecipientFacts> = {}) =>
    ask(
      goodFacts({
        existingCustomer: { ...goodFacts().existingCustomer!, sale: false },
        oneToOne: { ...goodFacts().oneToOne!, salesConsent: false, ...change },
        ...facts,
      }),
      "one_to_one",
    );
  test("LEG-12 LEG-13: a personal mail needs reason, origin and a basis; limits hold without consent", () => {
    assert.equal(personal({}), "one_to_one_basis");
    assert.equal(personal({ reasonGiven: false }), "one_to_one_reason");
    assert.equal(personal({ originGiven: false }), "one_to_one_origin");
    assert.equal(personal({ inquiryOn: "2026-09-01" }), "ok");
    assert.equal(personal({ inquiryOn: "2026-08-01" }), "one_to_one_basis");
    assert.equal(
      personal({ salesConsent: true, sentTodayByOperator: 500, alikeBodies: 500 }),
      "ok",
    );
    const interest = { countryPolicy: "legitimate_interest" };
    assert.equal(personal(interest), "ok");
    assert.equal(personal({ ...interest, sentTodayByOperator: 20 }), "one_to_one_limit");
    assert.equal(personal({ ...interest, alikeBodies: 5 }), "one_to_one_bulk");
  });
  test("LEG-14: an objection from a shared address stops personal mail in the newsletter pot, in the core pot only the person's own", () => {
    assert.equal(personal({ salesConsent: true }, { addressObjected: true }), "objection");
    assert.equal(personal({ salesConsent: true }, { addressObjected: true, pot: "core" }), "ok");
    assert.equal(
      personal({ salesConsent: true }, { personObjected: true, pot: "core" }),
      "objection",
    );
  });
});

test("LEG-02: only the gate makes a cleared recipient", () => {
  const decision = decide(goodFacts(), "newsletter", now);
  assert.ok(decision.kind === "cleared" && isCleared(decision.recipient));
  assert.equal(isCleared({ ...decision.recipient }), false);
  assert.equal(isCleared(structuredClone(decision.recipient)), false);
});

test("LEG-02: every reason is explained in German and English and names a rule that exists", () => {
  const ids = new Set(readRules(join(import.meta.dirname, "../..")).map((rule) => rule.id));
  for (const [reason, text] of Object.entries(exclusionReasons)) {
    assert.ok(isExclusionReason(reason));
    assert.ok(ids.has(text.rule), `${reason}: ${text.rule}`);
    for (const part of [text.label, text.explanation, text.unblocks])
      assert.ok(part.de.length > 3 && part.en.length > 3, reason);
  }
});
