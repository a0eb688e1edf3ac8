import assert from "node:assert/strict";
import { test } from "node:test";
import {
  accountId,
  audits,
  clock,
  database,
  full,
  modest,
  owner,
  reportBench,
  sentMailing,
} from "../../test/support/report-samples.ts";
import type { PersonsOf } from "../../contract/exports.ts";
import { exportPorts } from "./index.ts";

reportBench();

type Mailing = Awaited<ReturnType<typeof sentMailing>>;
const pathOf = (mailing: Mailing) => `/api/v1/mailings/${mailing.public_id}/report/persons`;

/** The places of the found people among the mailing's own. */
async function who(mailing: Mailing, query: string): Promise<number[]> {
  const seen: number[] = [];
  let cursor: string | null = null;
  do {
    const { body, status } = await full.call(
      "GET",
      `${pathOf(mailing)}?limit=3&${query}${cursor ? `&cursor=${cursor}` : ""}`,
    );
    assert.equal(status, 200);
    for (const item of body.items as { id: string }[])
      seen.push(mailing.people.findIndex((person) => person.publicId === item.id));
    cursor = body.nextCursor;
  } while (cursor);
  return seen.sort((a, b) => a - b);
}

/** The same people, as they would stand in a file. */
async function inFile(mailing: Mailing, query: string): Promise<number[]> {
  const { did, link } = Object.fromEntries(new URLSearchParams(query));
  const wanted = {
    mailing: mailing.public_id,
    ...(did && { did: did as NonNullable<PersonsOf["did"]> }),
    ...(link && { link: Number(link) }),
  };
  const file = exportPorts({ clock }).personsForFile(wanted, "de");
  const seen: string[] = [];
  await database.db.account(accountId, async (tx) => {
    for (let after = 0; ;) {
      const page = await file.page(tx, after, 3);
      seen.push(...page.map((row) => (row.record() as { id: string }).id));
      if (page.length === 0) break;
      after = page.at(-1)!.id;
    }
    assert.equal(await file.count(tx), seen.length);
  });
  return seen
    .map((id) => mailing.people.findIndex((person) => person.publicId === id))
    .sort((a, b) => a - b);
}

const FILTERS = [
  "",
  "did=opened",
  "did=clicked",
  "did=not_opened",
  "did=not_clicked",
  "did=not_clicked&link=3",
  "link=3",
  "did=opened&link=1",
];

test("TRK-11: did not open and did not click hold for the measurable only, and never for anybody else", async () => {
  const mailing = await sentMailing(6, 8);
  await mailing.event(0, 0);
  await mailing.event(1, 0);
  await mailing.event(1, 1);
  await mailing.event(2, 3);
  await mailing.event(3, 0, 2); // A machine is nobody's open, and leaves unknown whether the person opened.
  // Who clicked has opened, images or not.
  assert.deepEqual(await who(mailing, "did=not_opened"), [4, 5]);
  assert.deepEqual(await who(mailing, "did=not_clicked"), [0, 3, 4, 5]);
  assert.deepEqual(await who(mailing, "did=not_clicked&link=3"), [0, 1, 3, 4, 5]);
  // Whether somebody clicked a link that is not measured personally, nobody knows (TRK-25).
  await owner.query(
    "update measured_links set not_personal = true where mailing_id = $1 and link = 2",
    [mailing.id],
  );
  assert.deepEqual(await who(mailing, "did=not_clicked&link=2"), []);
  assert.equal(
    (await full.call("GET", `${pathOf(mailing)}?did=not_opened&link=3`)).body.code,
    "filter_contradicts",
  );
  await owner.query(
    "update profiling_permissions set state = 'withdrawn' where email_normalised = $1",
    [mailing.people[5]!.email],
  );
  assert.deepEqual(await who(mailing, "did=not_opened"), [4]);
  // CON-20: where the wording does not name the technique, nobody can say that somebody did not.
  await owner.query("update wording_versions set techniques = '{click}'");
  try {
    assert.deepEqual(await who(mailing, "did=not_opened"), []);
    assert.deepEqual(await who(mailing, "did=not_clicked"), [0, 3, 4]);
  } finally {
    await owner.query("update wording_versions set techniques = '{open,click}'");
  }
});

test("a large mailing's persons come by other ways and are the same, in a file too", async () => {
  const mailing = await sentMailing(11, 4);
  const events: [number, number, number?][] = [
    [0, 0],
    [0, 1],
    [1, 0],
    [2, 3],
    [3, 1, 4],
    [4, 0],
    [5, 3],
    [6, 1],
    [7, 0],
    [8, 1023, 8],
  ];
  for (const [person, link, agent] of events) await mailing.event(person, link, agent ?? 0);
  const expected = new Map<string, number[]>();
  for (const filter of FILTERS) expected.set(filter, await who(mailing, filter));
  assert.deepEqual(expected.get(""), [0, 1, 2, 4, 5, 6, 7]);
  for (const filter of FILTERS)
    assert.deepEqual(await inFile(mailing, filter), expected.get(filter), `file ${filter}`);
  const facts = (people: number) =>
    JSON.stringify({
      personal: {
        base: 11,
        clickers: people,
        links: [],
        days: [],
        people: [0, 1, 2, 3].map((link) => ({ link, people })),
      },
    });
  await owner.query("insert into report_snapshots (account_id, mailing_id) values ($1, $2)", [
    accountId,
    mailing.id,
  ]);
  for (const people of [10, 1_000_000]) {
    await owner.query("update report_snapshots set facts = $1 where mailing_id = $2", [
      facts(people),
      mailing.id,
    ]);
    for (const filter of FILTERS)
      assert.deepEqual(await who(mailing, filter), expected.get(filter), `${people} ${filter}`);
  }
});

test("TRK-12 TRK-13: a person's events say who they came from; each look is in the audit log", async () => {
  const mailing = await sentMailing(2, 4);
  await mailing.event(0, 0, 2, "2026-11-21T09:00:00Z");
  await mailing.event(0, 1, 0, "2026-11-21T10:00:00Z");
  await mailing.event(0, 1, 0, "2026-11-21T10:00:00Z");
  const path = `${pathOf(mailing)}/${mailing.people[0]!.publicId}`;
  assert.equal((await modest.call("GET", path)).status, 403);
  const { body } = await full.call("GET", path);
  assert.deepEqual(
    body.items.map((row: Record<string, unknown>) => [
      row["hour"],
      row["link"],
      row["agent"],
      row["hits"],
    ]),
    [
      ["2026-11-21T09:00:00.000Z", 0, 2, 1],
      ["2026-11-21T10:00:00.000Z", 1, 0, 2],
    ],
  );
  assert.equal(
    (await audits("report.person_viewed")).filter(
      (row) => row.object_id === mailing.people[0]!.publicId,
    ).length,
    1,
  );
  // Somebody who was never measured, and somebody who permits it no longer.
  assert.deepEqual(
    (await full.call("GET", `${pathOf(mailing)}/${mailing.people[3]!.publicId}`)).body.items,
    [],
  );
  await owner.query(
    "update profiling_permissions set state = 'withdrawn' where email_normalised = $1",
    [mailing.people[0]!.email],
  );
  assert.deepEqual((await full.call("GET", path)).body.items, []);
});
