import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { goodFacts, goodSubscription } from "../../test/support/gate-facts.ts";
import type { MailKind, RecipientFacts, SubscriptionFacts } from "./facts.ts";
import { decide, explain, type Decision } from "./gate.ts";

const seed = Number(process.env["TEST_SEED"] ?? Math.floor(Math.random() * 2 ** 31));
console.log(`seed ${seed} (TEST_SEED repeats the run)`);
const now = new Date("2026-11-21T09:00:00Z");
const runs = { seed, numRuns: 20_000 };

/** A fact may be missing in each of the ways a driver or a caller loses one. */
const fact = <T>(value: fc.Arbitrary<T>) =>
  fc.oneof(
    { weight: 120, arbitrary: value },
    { weight: 1, arbitrary: fc.constantFrom(undefined, null) as fc.Arbitrary<T> },
  );
/** Mostly what lets a mail through, so that runs get deep. */
const mostly = <T>(good: T, ...others: T[]) =>
  fact(
    fc.oneof(
      { weight: 40, arbitrary: fc.constant(good) },
      { weight: 3, arbitrary: fc.constantFrom(...others) },
    ),
  );
const no = mostly(false, true);
const yes = mostly(true, false);
const day = mostly("2026-06-01", "2024-11-20", "2024-11-21", "2020-01-01");

const subscription = fc.record({
  listId: fc.integer({ min: 1, max: 3 }),
  own: yes,
  state: mostly("confirmed", "pending", "unsubscribed"),
  evidenced: yes,
  proven: yes,
  flag: mostly("none", "unverified", "stale"),
  lastUsedOn: day,
  onUnsubscribeList: no,
  scopeCovered: yes,
  contactRestricted: no,
}) as fc.Arbitrary<SubscriptionFacts>;

const facts = fc.record({
  contactId: fc.constantFrom(7, null),
  pot: mostly("newsletter", "core"),
  emailNormalised: mostly("a@example.org", "b@example.org", ""),
  policy: fact(fc.constant(goodFacts().policy)),
  accountSuspended: no,
  accountMode: mostly("live", "sandbox"),
  destination: mostly("internet", "catch_all"),
  contactExists: yes,
  addressCurrent: yes,
  restricted: no,
  blacklisted: no,
  retained: no,
  complained: no,
  addressObjected: no,
  personObjected: no,
  newslettersUnsubscribed: no,
  replyPending: no,
  frequencyReached: no,
  campaignsUnsubscribed: no,
  existingCustomerObjected: no,
  subscriptions: fact(fc.array(subscription, { maxLength: 3 })),
  coreConsent: yes,
  technicalDuplicate: no,
  existingCustomer: fact(
    fc.record({
      sale: yes,
      addressFromSale: yes,
      sameEntity: yes,
      similar: yes,
      noticeAtSale: yes,
      lastContractOn: day,
    }),
  ),
  oneToOne: fact(
    fc.record({
      reasonGiven: yes,
      originGiven: yes,
      salesConsent: mostly(false, true),
      inquiryOn: fc.constantFrom(null, "2026-11-01", "2026-01-01", undefined),
      countryPolicy: mostly("consent", "legitimate_interest"),
      sentTodayByOperator: mostly(0, 20, 19),
      alikeBodies: mostly(0, 4, 5),
    }),
  ),
  testAddressConfirmed: yes,
  legallyRequired: no,
  profiling: mostly("granted", "unknown", "refused", "withdrawn"),
  profilingByAll: yes,
  profilingCovers: yes,
}) as unknown as fc.Arbitrary<RecipientFacts>;

const kinds: MailKind[] = [
  "newsletter",
  "core_campaign",
  "customer_7_3",
  "one_to_one",
  "transactional",
  "opt_in",
  "privacy_notice",
  "system",
  "test",
];

/** What the law asks of a cleared mail, written a second time and from the other end. */
function assertLawful(f: RecipientFacts, kind: MailKind, basis: string): void {
  if (kind !== "system") assert.equal(f.accountSuspended, false);
  if (kind !== "test") assert.ok(!(f.accountMode === "sandbox" && f.destination === "internet"));
  if (kind !== "privacy_notice" && !(kind === "transactional" && f.legallyRequired === true))
    assert.equal(f.blacklisted, false);
  if (!["privacy_notice", "system", "test"].includes(kind)) assert.equal(f.restricted, false);
  if (!["system", "test"].includes(kind)) assert.equal(f.retained, false);
  if (["newsletter", "core_campaign", "customer_7_3", "one_to_one"].includes(kind)) {
    assert.equal(f.complained, false);
    assert.equal(f.personObjected, false);
    assert.equal(f.contactExists, true);
    assert.equal(f.addressCurrent, true);
    if (f.pot === "newsletter" && kind !== "core_campaign") assert.equal(f.addressObjected, false);
  }
  if (kind === "newsletter") {
    assert.equal(basis, "consent");
    assert.equal(f.newslettersUnsubscribed, false);
    assert.equal(f.replyPending, false);
    assert.equal(f.frequencyReached, false);
    assert.ok(
      f.subscriptions!.some(
        (s) =>
          s.own === true &&
          s.state === "confirmed" &&
          s.evidenced === true &&
          s.proven === true &&
          s.flag === "none" &&
          s.lastUsedOn! >= "2024-11-21" &&
          s.onUnsubscribeList === false &&
          s.scopeCovered === true &&
          s.contactRestricted === false,
      ),
    );
  }
  if (kind === "core_campaign")
    assert.ok(f.coreConsent === true && f.campaignsUnsubscribed === false);
  const c = f.existingCustomer;
  const isCustomer = () =>
    [c!.sale, c!.addressFromSale, c!.sameEntity, c!.similar, c!.noticeAtSale].every(
      (x) => x === true,
    ) &&
    c!.lastContractOn! >= "2024-11-21" &&
    f.existingCustomerObjected === false;
  if (kind === "customer_7_3") assert.ok(isCustomer());
  if (kind === "one_to_one") {
    const o = f.oneToOne!;
    assert.ok(o.reasonGiven === true && o.originGiven === true);
    const interest =
      o.countryPolicy === "legitimate_interest" &&
      o.sentTodayByOperator! < 20 &&
      o.alikeBodies! < 5;
    assert.ok(o.salesConsent === true || isCustomer() || o.inquiryOn === "2026-11-01" || interest);
  }
  if (kind === "test") assert.equal(f.testAddressConfirmed, true);
}

test("LEG-01 LEG-02 LEG-13 CON-01 CON-13 DOI-01 UNS-13: no combination of facts clears without its basis", () => {
  let cleared = 0;
  fc.assert(
    fc.property(facts, fc.constantFrom(...kinds), (f, kind) => {
      const decision = decide(f, kind, now);
      if (decision.kind === "excluded") return;
      cleared += 1;
      assertLawful(f, kind, decision.basis);
      assert.equal(decision.recipient.emailNormalised, f.emailNormalised);
    }),
    runs,
  );
  assert.ok(cleared > 500, `only ${cleared} runs were cleared; the property hardly looked`);
});

test("TRK-01 TRK-03 TRK-20 TRK-24 CON-20: nothing but a covering permission of everybody is measured per person", () => {
  let personal = 0;
  fc.assert(
    fc.property(facts, fc.constantFrom(...kinds), (f, kind) => {
      const decision = decide(f, kind, now);
      if (decision.kind === "excluded" || decision.measure !== "personal") return;
      personal += 1;
      assert.equal(f.profiling, "granted");
      assert.equal(f.profilingByAll, true);
      assert.equal(f.profilingCovers, true);
      assert.ok(["newsletter", "core_campaign", "customer_7_3", "one_to_one"].includes(kind));
    }),
    runs,
  );
  assert.ok(personal > 100, `only ${personal} runs were personal`);
});

test("LEG-02: the same facts always give the same answer, and asking changes nothing", () => {
  fc.assert(
    fc.property(facts, fc.constantFrom(...kinds), (f, kind) => {
      const before = JSON.stringify(f);
      const first = decide(f, kind, now);
      const second = decide(f, kind, now);
      assert.equal(first.kind, second.kind);
      if (first.kind === "excluded" && second.kind === "excluded")
        assert.equal(first.reason, second.reason);
      assert.equal(JSON.stringify(f), before);
    }),
    { seed, numRuns: 3000 },
  );
});

const plain = (decision: Decision) =>
  decision.kind === "excluded"
    ? decision
    : {
        ...decision,
        recipient: { ...decision.recipient, decidedAt: decision.recipient.decidedAt },
      };

/** Whatever the facts: the same answer, and steps that lead to it. */
function assertExplained(f: RecipientFacts, kind: MailKind): void {
  const decision = decide(f, kind, now);
  const told = explain(f, kind, now);
  assert.deepEqual(plain(told.decision), plain(decision));
  const states = told.steps.map((one) => one.state);
  const stops = told.steps.filter((one) => one.state === "stopped");
  if (decision.kind === "cleared") assert.ok(states.every((state) => state === "passed"));
  else {
    const [stop] = stops;
    assert.equal(stops.length, 1);
    assert.equal(stop!.reason, decision.reason);
    const at = told.steps.indexOf(stop!);
    assert.ok(states.slice(0, at).every((state) => state === "passed"));
    assert.ok(states.slice(at + 1).every((state) => state === "not_reached"));
  }
}

test("LEG-02 ORG-04: explaining and deciding never differ, and the steps told lead to the answer", () => {
  const seen = new Set<string>();
  fc.assert(
    fc.property(facts, fc.constantFrom(...kinds), (f, kind) => {
      assertExplained(f, kind);
      const { steps } = explain(f, kind, now);
      seen.add(`${kind} ${steps.filter((one) => one.state === "passed").length}`);
    }),
    runs,
  );
  assert.ok(seen.size > 50, `only ${seen.size} different ends were seen`);
  for (const kind of [...kinds, "leaflet" as MailKind])
    for (const broken of [undefined, null, 5, {}])
      assertExplained(broken as unknown as RecipientFacts, kind);
});

/** The facts each kind of mail rests on; any of them unknown must stop it. */
const general = ["policy", "emailNormalised", "accountMode", "destination"];
const advertising = [
  ...general,
  "accountSuspended",
  "contactExists",
  "addressCurrent",
  "restricted",
  "blacklisted",
  "retained",
  "complained",
  "personObjected",
  "profiling",
  "profilingByAll",
  "profilingCovers",
];
const needed: Record<MailKind, string[]> = {
  newsletter: [
    ...advertising,
    "addressObjected",
    "newslettersUnsubscribed",
    "replyPending",
    "subscriptions",
  ],
  core_campaign: [...advertising, "campaignsUnsubscribed", "coreConsent", "technicalDuplicate"],
  customer_7_3: [
    ...advertising,
    "addressObjected",
    "replyPending",
    "existingCustomer",
    "existingCustomerObjected",
  ],
  one_to_one: [
    ...advertising,
    "pot",
    "addressObjected",
    "oneToOne",
    "existingCustomer",
    "existingCustomerObjected",
  ],
  transactional: [
    ...general,
    "accountSuspended",
    "contactExists",
    "addressCurrent",
    "restricted",
    "blacklisted",
    "retained",
    "legallyRequired",
  ],
  opt_in: [
    ...general,
    "accountSuspended",
    "restricted",
    "blacklisted",
    "retained",
    "addressObjected",
    "personObjected",
  ],
  privacy_notice: [...general, "accountSuspended", "retained"],
  system: [...general, "blacklisted"],
  test: ["policy", "emailNormalised", "accountSuspended", "blacklisted", "testAddressConfirmed"],
};

test("LEG-02: any single missing fact excludes", () => {
  for (const kind of kinds) {
    assert.equal(decide(goodFacts(), kind, now).kind, "cleared");
    for (const name of needed[kind])
      for (const hole of [undefined, null]) {
        const decision = decide({ ...goodFacts(), [name]: hole } as RecipientFacts, kind, now);
        assert.deepEqual(
          decision,
          { kind: "excluded", reason: "facts_missing" },
          `${kind} without ${name}`,
        );
      }
  }
  const inside = (kind: MailKind, field: "existingCustomer" | "oneToOne") => {
    for (const name of Object.keys(goodFacts()[field]!)) {
      const holed = { ...goodFacts(), [field]: { ...goodFacts()[field], [name]: undefined } };
      const decision = decide(holed as RecipientFacts, kind, now);
      assert.equal(decision.kind, "excluded", `${kind} without ${field}.${name}`);
    }
  };
  inside("customer_7_3", "existingCustomer");
  inside("one_to_one", "existingCustomer");
  inside("one_to_one", "oneToOne");
  for (const name of Object.keys(goodSubscription()).filter((key) => key !== "listId")) {
    // Beside a second list that would carry the mail alone.
    const holed = [goodSubscription({ listId: 2 }), { ...goodSubscription(), [name]: undefined }];
    const decision = decide(
      goodFacts({ subscriptions: holed as SubscriptionFacts[] }),
      "newsletter",
      now,
    );
    assert.equal(decision.kind, "excluded", `newsletter without subscription.${name}`);
  }
});

test("LEG-02: facts that break the gate exclude", () => {
  for (const broken of [
    undefined,
    null,
    5,
    new Proxy(
      {},
      {
        get: () => {
          throw new Error("away");
        },
      },
    ),
  ])
    for (const kind of kinds)
      assert.equal(decide(broken as unknown as RecipientFacts, kind, now).kind, "excluded");
});
