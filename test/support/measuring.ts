import { mkdtempSync, rmSync } from "node:fs";
import {
  createServer,
  request as httpRequest,
  type IncomingHttpHeaders,
  type Server,
} from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { randomBytes } from "node:crypto";
import pg from "pg";
import pino from "pino";
import { manualClock, type Clock } from "../../server/platform/index.ts";
import {
  createHitHandler,
  createTrackingTokens,
  openMeasuring,
  type ClickTargets,
  type HitHandler,
  type MeasuringLevel,
  type TrackingTokens,
} from "../../server/tracking/index.ts";
import { testDatabase, type TestDatabase } from "./database.ts";

export const MEASURED_AT = "2026-11-21T09:00:00Z";
/** What a link answers that nobody can look up now. */
export const AWAY_PAGE = "<!doctype html><title>Later</title><p>try again</p>";
export const DEAD_LINK = "<!doctype html><title>Link</title><p>plain page</p>";
export const PROGRAMS_PAGE = "<!doctype html><title>Programs</title><p>for programs</p>";
export const BROWSER =
  "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36";
export const LINKS = [
  { no: 1, url: "https://shop.example/winter?x=1&y=ä", label: "Winter", notPersonal: false },
  { no: 2, url: "https://shop.example/gesund", label: "Gesundheit", notPersonal: true },
  { no: 3, url: "https://shop.example/haus", label: "Haus", notPersonal: false },
];

export interface Answer {
  status: number;
  headers: IncomingHttpHeaders;
  body: Buffer;
}

/** Everything a test of measuring needs: a database with an account, a running hit server, and its log. */
export interface MeasuringBench {
  test: TestDatabase;
  owner: pg.Client;
  accountId: number;
  tokens: TrackingTokens;
  clock: Clock & { set(at: Date | string): void; advance(ms: number): void };
  dataDir: string;
  logLines: string[];
  hits: HitHandler;
  /** Puts a new handler before the same database, as after a restart. */
  restart(options?: {
    pool?: pg.Pool;
    maxWaitMs?: number;
    clickTargets?: ClickTargets;
  }): Promise<void>;
  get(
    path: string,
    options?: { method?: string; headers?: Record<string, string> },
  ): Promise<Answer>;
  close(): Promise<void>;
}

export async function measuringBench(): Promise<MeasuringBench> {
  const test = await testDatabase();
  const owner = new pg.Client(test.connection);
  await owner.connect();
  const account = await owner.query<{ id: number }>(
    "insert into accounts (name) values ('Musterbank') returning id",
  );
  const accountId = account.rows[0]!.id;
  await addWording(owner, accountId);
  const dataDir = mkdtempSync(join(tmpdir(), "klarpost-hits-"));
  const tokens = createTrackingTokens({ keys: [randomBytes(32)] });
  const clock = manualClock(MEASURED_AT);
  const logLines: string[] = [];
  const log = pino({ level: "trace" }, { write: (line: string) => void logLines.push(line) });
  let server: Server | undefined;
  let port = 0;
  const bench: MeasuringBench = {
    test,
    owner,
    accountId,
    tokens,
    clock,
    dataDir,
    logLines,
    hits: undefined as never,
    async restart(options = {}) {
      await stopServer(server);
      await bench.hits?.stop();
      const db = options.pool ? { ...test.db, hot: options.pool } : test.db;
      bench.hits = createHitHandler({
        db,
        tokens,
        clock,
        log,
        dataDir,
        trustedProxies: 0,
        invalidLinkPage: () => ({
          html: DEAD_LINK,
          headers: { "content-type": "text/html; charset=utf-8" },
        }),
        awayPage: () => ({
          html: AWAY_PAGE,
          headers: { "content-type": "text/html; charset=utf-8" },
        }),
        programsOnlyPage: () => ({
          html: PROGRAMS_PAGE,
          headers: { "content-type": "text/html; charset=utf-8" },
        }),
        ...(options.clickTargets === undefined ? {} : { clickTargets: options.clickTargets }),
        ...(options.maxWaitMs === undefined ? {} : { maxWaitMs: options.maxWaitMs }),
      });
      await bench.hits.start();
      const made = createServer((request, response) => {
        if (bench.hits.intercept(request, response)) return;
        response.writeHead(404).end();
      });
      await new Promise<void>((resolve) => made.listen(0, "127.0.0.1", resolve));
      server = made;
      port = (made.address() as AddressInfo).port;
    },
    get: (path, options = {}) =>
      new Promise((resolve, reject) => {
        const request = httpRequest(
          {
            host: "127.0.0.1",
            port,
            path,
            method: options.method ?? "GET",
            agent: false,
            headers: { "user-agent": BROWSER, ...options.headers },
          },
          (response) => {
            const chunks: Buffer[] = [];
            response.on("data", (chunk: Buffer) => chunks.push(chunk));
            response.on("end", () =>
              resolve({
                status: response.statusCode ?? 0,
                headers: response.headers,
                body: Buffer.concat(chunks),
              }),
            );
          },
        );
        request.on("error", reject);
        request.end();
      }),
    async close() {
      await stopServer(server);
      await bench.hits.stop();
      await owner.end();
      await test.close();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
  await bench.restart();
  return bench;
}

/** The wording everybody agreed to: version 1 of the account, naming both techniques. */
async function addWording(owner: pg.Client, accountId: number): Promise<void> {
  await owner.query(
    "insert into wordings (account_id, purpose, name) values ($1, 'profiling', 'Profiling')",
    [accountId],
  );
  await owner.query(
    `insert into wording_versions (account_id, wording_id, version, locale, text, sha256, techniques, uses, channels, approved_at)
     select account_id, id, 1, 'de', 'Ja', '\\x00', '{open,click}', '{person_report}', '{newsletter}', now() from wordings where account_id = $1`,
    [accountId],
  );
}

async function stopServer(server: Server | undefined): Promise<void> {
  if (!server) return;
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
}

let mailings = 1000;

/** Opens the measuring of a new mailing; gives its number. */
export async function openMailing(
  bench: MeasuringBench,
  options: {
    level: MeasuringLevel;
    anonymousBase?: number;
    personalBase?: number;
    kMin?: number;
    /** Where its links lead, instead of `LINKS`. */
    links?: string[];
  },
): Promise<number> {
  const mailingId = ++mailings;
  await bench.test.db.account(bench.accountId, (tx) =>
    openMeasuring(tx, {
      accountId: bench.accountId,
      mailingId,
      level: options.level,
      personalBase: options.personalBase ?? 100,
      anonymousBase: options.anonymousBase ?? 500,
      kMin: options.kMin ?? 10,
      timezone: "Europe/Berlin",
      links:
        options.links?.map((url, at) => ({ ...LINKS[0]!, no: at + 1, url, label: `${at}` })) ??
        LINKS,
      at: bench.clock.now(),
    }),
  );
  return mailingId;
}

let people = 0;
let deliveries = 5_000_000;

/** A person with an address, permission as asked, and a mail that was (or was not) rendered with personal tokens. */
export async function addPerson(
  bench: MeasuringBench,
  options: { granted: boolean; mailingId?: number; email?: string },
): Promise<{ contactId: number; email: string; deliveryId: number }> {
  const email = options.email ?? `person${++people}@example.org`;
  const contact = await bench.owner.query<{ id: string }>(
    "insert into contacts (account_id, email, email_normalised, address_hash) values ($1, $2, $2, $3) returning id",
    [bench.accountId, email, randomBytes(16)],
  );
  const contactId = Number(contact.rows[0]!.id);
  const deliveryId = ++deliveries;
  if (options.granted) await setProfiling(bench, email, "granted");
  if (options.granted && options.mailingId !== undefined)
    await handOver(bench, options.mailingId, deliveryId, contactId, email);
  return { contactId, email, deliveryId };
}

export async function handOver(
  bench: MeasuringBench,
  mailingId: number,
  deliveryId: number,
  contactId: number,
  email: string,
): Promise<void> {
  await bench.owner.query(
    "insert into measured_deliveries (account_id, delivery_id, mailing_id, contact_id, email_normalised, handed_over_at) values ($1, $2, $3, $4, $5, $6)",
    [
      bench.accountId,
      deliveryId,
      mailingId,
      contactId,
      email,
      new Date(bench.clock.now().getTime() - 60_000),
    ],
  );
}

export async function setProfiling(
  bench: MeasuringBench,
  email: string,
  state: "unknown" | "granted" | "refused" | "withdrawn",
): Promise<void> {
  await bench.owner.query(
    `insert into profiling_permissions (account_id, email_normalised, state, wording_version_id, entry_id, contact_ids)
     select $1, $2, $3, (select id from wording_versions where account_id = $1 order by id limit 1), 1,
       (select coalesce(array_agg(id), '{}') from contacts where account_id = $1 and email_normalised = $2)
     on conflict (account_id, email_normalised) do update set state = excluded.state, contact_ids = excluded.contact_ids`,
    [bench.accountId, email, state],
  );
}

/** Rows of all tables as text, as a dump would hold them. */
export async function dumpTables(owner: pg.Client): Promise<Map<string, string[]>> {
  const tables = await owner.query<{ name: string }>(
    "select c.relname as name from pg_class c join pg_namespace n on n.oid = c.relnamespace where n.nspname = 'public' and c.relkind in ('r', 'p') order by 1",
  );
  const dump = new Map<string, string[]>();
  for (const { name } of tables.rows) {
    const found = await owner.query<{ row: string }>(`select t::text as row from "${name}" t`);
    dump.set(name, found.rows.map((each) => each.row).sort());
  }
  return dump;
}
