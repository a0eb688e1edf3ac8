/**
 * `npm run bench:audience`: a mailing's audience frozen and decided with all its exclusions, as `mailings.start` does it:
 * one INSERT … SELECT, then batches of facts, gate and written exclusions. Goal: a million people in under 60 s on two
 * cores with a PostgreSQL server. `BENCH_PEOPLE` says how many (default 100,000). Uses a durable private server of an installed
 * PostgreSQL, `TEST_DATABASE_URL` where set, else the embedded one. The last line is JSON for machines.
 */
import { availableParallelism, cpus, loadavg } from "node:os";
import { readdirSync, readFileSync } from "node:fs";
import { candidatesOfLists } from "../server/mailings/index.ts";
import {
  findRun,
  freezeCandidates,
  insertRun,
  PRIORITY,
  prepareRun,
  reasonCounts,
} from "../server/delivery/index.ts";
import { createKeys, one, rows, run, sql, systemClock } from "../server/platform/index.ts";
import type { TestDatabase } from "../test/support/database.ts";
import { startPrivatePostgres } from "./private-postgres.ts";

const PEOPLE = Number(process.env["BENCH_PEOPLE"] ?? 100_000);
const LIMIT_S = 60;
const print = (text: string) => void process.stdout.write(`${text}\n`);

const server =
  process.env["TEST_DATABASE_URL"] === undefined ? await startPrivatePostgres() : undefined;
if (server) process.env["TEST_DATABASE_URL"] = server.url;
const { testDatabase } = await import("../test/support/database.ts");
let base: TestDatabase;
try {
  base = await testDatabase({ poolSize: 10 });
  try {
    await measure();
  } finally {
    await base.close();
  }
} finally {
  await server?.stop();
}

async function measure(): Promise<void> {
  const deps = {
    db: base.db,
    clock: systemClock,
    compliance: { keys: createKeys(Buffer.alloc(32, 7)), clock: systemClock },
  };
  print(
    `${cpus()[0]?.model ?? "?"}, ${availableParallelism()} cores, Node.js ${process.version}, ${PEOPLE.toLocaleString("en")} people, ` +
      `${server ? `private PostgreSQL ${server.version}, durable (${server.settings})` : "the server of TEST_DATABASE_URL, or the embedded one"}, ` +
      `load ${loadavg()[0]!.toFixed(1)}`,
  );
  const { accountId, listIds } = await fill();
  let peak = 0;
  let databasePeak = 0;
  const watch = setInterval(() => {
    peak = Math.max(peak, process.memoryUsage().rss);
    databasePeak = Math.max(databasePeak, databaseMemory());
  }, 250);
  const stages: Record<string, number> = {};
  const timed = async <T>(name: string, work: () => Promise<T>): Promise<T> => {
    const begun = performance.now();
    const result = await work();
    const seconds = (performance.now() - begun) / 1000;
    stages[name] = Math.round(seconds * 10) / 10;
    print(
      `${name.padEnd(8)} ${seconds.toFixed(1)} s, ${Math.round(PEOPLE / seconds).toLocaleString("en")} people/s`,
    );
    return result;
  };

  const runId = await timed("freeze", () =>
    base.db.account(accountId, async (tx) => {
      const made = await insertRun(tx, accountId, {
        mailingId: null,
        kind: "newsletter",
        contentVersionId: 1,
        senderId: 1,
        listIds,
        at: systemClock.now(),
      });
      await freezeCandidates(
        tx,
        accountId,
        made.id,
        "newsletter",
        PRIORITY.mailing,
        candidatesOfLists(listIds),
      );
      return made.id;
    }),
  );
  const totals = await timed("prepare", () =>
    prepareRun(deps, accountId, runId, { signal: new AbortController().signal }),
  );
  clearInterval(watch);
  const reasons = await base.db.account(accountId, (tx) => reasonCounts(tx, runId));
  const frozen = await base.db.account(accountId, (tx) => findRun(tx, runId));
  if (totals === null || totals.candidates !== frozen?.candidates)
    throw new Error("Not everybody was decided.");
  const written = reasons.reduce((sum, row) => sum + row.count, 0);
  if (written !== totals.excluded)
    throw new Error(`${totals.excluded} excluded, ${written} written.`);
  print(JSON.stringify({ totals, reasons: reasons.map((row) => [row.reason, row.count]) }));
  const value = Math.round((stages["freeze"]! + stages["prepare"]!) * 10) / 10;
  print(
    `memory at its peak: Node.js ${Math.round(peak / 1e6)} MB` +
      (databasePeak > 0 ? `, server ${Math.round(databasePeak / 1e6)} MB` : ""),
  );
  const limit = (LIMIT_S * PEOPLE) / 1_000_000;
  print(
    JSON.stringify({
      bench: "audience",
      value,
      limit,
      ratio: Math.round((value / limit) * 100) / 100,
      people: PEOPLE,
      ...stages,
    }),
  );
  process.exitCode = value <= limit ? 0 : 1;
}

/** Proportional memory of all processes of the private server, in bytes; 0 where it cannot be read. */
function databaseMemory(): number {
  let sum = 0;
  if (process.platform !== "linux" || !server) return 0;
  for (const pid of readdirSync("/proc").filter((name) => /^\d+$/.test(name))) {
    try {
      if (!readFileSync(`/proc/${pid}/cmdline`, "utf8").startsWith("postgres")) continue;
      sum +=
        Number(/^Pss:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, "utf8"))?.[1] ?? 0) *
        1024;
    } catch {
      // It ended, or is somebody else's.
    }
  }
  return sum;
}

/**
 * Three lists of a bank with years behind them: a tenth left, others wait, are flagged, objected, bounced or complained, are
 * restricted or on the blacklist; a third permits analysis; some share an address.
 */
async function fill(): Promise<{ accountId: number; listIds: number[] }> {
  const begun = performance.now();
  const { id: accountId } = await base.db.instance((tx) =>
    one<{ id: number }>(
      tx,
      sql`insert into accounts (name, mode) values ('Bench', 'live') returning id`,
    ),
  );
  const step = <T>(work: Parameters<typeof base.db.account<T>>[1]) =>
    base.db.account(accountId, work);
  const lists = await step((tx) =>
    rows<{ id: number }>(
      tx,
      sql`insert into lists (account_id, name) values (${accountId}, 'Marktblick'), (${accountId}, 'Bauen'), (${accountId}, 'Vorsorge') returning id`,
    ),
  );
  await step(async (tx) => {
    await run(
      tx,
      sql`insert into wordings (account_id, purpose, name) values (${accountId}, 'profiling', 'P')`,
    );
    await run(
      tx,
      sql`insert into wording_versions (account_id, wording_id, version, locale, text, sha256, techniques, channels, approved_at)
          select ${accountId}, w.id, 1, 'de', 't', '\\x00', '{open,click}', '{newsletter}', now() from wordings w`,
    );
  });
  for (let from = 1; from <= PEOPLE; from += 100_000)
    await step((tx) =>
      run(
        tx,
        // One in 200 shares the address of the person before.
        sql`insert into contacts (account_id, email, email_normalised, address_hash, first_name, last_name, sort_key, restricted_at)
            select ${accountId}, a, a, sha256(a::bytea), 'Anna', 'Beispiel ' || n, 'beispiel ' || n, case when n % 1000 = 7 then now() end
            from (select n, 'person' || (n - (n % 200 = 0)::int) || '@domain' || (n - (n % 200 = 0)::int) % 500 || '.example' as a
              from generate_series(${from}::int, ${Math.min(PEOPLE, from + 99_999)}::int) n) g`,
      ),
    );
  const subscribe = (list: number, condition: ReturnType<typeof sql>) =>
    step((tx) =>
      run(
        tx,
        sql`insert into subscriptions (account_id, list_id, email_normalised, contact_id, state, flag, proof, entry_id, confirmed_at, unsubscribed_at)
            select ${accountId}, ${list}, c.email_normalised, c.id,
              case when c.id % 10 = 3 then 'unsubscribed' when c.id % 29 = 0 then 'pending' else 'confirmed' end,
              case when c.id % 97 = 1 then 'stale' when c.id % 113 = 1 then 'unverified' end, 'double_opt_in', 1,
              now() - (c.id % 700) * interval '1 day', case when c.id % 10 = 3 then now() end
            from contacts c where ${condition} order by c.email_normalised on conflict do nothing`,
      ),
    );
  await subscribe(lists[0]!.id, sql`c.id % 20 <> 9`);
  await subscribe(lists[1]!.id, sql`c.id % 4 = 1 or c.id % 20 = 9`);
  await subscribe(lists[2]!.id, sql`c.id % 7 = 1`);
  await step(async (tx) => {
    await run(
      tx,
      sql`insert into profiling_permissions (account_id, email_normalised, state, contact_ids, wording_version_id, entry_id)
          select ${accountId}, c.email_normalised, case when c.id % 12 = 0 then 'withdrawn' else 'granted' end, array[c.id], w.id, 1
          from contacts c cross join wording_versions w where c.id % 3 = 0 order by c.email_normalised on conflict do nothing`,
    );
    await run(
      tx,
      sql`insert into suppressions (account_id, scope, list_id, email_normalised, address_hash, reason, origin)
          select ${accountId}, 'list_address', ${lists[0]!.id}, c.email_normalised, c.address_hash, 'unsubscribed', 'link'
          from contacts c where c.id % 10 = 3 on conflict do nothing`,
    );
    await run(
      tx,
      sql`insert into suppressions (account_id, scope, email_normalised, address_hash, reason, origin)
          select ${accountId}, (array['retained', 'account_address', 'complaint', 'newsletters_address', 'blacklist', 'customer_7_3_address'])[1 + (c.id / 60) % 6],
            c.email_normalised, c.address_hash, 'bench', 'operator'
          from contacts c where c.id % 60 = 11 on conflict do nothing`,
    );
    await run(
      tx,
      sql`insert into suppressions (account_id, scope, domain, reason, origin)
          select ${accountId}, 'blacklist', 'domain' || n || '.example', 'bench', 'operator' from generate_series(480, 489) n`,
    );
  });
  const { default: pg } = await import("pg");
  const owner = new pg.Client(base.connection);
  await owner.connect();
  await owner.query("vacuum analyze");
  await owner.query("checkpoint").catch(() => undefined);
  await owner.end();
  print(`filled in ${((performance.now() - begun) / 1000).toFixed(0)} s`);
  return { accountId, listIds: lists.map((list) => list.id) };
}
