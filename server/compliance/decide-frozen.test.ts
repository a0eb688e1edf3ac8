import assert from "node:assert/strict";
import { after, test } from "node:test";
import { gateDatabase } from "../../test/support/gate-database.ts";
import { sql } from "../platform/index.ts";
import type { SuppressionScope } from "../suppression/index.ts";
import { audienceCounts, decide, decideFrozen, loadFacts } from "./index.ts";

const seed = Number(process.env["TEST_SEED"] ?? Math.floor(Math.random() * 2 ** 31));
console.log(`seed ${seed} (TEST_SEED repeats the run)`);
let state = seed;
/** A number below `n` (linear congruential generator, Numerical Recipes). */
const below = (n: number): number => {
  state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
  return Math.floor((state / 2 ** 32) * n);
};
const pick = <T>(...values: T[]): T => values[below(values.length)]!;

const gate = await gateDatabase();
const { base, clock, deps, listA, listB, inAccount, contact, subscribe, profile, suppress } = gate;
after(() => base.close());

test("LEG-02: candidates decided in groups, one by one, and counted get the same answers", async () => {
  await suppress({ scope: "blacklist", domain: "gesperrt.example" });
  await suppress({ scope: "blacklist", domain: "*.tief.example" });
  const people: { id: number; email: string }[] = [];
  for (let no = 0; no < 120; no += 1) {
    const shared = no > 0 && below(15) === 0 ? people.at(-1)!.email : undefined;
    const domain = pick(
      "a.example",
      "a.example",
      "gesperrt.example",
      "x.tief.example",
      "tief.example",
    );
    const who = await contact(shared ?? `p${no}@${domain}`, { restricted: below(12) === 0 });
    people.push(who);
    if (shared !== undefined) continue;
    for (const list of pick([listA], [listB], [listA, listB], []))
      await subscribe(who, list, {
        state: pick("confirmed", "confirmed", "pending", "unsubscribed"),
        flag: pick(null, null, "stale"),
        at: pick("2026-01-01", "2020-01-01"),
        mailed: pick(null, "2026-10-01"),
      });
    if (below(3) === 0)
      await profile(who.email, pick("granted", "granted", "withdrawn"), [who.id], gate.wordingV1);
    if (below(4) === 0) {
      const scope = pick<SuppressionScope>(
        "list_address",
        "newsletters_address",
        "account_address",
        "blacklist",
        "retained",
        "complaint",
        "customer_7_3_address",
      );
      await suppress({ scope, ...(scope === "list_address" ? { listId: listA } : {}) }, who.email);
    }
    if (below(20) === 0) await suppress({ scope: "account_person", contactId: who.id });
  }
  for (const listIds of [[listA], [listB], [listA, listB]]) {
    const query = { kind: "newsletter" as const, listIds };
    const [facts, groups, counts] = await inAccount(async (tx) => [
      await loadFacts(tx, deps, {
        ...query,
        targets: people.map(({ id, email }) => ({ contactId: id, emailNormalised: email })),
      }),
      await decideFrozen(
        tx,
        deps,
        query,
        sql`select c.id as no, c.id % 3 as batch, c.id as contact_id, c.email_normalised from contacts c where c.account_id = app_account()`,
      ),
      await audienceCounts(tx, deps, { listIds }),
    ]);
    const single = new Map<string, number>();
    const reasonOf = new Map<number, string>();
    for (const [at, fact] of facts.entries()) {
      const decision = decide(fact, "newsletter", clock.now());
      const said = gate.say(decision);
      single.set(said, (single.get(said) ?? 0) + 1);
      if (decision.kind === "excluded") reasonOf.set(people[at]!.id, said);
    }
    const grouped = new Map<string, number>();
    for (const group of groups) {
      const said = gate.say(group.decision);
      grouped.set(said, (grouped.get(said) ?? 0) + group.people);
      assert.equal(group.erased, false);
      for (const id of group.ids) assert.equal(reasonOf.get(id), said);
      if (group.decision.kind === "excluded") assert.equal(group.ids.length, group.people);
    }
    assert.deepEqual([...grouped].sort(), [...single].sort());
    const cleared = (single.get("personal") ?? 0) + (single.get("anonymous") ?? 0);
    assert.deepEqual([counts.mailable, counts.measurable], [cleared, single.get("personal") ?? 0]);
    assert.ok(single.size > 5, `only ${single.size} different answers`);
  }
});

test("DSR-06: who was erased after the freezing is told from who lacks facts", async () => {
  const groups = await inAccount((tx) =>
    decideFrozen(
      tx,
      deps,
      { kind: "newsletter", listIds: [listA] },
      sql`select 1::bigint as no, 7::bigint as batch, null::bigint as contact_id, null::text as email_normalised`,
    ),
  );
  assert.equal(groups.length, 1);
  assert.equal(groups[0]!.erased, true);
  assert.equal(groups[0]!.decision.kind, "excluded");
  assert.deepEqual(groups[0]!.ids, [1]);
});
