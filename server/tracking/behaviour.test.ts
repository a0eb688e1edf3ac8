import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { after, before, test } from "node:test";
import fc from "fast-check";
import { measuringBench, openMailing, type MeasuringBench } from "../../test/support/measuring.ts";
import { rows, sql } from "../platform/index.ts";
import {
  and,
  behaviourCounts,
  behaviourOf,
  behaviourTruth,
  evaluate,
  lastMeasuredMailings,
  matches,
  not,
  or,
  peopleWho,
  protectCounts,
  requireKnowable,
  type BehaviourCondition,
  type BehaviourExpression,
  type Truth,
} from "./index.ts";

const seed = Number(process.env["TEST_SEED"] ?? Math.floor(Math.random() * 2 ** 31));
console.log(`seed ${seed} (TEST_SEED repeats the run)`);
const U = "unknown";

test("TRK-11: and, or, not over true, false and unknown are Kleene's", () => {
  const truths: Truth[] = [true, false, U];
  const table = (join: (a: Truth, b: Truth) => Truth) =>
    truths.map((a) => truths.map((b) => join(a, b)));
  assert.deepEqual(table(and), [
    [true, false, U],
    [false, false, false],
    [U, false, U],
  ]);
  assert.deepEqual(table(or), [
    [true, true, true],
    [true, false, U],
    [true, U, U],
  ]);
  assert.deepEqual(truths.map(not), [false, true, U]);
  assert.deepEqual([and(), or()], [U, U], "nothing asked, nothing known");
  assert.deepEqual(truths.map(matches), [true, false, false]);
});

const MAILINGS = [1, 2, 3];
const condition = fc.record(
  {
    mailingId: fc.constantFrom(...MAILINGS),
    did: fc.constantFrom("opened" as const, "clicked" as const),
    negated: fc.boolean(),
  },
  { requiredKeys: ["mailingId", "did"] },
);
const { expression } = fc.letrec<{ expression: BehaviourExpression }>((tie) => ({
  expression: fc.oneof(
    { depthSize: "small", withCrossShrink: true },
    condition,
    fc.record({ all: fc.array(tie("expression"), { maxLength: 3 }) }),
    fc.record({ any: fc.array(tie("expression"), { maxLength: 3 }) }),
    fc.record({ not: tie("expression") }),
  ),
}));
const key = ({ mailingId, did }: BehaviourCondition) => `${mailingId} ${did}`;
const KEYS = MAILINGS.flatMap((mailingId) => [`${mailingId} opened`, `${mailingId} clicked`]);

test("TRK-11: what is answered with unknowns in it stays the answer whatever they turn out to be", () => {
  const truths = fc.array(fc.constantFrom<Truth>(true, false, U), {
    minLength: KEYS.length,
    maxLength: KEYS.length,
  });
  const ways = fc.array(fc.boolean(), { minLength: KEYS.length, maxLength: KEYS.length });
  fc.assert(
    fc.property(expression, truths, ways, (asked, known, way) => {
      const told = evaluate(asked, (one) => known[KEYS.indexOf(key(one))]!);
      const nothing = evaluate(asked, () => U);
      assert.equal(nothing, U, "of somebody of whom nothing is known nothing follows");
      if (told === U) return;
      const full = evaluate(asked, (one) => {
        const at = KEYS.indexOf(key(one));
        return known[at] === U ? way[at]! : known[at]!;
      });
      assert.equal(full, told);
    }),
    { seed, numRuns: 5_000 },
  );
});

test("TRK-12: without the right to see persons, no figure of fewer than k, nor its complement", () => {
  const shown = (yes: number, no: number, sees = false) => {
    const view = protectCounts({ measurable: yes + no, yes, no, unclear: 0 }, 10, sees);
    return [view.measurable, view.yes, view.no].map((figure) =>
      figure.hidden ? null : figure.value,
    );
  };
  assert.deepEqual(shown(12, 300), [312, 12, 300]);
  assert.deepEqual(shown(3, 300), [303, null, null]);
  assert.deepEqual(shown(300, 0), [300, null, null]);
  assert.deepEqual(shown(4, 5), [null, null, null]);
  assert.deepEqual(shown(4, 5, true), [9, 4, 5]);
});

let bench: MeasuringBench;
before(async () => {
  bench = await measuringBench();
  await bench.owner.query("update wording_versions set uses = '{person_report,segments}'");
});
after(() => bench.close());

let deliveries = 9_000_000;

interface Drawn {
  state: "granted" | "withdrawn" | "unknown";
  /** A second person on the address, who granted or did not (TRK-24). */
  neighbour: "none" | "granted" | "silent";
  restricted: boolean;
  wording: "covers" | "no_segments" | "opens_only" | "other_channel";
  moved: boolean;
  mails: {
    rendered: boolean;
    outcome: "accepted" | "rejected" | "none";
    late: boolean;
    old: boolean;
    /** Link and agent of each event. */
    events: [number, number][];
  }[];
}
const mail = fc.record({
  rendered: fc.integer({ min: 0, max: 5 }).map((one) => one > 0),
  outcome: fc.constantFrom("accepted", "accepted", "accepted", "rejected", "none"),
  late: fc.integer({ min: 0, max: 9 }).map((one) => one === 0),
  old: fc.integer({ min: 0, max: 9 }).map((one) => one === 0),
  events: fc.array(fc.tuple(fc.constantFrom(0, 1, 3, 1023), fc.constantFrom(0, 0, 2, 3, 8, 9)), {
    maxLength: 3,
  }),
});
const person = fc.record({
  state: fc.constantFrom(...Array(8).fill("granted"), "withdrawn", "unknown"),
  neighbour: fc.constantFrom("none", "none", "none", "none", "granted", "silent"),
  restricted: fc.integer({ min: 0, max: 7 }).map((one) => one === 0),
  wording: fc.constantFrom(
    "covers",
    "covers",
    "covers",
    "covers",
    "covers",
    "covers",
    "no_segments",
    "opens_only",
    "other_channel",
  ),
  moved: fc.integer({ min: 0, max: 9 }).map((one) => one === 0),
  mails: fc.tuple(mail, mail),
}) as unknown as fc.Arbitrary<Drawn>;

/** The same question answered from what was drawn, without a database. */
function model(drawn: Drawn, at: number, did: "opened" | "clicked", link?: number): Truth {
  const sent = drawn.mails[at]!;
  if (!sent.rendered || sent.outcome !== "accepted" || sent.late || sent.old) return U;
  if (drawn.state !== "granted" || drawn.restricted || drawn.moved) return U;
  if (drawn.neighbour === "silent") return U;
  if (drawn.wording === "no_segments" || drawn.wording === "other_channel") return U;
  if (did === "clicked" && drawn.wording === "opens_only") return U;
  // Link 2 is marked "not personally".
  if (link === 2) return U;
  const people = sent.events.filter(([no, agent]) => agent === 0 && no !== 1023).map(([no]) => no);
  if (did === "clicked")
    return people.some((no) => no !== 0 && (link === undefined || no === link));
  if (people.some((no) => no === 0 || drawn.wording === "covers")) return true;
  // Apple's and Gmail's services load images whether the mail is opened or not.
  return sent.events.some(([no, agent]) => no === 0 && (agent === 2 || agent === 9)) ? U : false;
}

test("TRK-11 TRK-14 TRK-24 TRK-25 CON-20: sets, counts and single answers agree with a model over random people", async () => {
  const { owner, accountId } = bench;
  const scope = { use: "segments" as const, at: bench.clock.now() };
  const mailings = [
    await openMailing(bench, { level: "none" }),
    await openMailing(bench, { level: "none" }),
  ];
  const versions = new Map<string, number>();
  for (const [name, techniques, uses, channels] of [
    ["covers", "{open,click}", "{segments}", "{newsletter}"],
    ["no_segments", "{open,click}", "{person_report,timing}", "{newsletter}"],
    ["opens_only", "{open}", "{segments}", "{newsletter}"],
    ["other_channel", "{open,click}", "{segments}", "{one_to_one}"],
  ]) {
    const made = await owner.query<{ id: string }>(
      `insert into wording_versions (account_id, wording_id, version, locale, text, sha256, techniques, uses, channels, approved_at)
       select account_id, id, $2, 'de', 'Ja', '\\x00', $3, $4, $5, now() from wordings where account_id = $1 returning id`,
      [accountId, versions.size + 2, techniques, uses, channels],
    );
    versions.set(name!, Number(made.rows[0]!.id));
  }
  // One in 50 opened and may be asked about; of 440 there are enough of them with every seed worth the name.
  const drawn = fc.sample(person, { seed, numRuns: 440 });
  const people: { contactId: number; emailNormalised: string }[] = [];
  for (const [no, one] of drawn.entries()) {
    const email = `drawn${no}@example.org`;
    const insert = async (address: string) => {
      const { rows: found } = await owner.query<{ id: string }>(
        "insert into contacts (account_id, email, email_normalised, address_hash, restricted_at) values ($1, $2, $2, $3, $4) returning id",
        [accountId, address, randomBytes(16), null],
      );
      return Number(found[0]!.id);
    };
    const contactId = await insert(email);
    const neighbour = one.neighbour === "none" ? [] : [await insert(email)];
    const said = [contactId, ...(one.neighbour === "granted" ? neighbour : [])];
    if (one.restricted)
      await owner.query("update contacts set restricted_at = now() where id = $1", [
        neighbour[0] ?? contactId,
      ]);
    if (one.state !== "unknown")
      await owner.query(
        "insert into profiling_permissions (account_id, email_normalised, state, wording_version_id, entry_id, contact_ids) values ($1, $2, $3, $4, 1, $5)",
        [accountId, email, one.state, versions.get(one.wording), said],
      );
    for (const [at, sent] of one.mails.entries()) {
      const deliveryId = ++deliveries;
      const mailingId = mailings[at]!;
      const day = 86_400_000;
      const handedOver = bench.clock.now().getTime() + (sent.late ? 15 : sent.old ? -400 : 0) * day;
      if (sent.rendered)
        await owner.query("insert into measured_deliveries values ($1, $2, $3, $4, $5, $6)", [
          accountId,
          deliveryId,
          mailingId,
          contactId,
          email,
          new Date(handedOver),
        ]);
      if (sent.outcome !== "none")
        await owner.query(
          "insert into delivery_outcomes (account_id, delivery_id, attempt, batch_id, outcome, final) values ($1, $2, 1, 1, $3, true)",
          [accountId, deliveryId, sent.outcome],
        );
      for (const [link, agent] of sent.events)
        await owner.query(
          "insert into personal_events (account_id, mailing_id, delivery_id, link, hour, agent) values ($1, $2, $3, $4, now(), $5)",
          [accountId, mailingId, deliveryId, link, agent],
        );
    }
    if (one.moved)
      await owner.query("update contacts set email_normalised = $2 where id = $1", [
        contactId,
        `moved${no}@example.org`,
      ]);
    people.push({ contactId, emailNormalised: email });
  }
  const asked: { did: "opened" | "clicked"; link?: number }[] = [
    { did: "opened" },
    { did: "clicked" },
    { did: "clicked", link: 1 },
    { did: "clicked", link: 2 },
    { did: "clicked", link: 3 },
    { did: "clicked", link: 1023 },
  ];
  await bench.test.db.account(accountId, async (tx) => {
    for (const [at, mailingId] of mailings.entries())
      for (const question of asked) {
        const expected = drawn.map((one) =>
          question.link === 1023 ? U : model(one, at, question.did, question.link),
        );
        const told = await behaviourOf(tx, { mailingId, ...question }, people, scope);
        assert.deepEqual(told, expected, JSON.stringify(question));
        const counts = await behaviourCounts(tx, { mailingId, ...question }, scope);
        const count = (wanted: Truth) => expected.filter((one) => one === wanted).length;
        assert.deepEqual([counts.yes, counts.no], [count(true), count(false)]);
        assert.equal(counts.measurable, counts.yes + counts.no + counts.unclear);
        if (question.did === "clicked") assert.equal(counts.unclear, 0);
        for (const negated of [false, true]) {
          const set = await rows<{ contactId: number }>(
            tx,
            sql`select x.contact_id from (${peopleWho({ mailingId, ...question, negated }, scope)}) x order by 1`,
          );
          assert.deepEqual(
            set.map((row) => row.contactId),
            people.filter((_one, no) => expected[no] === !negated).map((one) => one.contactId),
          );
        }
      }
    const mixed = fc.sample(expression, { seed, numRuns: 40 });
    for (const asked of mixed) {
      // The third mailing of the pure test was never sent, so nothing is known of it.
      const real = JSON.parse(JSON.stringify(asked), (name, value: unknown) =>
        name === "mailingId" ? (mailings[Number(value) - 1] ?? 999) : value,
      ) as BehaviourExpression;
      const told = await behaviourOf(tx, real, people, scope);
      const expected = drawn.map((one) =>
        evaluate(real, ({ mailingId, did }) => {
          const at = mailings.indexOf(mailingId);
          return at === -1 ? U : model(one, at, did);
        }),
      );
      assert.deepEqual(told, expected, JSON.stringify(asked));
      const person = { contactId: sql`c.id`, email: sql`c.email_normalised` };
      const found = await rows<{ id: number }>(
        tx,
        sql`select c.id from contacts c where c.account_id = app_account() and ${behaviourTruth(real, scope, person)} order by 1`,
      );
      assert.deepEqual(
        found.map((row) => row.id),
        people.filter((_one, no) => matches(expected[no]!)).map((one) => one.contactId),
      );
    }
    assert.deepEqual(await lastMeasuredMailings(tx, 2), [...mailings].reverse());
    const spread = drawn.map((one) => String(model(one, 0, "opened")));
    for (const truth of ["true", "false", "unknown"])
      assert.ok(spread.filter((one) => one === truth).length > 3, `hardly anybody is ${truth}`);
  });
});

test("TRK-25 TRK-13: a link marked not personally, a link that is none, and the trap are no conditions", async () => {
  const mailingId = await openMailing(bench, { level: "none" });
  const refused = (change: Partial<BehaviourCondition>, code: RegExp) =>
    assert.rejects(
      bench.test.db.account(bench.accountId, (tx) =>
        requireKnowable(tx, { mailingId, did: "clicked", ...change }),
      ),
      (error: { code?: string }) => code.test(error.code ?? ""),
    );
  await refused({ link: 2 }, /^link_not_personal$/);
  await refused({ link: 77 }, /^no_such_link$/);
  await refused({ link: 1023 }, /^no_such_link$/);
  await refused({ did: "opened", link: 1 }, /^opened_has_no_link$/);
  await refused({ mailingId: 4_000_000 }, /^not_measured$/);
  await bench.test.db.account(bench.accountId, (tx) =>
    requireKnowable(tx, { mailingId, did: "clicked", link: 1 }),
  );
});
