import assert from "node:assert/strict";
import { after, test } from "node:test";
import { gateDatabase, type Person } from "../../test/support/gate-database.ts";
import { rows, sql } from "../platform/index.ts";
import { audienceCounts } from "./index.ts";

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

const { base, deps, listA, listB, inAccount, contact, subscribe, profile, suppress, ask } =
  await gateDatabase();
after(() => base.close());

test("LEG-02 LEG-20: the counts of an audience are the gate's, person by person", async () => {
  // A random crowd with every state, shared addresses, objections and permissions.
  const emails = Array.from(
    { length: 150 },
    (_, no) =>
      `crowd${no}@${["x.example", "y.example", "trouble.example", "left.example", "sub.right.example"][random(5)]}`,
  );
  const people: Person[] = [];
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
  const twice = await inAccount((tx) => audienceCounts(tx, deps, { listIds: [listA, listA] }));
  assert.deepEqual(twice, await inAccount((tx) => audienceCounts(tx, deps, { listIds: [listA] })));
  assert.deepEqual(await inAccount((tx) => audienceCounts(tx, deps, { listIds: [] })), {
    candidates: 0,
    mailable: 0,
    measurable: 0,
    reasons: [],
  });
});
