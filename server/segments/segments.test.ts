import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import pg from "pg";
import type { SegmentDefinition } from "../../contract/segments.ts";
import { testDatabase, type TestDatabase } from "../../test/support/database.ts";
import { seedNewsletter, type SeededNewsletter } from "../../test/support/newsletter.ts";
import { drawNode } from "../../test/support/segment-draws.ts";
import { fillPeople } from "../../test/support/segment-fill.ts";
import {
  drawPerson,
  KEYS,
  names,
  NASTY,
  NOW,
  seed,
  type Person,
} from "../../test/support/segment-people.ts";
import { truthOf } from "../../test/support/segment-truth.ts";
import { keepFactsJob } from "../compliance/index.ts";
import { createKeys, manualClock, rows, sql } from "../platform/index.ts";
import { segmentCondition } from "./condition.store.ts";
import { keepValuesJob, keepValuesSoon } from "./keep-values.ts";
import { asksKeptFacts, countMembers, statementsOf } from "./count-members.ts";
import { readDefinition } from "./read-definition.ts";
import { loadScope, type SegmentScope } from "./scope.ts";
import { countPeople, insertSegment, peopleOf } from "./segments.store.ts";

console.log(`seed ${seed} (TEST_SEED repeats the run)`);
const PEOPLE = 60;
const NOW_AT = new Date(NOW);

let database: TestDatabase;
let owner: pg.Client;
let seeded: SeededNewsletter;
let people: Person[];
const clock = manualClock(NOW);

before(async () => {
  database = await testDatabase();
  owner = new pg.Client(database.connection);
  await owner.connect();
  seeded = await seedNewsletter(database.db, createKeys(Buffer.alloc(32, 3)), {
    people: PEOPLE,
    granted: 40,
  });
  people = await fillPeople(owner, seeded);
});
after(async () => {
  await owner.end();
  await database.close();
});
async function members(definition: SegmentDefinition, scope: SegmentScope): Promise<number[]> {
  const found = await database.db.account(seeded.accountId, (tx) =>
    rows<{ id: number }>(
      tx,
      sql`select c.id from contacts c where c.account_id = app_account() and ${segmentCondition(definition, scope)} order by c.id`,
    ),
  );
  return found.map(({ id }) => id);
}

const scopeFor = (definition: SegmentDefinition): Promise<SegmentScope> =>
  database.db.account(seeded.accountId, (tx) => loadScope(tx, definition, clock.now()));

/** How often what was kept and who had changed since were added up. */
let byBoth = 0;

async function compare(times: number): Promise<number> {
  let some = 0;
  for (let at = 0; at < times; at++) {
    const found = await compareOne({ all: [drawNode(3)] });
    if (found > 0 && found < people.length) some++;
  }
  return some;
}

async function compareOne(where: unknown): Promise<number> {
  const definition = readDefinition(JSON.parse(JSON.stringify({ version: 1, where })));
  const wanted = people
    .filter((person) => truthOf(definition.where, person) === true)
    .map(({ id }) => id);
  const scope = await scopeFor(definition);
  const told = JSON.stringify(definition);
  assert.deepEqual(await members(definition, scope), wanted, told);
  assert.deepEqual(await members(definition, { ...scope, each: true }), wanted, `each: ${told}`);
  const counted = await database.db.account(seeded.accountId, async (tx) => {
    const { statement, anew } = await statementsOf(tx, { clock }, definition, scope);
    if (asksKeptFacts(definition, scope) && anew) byBoth++;
    return (await peopleOf(tx, statement)) + (anew ? await peopleOf(tx, anew) : 0);
  });
  assert.equal(counted, wanted.length, `counted: ${told}`);
  return wanted.length;
}

/** Everything the drawn conditions may read, as one segment. */
async function keepEverything(): Promise<void> {
  const fields = [
    "firstName",
    "lastName",
    "company",
    "title",
    "domain",
    ...Object.keys(KEYS).map((key) => names[key]!),
  ];
  const definition = {
    version: 1 as const,
    where: {
      any: fields.map((field) => ({ about: "field" as const, field, test: "empty" as const })),
    },
  };
  await database.db.account(seeded.accountId, async (tx) => {
    await insertSegment(
      tx,
      seeded.accountId,
      { name: "Alles", definition, asksBehaviour: false },
      null,
      clock.now(),
    );
    await keepValuesSoon(tx, seeded.accountId, clock.now());
  });
  await runValuesJob();
  const work = keepFactsJob({ db: database.db, clock });
  const job = { accountId: seeded.accountId, payload: {} } as never;
  const context = { keep: async () => undefined, signal: new AbortController().signal };
  for (let tries = 0; tries < 200; tries++) if (!(await work(job, context))) return;
  assert.fail("the facts never became ready");
}

async function runValuesJob(): Promise<void> {
  const job = { accountId: seeded.accountId, payload: {} } as never;
  const context = { keep: async () => undefined, signal: new AbortController().signal };
  for (let tries = 0; tries < 200; tries++)
    if (!(await keepValuesJob({ db: database.db, clock })(job, context))) return;
  assert.fail("the values never became ready");
}

describe("a segment as SQL", () => {
  test("TRK-11 RET-07: random definitions mean the same in SQL as in plain TypeScript, whatever stands in the values", async () => {
    assert.ok((await compare(30)) > 8, "most definitions part the people");
    // Chance may leave out the value that would break out, so each is asked for in each way.
    for (const value of NASTY)
      for (const [field, test, values] of [
        ["lastName", "is", [value, "x"]],
        ["lastName", "contains", [value]],
        [names["notiz"]!, "is", [value]],
        [names["notiz"]!, "begins", [value]],
        ["email", "is", [value, value]],
      ] as const)
        await compareOne({ about: "field", field, test, values });
  });

  test("TRK-11: the same from the typed values, filled by the job", async () => {
    await keepEverything();
    assert.ok((await compare(30)) > 8);
    const scope = await scopeFor({ version: 1, where: { about: "stage", stages: [""] } });
    assert.equal(scope.ready.size, 11);
  });

  test("the typed values follow what happens to contacts, and leave with them", async () => {
    for (const person of people.slice(0, 20)) {
      Object.assign(person, drawPerson(person.id, 100 + person.id), {
        email: person.email,
        tags: person.tags,
        subscriptions: person.subscriptions,
        analysis: person.analysis,
        purchases: person.purchases,
        received: person.received,
        imported: person.imported,
        behaviour: person.behaviour,
      });
      await owner.query(
        `update contacts set custom = $2, first_name = $3, last_name = $4, company = $5, title = $6, salutation = $7, locale = $8, stage = $9, responsible_id = $10, origins = $11, created_at = $12, updated_at = $13 where id = $1`,
        [
          person.id,
          person.custom,
          person.firstName,
          person.lastName,
          person.company,
          person.title,
          person.salutation,
          person.locale,
          person.stage,
          person.responsible ? seeded.operatorId : null,
          { email: { source: person.source } },
          person.createdAt,
          person.updatedAt,
        ],
      );
    }
    // Some withdraw, and some get mail: what was kept of them for counting holds no more.
    for (const person of people.slice(10, 20)) {
      if (person.analysis === "granted") {
        person.analysis = "withdrawn";
        person.behaviour = {};
        await owner.query(
          "update profiling_permissions set state = 'withdrawn' where email_normalised = $1",
          [person.email],
        );
      }
      for (const one of person.subscriptions) one.mailedAt = NOW_AT;
      await owner.query("update subscriptions set last_mailed_at = $2 where contact_id = $1", [
        person.id,
        NOW_AT,
      ]);
    }
    assert.ok((await compare(10)) > 3);
    byBoth = 0;
    for (const state of ["granted", "withdrawn", "unknown"])
      await compareOne({ about: "consent", purpose: "analysis", state });
    await compareOne({ not: { about: "received", days: 30 } });
    assert.equal(byBoth, 4, "counts are made of both");
    // DSR-07: whoever is restricted is in no count, by whichever table it is made.
    await owner.query("update contacts set restricted_at = now() where id = any($1::bigint[])", [
      people.slice(0, 7).map(({ id }) => id),
    ]);
    for (const where of [
      { about: "field", field: "lastName", test: "empty" },
      { not: { about: "field", field: "lastName", test: "empty" } },
      { about: "field", field: "domain", test: "contains", values: ["."] },
      { about: "consent", purpose: "newsletter", state: "granted" },
      { not: { about: "list", list: names["list"], state: "confirmed" } },
    ]) {
      const definition = readDefinition(JSON.parse(JSON.stringify({ version: 1, where })));
      const scope = await scopeFor(definition);
      const [some, all] = await database.db.account(seeded.accountId, async (tx) => [
        await countMembers(tx, { clock }, definition, scope),
        await countPeople(tx, segmentCondition(definition, scope)),
      ]);
      assert.equal(some, all, JSON.stringify(where));
    }
    await owner.query("update contacts set restricted_at = null");
    const gone = people.pop()!;
    await owner.query(`delete from contacts where id = $1`, [gone.id]);
    const { rows: left } = await owner.query(
      `select count(*)::int as n from contact_values where contact_id = $1`,
      [gone.id],
    );
    assert.equal(left[0].n, 0);
    await owner.query(`delete from segments`);
    await runValuesJob();
    const { rows: kept } = await owner.query(`select count(*)::int as n from contact_values`);
    assert.equal(kept[0].n, 0, "nobody asks any more");
  });

  test("TRK-11: what a definition names and is no more is known of nobody, nor is its opposite", async () => {
    const gone = { about: "tag" as const, tags: [`tag_${"0".repeat(32)}`] };
    for (const where of [gone, { not: gone }]) {
      const definition = { version: 1 as const, where };
      assert.deepEqual(await members(definition, await scopeFor(definition)), []);
    }
  });
});

test("LEAD-07: a definition is refused with each problem at its place", () => {
  const wrong = (where: unknown): string[] => {
    try {
      readDefinition({ version: 1, where });
    } catch (error) {
      return (error as { errors: { path: string }[] }).errors.map(({ path }) => path);
    }
    return [];
  };
  const fine = { about: "stage", stages: ["customer"] };
  const deep = (levels: number): unknown => (levels === 0 ? fine : { all: [deep(levels - 1)] });
  assert.deepEqual(wrong(deep(5)), []);
  assert.equal(wrong(deep(6)).length, 1);
  assert.deepEqual(wrong({ all: Array(51).fill(fine) }), ["/where/all"]);
  assert.deepEqual(wrong({ all: [] }), ["/where/all"]);
  assert.deepEqual(wrong({ all: [fine, { about: "sql", text: "1=1" }] }), ["/where/all/1"]);
  assert.deepEqual(wrong({ all: [fine], any: [fine] }), ["/where"]);
  assert.deepEqual(wrong({ any: [{ ...fine, more: 1 }] }), ["/where/any/0/more"]);
  assert.deepEqual(wrong({ about: "field", field: "lastName", test: "less", to: "1" }), ["/where"]);
  assert.deepEqual(wrong({ about: "field", field: "constructor", test: "empty" }), ["/where"]);
  assert.deepEqual(wrong({ about: "behaviour", did: "opened" }), ["/where"]);
  assert.deepEqual(wrong("1 = 1"), ["/where"]);
});
