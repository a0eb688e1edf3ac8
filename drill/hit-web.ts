import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { Registry } from "prom-client";
import type pg from "pg";
import { createLogger, openDatabase, systemClock } from "../server/platform/index.ts";
import { createHitHandler, createTrackingTokens } from "../server/tracking/index.ts";

/**
 * A web process that does nothing but take hits, for drills that kill it. Beside the product's answer it says in a
 * header whether the database had committed the hit, which the product tells nobody.
 */
export interface HitWebSettings {
  connection: Parameters<typeof openDatabase>[0]["connection"];
  /** Hexadecimal. */
  key: string;
  dataDir: string;
  maxWaitMs?: number;
}

/** What it says of itself, some fifty times a second. */
export interface HitWebState {
  /** Anonymous hits in memory. */
  held: number;
  /** Anonymous hits taken so far. */
  counted: number;
  /** Bytes. */
  rss: number;
}

export const STORED_HEADER = "x-drill-stored";

process.once("message", (settings: HitWebSettings) => void serve(settings));

async function serve(settings: HitWebSettings): Promise<void> {
  const { connection, key, dataDir } = settings;
  const db = openDatabase({ connection, onError: () => {} });
  const committed = new Set<string>();
  const tokens = createTrackingTokens({ keys: [Buffer.from(key, "hex")] });
  const registry = new Registry();
  const page = () => ({ html: "", headers: {} });
  const hits = createHitHandler({
    db: { ...db, hot: watched(db.hot, committed) },
    tokens,
    clock: systemClock,
    log: createLogger("silent"),
    dataDir,
    trustedProxies: 0,
    invalidLinkPage: page,
    awayPage: page,
    programsOnlyPage: page,
    registry,
    maxWaitMs: settings.maxWaitMs ?? 250,
  });
  await hits.start();
  const server = createServer((request, response) => {
    const token = tokens.open(request.url?.slice("/t/".length) ?? "");
    if (token?.kind === "personal") {
      const place = `${token.delivery} ${token.link}`;
      const writeHead = response.writeHead.bind(response) as (
        ...args: unknown[]
      ) => typeof response;
      response.writeHead = ((status: number, headers: string[]) =>
        writeHead(
          status,
          committed.delete(place) ? [...headers, STORED_HEADER, "1"] : headers,
        )) as never;
    }
    hits.intercept(request, response);
  });
  server.listen(0, "127.0.0.1", () =>
    process.send?.({ port: (server.address() as AddressInfo).port }),
  );
  const held = registry.getSingleMetric("klarpost_anonymous_hits_held")!;
  const say = setInterval(async () => {
    const counted = hits.counts["counted"]!;
    const state: HitWebState = {
      held: (await held.get()).values[0]?.value ?? 0,
      counted,
      rss: process.memoryUsage.rss(),
    };
    process.send?.(state);
  }, 20);
  process.on("SIGTERM", () => {
    clearInterval(say);
    server.close();
    server.closeAllConnections();
    void hits.stop().then(async () => {
      process.send?.({ counts: hits.counts });
      await db.close();
      process.disconnect?.();
    });
  });
}

/** The pool, overheard: which hits the database said it stored. */
function watched(pool: pg.Pool, committed: Set<string>): pg.Pool {
  const overhear = (client: pg.PoolClient): pg.PoolClient => {
    const query = client.query.bind(client) as (...args: unknown[]) => Promise<pg.QueryResult>;
    const heard = async (...args: unknown[]) => {
      const result = await query(...args);
      const asked = args[0] as { name?: string; values?: string[] };
      if (asked.name === "record_personal_hits") {
        const [, , deliveries, links] = asked.values!.map((list) => list.slice(1, -1).split(","));
        const letters = (result.rows[0] as { verdicts: string }).verdicts;
        deliveries!.forEach((delivery, at) => {
          if (letters[at] === "s") committed.add(`${delivery} ${links![at]}`);
        });
      }
      return result;
    };
    return new Proxy(client, {
      get(target, name) {
        if (name === "query") return heard;
        const value = Reflect.get(target, name) as unknown;
        return typeof value === "function" ? (value as () => unknown).bind(target) : value;
      },
    });
  };
  return new Proxy(pool, {
    get(target, name) {
      if (name === "connect") return async () => overhear(await target.connect());
      const value = Reflect.get(target, name) as unknown;
      return typeof value === "function" ? (value as () => unknown).bind(target) : value;
    },
  });
}
