import type { AddressInfo } from "node:net";
import { createAuthenticator, keepSecurityEvents, networkOf } from "./accounts/index.ts";
import { type Config } from "./config.ts";
import { hideFromCaller } from "./contacts/index.ts";
import { startInboundServer, type InboundServer } from "./inbound/index.ts";
import { createGoalParameters } from "./goals/index.ts";
import { createMetrics } from "./metrics.ts";
import { keepEnvironment } from "./oversight/index.ts";
import {
  chooseLocale,
  databaseAwayPage,
  failedPage,
  linkInvalidPage,
  neutralTheme,
  pageHeaders,
  pageNotFound,
  programsOnlyPage,
} from "./pages/index.ts";
import {
  createCallLimit,
  createHttpServer,
  onSecurityEvent,
  strictTransport,
} from "./platform/index.ts";
import { createHitHandler } from "./tracking/index.ts";
import { createParts, type AppOptions } from "./app-parts.ts";
import { routesOf } from "./app-routes.ts";
import { startWork, type Work } from "./app-work.ts";

export type { AppOptions } from "./app-parts.ts";
export type App = Awaited<ReturnType<typeof createApp>>;

const VERSION = "0.1.0";
/** Works on large files, where this process has its configuration from the environment. */
export const IMPORT_WORKER = new URL("./cli/import-worker.ts", import.meta.url);
/** How long a stop waits for requests that have begun. */
const LAST_REQUESTS_MS = 5_000;

/** Puts the house together: every slice gets what it needs, and nothing else does this. */
export async function createApp(options: AppOptions) {
  const { config, log, clock, db, keys } = options;
  const metrics = createMetrics();
  let receiver: InboundServer | null = null;
  const parts = createParts(options, () => listenerOf(config.inboundSmtp, receiver));
  const { engine, desk, tracking, mailings, signup, preferences, compliance, privacy, inbound } =
    parts;
  const origins = [config.pagesUrl, config.trackUrl, config.sandboxUrl ?? config.publicUrl];
  const hits = createHitHandler({
    db,
    tokens: tracking,
    clock,
    log,
    dataDir: config.dataDir,
    trustedProxies: config.trustedProxies,
    headers: config.trackUrl.startsWith("https:")
      ? ["Strict-Transport-Security", strictTransport([config.publicUrl, ...origins])]
      : [],
    clickTargets: createGoalParameters({ ...parts.goals, pool: db.hot }),
    registry: metrics.registry,
    invalidLinkPage: (acceptLanguage) => neutralPage(acceptLanguage, linkInvalidPage),
    awayPage: (acceptLanguage) => neutralPage(acceptLanguage, databaseAwayPage),
    programsOnlyPage: (acceptLanguage) => neutralPage(acceptLanguage, programsOnlyPage),
  });
  const routes = routesOf(parts, metrics);
  const securityLog = keepSecurityEvents({ db, clock, log });
  const stopNoting = onSecurityEvent((event) => {
    metrics.noteSecurity(event);
    securityLog.note(event);
    log.warn({ security: event }, "security event");
  });
  const http = await createHttpServer({
    db,
    log,
    version: VERSION,
    publicUrl: config.publicUrl,
    origins,
    trustedProxies: config.trustedProxies,
    authenticate: createAuthenticator({ db, clock, publicUrl: config.publicUrl }),
    surround: hideFromCaller,
    limitCalls: createCallLimit({ db, clock, log, perMinute: config.callsPerMinute }),
    // Long enough to follow somebody through the log, and nothing that could be turned back without the key.
    nameOf: (kind, value) =>
      keys
        .mac("security-log", kind, kind === "network" ? networkOf(value) : value)
        .toString("hex")
        .slice(0, 16),
    ...(options.admit === undefined ? {} : { admit: options.admit }),
    intercept: hits.intercept,
    errorPage: (request, status) =>
      neutralPage(
        String(request.headers["accept-language"] ?? ""),
        status === 404
          ? pageNotFound
          : status === 503
            ? databaseAwayPage
            : (context) => failedPage(context, { reference: request.id }),
      ),
    observe: metrics.observe,
    routes,
  });

  let work: Work | null = null;
  return {
    http,
    /** Every route with its permission. */
    routes,
    db,
    keys,
    clock,
    log,
    config,
    hits,
    deps: {
      checkEngine: parts.checkEngine,
      mailings,
      signup,
      preferences,
      compliance,
      privacy,
      inbound,
      requests: parts.requests,
      documents: parts.documents,
    },
    /** Port of the SMTP server for mail that comes in, while it listens. */
    get inboundPort(): number | null {
      return receiver?.port ?? null;
    },
    get url() {
      return config.publicUrl;
    },
    /** Opens the web server; gives the port, which the system chooses when the configured one is 0. */
    async listen(): Promise<number> {
      await keepEnvironment(parts.oversight, parts.oversight.environment);
      await hits.start();
      await http.listen({ host: config.host, port: config.port });
      if (config.inboundSmtp !== null)
        receiver = await startInboundServer(inbound, config.inboundSmtp);
      return (http.server.address() as AddressInfo).port;
    },
    /** Begins to send and to do the housekeeping in this process. */
    async startWork(): Promise<void> {
      work = await startWork(parts, options);
    },
    /**
     * Takes nothing new, finishes what has begun, writes what is held. Sending and answering end side by side, and who
     * takes longer than a moment to send a request is cut off: no slow client may keep mails from ending well.
     */
    async stop(): Promise<void> {
      const cut = setTimeout(() => http.server.closeAllConnections(), LAST_REQUESTS_MS);
      await receiver?.stop();
      await Promise.all([http.close().finally(() => clearTimeout(cut)), work?.stop()]);
      await hits.stop();
      stopNoting();
      await Promise.all([engine.close(), desk.close(), securityLog.stop()]);
    },
  };
}

function neutralPage(
  acceptLanguage: string,
  view: (context: {
    theme: ReturnType<typeof neutralTheme>;
    locale: "de" | "en";
    timeZone: string;
  }) => string,
): { html: string; headers: Record<string, string> } {
  const theme = neutralTheme();
  const locale = chooseLocale(theme.locales, undefined, acceptLanguage);
  return { html: view({ theme, locale, timeZone: "Europe/Berlin" }), headers: pageHeaders(theme) };
}

/** Where our own SMTP server can be spoken to from this process; a port the system chose is known to its own one. */
function listenerOf(
  configured: Config["inboundSmtp"],
  receiver: InboundServer | null,
): { host: string; port: number } | null {
  if (configured === null) return null;
  const port = receiver?.port ?? configured.port;
  if (port === 0) return null;
  const host = ["0.0.0.0", "::"].includes(configured.host) ? "127.0.0.1" : configured.host;
  return { host, port };
}
