import { join } from "node:path";
import { accountChecks } from "./accounts/index.ts";
import { backupChecks } from "./backups/index.ts";
import { heldReleases } from "./bounces/index.ts";
import { checkBeforeSending, complianceChecks, type ComplianceDeps } from "./compliance/index.ts";
import { isLoopback, type Config } from "./config.ts";
import { consentChecks } from "./consent/index.ts";
import { openLetterDesk, startTemplateEngine } from "./content/index.ts";
import { heldExports } from "./exports/index.ts";
import { createSelfTestMail, holdForChecks } from "./delivery/index.ts";
import { documentChecks } from "./documents/index.ts";
import { crmChecks } from "./crm/index.ts";
import { createGoalTokens } from "./goals/index.ts";
import { inboundChecks } from "./inbound/index.ts";
import { createLinkTokens, createMailtoTokens, createUnsubscribeMailto } from "./lists/index.ts";
import { journalFolder } from "./journal/index.ts";
import { mailingChecks } from "./mailings/index.ts";
import { createBounceAddresses } from "./mailboxes/index.ts";
import {
  createKeys,
  createLookUp,
  createOutsideGuard,
  createOwnAsker,
  createPageFetcher,
  createPoster,
  type Clock,
  type Database,
  type FetchPage,
  type HttpOptions,
  type Keys,
  type Logger,
  type LookUp,
  type Tx,
} from "./platform/index.ts";
import { preferenceChecks } from "./preferences/index.ts";
import { keepsContent } from "./relays/index.ts";
import {
  copyDataSubject,
  eraseDataSubject,
  personalDataMap,
  retentionChecks,
} from "./privacy/index.ts";
import { environmentOf } from "./declared-places.ts";
import { createPlaceGuard } from "./oversight/index.ts";
import { makePaper, recordedEvents } from "./reports/index.ts";
import { requestPorts } from "./requests/index.ts";
import { segmentHolds } from "./segments/index.ts";
import { confirmByRealMail, senderChecks } from "./senders/index.ts";
import { heldGuards } from "./guards/index.ts";
import { countRetainedSince, heldLifts } from "./suppression/index.ts";
import { preferencePorts, signupChecks } from "./signup/index.ts";
import { createSystemMailer, systemMailLeaves } from "./system-mailer.ts";
import { templateChecks } from "./templates/index.ts";
import { createTrackingTokens, trackingChecks } from "./tracking/index.ts";
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
  /** Module that works on large files in a process of its own, with the configuration of this one. */
  importWorker?: URL;
  /** Whom the checks ask instead of the DNS and the web; only tests pass it. */
  outside?: { lookUp: LookUp; fetch: FetchPage };
  /** Instead of the product's own decision who may call what; only tests pass it (see HttpOptions). */
  admit?: HttpOptions["admit"];
}

/** What the parts of one process are made of; made once, by `createApp`. */
export type Parts = ReturnType<typeof createParts>;

/** Gives every slice what it needs. `listener` tells where the SMTP server for mail that comes in is reached, if it is. */
export function createParts(
  options: AppOptions,
  listener: () => { host: string; port: number } | null,
) {
  const { config, log, clock, db, keys } = options;
  const engine = startTemplateEngine();
  const desk = openLetterDesk();
  const links = createLinkTokens(keys);
  const mailtos = createMailtoTokens(keys);
  const tracking = createTrackingTokens({
    keys: config.trackingKeys
      .flatMap((secret) => (secret === null ? keys.ring : [createKeys(secret)]))
      .map((each) => each.derive("tracking-token/v1")),
  });
  const compliance: ComplianceDeps = { keys, clock, segmentHolds };
  const base = { db, clock, keys, log };
  const environment = environmentOf(config);
  const places = createPlaceGuard({ ...base, environment });
  const urls = {
    publicUrl: config.publicUrl,
    pagesUrl: config.pagesUrl,
    trackUrl: config.trackUrl,
  };
  /** Our own addresses, called from outside as anybody would (CHK-13, CHK-34). */
  const askOwn = createOwnAsker(Object.values(urls));
  const hasRelay = config.smtpUrl !== null;
  const relayHost = URL.parse(config.smtpUrl ?? "")?.hostname ?? null;
  const relayKeepsContent = keepsContent({ kind: "smtp", host: relayHost, region: null });
  const { hostname } = new URL(config.publicUrl);
  /** Our name in EHLO (SND-03). */
  const heloName = isLoopback(hostname) ? "klarpost.invalid" : hostname;
  const { inboundDomain } = config;
  const bounces = createBounceAddresses(keys);
  const sendSystemMail = createSystemMailer({ keys, clock, compliance, hasRelay });
  const guards = {
    ...base,
    publicUrl: config.publicUrl,
    sendSystemMail,
    acts: {
      export: heldExports(base),
      evidence: heldExports(base),
      release: heldReleases(base),
      lift: heldLifts(base),
      guards: heldGuards(base),
    },
    wrongRecipients: (tx: Tx, since: Date) => countRetainedSince(tx, "unknown_user", since),
  };
  const mailLeaves = (tx: Tx) => systemMailLeaves(tx, hasRelay);
  const inbound = {
    ...base,
    links,
    mailtos,
    bounces,
    sendSystemMail,
    inboundDomain,
    dataDir: config.dataDir,
  };
  const mailings = {
    ...base,
    compliance,
    engine,
    desk,
    links,
    tracking,
    hasRelay,
    relayKeepsContent,
    guard: createOutsideGuard({ privateHosts: config.privateHosts }),
    checkBeforeSending: (accountId: number): Promise<void> =>
      checkBeforeSending(checkEngine, accountId),
    ...urls,
  };
  const privacy = { ...base, map: personalDataMap(base), makePaper };
  const documents = { ...base, map: privacy.map, publicUrl: config.publicUrl };
  const journal = {
    ...base,
    folders: [journalFolder(config.dataDir), journalFolder(config.backupDir)],
    eraseSubject: eraseDataSubject(privacy),
  };
  const backups = {
    ...journal,
    dataDir: config.dataDir,
    backupDir: config.backupDir,
    keyFile: config.backupKeyFile,
    passphrase: config.backupPassphrase,
    secretKeyFile: config.databaseUrl === null ? join(config.dataDir, "secret.key") : null,
  };
  const signup = { ...base, ...urls, compliance };
  const preferences = {
    ...preferencePorts(signup),
    ...base,
    ...urls,
    askOwn,
    compliance,
    links,
    personalEvents: recordedEvents,
    copyDataSubject: copyDataSubject(privacy),
    eraseDataSubject: eraseDataSubject(privacy),
    requests: requestPorts(base),
  };
  const requests = {
    ...base,
    ...urls,
    preferences,
    sendSystemMail,
    eraseDataSubject: preferences.eraseDataSubject,
    copyDataSubject: preferences.copyDataSubject,
    makePaper,
  };
  const goals = { ...base, tokens: createGoalTokens(keys) };
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
    ...places,
  };
  const oversight = {
    ...base,
    publicUrl: config.publicUrl,
    environment,
    sendSystemMail,
    makePaper,
  };
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
    ...backupChecks(backups),
    ...retentionChecks(),
    ...documentChecks(documents),
    ...templateChecks(),
    ...mailingChecks(),
    ...crmChecks(),
    ...trackingChecks({
      tokens: tracking,
      askOwn,
      trackUrl: config.trackUrl,
      dataDir: config.dataDir,
      trustedProxies: config.trustedProxies,
    }),
    ...inboundChecks({ ...inbound, mailboxes, listener }),
  ];
  const outside = options.outside ?? { lookUp: createLookUp(), fetch: createPageFetcher() };
  const senders = {
    ...base,
    ...urls,
    ...outside,
    sendSystemMail,
    inboundDomain,
    sendingWays: waysOut.sendingWays,
  };
  const checkEngine = {
    ...base,
    checks,
    ...outside,
    sendSystemMail,
    publicUrl: config.publicUrl,
    hold: (accountId: number, red: readonly string[]) => holdForChecks(base, accountId, red),
    wentLive: (tx: Tx, accountId: number) => confirmByRealMail(senders, tx, accountId),
  };
  return {
    ...{
      config,
      log,
      clock,
      db,
      keys,
      base,
      urls,
      engine,
      desk,
      links,
      mailto,
      tracking,
      compliance,
    },
    ...{ heloName, sendSystemMail, mailLeaves, inbound, mailings, privacy, signup, preferences },
    ...{ places, oversight },
    ...{ journal, backups, documents, guards },
    ...{ requests, goals, correspondence, mailboxes, checks, senders, checkEngine, outside },
  };
}
