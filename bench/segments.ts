/**
 * `npm run bench:segments`: how fast segments are counted in an account with a million contacts, as role app under row-level
 * security. Goals: answers from an index ≤ 30 ms, any other p95 < 300 ms. `BENCH_PEOPLE` says how many contacts (default
 * 100,000; the goals are stated for a million). Uses a durable private server of an installed PostgreSQL, `TEST_DATABASE_URL`
 * where set, else the embedded one. The last line is JSON for machines.
 */
import { availableParallelism, cpus, loadavg } from "node:os";
import pg from "pg";
import type { SegmentDefinition, SegmentNode } from "../contract/segments.ts";
import { audienceCounts } from "../server/compliance/index.ts";
import { one, rows, run, sql, systemClock, type RawBuilder } from "../server/platform/index.ts";
import { conditionOfSegment, keepValuesJob } from "../server/segments/index.ts";
import type { TestDatabase } from "../test/support/database.ts";
import { startPrivatePostgres } from "./private-postgres.ts";

const PEOPLE = Number(process.env["BENCH_PEOPLE"] ?? 100_000);
const TIMES = 9;
const INDEXED_MS = 30;
const OTHER_MS = 300;
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

interface Filled {
  accountId: number;
  listId: number;
  ids: Record<string, string>;
}

async function measure(): Promise<void> {
  print(
    `${cpus()[0]?.model ?? "?"}, ${availableParallelism()} cores, Node.js ${process.version}, ${PEOPLE.toLocaleString("en")} contacts, ` +
      `${server ? `private PostgreSQL ${server.version} (${server.settings})` : "the server of TEST_DATABASE_URL, or the embedded one"}, load ${loadavg()[0]!.toFixed(1)}`,
  );
  const filled = await fill();
  const results: ({ indexed: boolean; median: number; p95: number; kept: boolean } & object)[] = [];
  for (const question of questions(filled.ids)) {
    const found = await ask(filled, question.where);
    const limit = question.indexed ? INDEXED_MS : OTHER_MS;
    const figure = question.indexed ? found.median : found.p95;
    const kept = figure <= limit;
    results.push({ ...question, ...found, kept });
    print(
      `${kept ? "  " : "! "}${question.name.padEnd(46)} ${found.people.toLocaleString("en").padStart(9)} people  median ${found.median.toFixed(1).padStart(7)} ms  p95 ${found.p95.toFixed(1).padStart(7)} ms  ${question.indexed ? `indexed, goal ${limit}` : `goal p95 ${limit}`}`,
    );
  }
  const audience = await timeAudience(filled);
  print(`  with the gate over the whole list: ${Math.round(audience)} ms`);
  const worst = (indexed: boolean, of: "median" | "p95") =>
    Math.max(...results.filter((one) => one.indexed === indexed).map((one) => one[of]));
  const value = Math.round(worst(true, "median") * 10) / 10;
  print(
    JSON.stringify({
      bench: "segments",
      value,
      limit: INDEXED_MS,
      ratio: Math.round((value / INDEXED_MS) * 100) / 100,
      people: PEOPLE,
      otherP95: Math.round(worst(false, "p95")),
      kept: results.filter((one) => one.kept).length,
      of: results.length,
    }),
  );
  process.exitCode = results.every((one) => one.kept) ? 0 : 1;
}

function questions(ids: Record<string, string>): {
  name: string;
  indexed: boolean;
  where: SegmentNode;
}[] {
  const field = (id: string, rest: object) =>
    ({ about: "field", field: ids[id] ?? id, ...rest }) as SegmentNode;
  const customer = { about: "stage", stages: ["customer"] } as SegmentNode;
  const analysed = { about: "consent", purpose: "analysis", state: "granted" } as SegmentNode;
  return [
    {
      name: "surname is one of 20,000",
      indexed: true,
      where: field("lastName", { test: "is", values: ["beispiel 4711"] }),
    },
    {
      name: "surname begins with",
      indexed: true,
      where: field("lastName", { test: "begins", values: ["beispiel 199"] }),
    },
    {
      name: "mail domain is",
      indexed: true,
      where: field("domain", { test: "is", values: ["domain17.example"] }),
    },
    {
      name: "address begins with",
      indexed: true,
      where: field("email", { test: "begins", values: ["person4711"] }),
    },
    {
      name: "number between",
      indexed: true,
      where: field("punkte", { test: "between", from: "100", to: "101" }),
    },
    {
      name: "birthday today",
      indexed: true,
      where: field("geburtstag", { test: "anniversary", days: 0 }),
    },
    {
      name: "date within the next 3 days",
      indexed: true,
      where: field("termin", { test: "future", days: 3 }),
    },
    { name: "tag of one in 500", indexed: true, where: { about: "tag", tags: [ids["tag"]!] } },
    {
      name: "added within the last day",
      indexed: true,
      where: { about: "created", test: "past", days: 0 },
    },
    {
      name: "choice of one in 4",
      indexed: false,
      where: field("branche", { test: "is", values: ["Bau"] }),
    },
    {
      name: "surname contains",
      indexed: false,
      where: field("lastName", { test: "contains", values: ["471"] }),
    },
    {
      name: "confirmed on the list",
      indexed: false,
      where: { about: "list", list: ids["list"]!, state: "confirmed" },
    },
    { name: "analysis allowed", indexed: false, where: analysed },
    {
      name: "not mailed within 30 days",
      indexed: false,
      where: { not: { about: "received", days: 30 } },
    },
    { name: "no value in a field", indexed: false, where: field("branche", { test: "empty" }) },
    {
      name: "customer and number, or tag, not analysed",
      indexed: false,
      where: {
        any: [
          { all: [customer, field("punkte", { test: "more", from: "900" })] },
          { all: [{ about: "tag", tags: [ids["tag"]!] }, { not: analysed }] },
        ],
      },
    },
    {
      name: "bought within a year, not on the list",
      indexed: false,
      where: {
        all: [
          { about: "purchase", days: 365 },
          { not: { about: "list", list: ids["list"]!, state: "confirmed" } },
        ],
      },
    },
    {
      name: "clicked a mailing of a tenth",
      indexed: false,
      where: { about: "behaviour", did: "clicked", mailing: ids["mailing"]! },
    },
    {
      name: "did not open it",
      indexed: false,
      where: { not: { about: "behaviour", did: "opened", mailing: ids["mailing"]! } },
    },
  ];
}

/** The very statement of the builder, with nothing kept between the runs but what the database itself keeps. */
async function ask(
  { accountId }: Filled,
  where: SegmentNode,
): Promise<{ people: number; median: number; p95: number }> {
  const definition: SegmentDefinition = { version: 1, where };
  const times: number[] = [];
  let people = 0;
  for (let at = 0; at < TIMES + 1; at++)
    await base.db.account(accountId, async (tx) => {
      const condition = await conditionOfSegment(tx, { definition }, systemClock.now());
      await sql`select set_config('work_mem', '96MB', true)`.execute(tx);
      const begun = performance.now();
      people = (
        await one<{ people: number }>(
          tx,
          sql`select count(*) as people from contacts c where c.account_id = app_account() and ${condition}`,
        )
      ).people;
      // The first run warms up.
      if (at > 0) times.push(performance.now() - begun);
    });
  times.sort((a, b) => a - b);
  return { people, median: times[Math.floor(times.length / 2)]!, p95: times.at(-1)! };
}

async function timeAudience({ accountId, listId, ids }: Filled): Promise<number> {
  const definition: SegmentDefinition = {
    version: 1,
    where: { about: "field", field: ids["branche"]!, test: "is", values: ["Bau"] },
  };
  return base.db.account(accountId, async (tx) => {
    const chosen = await conditionOfSegment(tx, { definition }, systemClock.now());
    await sql`select set_config('work_mem', '96MB', true)`.execute(tx);
    const begun = performance.now();
    await audienceCounts(tx, { clock: systemClock }, { listIds: [listId], chosen });
    return performance.now() - begun;
  });
}

/** A bank's million: names, four own fields, a list, tags, purchases, permissions, one measured mailing. */
async function fill(): Promise<Filled> {
  const begun = performance.now();
  const { id: accountId } = await base.db.instance((tx) =>
    one<{ id: number }>(
      tx,
      sql`insert into accounts (name, mode) values ('Bench', 'live') returning id`,
    ),
  );
  const ids: Record<string, string> = {};
  const made = async (name: string, statement: RawBuilder<unknown>): Promise<number> => {
    const row = await base.db.account(accountId, (tx) =>
      one<{ id: number; publicId: string }>(tx, statement),
    );
    ids[name] = row.publicId;
    return row.id;
  };
  for (const [key, type] of [
    ["branche", "choice"],
    ["punkte", "number"],
    ["geburtstag", "date"],
    ["termin", "date"],
  ])
    await made(
      key!,
      sql`insert into contact_fields (account_id, key, label, type, purpose, legal_basis, owner) values (${accountId}, ${key}, ${key}, ${type}, 'Bench', 'consent', 'Bench') returning id, public_id`,
    );
  for (let from = 1; from <= PEOPLE; from += 100_000)
    await base.db.account(accountId, (tx) =>
      run(
        tx,
        sql`insert into contacts (account_id, email, email_normalised, address_hash, first_name, last_name, sort_key, stage, custom, created_at)
            select ${accountId}, a, a, sha256(a::bytea), 'Anna', 'Beispiel ' || n % 20000, 'beispiel ' || n, (array['', 'prospect', 'customer'])[1 + n % 3],
              jsonb_build_object('punkte', (n % 1000)::text, 'geburtstag', '--' || to_char(date '2024-01-01' + n % 366, 'MM-DD'), 'termin', (current_date + n % 3000 - 1500)::text)
                || case when n % 5 = 0 then '{}' else jsonb_build_object('branche', (array['Bau', 'Handel', 'Pflege', 'Gastronomie'])[1 + n % 4]) end,
              now() - (n % 400) * interval '1 day' - interval '1 hour'
            from (select n, 'person' || n || '@domain' || n % 500 || '.example' as a from generate_series(${from}::int, ${Math.min(PEOPLE, from + 99_999)}::int) n) g`,
      ),
    );
  const listId = await made(
    "list",
    sql`insert into lists (account_id, name) values (${accountId}, 'Marktblick') returning id, public_id`,
  );
  const tagId = await made(
    "tag",
    sql`insert into contact_tags (account_id, name) values (${accountId}, 'Messe') returning id, public_id`,
  );
  const mailingId = await made(
    "mailing",
    sql`insert into mailings (account_id, name, state) values (${accountId}, 'M', 'sent') returning id, public_id`,
  );
  await base.db.account(accountId, async (tx) => {
    await run(
      tx,
      sql`insert into subscriptions (account_id, list_id, email_normalised, contact_id, state, proof, entry_id, confirmed_at, last_mailed_at)
      select ${accountId}, ${listId}, c.email_normalised, c.id, case when c.id % 10 = 3 then 'unsubscribed' else 'confirmed' end, 'double_opt_in', 1, now() - interval '100 days', now() - (c.id % 60) * interval '1 day'
      from contacts c where c.id % 20 <> 9 order by c.email_normalised`,
    );
    await run(
      tx,
      sql`insert into contact_tagged (account_id, tag_id, contact_id, at) select ${accountId}, ${tagId}, c.id, now() from contacts c where c.id % 500 = 7`,
    );
    await run(
      tx,
      sql`insert into wordings (account_id, purpose, name) values (${accountId}, 'profiling', 'P')`,
    );
    await run(
      tx,
      sql`insert into wording_versions (account_id, wording_id, version, locale, text, sha256, techniques, uses, channels, approved_at)
      select ${accountId}, w.id, 1, 'de', 't', '\\x00', '{open,click}', '{segments}', '{newsletter}', now() from wordings w`,
    );
    await run(
      tx,
      sql`insert into profiling_permissions (account_id, email_normalised, state, contact_ids, wording_version_id, entry_id)
      select ${accountId}, c.email_normalised, 'granted', array[c.id], w.id, 1 from contacts c cross join wording_versions w where c.id % 3 = 0 order by c.email_normalised`,
    );
    const { id: category } = await one<{ id: number }>(
      tx,
      sql`insert into product_categories (account_id, name) values (${accountId}, 'Vorsorge') returning id`,
    );
    const { id: entity } = await one<{ id: number }>(
      tx,
      sql`insert into legal_entities (account_id, name, relation) values (${accountId}, 'Bank', 'own') returning id`,
    );
    await run(
      tx,
      sql`insert into purchases (account_id, contact_id, order_number, kind, category_id, entity_id, concluded_on, email, email_normalised, address_given, source, created_by)
      select ${accountId}, c.id, 'B' || c.id, 'purchase', ${category}, ${entity}, current_date - (c.id % 1500)::int, c.email, c.email_normalised, true, 'csv', 'Bench' from contacts c where c.id % 10 = 1`,
    );
  });
  await fillMeasured(accountId, mailingId);
  await keepFields(accountId, ids);
  print(`filled in ${((performance.now() - begun) / 1000).toFixed(0)} s`);
  return { accountId, listId, ids };
}

/** A mailing to a tenth, of whom a third permits the analysis, half opened and a fifth clicked. As the owner. */
async function fillMeasured(accountId: number, mailingId: number): Promise<void> {
  const owner = new pg.Client(base.connection);
  await owner.connect();
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
  await owner.end();
}

/** The indexed values, by the job that segments are kept by; then the statistics that autovacuum would make. */
async function keepFields(accountId: number, ids: Record<string, string>): Promise<void> {
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
  await base.db.account(accountId, (tx) =>
    run(
      tx,
      sql`insert into segments (account_id, name, definition) values (${accountId}, 'S', ${JSON.stringify({ version: 1, where })})`,
    ),
  );
  const begun = performance.now();
  const work = keepValuesJob({ db: base.db, clock: systemClock });
  const context = { keep: async () => undefined, signal: new AbortController().signal };
  while (await work({ accountId, payload: {} } as never, context));
  const { length: fields } = await base.db.account(accountId, (tx) =>
    rows(tx, sql`select 1 from segment_fields where ready`),
  );
  print(`${fields} fields indexed in ${((performance.now() - begun) / 1000).toFixed(0)} s`);
  const owner = new pg.Client(base.connection);
  await owner.connect();
  await owner.query("vacuum analyze");
  await owner.query("checkpoint").catch(() => undefined);
  await owner.end();
}
