import assert from "node:assert/strict";
import { after, test } from "node:test";
import { testDatabase } from "../../test/support/database.ts";
import { seedNewsletter } from "../../test/support/newsletter.ts";
import { grantImportedProfiling, readEntries, withdrawProfiling } from "../consent/index.ts";
import {
  createKeys,
  createLogger,
  manualClock,
  maybe,
  one,
  rows,
  run,
  sql,
  type Tx,
} from "../platform/index.ts";
import { tidyContacts } from "./contacts.jobs.ts";
import { personalDataMap } from "./personal-data-map.ts";
import { applyRetention } from "./retention.jobs.ts";

const DAY_MS = 86_400_000;
const keys = createKeys(Buffer.alloc(32, 5));
const clock = manualClock(new Date());
const database = await testDatabase();
after(() => database.close());
const { db } = database;
const { accountId, profilingVersionId } = await seedNewsletter(db, keys, {
  people: 8,
  granted: 8,
});
const deps = {
  db,
  clock,
  keys,
  log: createLogger("silent"),
  map: personalDataMap({ keys, clock }),
};
const look = <T>(work: (tx: Tx) => Promise<T>) => db.account(accountId, work);
const daysAgo = (days: number) => new Date(clock.now().getTime() - days * DAY_MS);
const address = (no: number) => `person${no}@leser.example`;
const contactOf = async (no: number) =>
  (
    await look((tx) =>
      one<{ id: number }>(
        tx,
        sql`select id from contacts where email_normalised = ${address(no)} order by id limit 1`,
      ),
    )
  ).id;
const permission = (no: number) =>
  look((tx) =>
    maybe<{ state: string; source: string; contactIds: number; askedCount: number }>(
      tx,
      sql`select state, source, cardinality(contact_ids) as contact_ids, asked_count from profiling_permissions where email_normalised = ${address(no)}`,
    ),
  );
const withdraw = async (no: number) => {
  const contactId = await contactOf(no);
  await look((tx) =>
    withdrawProfiling(tx, deps, {
      accountId,
      emailNormalised: address(no),
      contactId,
      evidence: { channel: "preference_page", page: "https://bank.example/v" },
    }),
  );
};
const leave = (no: number) =>
  look(async (tx) => {
    await run(
      tx,
      sql`update subscriptions set state = 'unsubscribed', unsubscribed_at = ${daysAgo(8)} where email_normalised = ${address(no)}`,
    );
    await run(
      tx,
      sql`update profiling_permissions set state = 'unknown', asked_count = 1 where email_normalised = ${address(no)} and state = 'granted'`,
    );
  });
const orphan = (no: number) =>
  look(async (tx) => {
    await run(tx, sql`delete from subscriptions where email_normalised = ${address(no)}`);
    await run(
      tx,
      sql`update contacts set created_at = ${daysAgo(60)}, orphaned_at = ${daysAgo(31)} where email_normalised = ${address(no)}`,
    );
  });
const news = (no: number) =>
  look((tx) =>
    rows(
      tx,
      sql`select 1 from outbox_events where type = 'profiling.withdrawn' and payload->>'emailNormalised' = ${address(no)}`,
    ),
  );

test("RET-06 UNS-15 TRK-01: the permission to analyse goes with the last contact on the address, by either way, and nobody is measured without it", async () => {
  await leave(1);
  await applyRetention(deps, accountId);
  assert.equal(await permission(1), undefined, "with the last list");
  await orphan(2);
  await tidyContacts(deps, accountId);
  assert.equal(await permission(2), undefined, "with the orphan");
  assert.equal((await news(2)).length, 1, "what was measured goes too");
  const said = await look((tx) =>
    readEntries(tx, deps, accountId, { emailNormalised: address(2) }),
  );
  assert.deepEqual(
    said.map(({ kind, document }) => [kind, document?.evidence.reason]),
    [["profiling_withdrawn", "last_contact_gone"]],
    "its proof has an end",
  );
  const measured = await db.worker((tx) =>
    rows<{ email: string }>(
      tx,
      sql`select email_normalised as email from profiling_granted where account_id = ${accountId}`,
    ),
  );
  assert.deepEqual(measured.map((row) => row.email).toSorted(), [3, 4, 5, 6, 7, 8].map(address));
});

test("RET-06 TRK-24: the permission stays while somebody else is on the address", async () => {
  await look((tx) =>
    run(
      tx,
      sql`insert into contacts (account_id, email, email_normalised, address_hash, stage) values (${accountId}, ${address(3)}, ${address(3)}, '\\x00', 'customer')`,
    ),
  );
  await leave(3);
  await applyRetention(deps, accountId);
  await tidyContacts(deps, accountId);
  assert.equal((await permission(3))?.state, "unknown");
});

test("RET-06 TRK-14 TRK-04: of a withdrawal the address stays alone, and an older yes from elsewhere makes no permission of it", async () => {
  for (const no of [4, 5]) await withdraw(no);
  await leave(4);
  await applyRetention(deps, accountId);
  await orphan(5);
  await tidyContacts(deps, accountId);
  for (const no of [4, 5]) {
    assert.deepEqual(await permission(no), {
      state: "withdrawn",
      source: "",
      contactIds: 0,
      askedCount: 0,
    });
    const granted = await look((tx) =>
      grantImportedProfiling(tx, deps, accountId, [
        {
          emailNormalised: address(no),
          contactId: 1,
          wordingVersionId: profilingVersionId,
          evidence: { channel: "import", grantedAt: "2024-05-01T09:00:00.000Z", source: "Messe" },
        },
      ]),
    );
    assert.equal(granted.size, 0);
    assert.equal((await permission(no))?.state, "withdrawn");
  }
  await tidyContacts(deps, accountId);
  assert.equal((await permission(6))?.state, "granted", "nobody else is touched");
});
