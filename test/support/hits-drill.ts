import { fork, type ChildProcess } from "node:child_process";
import { randomBytes } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { Agent, request } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import type { HitWebSettings, HitWebState } from "../../drill/hit-web.ts";
import { createTrackingTokens, type TrackingTokens } from "../../server/tracking/index.ts";
import type { DurableDatabase } from "./durable-database.ts";
import { eventually } from "./sending.ts";
import { BROWSER } from "./measuring.ts";

export interface HitsDrillOptions {
  /** kill -9 of a web process. */
  kills: number;
  /** kill -9 of the database with all its sessions, among them. */
  databaseKills: number;
  webs: number;
  connections: number;
  random: () => number;
  /** Load between two disturbances, milliseconds. */
  pauseMs: number;
  log?: (line: string) => void;
}

export interface HitsResult {
  kills: number;
  databaseKills: number;
  seconds: number;
  /** Personal hits whose answer came after their commit, and those of them that are not in the database. */
  acknowledged: number;
  lost: number;
  /** Rows that stand twice, and rows whose answer was cut off by a kill. */
  twice: number;
  unanswered: number;
  /** Personal hits that were answered without being stored, because the database was slow or away. */
  answeredWithout: number;
  /** Anonymous hits that were answered, those that are counted, and how many may have been lost in memory. */
  anonymous: number;
  counted: number;
  anonymousLost: number;
  anonymousLossAllowed: number;
  /** Answers that came late (milliseconds) or were no answer, among all that were not cut off by a kill. */
  slowest: number;
  wrongAnswers: number;
  /** Whether the numbers seen, the unique counters and the totals say the same. */
  sumsAgree: boolean;
}

/** People and links make places for hits that are used once each, so that every row has one hit. */
const PEOPLE = 20_000;
const LINKS = 20;
const MAILINGS = { personal: 1, shared: 2, unique: 3 };

/** Lets hits rain on several web processes while they and the database are killed, and compares what was promised. */
export async function hitsDrill(
  database: DurableDatabase,
  options: HitsDrillOptions,
): Promise<HitsResult> {
  const started = performance.now();
  const key = randomBytes(32);
  const tokens = createTrackingTokens({ keys: [key] });
  const dataDir = mkdtempSync(join(tmpdir(), "klarpost-hits-drill-"));
  const accountId = await seed(database);
  const settings = { connection: database.connection, key: key.toString("hex"), dataDir };
  const webs = await Promise.all(Array.from({ length: options.webs }, () => startWeb(settings)));
  const load = rain({ webs, tokens, accountId, options });
  let anonymousLossAllowed = 0;
  let kills = 0;
  let databaseKills = 0;
  try {
    const every = Math.max(1, Math.floor(options.kills / Math.max(1, options.databaseKills)));
    for (let at = 1; at <= options.kills; at++) {
      const before = load.acknowledged.size;
      await sleep(options.pauseMs * (0.5 + options.random()));
      await progress(load, before);
      if (at % every === 0 && databaseKills < options.databaseKills) {
        await database.kill();
        databaseKills++;
        await sleep(options.pauseMs * options.random());
      }
      const place = Math.floor(options.random() * webs.length);
      const web = webs[place]!;
      web.dead = true;
      await killed(web.child);
      anonymousLossAllowed += web.atRisk();
      kills++;
      webs[place] = await startWeb(settings);
      if (at % 10 === 0) options.log?.(`${at} kills, ${JSON.stringify(load.seen())}`);
    }
    const last = load.acknowledged.size;
    await sleep(options.pauseMs);
    await progress(load, last);
    await load.stop();
    await eventually("the database is back", () => answers(database), 60_000);
    // A first try may meet connections that died with the database.
    await sleep(500);
    await Promise.all(webs.map(ended));
    const found = await compare(database, accountId, load);
    return {
      ...{ kills, databaseKills, seconds: Math.round((performance.now() - started) / 1000) },
      ...found,
      anonymousLossAllowed,
      ...load.quality(),
    };
  } finally {
    await load.stop();
    for (const web of webs) web.child.kill("SIGKILL");
    rmSync(dataDir, { recursive: true, force: true });
  }
}

/** Enough hits between two disturbances that there is something to lose, also on a busy machine. */
function progress(load: Load, before: number): Promise<void> {
  const enough = () => Promise.resolve(load.acknowledged.size >= before + 50);
  return eventually("personal hits are acknowledged again", enough, 60_000);
}

/** What a drill must not show. */
export function hitFailures(result: HitsResult): string[] {
  const found: string[] = [];
  if (result.lost > 0) found.push(`${result.lost} acknowledged personal hits are lost`);
  if (result.twice > 0) found.push(`${result.twice} personal hits stand twice`);
  if (result.anonymousLost < 0) found.push(`${-result.anonymousLost} anonymous hits too many`);
  if (result.anonymousLost > result.anonymousLossAllowed)
    found.push(
      `${result.anonymousLost} anonymous hits lost, ${result.anonymousLossAllowed} were held`,
    );
  if (!result.sumsAgree) found.push("the sums do not agree");
  if (result.wrongAnswers > 0) found.push(`${result.wrongAnswers} wrong answers`);
  return found;
}

interface Web {
  child: ChildProcess;
  port: number;
  dead: boolean;
  agent: Agent;
  /** Anonymous hits it answered, as its callers saw. */
  answered: number;
  /** What it may have held at most when it last was heard of. */
  atRisk(): number;
}

async function startWeb(settings: HitWebSettings): Promise<Web> {
  const child = fork(join(import.meta.dirname, "../../drill/hit-web.ts"), {
    stdio: ["ignore", "inherit", "inherit", "ipc"],
  });
  let last: HitWebState = { held: 0, counted: 0, rss: 0 };
  const ready = new Promise<number>((resolve, reject) => {
    child.once("exit", (code) => reject(new Error(`The web process ended with ${code}.`)));
    child.on("message", (message: { port?: number } | HitWebState) => {
      if ("held" in message) last = message;
      else if (message.port !== undefined) resolve(message.port);
    });
  });
  child.send(settings);
  const port = await ready;
  const web: Web = {
    child,
    port,
    dead: false,
    agent: new Agent({ keepAlive: true }),
    answered: 0,
    atRisk: () => last.held + Math.max(0, web.answered - last.counted),
  };
  return web;
}

interface Rain {
  webs: Web[];
  tokens: TrackingTokens;
  accountId: number;
  options: HitsDrillOptions;
}

interface Load {
  acknowledged: Set<string>;
  answeredWithout: number;
  anonymous: { shared: number; unique: number };
  seen(): object;
  quality(): { slowest: number; wrongAnswers: number };
  stop(): Promise<void>;
}

/** Requests on all connections, one after the other on each, until it is stopped. */
function rain({ webs, tokens, accountId, options }: Rain): Load {
  const acknowledged = new Set<string>();
  const anonymous = { shared: 0, unique: 0 };
  let place = 0;
  let over = false;
  let slowest = 0;
  let wrongAnswers = 0;
  const { random } = options;
  const one = async (): Promise<void> => {
    const web = webs[Math.floor(random() * webs.length)]!;
    if (web.dead) return sleep(1);
    const dice = random();
    const kind = dice < 0.6 ? "personal" : dice < 0.8 ? "shared" : "unique";
    let token: string;
    let name = "";
    if (kind === "personal") {
      if (place >= PEOPLE * LINKS) return sleep(1);
      const [delivery, link] = [1 + (place % PEOPLE), 1 + Math.floor(place / PEOPLE)];
      place++;
      name = `${delivery} ${link}`;
      token = tokens.personal(accountId, MAILINGS.personal, delivery, [link])[0]!;
    } else token = tokens[kind](accountId, MAILINGS[kind], [1 + Math.floor(random() * LINKS)])[0]!;
    const begun = performance.now();
    const answer = await get(web, `/t/${token}`);
    // Cut off by a kill: nothing was promised.
    if (answer === undefined) return;
    slowest = Math.max(slowest, performance.now() - begun);
    if (answer.status !== 302) wrongAnswers++;
    else if (kind !== "personal") {
      anonymous[kind]++;
      web.answered++;
    } else if (answer.stored) acknowledged.add(name);
    else load.answeredWithout++;
  };
  const loops = Array.from({ length: options.connections }, async () => {
    while (!over) await one();
  });
  const load: Load = {
    acknowledged,
    answeredWithout: 0,
    anonymous,
    seen: () => ({ personal: acknowledged.size, without: load.answeredWithout, ...anonymous }),
    quality: () => ({ slowest: Math.round(slowest), wrongAnswers }),
    async stop() {
      over = true;
      await Promise.all(loops);
      for (const web of webs) web.agent.destroy();
    },
  };
  return load;
}

function get(web: Web, path: string): Promise<{ status: number; stored: boolean } | undefined> {
  return new Promise((resolve) => {
    const cut = () => resolve(undefined);
    const { port, agent } = web;
    request(
      { host: "127.0.0.1", port, path, agent, headers: { "user-agent": BROWSER } },
      (response) => {
        const stored = response.headers["x-drill-stored"] === "1";
        response.on("end", () => resolve({ status: response.statusCode ?? 0, stored }));
        response.on("error", cut).resume();
      },
    )
      .on("error", cut)
      .end();
  });
}

async function seed({ connection }: DurableDatabase): Promise<number> {
  const owner = new pg.Client(connection);
  await owner.connect();
  const made = await owner.query<{ id: number }>(
    "insert into accounts (name) values ('Drill') returning id",
  );
  const accountId = made.rows[0]!.id;
  const mailing = (id: number, level: string) =>
    `insert into measured_mailings (account_id, mailing_id, level, personal_base, anonymous_base, k_min, timezone, closes_at) values ($1, ${id}, '${level}', ${PEOPLE}, ${PEOPLE}, 10, 'Europe/Berlin', now() + interval '14 days')`;
  const statements = [
    `insert into wordings (account_id, purpose, name) values ($1, 'profiling', 'P')`,
    `insert into wording_versions (account_id, wording_id, version, locale, text, sha256, techniques, approved_at) select $1, id, 1, 'de', 'Ja', '\\x00', '{open,click}', now() from wordings where account_id = $1`,
    `insert into contacts (account_id, email, email_normalised, address_hash) select $1, 'p' || n || '@example.org', 'p' || n || '@example.org', decode(md5(n::text), 'hex') from generate_series(1, ${PEOPLE}) n`,
    `insert into profiling_permissions (account_id, email_normalised, state, wording_version_id, entry_id, contact_ids) select $1, email_normalised, 'granted', (select id from wording_versions where account_id = $1), 1, array[id] from contacts where account_id = $1`,
    mailing(MAILINGS.personal, "none"),
    mailing(MAILINGS.shared, "shared"),
    mailing(MAILINGS.unique, "unique"),
    `insert into measured_links (account_id, mailing_id, link, url) select $1, m, n, 'https://shop.example/angebot/' || n from generate_series(1, 3) m, generate_series(1, ${LINKS}) n`,
    `insert into measured_deliveries (account_id, delivery_id, mailing_id, contact_id, email_normalised, handed_over_at)
     select $1, row_number() over (order by id), ${MAILINGS.personal}, id, email_normalised, now() - interval '1 hour' from contacts where account_id = $1`,
  ];
  for (const statement of statements) await owner.query(statement, [accountId]);
  await owner.query("vacuum analyze");
  await owner.end();
  return accountId;
}

async function answers({ connection }: DurableDatabase): Promise<boolean> {
  const client = new pg.Client(connection);
  client.on("error", () => {});
  try {
    await client.connect();
    await client.query("select 1");
    return true;
  } catch {
    return false;
  } finally {
    await client.end().catch(() => {});
  }
}

async function compare(database: DurableDatabase, accountId: number, load: Load) {
  const owner = new pg.Client(database.connection);
  await owner.connect();
  try {
    const rows = await owner.query<{ place: string; n: string }>(
      "select delivery_id || ' ' || link as place, count(*) as n from personal_events where account_id = $1 group by 1",
      [accountId],
    );
    const stored = new Set(rows.rows.map((row) => row.place));
    const totals = await owner.query<{
      mailing: string;
      hits: string;
      uniques: string;
      seen: string;
    }>(
      `select t.mailing_id as mailing, sum(t.hits) as hits, sum(t.uniques) as uniques,
         (select count(*) from seen_numbers s where s.account_id = $1 and s.mailing_id = t.mailing_id) as seen
       from anonymous_totals t where t.account_id = $1 group by 1 order by 1`,
      [accountId],
    );
    const of = (id: number) => totals.rows.find((row) => Number(row.mailing) === id);
    const hits = (id: number) => Number(of(id)?.hits ?? 0);
    const unique = of(MAILINGS.unique);
    const anonymous = load.anonymous.shared + load.anonymous.unique;
    const counted = hits(MAILINGS.shared) + hits(MAILINGS.unique);
    return {
      acknowledged: load.acknowledged.size,
      lost: [...load.acknowledged].filter((place) => !stored.has(place)).length,
      twice: rows.rows.filter((row) => Number(row.n) > 1).length,
      unanswered: [...stored].filter((place) => !load.acknowledged.has(place)).length,
      answeredWithout: load.answeredWithout,
      anonymous,
      counted,
      anonymousLost: anonymous - counted,
      // Each number was sent once, so all three are one.
      sumsAgree:
        hits(MAILINGS.personal) === 0 &&
        Number(unique?.hits ?? 0) === Number(unique?.uniques ?? 0) &&
        Number(unique?.uniques ?? 0) === Number(unique?.seen ?? 0),
    };
  } finally {
    await owner.end();
  }
}

async function killed(child: ChildProcess): Promise<void> {
  child.removeAllListeners("exit");
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exit = new Promise((resolve) => child.once("exit", resolve));
  child.kill("SIGKILL");
  await exit;
}

async function ended({ child }: Web): Promise<void> {
  child.removeAllListeners("exit");
  const exit = new Promise((resolve) => child.once("exit", resolve));
  child.kill("SIGTERM");
  await exit;
}
