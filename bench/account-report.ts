/**
 * `bench/account-report.ts`: how fast the account's reports open with a million contacts, 1.3 million subscriptions with their
 * entries in the ledger, and 200 mailings of a year: half of them large, with totals computed ahead, half to 5,000 people,
 * counted when asked. Goal: each answer in under a second. `BENCH_PEOPLE` says how many contacts (default 100,000). Uses a
 * durable private server of an installed PostgreSQL, `TEST_DATABASE_URL` where set, else the embedded one. The last line is JSON
 * for machines.
 */
import { availableParallelism, cpus, loadavg } from "node:os";
import pg from "pg";
import type { ReportPeriod } from "../contract/account-report.ts";
import { one, sql, systemClock } from "../server/platform/index.ts";
import { accountMailings } from "../server/reports/account-mailings.ts";
import { accountReport } from "../server/reports/account-report.ts";
import { compareMailings } from "../server/reports/comparison.ts";
import { dashboard } from "../server/reports/dashboard.ts";
import type { TestDatabase } from "../test/support/database.ts";
import { startPrivatePostgres } from "./private-postgres.ts";

const PEOPLE = Number(process.env["BENCH_PEOPLE"] ?? 100_000);
const LIMIT_MS = 1000;
const MAILINGS = 200;
const SMALL = 5000;
const REPEATS = 5;
/** Public ids of the mailings, the latest first. */
const ids: string[] = [];
const print = (text: string) => void process.stdout.write(`${text}\n`);

const server =
  process.env["TEST_DATABASE_URL"] === undefined ? await startPrivatePostgres() : undefined;
if (server) process.env["TEST_DATABASE_URL"] = server.url;
const { testDatabase } = await import("../test/support/database.ts");
let base: TestDatabase;
try {
  base = await testDatabase({ poolSize: 4 });
  try {
    await measure();
  } finally {
    await base.close();
  }
} finally {
  await server?.stop();
}

async function measure(): Promise<void> {
  print(
    `${cpus()[0]?.model ?? "?"}, ${availableParallelism()} cores, Node.js ${process.version}, ${PEOPLE.toLocaleString("en")} contacts, ` +
      `${server ? `private PostgreSQL ${server.version}, durable (${server.settings})` : "the server of TEST_DATABASE_URL, or the embedded one"}, ` +
      `load ${loadavg()[0]!.toFixed(1)}`,
  );
  const accountId = await fill();
  const now = systemClock.now();
  const viewer = { seesPersons: true, now };
  const read = <T>(work: Parameters<typeof base.db.account<T>>[1]) =>
    base.db.account(accountId, work);
  const medians: Record<string, number> = {};
  const timed = async (name: string, work: () => Promise<unknown>): Promise<void> => {
    const times: number[] = [];
    for (let turn = 0; turn < REPEATS; turn++) {
      const begun = performance.now();
      await work();
      times.push(performance.now() - begun);
    }
    times.sort((a, b) => a - b);
    medians[name] = Math.round(times[Math.floor(REPEATS / 2)]!);
    print(`${name.padEnd(14)} median ${medians[name]} ms, longest ${Math.round(times.at(-1)!)} ms`);
  };
  for (const period of ["30", "90", "365", "all"] as ReportPeriod[]) {
    await timed(`report ${period}`, () =>
      read((tx) => accountReport(tx, { period, list: null }, now)),
    );
    await timed(`mailings ${period}`, () =>
      read((tx) => accountMailings(tx, accountId, { period, listId: null }, viewer)),
    );
  }
  await timed("comparison 12", () =>
    read((tx) =>
      compareMailings(tx, accountId, { ids: ids.slice(0, 12), against: undefined }, viewer),
    ),
  );
  await timed("start page", () =>
    read((tx) => dashboard(tx, { clock: systemClock, checks: [] } as never, accountId, () => true)),
  );
  const value = Math.max(...Object.values(medians));
  print(
    JSON.stringify({
      bench: "account-report",
      value,
      limit: LIMIT_MS,
      ratio: Math.round((value / LIMIT_MS) * 100) / 100,
      people: PEOPLE,
      ...medians,
    }),
  );
  process.exitCode = value <= LIMIT_MS ? 0 : 1;
}

async function fill(): Promise<number> {
  const begun = performance.now();
  const { id } = await base.db.instance((tx) =>
    one<{ id: number }>(
      tx,
      sql`insert into accounts (name, mode, created_at) values ('Bench', 'live', now() - interval '4 years') returning id`,
    ),
  );
  const owner = new pg.Client(base.connection);
  await owner.connect();
  const run = (text: string, values: unknown[] = []) => owner.query(text, values);
  try {
    await fillPeople(run, id);
    await fillMailings(run, id);
    await run("vacuum analyze");
    await run("checkpoint").catch(() => undefined);
  } finally {
    await owner.end();
  }
  print(`filled in ${((performance.now() - begun) / 1000).toFixed(0)} s`);
  return id;
}

type Run = (text: string, values?: unknown[]) => Promise<pg.QueryResult>;

/** Four years of sign-ups on three lists; a tenth left, some are blocked, a third permits the analysis. */
async function fillPeople(run: Run, account: number): Promise<void> {
  const at =
    "now() - ((n::bigint * 7919) % 1400) * interval '1 day' - (n % 1440) * interval '1 minute'";
  await run(
    "insert into lists (account_id, name) select $1, 'Liste ' || n from generate_series(1, 3) n",
    [account],
  );
  await run("alter table ledger_entries disable trigger user");
  // As sealed contents are: as long as a consent, and nothing to compress.
  await run("alter table ledger_payloads alter ciphertext set storage external");
  const subject = await run(
    "insert into ledger_subjects (account_id, subject_hash, key_sealed) values ($1, 'a', 'a') returning id",
    [account],
  );
  await run(
    `insert into contacts (account_id, email, email_normalised, address_hash, sort_key)
     select $1, a, a, sha256(a::bytea), a from (select 'person' || n || '@domain' || n % 500 || '.example' as a from generate_series(1, $2::int) n) g`,
    [account, PEOPLE],
  );
  await run(
    `with wishes as (
       select c.id, c.email_normalised, l.id as list_id, c.id as n from contacts c join lists l on l.account_id = c.account_id
       where c.account_id = $1 and (l.name = 'Liste 1' or (l.name = 'Liste 2' and c.id % 5 = 0) or (l.name = 'Liste 3' and c.id % 10 = 1)))
     insert into subscriptions (account_id, list_id, email_normalised, contact_id, state, proof, entry_id, confirmed_at, last_mailed_at)
     select $1, w.list_id, w.email_normalised, w.id, case when n % 10 = 3 then 'unsubscribed' else 'confirmed' end, 'double_opt_in', 1, ${at},
       now() - (n % 200) * interval '1 day' from wishes w`,
    [account],
  );
  await run(
    `insert into ledger_entries (account_id, at, kind, commitment)
     select $1, s.confirmed_at, 'consent_granted', '\\x00' from subscriptions s where s.account_id = $1 order by s.confirmed_at`,
    [account],
  );
  await run(
    `insert into ledger_entries (account_id, at, kind, commitment)
     select $1, ${at}, case when n % 2 = 0 then 'unsubscribed' else 'profiling_granted' end, '\\x00' from generate_series(1, $2::int) n order by 2`,
    [account, PEOPLE / 5],
  );
  await run(
    `insert into ledger_payloads (account_id, entry_id, subject_id, purpose, list_id, ciphertext)
     select $1, e.id, $2, case when e.kind = 'profiling_granted' then 'profiling' else 'newsletter' end,
       case when e.kind = 'profiling_granted' then null else (select l.id from lists l where l.account_id = $1 order by l.id offset e.id % 3 limit 1) end,
       decode(repeat(md5(e.id::text), 70), 'hex') from ledger_entries e where e.account_id = $1`,
    [account, subject.rows[0].id],
  );
  await run(`insert into wordings (account_id, purpose, name) values ($1, 'profiling', 'P')`, [
    account,
  ]);
  await run(
    `insert into profiling_permissions (account_id, email_normalised, state, contact_ids, wording_version_id, entry_id)
     select $1, c.email_normalised, case when c.id % 12 = 0 then 'withdrawn' else 'granted' end, array[c.id], 1, 1 from contacts c where c.account_id = $1 and c.id % 3 = 0`,
    [account],
  );
  await run(
    `insert into suppressions (account_id, scope, list_id, email_normalised, address_hash, reason, origin, created_at)
     select $1, case when n % 10 = 3 then 'list_address' when n % 2 = 0 then 'retained' else 'complaint' end, case when n % 10 = 3 then 1 end,
       c.email_normalised, c.address_hash, 'bench', 'operator', ${at} from (select c.*, c.id as n from contacts c) c where c.account_id = $1 and (n % 10 = 3 or n % 60 = 1 or n % 60 = 2)`,
    [account],
  );
  await run(
    `insert into delivery_days (account_id, day, provider, sender_domain, stream, accepted, hard, deferred)
     select $1, current_date - d, 'provider' || p, 'bench.example', s, 4000, 12, 50 from generate_series(0, 1400) d, generate_series(1, 15) p, unnest(array['marketing', 'opt_in']) s`,
    [account],
  );
}

/** A year of mailings: every second one is large and has its totals computed ahead. */
async function fillMailings(run: Run, account: number): Promise<void> {
  const lists = (
    await run("select array_agg(id order by id) as ids from lists where account_id = $1", [account])
  ).rows[0].ids as string[];
  for (let no = 0; no < MAILINGS; no++) {
    const isLarge = no % 2 === 0;
    const size = isLarge ? Math.floor(PEOPLE * 0.9) : Math.min(SMALL, PEOPLE);
    const at = `now() - interval '${(no * 364) / MAILINGS} days' - interval '${(no * 5) % 11} hours'`;
    const made = await run(
      `with sent as (insert into delivery_runs (account_id, kind, content_version_id, sender_id, state, candidates, list_ids)
         values ($1, 'newsletter', 1, 1, 'done', $2, array[$3]::bigint[]) returning id),
       mailing as (insert into mailings (account_id, name, state, list_ids, run_id, started_at, finished_at)
         select $1, 'Mailing ' || $4, 'sent', array[$3]::bigint[], s.id, ${at}, ${at} + interval '1 hour' from sent s returning id, public_id, run_id),
       measured as (insert into measured_mailings (account_id, mailing_id, level, personal_base, anonymous_base, k_min, timezone, opened_at, closes_at)
         select $1, m.id, 'shared', $2 / 3, $2 - $2 / 3, 10, 'Europe/Berlin', ${at}, ${at} + interval '14 days' from mailing m)
       select * from mailing`,
      [account, size, lists[no % 3], no],
    );
    const { id, run_id: runId, public_id: publicId } = made.rows[0];
    ids.push(publicId);
    await run("update delivery_runs set mailing_id = $3 where account_id = $1 and id = $2", [
      account,
      runId,
      id,
    ]);
    await run(
      `insert into delivery_batches (account_id, run_id, no, priority, state, size, counts)
       select $1, $2, n, 5, 'done', 500, '{"accepted": 490, "rejected": 4, "excluded": 6}' from generate_series(1, $3::int) n`,
      [account, runId, Math.ceil(size / 500)],
    );
    await run(
      `insert into anonymous_totals (account_id, mailing_id, link, day, agent, hits)
       select $1, $2, l, (${at})::date + d, a, 50 from generate_series(0, 14) l, generate_series(0, 13) d, generate_series(0, 1) a`,
      [account, id],
    );
    await fillUse(run, account, { id, runId, size: isLarge ? 60 : size, from: no * 3000 });
    if (isLarge) await keepFacts(run, account, id, size);
  }
}

/** What became of each mail, and what a third of the people did. Of a large mailing a few stand for all: its totals are kept. */
async function fillUse(
  run: Run,
  account: number,
  of: { id: string; runId: string; size: number; from: number },
): Promise<void> {
  await run(
    `with people as (
       select c.id, c.email_normalised, f.first + (row_number() over () - 1) / 500 as batch
       from (select * from contacts c where c.account_id = $1 order by c.id offset $5 limit $4) c,
         (select min(b.id) as first from delivery_batches b where b.account_id = $1 and b.run_id = $3) f),
     mails as (insert into deliveries (account_id, batch_id, run_id, kind, contact_id, email, email_normalised)
       select $1, p.batch, $3, 'newsletter', p.id, p.email_normalised, p.email_normalised from people p returning id, contact_id, email_normalised, batch_id),
     outcomes as (insert into delivery_outcomes (account_id, delivery_id, attempt, batch_id, run_id, outcome, final, measured)
       select $1, m.id, 1, m.batch_id, $3, 'accepted', true, case when m.contact_id % 3 = 0 then 'personal' else 'anonymous' end from mails m),
     measured as (insert into measured_deliveries (account_id, delivery_id, mailing_id, contact_id, email_normalised)
       select $1, m.id, $2, m.contact_id, m.email_normalised from mails m where m.contact_id % 3 = 0 returning delivery_id)
     insert into personal_events (account_id, mailing_id, delivery_id, link, hour, agent)
     select $1, $2, m.delivery_id, l, date_trunc('hour', now()), 0 from measured m, generate_series(0, 2) l where (m.delivery_id + l) % 3 = 0`,
    [account, of.id, of.runId, of.size, of.from % Math.max(1, PEOPLE - of.size)],
  );
}

async function keepFacts(run: Run, account: number, id: string, size: number): Promise<void> {
  const accepted = Math.floor(size * 0.98);
  const measured = Math.floor(size / 3);
  const facts = {
    counts: {
      candidates: size,
      open: 0,
      deferred: 0,
      accepted,
      rejected: 0,
      excluded: size - accepted,
      uncertain: 0,
      cancelled: 0,
    },
    accepted: { personal: measured, anonymous: accepted - measured },
    reasons: [],
    providers: [],
    bounces: [],
    complaints: 12,
    personal: {
      base: measured,
      clickers: Math.floor(measured / 12),
      links: Array.from({ length: 15 }, (_unused, link) => ({ link, agent: 0, hits: 900 })),
      people: Array.from({ length: 15 }, (_unused, link) => ({
        link,
        people: Math.floor(measured / (link + 2.5)),
      })),
      days: [],
    },
  };
  await run(
    "insert into report_snapshots (account_id, mailing_id, facts, computed_at, took_ms) values ($1, $2, $3, now(), 900)",
    [account, id, JSON.stringify(facts)],
  );
}
