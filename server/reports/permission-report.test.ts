import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import fc from "fast-check";
import { testDatabase, type TestDatabase } from "../../test/support/database.ts";
import { seedNewsletter, type SeededNewsletter } from "../../test/support/newsletter.ts";
import { createKeys, run, sql } from "../platform/index.ts";
import {
  partFigure,
  periodsOf,
  permissionReport,
  questionReport,
  splitFigures,
} from "./permission-report.ts";

let base: TestDatabase;
let seeded: SeededNewsletter;
before(async () => {
  base = await testDatabase();
  seeded = await seedNewsletter(base.db, createKeys(Buffer.alloc(32, 9)), {
    people: 60,
    granted: 24,
    domain: "quote.example",
  });
});
after(() => base.close());

test("TRK-08 CON-26: no figure of fewer than k people is shown, nor can one be reckoned from the others", () => {
  const seed = Date.now() % 1_000_000;
  console.log(`seed ${seed}`);
  const parts = fc.array(fc.integer({ min: 0, max: 40 }), { minLength: 3, maxLength: 3 });
  fc.assert(
    fc.property(parts, fc.integer({ min: 10, max: 15 }), (values, k) => {
      const base_ = values.reduce((sum, value) => sum + value, 0);
      const figures = splitFigures(values, k);
      const hidden = figures.flatMap((one, at) => (one.hidden ? [at] : []));
      const together = hidden.reduce((sum, at) => sum + values[at]!, 0);
      assert.ok(hidden.length === 0 || hidden.length === 3 || together >= k);
      figures.forEach((one, at) => {
        if (values[at]! < k) assert.ok(one.hidden);
        if (one.hidden) assert.deepEqual(one, { hidden: true, value: null, below: k });
        else assert.equal(one.value, values[at]);
      });
      if (base_ < k) assert.equal(hidden.length, 3);
    }),
    { seed, numRuns: 500 },
  );
  assert.equal(partFigure(20, 25, 10).hidden, true);
  assert.equal(partFigure(20, 40, 10).value, 20);
});

test("CON-26: a mailing's report names asked, agreed, declined and silent", () => {
  const report = questionReport({ asked: 200, granted: 60, refused: 30 }, 10);
  assert.deepEqual(
    [report.asked, report.granted.value, report.refused.value, report.silent.value],
    [200, 60, 30, 110],
  );
  // Answers may be there before the last batch is counted.
  assert.equal(questionReport({ asked: 10, granted: 20, refused: 12 }, 10).asked, 32);
});

test("CON-26: months wait for one another until enough people have decided", () => {
  const months = ["2026-07", "2026-08", "2026-09", "2026-10", "2026-11"];
  const decided = [
    { month: "2026-07", granted: 4, refused: 2, withdrawn: 0 },
    { month: "2026-09", granted: 8, refused: 12, withdrawn: 1 },
    { month: "2026-10", granted: 30, refused: 0, withdrawn: 0 },
    { month: "2026-11", granted: 3, refused: 0, withdrawn: 0 },
  ];
  const periods = periodsOf(months, decided, 100, 10);
  assert.deepEqual(
    periods.map(({ from, to, granted, refused, stock }) => [
      from,
      to,
      granted.value,
      refused.value,
      stock.value,
    ]),
    [
      ["2026-07", "2026-09", 12, 14, 67],
      ["2026-10", "2026-10", 30, null, 97],
    ],
  );
});

test("CON-26: the overview counts subscribers by source and mailings that asked", async () => {
  const { accountId } = seeded;
  await base.db.account(accountId, async (tx) => {
    await run(tx, sql`insert into forms (account_id, name) values (${accountId}, 'Startseite')`);
    await run(
      tx,
      sql`update subscriptions s set source = 'form:' || f.public_id from forms f where f.account_id = s.account_id and s.account_id = app_account()
          and substring(s.email_normalised from 'person(\\d+)@')::int between 1 and 40`,
    );
    await run(
      tx,
      sql`update subscriptions set source = 'Messe Bonn' where account_id = app_account() and source not like 'form:%'`,
    );
    await run(
      tx,
      sql`insert into mailings (account_id, name, settings, started_at) values (${accountId}, 'Frage im Herbst', '{"purpose":"tracking_question"}', now())`,
    );
    await run(
      tx,
      sql`insert into question_totals (account_id, mailing_id, asked, granted, refused) select account_id, id, 50, 12, 3 from mailings where account_id = app_account()`,
    );
  });
  const report = await base.db.account(accountId, (tx) => permissionReport(tx, new Date()));
  assert.equal(report.now.people, 60);
  assert.equal(report.now.granted.value, 24);
  assert.equal(report.now.refused.hidden && report.now.unknown.hidden, true, "nobody refused");
  assert.deepEqual(
    report.sources.map(({ kind, name, people, granted }) => [kind, name, people, granted.value]),
    [
      ["form", "Startseite", 40, 24],
      ["other", "Messe Bonn", 20, null],
    ],
  );
  const [question] = report.questions;
  assert.equal(question!.own, true);
  assert.equal(question!.asked, 50);
  assert.deepEqual(
    [question!.granted.hidden, question!.refused.hidden, question!.silent.hidden],
    [false, true, true],
  );
});
