/**
 * `npm run bench:facts`: facts of 1,000 recipients out of a list of 100,000 (goal: 15 ms, decisions included), and
 * the counts of the whole list (goal: 1 s). The last line is JSON for machines.
 */
import { randomBytes } from "node:crypto";
import { audienceCounts, decide, loadFacts } from "../server/compliance/index.ts";
import { createKeys, one, rows, run, sql, systemClock } from "../server/platform/index.ts";
import { testDatabase } from "../test/support/database.ts";

const PEOPLE = 100_000;
const BATCH = 1000;
const LIMIT_MS = 15;
const LIMIT_COUNTS_MS = 1000;

const base = await testDatabase();
const deps = { keys: createKeys(randomBytes(32)), clock: systemClock };
const { id: accountId } = await base.db.instance((tx) =>
  one<{ id: number }>(
    tx,
    sql`insert into accounts (name, mode) values ('Bench', 'live') returning id`,
  ),
);
const inAccount = <T>(work: Parameters<typeof base.db.account<T>>[1]) =>
  base.db.account(accountId, work);

const listId = await inAccount(async (tx) => {
  const list = await one<{ id: number }>(
    tx,
    sql`insert into lists (account_id, name) values (${accountId}, 'L') returning id`,
  );
  await run(
    tx,
    sql`insert into wordings (account_id, purpose, name) values (${accountId}, 'profiling', 'P')`,
  );
  await run(
    tx,
    sql`insert into wording_versions (account_id, wording_id, version, locale, text, sha256, techniques, approved_at)
        select ${accountId}, w.id, 1, 'de', 't', '\\x00', '{open,click}', now() from wordings w`,
  );
  await run(
    tx,
    sql`insert into contacts (account_id, email, email_normalised, address_hash)
        select ${accountId}, a, a, sha256(a::bytea) from (select 'person' || n || '@domain' || n % 500 || '.example' as a from generate_series(1, ${PEOPLE}::int) n) g`,
  );
  await run(
    tx,
    sql`insert into subscriptions (account_id, list_id, email_normalised, contact_id, state, proof, entry_id, confirmed_at)
        select ${accountId}, ${list.id}, c.email_normalised, c.id, case when c.id % 29 = 0 then 'pending' else 'confirmed' end, 'double_opt_in', 1,
          now() - (c.id % 700) * interval '1 day' from contacts c`,
  );
  await run(
    tx,
    sql`insert into profiling_permissions (account_id, email_normalised, state, contact_ids, wording_version_id, entry_id)
        select ${accountId}, c.email_normalised, 'granted', array[c.id], w.id, 1 from contacts c cross join wording_versions w where c.id % 3 = 0`,
  );
  await run(
    tx,
    sql`insert into suppressions (account_id, scope, email_normalised, address_hash, reason, origin)
        select ${accountId}, case c.id % 3 when 0 then 'retained' when 1 then 'account_address' else 'complaint' end, c.email_normalised, c.address_hash, 'bench', 'operator'
        from contacts c where c.id % 50 = 0`,
  );
  return list.id;
});
const admin = await import("pg").then(({ default: pg }) => new pg.Client(base.connection));
await admin.connect();
await admin.query("vacuum analyze");
await admin.end();

const ids = (
  await inAccount((tx) => rows<{ id: number }>(tx, sql`select id from contacts order by id`))
).map((row) => row.id);
const median = (values: number[]) =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)]!;

const batches: number[] = [];
for (let round = 0; round < 60; round += 1) {
  const contactIds = ids.slice((round * BATCH) % PEOPLE, ((round * BATCH) % PEOPLE) + BATCH);
  await inAccount(async (tx) => {
    const begun = performance.now();
    const facts = await loadFacts(tx, deps, { kind: "newsletter", listIds: [listId], contactIds });
    const now = deps.clock.now();
    for (const recipient of facts) decide(recipient, "newsletter", now);
    if (round >= 10) batches.push(performance.now() - begun);
  });
}
const counting: number[] = [];
let counted = {};
for (let round = 0; round < 5; round += 1)
  await inAccount(async (tx) => {
    const begun = performance.now();
    counted = await audienceCounts(tx, deps, { listIds: [listId] });
    counting.push(performance.now() - begun);
  });
await base.close();

const value = Math.round(median(batches) * 10) / 10;
const counts = Math.round(median(counting));
const p95 = batches.toSorted((a, b) => a - b)[Math.floor(batches.length * 0.95)]!;
process.stdout.write(
  `facts and decisions of ${BATCH}: median ${value} ms, p95 ${p95.toFixed(1)} ms\n`,
);
process.stdout.write(`counts of ${PEOPLE}: median ${counts} ms\n${JSON.stringify(counted)}\n`);
process.stdout.write(
  `${JSON.stringify({ bench: "facts", value, limit: LIMIT_MS, ratio: Math.round((value / LIMIT_MS) * 100) / 100, counts, countsLimit: LIMIT_COUNTS_MS })}\n`,
);
process.exitCode = value <= LIMIT_MS && counts <= LIMIT_COUNTS_MS ? 0 : 1;
