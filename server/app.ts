import { join } from "node:path";
import type { AddressInfo } from "node:net";
import {
  accountChecks,
  accountRoutes,
  createAuthenticator,
  getAccount,
  isAdministrator,
  tidyAccounts,
} from "./accounts/index.ts";
import {
  complianceChecks,
  compliancePeriodic,
  complianceRoutes,
  runChecks,
  type ComplianceDeps,
} from "./compliance/index.ts";
import { bouncePeriodic, bounceRoutes } from "./bounces/index.ts";
import { isLoopback, type Config } from "./config.ts";
import {
  anchorJobs,
  consentChecks,
  consentRoutes,
  installDefaultWordings,
  ledgerJobs,
  ledgerPeriodic,
  noteAnchorMail,
} from "./consent/index.ts";
import { contactRoutes } from "./contacts/index.ts";
import { startTemplateEngine } from "./content/index.ts";
import { audit } from "./accounts/index.ts";
import { correspondenceRoutes, correspondenceSubscribers } from "./correspondence/index.ts";
import {
  controlPeriodic,
  controlRoutes,
  controlSubscribers,
  createDispatcher,
  createSendingGuard,
  createSelfTestMail,
  type Dispatcher,
  type SendingGuard,
  foldDayCounts,
  relayTestRoutes,
  type TransportSettings,
  paceRoutes,
} from "./delivery/index.ts";
import { importJobs, importRoutes } from "./imports/index.ts";
import { intakePeriodic, intakeRoutes, intakeSubscribers } from "./intake/index.ts";
import {
  inboundChecks,
  inboundRoutes,
  replyRoutes,
  startInboundServer,
  takeFetched,
  takeRelayEvent,
  type InboundServer,
} from "./inbound/index.ts";
import {
  createLinkTokens,
  createMailtoTokens,
  createUnsubscribeMailto,
  listRoutes,
} from "./lists/index.ts";
import {
  finishMailing,
  mailingRoutes,
  namesOfMailings,
  noteRunPaused,
  START_JOB,
  startMailingJob,
} from "./mailings/index.ts";
import { createBounceAddresses, mailboxPeriodic, mailboxRoutes } from "./mailboxes/index.ts";
import { createMetrics, observabilityRoutes } from "./metrics.ts";
import {
  chooseLocale,
  databaseAwayPage,
  failedPage,
  linkInvalidPage,
  neutralTheme,
  pageHeaders,
  pageNotFound,
} from "./pages/index.ts";
import {
  createHttpServer,
  createLookUp,
  createOutsideGuard,
  createPageFetcher,
  createPoster,
  createJobRunner,
  workplaceRoutes,
  type Clock,
  type Database,
  type JobRunner,
  type Keys,
  type Logger,
  type RouteSpec,
} from "./platform/index.ts";
import {
  preferenceChecks,
  preferenceJobs,
  preferencePeriodic,
  preferenceRoutes,
  preferenceSubscribers,
} from "./preferences/index.ts";
import {
  privacyPeriodic,
  eraseDataSubject,
  exportDataSubject,
  personalDataMap,
} from "./privacy/index.ts";
import { purchaseRoutes } from "./purchases/index.ts";
import { relayRoutes } from "./relays/index.ts";
import { deliverabilityRoutes, reportRoutes, recordedEvents } from "./reports/index.ts";
import { sandboxRoutes, startSandboxMailbox, sweepMailboxes } from "./sandbox/index.ts";
import { senderChecks, senderPeriodic, senderRoutes, senderSetupSteps } from "./senders/index.ts";
import {
  preferencePorts,
  signupChecks,
  signupJobs,
  signupPeriodic,
  signupRoutes,
  signupSubscribers,
} from "./signup/index.ts";
import { suppressionRoutes } from "./suppression/index.ts";
import { createSystemMailer } from "./system-mailer.ts";
import {
  createHitHandler,
  createTrackingTokens,
  trackingJobs,
  trackingPeriodic,
  trackingSubscribers,
} from "./tracking/index.ts";
import { createWaysOut } from "./ways-out.ts";

export interface AppOptions {
  config: Config;
  log: Logger;
  clock: Clock;
  db: Database;
  keys: Keys;
  /** Seconds a worker's batch stays its own when it says nothing (drills shorten it). */
  leaseSeconds?: number;
  /** Connections to a relay for mailings. */
  connections?: number;
}

export type App = Awaited<ReturnType<typeof createApp>>;

const VERSION = "0.1.0";
/** First path segments that never belong to the workplace. */
const RESERVED = "api f b n o u v z q t w anhang metrics healthz readyz".split(" ");
const HOUR_MS = 3_600_000;
/** How long a stop waits for requests that have begun. */
const LAST_REQUESTS_MS = 5_000;

/** Puts the house together: every slice gets what it needs, and nothing else does this. */
export async function createApp(options: AppOptions) {
  const { config, log, clock, db, keys } = options;
  const metrics = createMetrics();
  const engine = startTemplateEngine();
  const links = createLinkTokens(keys);
  const mailtos = createMailtoTokens(keys);
  const tracking = createTrackingTokens({ keys: [keys.derive("tracking-token/v1")] });
  const compliance: ComplianceDeps = { keys, clock };
  const base = { db, clock, keys, log };
  const urls = {
    publicUrl: config.publicUrl,
    pagesUrl: config.pagesUrl,
    trackUrl: config.trackUrl,
  };
  const hasRelay = config.smtpUrl !== null;
  const { hostname } = new URL(config.publicUrl);
  /** Our name in EHLO (SND-03). */
  const heloName = isLoopback(hostname) ? "klarpost.invalid" : hostname;
  const { inboundDomain } = config;
  const bounces = createBounceAddresses(keys);
  const sendSystemMail = createSystemMailer({ keys, clock, compliance, hasRelay });
  const inbound = {
    ...base,
    links,
    mailtos,
    bounces,
    sendSystemMail,
    inboundDomain,
    dataDir: config.dataDir,
  };
  const mailings = { ...base, compliance, engine, links, tracking, hasRelay, ...urls };
  const privacy = { ...base, map: personalDataMap(base) };
  const signup = { ...base, ...urls, compliance };
  const preferences = {
    ...preferencePorts(signup),
    ...base,
    ...urls,
    compliance,
    links,
    personalEvents: recordedEvents,
    exportDataSubject: exportDataSubject(privacy),
    eraseDataSubject: eraseDataSubject(privacy),
  };
  const correspondence = { ...base, compliance, links, pagesUrl: config.pagesUrl };
  const waysOut = createWaysOut({ smtpUrl: config.smtpUrl, heloName });
  const mailto =
    inboundDomain === null
      ? {}
      : { unsubscribeMailto: createUnsubscribeMailto(mailtos, inboundDomain) };
  const mailboxes = {
    ...base,
    inboundDomain,
    guard: createOutsideGuard({ privateHosts: config.privateHosts }),
    post: createPoster({ privateHosts: config.privateHosts }),
  };
  let receiver: InboundServer | null = null;
  const listener = () => listenerOf(config.inboundSmtp, receiver);
  const checks = [
    ...accountChecks(),
    ...senderChecks({
      keys,
      inboundDomain,
      ...waysOut,
      selfTestMail: createSelfTestMail({ ...mailings, ...mailto }),
    }),
    ...consentChecks(),
    ...complianceChecks(),
    ...signupChecks(signup),
    ...preferenceChecks(preferences),
    ...inboundChecks({ ...inbound, mailboxes, listener }),
  ];
  const outside = { lookUp: createLookUp(), fetch: createPageFetcher() };
  const senders = {
    ...base,
    ...urls,
    ...outside,
    sendSystemMail,
    inboundDomain,
    sendingWays: waysOut.sendingWays,
  };
  const checkEngine = { ...base, checks, ...outside };
  const hits = createHitHandler({
    db,
    tokens: tracking,
    clock,
    log,
    dataDir: config.dataDir,
    trustedProxies: config.trustedProxies,
    registry: metrics.registry,
    invalidLinkPage: (acceptLanguage) => neutralPage(acceptLanguage, linkInvalidPage),
    awayPage: (acceptLanguage) => neutralPage(acceptLanguage, databaseAwayPage),
  });
  const routes: RouteSpec[] = [
    ...accountRoutes({
      ...base,
      publicUrl: config.publicUrl,
      sendSystemMail,
      furtherSetupSteps: senderSetupSteps,
      prepareAccount: (tx, accountId) => installDefaultWordings(tx, base, accountId),
    }),
    ...mailboxRoutes(mailboxes),
    ...senderRoutes(senders),
    ...relayRoutes({
      ...base,
      publicUrl: config.publicUrl,
      privateHosts: config.privateHosts,
      smtpUrl: config.smtpUrl,
    }),
    ...relayTestRoutes({
      ...base,
      lookUp: checkEngine.lookUp,
      heloName,
      privateHosts: config.privateHosts,
    }),
    ...paceRoutes(base),
    ...contactRoutes({ ...base, audit }),
    ...purchaseRoutes(base),
    ...suppressionRoutes(base),
    ...bounceRoutes(base),
    ...listRoutes(base),
    ...consentRoutes({ ...base, ...urls, privateHosts: config.privateHosts }),
    ...complianceRoutes(checkEngine),
    ...signupRoutes(signup),
    ...preferenceRoutes(preferences),
    ...importRoutes({ ...base, compliance }),
    ...intakeRoutes(signup),
    ...correspondenceRoutes(correspondence),
    ...mailingRoutes(mailings),
    ...controlRoutes({ ...base, namesOfMailings }),
    ...inboundRoutes(inbound),
    ...replyRoutes(inbound),
    ...reportRoutes({ ...base, compliance, checks, ...urls }),
    ...deliverabilityRoutes({
      ...mailings,
      spamdUrl: config.spamdUrl,
      rspamdUrl: config.rspamdUrl,
    }),
    ...sandboxRoutes({
      db,
      dataDir: config.dataDir,
      accountPublicId: async (accountId) => (await db.account(accountId, getAccount)).publicId,
      isAdministrator: (operatorId) => isAdministrator(db, operatorId),
    }),
    ...observabilityRoutes(metrics, () => isReady(db)),
    ...workplaceRoutes(join(import.meta.dirname, "../admin/dist"), RESERVED),
  ];
  const http = await createHttpServer({
    db,
    log,
    version: VERSION,
    publicUrl: config.publicUrl,
    trustedProxies: config.trustedProxies,
    authenticate: createAuthenticator({ db, clock, publicUrl: config.publicUrl }),
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

  let worker: {
    jobs: JobRunner;
    dispatcher: Dispatcher;
    guard: SendingGuard;
    stopMailbox(): Promise<void>;
  } | null = null;
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
    deps: { mailings, signup, preferences, compliance, privacy, inbound },
    /** Port of the SMTP server for mail that comes in, while it listens. */
    get inboundPort(): number | null {
      return receiver?.port ?? null;
    },
    get url() {
      return config.publicUrl;
    },
    /** Opens the web server; gives the port, which the system chooses when the configured one is 0. */
    async listen(): Promise<number> {
      await hits.start();
      await http.listen({ host: config.host, port: config.port });
      if (config.inboundSmtp !== null)
        receiver = await startInboundServer(inbound, config.inboundSmtp);
      return (http.server.address() as AddressInfo).port;
    },
    /** Begins to send and to do the housekeeping in this process. */
    async startWork(): Promise<void> {
      const mailbox =
        config.sandboxSmtpUrl === null
          ? await startSandboxMailbox({ dataDir: config.dataDir, clock, log })
          : null;
      const transports: TransportSettings = {
        smtpUrl: config.smtpUrl,
        privateHosts: config.privateHosts,
        sandboxSmtpUrl: config.sandboxSmtpUrl ?? `smtp://127.0.0.1:${mailbox!.port}?tls=none`,
        heloName,
      };
      const dispatcher = createDispatcher({
        ...mailings,
        ...(inboundDomain === null
          ? {}
          : { unsubscribeMailto: createUnsubscribeMailto(mailtos, inboundDomain) }),
        inboundDomain,
        transports,
        ...(options.leaseSeconds === undefined ? {} : { leaseSeconds: options.leaseSeconds }),
        ...(options.connections === undefined ? {} : { connections: options.connections }),
      });
      const jobs = createJobRunner({
        db,
        clock,
        log,
        handlers: {
          [START_JOB]: startMailingJob(mailings),
          ...ledgerJobs(base),
          ...anchorJobs({
            ...base,
            sendSystemMail,
            post: createPoster({ privateHosts: config.privateHosts }),
          }),
          ...importJobs({ ...base, compliance }),
          ...trackingJobs(base),
          ...signupJobs(signup),
          ...preferenceJobs(preferences),
        },
        periodic: [
          ...ledgerPeriodic(base),
          ...trackingPeriodic(base),
          ...bouncePeriodic(base),
          ...signupPeriodic(signup),
          ...intakePeriodic(signup),
          ...preferencePeriodic(preferences),
          ...privacyPeriodic(privacy),
          ...mailboxPeriodic(mailboxes, takeFetched(inbound)),
          ...compliancePeriodic(checkEngine),
          ...controlPeriodic(base),
          ...senderPeriodic(senders),
          {
            name: "deliverability.fold",
            everyMs: HOUR_MS,
            run: async () => void (await foldDayCounts(db, clock.now())),
          },
          { name: "accounts.tidy", everyMs: HOUR_MS, run: () => tidyAccounts(db, clock) },
          {
            name: "mailbox.sweep",
            everyMs: HOUR_MS,
            run: async () => void (await sweepMailboxes(config.dataDir, clock.now())),
          },
        ],
        subscribers: joinSubscribers(
          trackingSubscribers(base),
          signupSubscribers(signup),
          intakeSubscribers(signup),
          preferenceSubscribers(preferences),
          correspondenceSubscribers(correspondence),
          controlSubscribers({
            ...base,
            publicUrl: config.publicUrl,
            sendSystemMail,
            namesOfMailings,
          }),
          {
            "run.finished": [finishMailing(mailings)],
            "run.paused": [noteRunPaused(mailings)],
            "mail.ended": [noteAnchorMail(base)],
            "relay.event": [takeRelayEvent(inbound)],
            "bounce_probe.arrived": [
              async ({ accountId }) => void (await runChecks(checkEngine, accountId, ["CHK-17"])),
            ],
            // A ledger that was altered stops the next mailing at once, not on the next day.
            "ledger.verified": [
              async ({ accountId }) => void (await runChecks(checkEngine, accountId, ["CHK-25"])),
            ],
          },
        ),
      });
      const guard = createSendingGuard({
        ...base,
        dataDir: config.dataDir,
        isAlone: config.databaseUrl === null,
      });
      await guard.open();
      guard.start();
      dispatcher.start();
      jobs.start();
      worker = { jobs, dispatcher, guard, stopMailbox: async () => mailbox?.stop() };
    },
    /**
     * Takes nothing new, finishes what has begun, writes what is held. Sending and answering end side by side, and who
     * takes longer than a moment to send a request is cut off: no slow client may keep mails from ending well.
     */
    async stop(): Promise<void> {
      const cut = setTimeout(() => http.server.closeAllConnections(), LAST_REQUESTS_MS);
      const stopWork = async () => {
        if (!worker) return;
        await Promise.all([worker.dispatcher.stop(), worker.jobs.stop(), worker.guard.stop()]);
        await worker.stopMailbox();
      };
      await receiver?.stop();
      await Promise.all([http.close().finally(() => clearTimeout(cut)), stopWork()]);
      await hits.stop();
      await engine.close();
    },
  };
}

type Subscribers = Record<
  string,
  ((event: { accountId: number; payload: Record<string, unknown> }) => Promise<void>)[]
>;

function joinSubscribers(...all: Subscribers[]): Subscribers {
  const joined: Subscribers = {};
  for (const subscribers of all)
    for (const [type, handlers] of Object.entries(subscribers))
      joined[type] = [...(joined[type] ?? []), ...handlers];
  return joined;
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

async function isReady(db: Database): Promise<boolean> {
  try {
    await db.instance(async () => undefined);
    return true;
  } catch {
    return false;
  }
}
