import assert from "node:assert/strict";
import { after, test } from "node:test";
import { gateDatabase, type Person } from "../../test/support/gate-database.ts";
import { one, run, sql } from "../platform/index.ts";
import { audienceCounts, decide, decideFrozen, loadFacts } from "./index.ts";
import { frequencyOf } from "./frequency.store.ts";

const { base, clock, deps, accountId, listA, listB, inAccount, contact, subscribe, ask, askOne } =
  await gateDatabase();
after(() => base.close());

const DAY_MS = 86_400_000;
const ago = (days: number) => new Date(clock.now().getTime() - days * DAY_MS);

/** A mailing that was released, and what became of each recipient; null: still on its way. */
async function sent(
  people: { who: Person; outcome: string | null; at?: Date; list?: number }[],
  made: { state?: string; started?: Date; finished?: Date | null; kind?: string } = {},
): Promise<number> {
  const { state = "done", started = ago(3), finished = ago(2), kind = "newsletter" } = made;
  return inAccount(async (tx) => {
    const { id: runId } = await one<{ id: number }>(
      tx,
      sql`insert into delivery_runs (account_id, mailing_id, kind, content_version_id, sender_id, list_ids, state, started_at, finished_at)
          select ${accountId}, coalesce(max(mailing_id), 0) + 1, ${kind}, 1, 1, array[${listA}, ${listB}]::bigint[], ${state}, ${started}, ${state === "done" ? finished : null} from delivery_runs returning id`,
    );
    for (const { who, outcome, at = ago(2), list = listA } of people) {
      const { id } = await one<{ id: number }>(
        tx,
        sql`insert into deliveries (account_id, batch_id, run_id, kind, contact_id, list_id, email, email_normalised)
            values (${accountId}, 1, ${runId}, ${kind}, ${who.id}, ${list}, ${who.email}, ${who.email}) returning id`,
      );
      if (outcome !== null)
        await run(
          tx,
          sql`insert into delivery_outcomes (account_id, delivery_id, attempt, batch_id, run_id, outcome, final, at)
              values (${accountId}, ${id}, 1, 1, ${runId}, ${outcome}, true, ${at})`,
        );
    }
    return runId;
  });
}

const rule = (max: number | null, days: number | null) =>
  inAccount((tx) =>
    run(
      tx,
      sql`insert into mailing_rules (account_id, cap_max, cap_days, changed_at) values (${accountId}, ${max}, ${days}, now())
          on conflict (account_id) do update set cap_max = excluded.cap_max, cap_days = excluded.cap_days`,
    ),
  );

const someone = async (list = listA): Promise<Person> => {
  const who = await contact();
  await subscribe(who, list);
  return who;
};

test("LEAD-14: counted are accepted mails of all mailings in the days, and nothing else", async () => {
  const [two, one_, rejected, old, fresh] = await Promise.all([1, 2, 3, 4, 5].map(() => someone()));
  await sent([
    { who: two!, outcome: "accepted" },
    { who: rejected!, outcome: "rejected" },
    { who: old!, outcome: "accepted", at: ago(9) },
  ]);
  await sent([
    { who: two!, outcome: "accepted", at: ago(6.9) },
    { who: one_!, outcome: "accepted" },
    { who: rejected!, outcome: "excluded" },
    { who: old!, outcome: "accepted" },
  ]);
  const everyone = [two!, one_!, rejected!, old!, fresh!];
  const targets = everyone.map((who) => ({ contactId: who.id, emailNormalised: who.email }));
  await rule(null, null);
  assert.deepEqual(new Set(await ask(targets)), new Set(["anonymous"]));
  await rule(2, 7);
  const expected = ["frequency_reached", "anonymous", "anonymous", "anonymous", "anonymous"];
  assert.deepEqual(await ask(targets), expected);

  // The same at preparation, and in the figures of the final check.
  const frozen = await inAccount((tx) =>
    decideFrozen(
      tx,
      deps,
      { kind: "newsletter", listIds: [listA] },
      sql`select c.id as no, 1 as batch, c.id as contact_id, c.email_normalised from contacts c where c.id = any(${everyone.map((who) => who.id)}::bigint[])`,
    ),
  );
  assert.deepEqual(
    frozen.filter((group) => group.decision.kind === "excluded").flatMap((group) => group.ids),
    [two!.id],
  );
  const counts = await inAccount((tx) => audienceCounts(tx, deps, { listIds: [listA] }));
  assert.deepEqual(
    counts.reasons.filter((reason) => reason.reason === "frequency_reached"),
    [{ reason: "frequency_reached", rule: "LEAD-14", count: 1 }],
  );
  // Why, and until when: one of the two is old enough then.
  const why = await inAccount((tx) =>
    frequencyOf(tx, { listIds: [listA], now: clock.now(), emailNormalised: two!.email }),
  );
  assert.equal(why?.accepted, 2);
  assert.deepEqual(why?.freeAt, new Date(ago(6.9).getTime() + 7 * DAY_MS));
});

test("LEAD-14: counted by address, whoever of the people on it was written to", async () => {
  const a = await someone();
  const b = await contact(a.email);
  await sent([{ who: b, outcome: "accepted" }]);
  await rule(1, 7);
  assert.equal(await askOne(a), "frequency_reached");
});

test("LEAD-14: what somebody asked for or needs is exempt", async () => {
  const who = await someone();
  await sent([{ who, outcome: "accepted" }]);
  await rule(1, 7);
  const kinds = ["opt_in", "transactional", "privacy_notice", "one_to_one"] as const;
  for (const kind of kinds)
    assert.notEqual(await askOne(who, { kind, listIds: [] }), "frequency_reached", kind);
  assert.equal(await askOne(who), "frequency_reached");
});

test("LEAD-14: of two mailings under way the first counts before its mails have left; a run never stops itself", async () => {
  const who = await someone();
  await rule(1, 7);
  const first = await sent([{ who, outcome: null }], { state: "running" });
  const second = await sent([{ who, outcome: null }], { state: "running" });
  assert.equal(await askOne(who, { runId: first }), "anonymous");
  assert.equal(await askOne(who, { runId: second }), "frequency_reached");
  assert.equal(await askOne(who), "frequency_reached");
});

test("LEAD-14: a list may have a cap of its own, which counts its mails only", async () => {
  await rule(null, null);
  const [ofA, ofB] = [await someone(), await someone()];
  await subscribe(ofB, listB);
  await sent([
    { who: ofA, outcome: "accepted", list: listA },
    { who: ofB, outcome: "accepted", list: listB },
  ]);
  await inAccount((tx) =>
    run(
      tx,
      sql`insert into list_caps (account_id, list_id, cap_max, cap_days) values (${accountId}, ${listA}, 1, 7)`,
    ),
  );
  assert.equal(await askOne(ofA), "frequency_reached");
  assert.equal(await askOne(ofB), "anonymous");
  assert.equal(await askOne(ofB, { listIds: [listB] }), "anonymous");
});

test("LEAD-14: a lost answer is no permission", async () => {
  const who = await someone();
  const [facts] = await inAccount((tx) =>
    loadFacts(tx, deps, { kind: "newsletter", listIds: [listA], contactIds: [who.id] }),
  );
  const decision = decide({ ...facts!, frequencyReached: undefined }, "newsletter", clock.now());
  assert.equal(decision.kind === "excluded" && decision.reason, "facts_missing");
});
