import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import pg from "pg";
import type { SegmentNode } from "../contract/segments.ts";
import {
  one,
  openDatabase,
  rows,
  run,
  sql,
  systemClock,
  type ConnectionSettings,
  type Database,
  type RawBuilder,
} from "../server/platform/index.ts";
import { keepFactsJob } from "../server/compliance/index.ts";
import { keepValuesJob } from "../server/segments/index.ts";
import { startPrivatePostgres } from "./private-postgres.ts";

/** An account of a bank with many contacts, for measurements. */
export interface Crowd {
  db: Database;
  connection: ConnectionSettings;
  accountId: number;
  people: number;
  listIds: number[];
  /** Public ids by name. */
  ids: Record<string, string>;
  /** The server, in words. */
  server: string;
  close(): Promise<void>;
}

type Known = Pick<Crowd, "connection" | "accountId" | "people" | "listIds" | "ids">;

const print = (text: string) => void process.stdout.write(`${text}\n`);

/**
 * Makes the account, or opens the one that was made before. `BENCH_PEOPLE` says how many contacts (default 100,000);
 * `BENCH_KEEP` names a folder in which the filled database stays (about 2.5 GB for a million), so that the next measurement
 * begins at once; delete it after a migration. Uses a durable private server of an installed PostgreSQL, `TEST_DATABASE_URL` where set,
 * else the embedded one.
 */
export async function openCrowd(): Promise<Crowd> {
  const people = Number(process.env["BENCH_PEOPLE"] ?? 100_000);
  const keptIn = process.env["BENCH_KEEP"];
  const server =
    process.env["TEST_DATABASE_URL"] === undefined ? await startPrivatePostgres(keptIn) : undefined;
  const words = server
    ? `private PostgreSQL ${server.version}, durable (${server.settings})`
    : "the server of TEST_DATABASE_URL, or the embedded one";
  const note = keptIn === undefined || !server ? undefined : join(keptIn, `crowd-${people}.json`);
  try {
    if (note !== undefined && existsSync(note)) {
      const known = JSON.parse(readFileSync(note, "utf8")) as Known;
      const db = openDatabase({ connection: known.connection, poolSize: 4 });
      return {
        ...known,
        db,
        server: words,
        close: async () => {
          await db.close();
          await server?.stop();
        },
      };
    }
    if (server) process.env["TEST_DATABASE_URL"] = server.url;
    const { testDatabase } = await import("../test/support/database.ts");
    const base = await testDatabase({ poolSize: 4 });
    const filled = await fill(base, people);
    const known = { ...filled, connection: base.connection, people };
    if (note !== undefined) writeFileSync(note, JSON.stringify(known));
    return {
      ...known,
      db: base.db,
      server: words,
      close: async () => {
        await (note === undefined ? base.close() : base.db.close());
        await server?.stop();
      },
    };
  } catch (error) {
    await server?.stop();
    throw error;
  }
}

interface Making {
  owner: pg.Client;
  accountId: number;
  ids: Record<string, string>;
}

/** Years of a bank: what people said and left, bought and were sent. Every share is a remainder of the contact's number. */
async function fill(
  base: { db: Database; connection: ConnectionSettings },
  people: number,
): Promise<Pick<Crowd, "accountId" | "listIds" | "ids">> {
  const begun = performance.now();
  const { id: accountId } = await base.db.instance((tx) =>
    one<{ id: number }>(
      tx,
      sql`insert into accounts (name, mode, created_at) values ('Bench', 'live', now() - interval '4 years') returning id`,
    ),
  );
  const owner = new pg.Client(base.connection);
  await owner.connect();
  const making: Making = { owner, accountId, ids: {} };
  try {
    await owner.query("set synchronous_commit = off");
    await owner.query("set maintenance_work_mem = '512MB'");
    const listIds = await fillPeople(making, people);
    await fillPermissions(making, listIds);
    await fillPurchases(making);
    await fillMeasured(making);
    await owner.query("vacuum analyze");
    print(`filled in ${((performance.now() - begun) / 1000).toFixed(0)} s`);
    await keepFields(base.db, making);
    await keepFacts(base.db, accountId);
    await owner.query("vacuum analyze");
    await owner.query("checkpoint").catch(() => undefined);
    return { accountId, listIds, ids: making.ids };
  } finally {
    await owner.end();
  }
}

/** One named thing, with its public id kept under the name. */
async function named(
  { owner, accountId, ids }: Making,
  name: string,
  text: string,
  value = name,
): Promise<number> {
  const { rows: made } = await owner.query(`${text} returning id, public_id`, [accountId, value]);
  ids[name] = made[0].public_id;
  return Number(made[0].id);
}

/** One in 200 shares the address of the one before; names, four own fields, origins, tags, three lists. */
async function fillPeople(making: Making, people: number): Promise<number[]> {
  const { owner, accountId } = making;
  const operator = await owner.query(
    "insert into operators (email, email_normalised, name) values ('a@b.example', 'a@b.example', 'Adviser') returning id",
  );
  for (const [key, type] of [
    ["branche", "choice"],
    ["punkte", "number"],
    ["geburtstag", "date"],
    ["termin", "date"],
  ] as const)
    await named(
      making,
      key,
      `insert into contact_fields (account_id, key, label, type, purpose, legal_basis, owner) values ($1, $2, $2, '${type}', 'Bench', 'consent', 'Bench')`,
    );
  for (let from = 1; from <= people; from += 250_000)
    await owner.query(
      `insert into contacts (account_id, email, email_normalised, address_hash, salutation, first_name, last_name, company, sort_key, stage, responsible_id, orphaned_at, restricted_at, custom, origins, created_at)
       select $1, a, a, sha256(a::bytea), case when n % 2 = 0 then 'frau' else 'herr' end, 'Vor' || n % 5000, 'Name' || n % 20000, 'Firma ' || n % 20000,
         'name' || n % 20000 || ' vor' || n % 5000, case when n % 10 < 3 then 'customer' when n % 100 = 5 then 'prospect' else '' end,
         case when n % 50 = 0 then $4::bigint end, case when n % 5000 = 1 then now() end, case when n % 1000 = 7 then now() end,
         jsonb_build_object('punkte', (n % 1000)::text, 'geburtstag', '--' || to_char(date '2024-01-01' + n % 366, 'MM-DD'), 'termin', (current_date + n % 3000 - 1500)::text)
           || case when n % 5 = 0 then '{}' else jsonb_build_object('branche', (array['Bau', 'Handel', 'Pflege', 'Gastronomie'])[1 + n % 4]) end,
         '{"email": {"source": "Import Altsystem", "at": "2026-01-01T00:00:00Z"}, "lastName": {"source": "Import Altsystem", "at": "2026-01-01T00:00:00Z"}}',
         now() - (n % 400) * interval '1 day' - interval '1 hour'
       from (select n, 'person' || n - (n % 200 = 0)::int || '@domain' || (n - (n % 200 = 0)::int) % 500 || '.example' as a from generate_series($2::int, $3::int) n) g`,
      [accountId, from, Math.min(people, from + 249_999), operator.rows[0].id],
    );
  for (const [name, every, rest] of [
    ["Zehntel", 10, 0],
    ["Messe", 500, 7],
    ["Tausendstel", 1_000, 0],
    ["Hunderttausendstel", 100_000, 0],
  ] as const) {
    const tag = await named(
      making,
      name,
      "insert into contact_tags (account_id, name) values ($1, $2)",
    );
    await owner.query(
      "insert into contact_tagged (account_id, tag_id, contact_id, at) select c.account_id, $2, c.id, now() from contacts c where c.account_id = $1 and c.id % $3 = $4",
      [accountId, tag, every, rest],
    );
  }
  const lists: number[] = [];
  for (const [name, condition] of [
    ["Marktblick", "c.id % 20 <> 9"],
    ["Bauen", "c.id % 4 = 1 or c.id % 20 = 9"],
    ["Vorsorge", "c.id % 7 = 1"],
  ] as const) {
    const list = await named(making, name, "insert into lists (account_id, name) values ($1, $2)");
    lists.push(list);
    await owner.query(
      `insert into subscriptions (account_id, list_id, email_normalised, contact_id, state, flag, proof, entry_id, confirmed_at, unsubscribed_at, last_mailed_at)
       select $1, $2, c.email_normalised, c.id,
         case when c.id % 10 = 3 then 'unsubscribed' when c.id % 29 = 0 then 'pending' else 'confirmed' end,
         case when c.id % 97 = 1 then 'stale' when c.id % 113 = 1 then 'unverified' end, 'double_opt_in', 1,
         now() - (c.id % 900) * interval '1 day', case when c.id % 10 = 3 then now() end, case when c.id % 8 > 0 then now() - (c.id % 61) * interval '1 day' end
       from contacts c where c.account_id = $1 and (${condition}) order by c.email_normalised on conflict do nothing`,
      [accountId, list],
    );
  }
  return lists;
}

/** A third permits analysis, a tenth left the first list, some objected, bounced or complained. */
async function fillPermissions({ owner, accountId }: Making, listIds: number[]): Promise<void> {
  const run = (text: string, ...values: unknown[]) => owner.query(text, [accountId, ...values]);
  await run("insert into wordings (account_id, purpose, name) values ($1, 'profiling', 'P')");
  await run(
    `insert into wording_versions (account_id, wording_id, version, locale, text, sha256, techniques, uses, channels, approved_at)
     select $1, w.id, 1, 'de', 't', '\\x00', '{open,click}', '{segments}', '{newsletter}', now() from wordings w where w.account_id = $1`,
  );
  await run(
    `insert into profiling_permissions (account_id, email_normalised, state, contact_ids, wording_version_id, entry_id)
     select $1, c.email_normalised, case when c.id % 12 = 0 then 'withdrawn' else 'granted' end, array[c.id], w.id, 1
     from contacts c cross join wording_versions w where c.account_id = $1 and w.account_id = $1 and c.id % 3 = 0 order by c.email_normalised on conflict do nothing`,
  );
  await run(
    `insert into suppressions (account_id, scope, list_id, email_normalised, address_hash, reason, origin)
     select $1, 'list_address', $2, c.email_normalised, c.address_hash, 'unsubscribed', 'link' from contacts c where c.account_id = $1 and c.id % 10 = 3 on conflict do nothing`,
    listIds[0],
  );
  await run(
    `insert into suppressions (account_id, scope, email_normalised, address_hash, reason, origin)
     select $1, (array['retained', 'account_address', 'complaint', 'newsletters_address', 'blacklist', 'customer_7_3_address'])[1 + (c.id / 60) % 6],
       c.email_normalised, c.address_hash, 'bench', 'operator' from contacts c where c.account_id = $1 and c.id % 60 = 11 on conflict do nothing`,
  );
  await run(
    `insert into suppressions (account_id, scope, domain, reason, origin)
     select $1, 'blacklist', 'domain' || n || '.example', 'bench', 'operator' from generate_series(480, 489) n`,
  );
}

/** A tenth bought something in the last four years. */
async function fillPurchases({ owner, accountId }: Making): Promise<void> {
  await owner.query(
    `with category as (insert into product_categories (account_id, name) values ($1, 'Vorsorge') returning id),
       entity as (insert into legal_entities (account_id, name, relation) values ($1, 'Bank', 'own') returning id)
     insert into purchases (account_id, contact_id, order_number, kind, category_id, entity_id, concluded_on, email, email_normalised, address_given, source, created_by)
     select $1, c.id, 'B' || c.id, 'purchase', k.id, e.id, current_date - (c.id % 1500)::int, c.email, c.email_normalised, true, 'csv', 'Bench'
     from contacts c, category k, entity e where c.account_id = $1 and c.id % 10 = 1`,
    [accountId],
  );
}

/** A mailing to a tenth, of whom a third permits the analysis, half opened and a fifth clicked. */
async function fillMeasured(making: Making): Promise<void> {
  const { owner, accountId } = making;
  const mailingId = await named(
    making,
    "mailing",
    "insert into mailings (account_id, name, state) values ($1, $2, 'sent')",
  );
  const tell = (text: string) => owner.query(text, [accountId, mailingId]);
  await tell(
    `insert into measured_mailings (account_id, mailing_id, level, personal_base, anonymous_base, k_min, timezone, opened_at, closes_at) values ($1, $2, 'shared', 1, 1, 10, 'Europe/Berlin', now() - interval '2 days', now() + interval '9 days')`,
  );
  await tell(
    `insert into measured_deliveries (account_id, delivery_id, mailing_id, contact_id, email_normalised, handed_over_at) select $1, c.id, $2, c.id, c.email_normalised, now() - interval '2 days' from contacts c where c.account_id = $1 and c.id % 30 = 0`,
  );
  await owner.query(
    `insert into delivery_outcomes (account_id, delivery_id, attempt, batch_id, outcome, final) select $1, c.id, 1, 1, 'accepted', true from contacts c where c.account_id = $1 and c.id % 10 = 0`,
    [accountId],
  );
  await tell(
    `insert into personal_events (account_id, mailing_id, delivery_id, link, hour, agent) select $1, $2, c.id, l, date_trunc('hour', now() - interval '1 day'), 0 from contacts c, generate_series(0, 1) l where c.account_id = $1 and c.id % 30 = 0 and (c.id / 30) % (case l when 0 then 2 else 5 end) = 0`,
  );
}

/** The indexed values, by the job that segments are kept by. */
async function keepFields(db: Database, { accountId, ids }: Making): Promise<void> {
  const where: SegmentNode = {
    any: [
      "lastName",
      "domain",
      ids["branche"]!,
      ids["punkte"]!,
      ids["geburtstag"]!,
      ids["termin"]!,
    ].map((field) => ({ about: "field", field, test: "empty" })),
  };
  const insert: RawBuilder<unknown> = sql`insert into segments (account_id, name, definition) values (${accountId}, 'S', ${JSON.stringify({ version: 1, where })})`;
  await db.account(accountId, (tx) => run(tx, insert));
  const begun = performance.now();
  const work = keepValuesJob({ db, clock: systemClock });
  const context = { keep: async () => undefined, signal: new AbortController().signal };
  while (await work({ accountId, payload: {} } as never, context));
  const { length: fields } = await db.account(accountId, (tx) =>
    rows(tx, sql`select 1 from segment_fields where ready`),
  );
  print(`${fields} fields indexed in ${((performance.now() - begun) / 1000).toFixed(0)} s`);
}

/** What the gate knows of everybody, kept ready for counting by the job that does it. */
async function keepFacts(db: Database, accountId: number): Promise<void> {
  const begun = performance.now();
  const work = keepFactsJob({ db, clock: systemClock });
  const context = { keep: async () => undefined, signal: new AbortController().signal };
  while (await work({ accountId, payload: {} } as never, context));
  print(`facts kept in ${((performance.now() - begun) / 1000).toFixed(0)} s`);
}
