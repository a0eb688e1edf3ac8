import { join } from "node:path";
import { accountChecks } from "./accounts/index.ts";
import { backupChecks } from "./backups/index.ts";
import { complianceChecks, type ComplianceDeps } from "./compliance/index.ts";
import { isLoopback, type Config } from "./config.ts";
import { consentChecks } from "./consent/index.ts";
import { openLetterDesk, startTemplateEngine } from "./content/index.ts";
import { createSelfTestMail } from "./delivery/index.ts";
import { createGoalTokens } from "./goals/index.ts";
import { inboundChecks } from "./inbound/index.ts";
import { createLinkTokens, createMailtoTokens, createUnsubscribeMailto } from "./lists/index.ts";
import { journalFolder } from "./journal/index.ts";
import { createBounceAddresses } from "./mailboxes/index.ts";
import {
  createKeys,
  createLookUp,
  createOutsideGuard,
  createPageFetcher,
  createPoster,
  type Clock,
  type Database,
  type Keys,
  type Logger,
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
import { makePaper, recordedEvents } from "./reports/index.ts";
import { requestPorts } from "./requests/index.ts";
import { segmentHolds } from "./segments/index.ts";
import { senderChecks } from "./senders/index.ts";
import { preferencePorts, signupChecks } from "./signup/index.ts";
import { createSystemMailer, systemMailLeaves } from "./system-mailer.ts";
import { createTrackingTokens } from "./tracking/index.ts";
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
    keys: config.trackingKeys.map((secret) =>
      (secret === null ? keys : createKeys(secret)).derive("tracking-token/v1"),
    ),
  });
  const compliance: ComplianceDeps = { keys, clock, segmentHolds };
  const base = { db, clock, keys, log };
  const urls = {
    publicUrl: config.publicUrl,
    pagesUrl: config.pagesUrl,
    trackUrl: config.trackUrl,
  };
  const hasRelay = config.smtpUrl !== null;
  const relayHost = URL.parse(config.smtpUrl ?? "")?.hostname ?? null;
  const relayKeepsContent = keepsContent({ kind: "smtp", host: relayHost, region: null });
  const { hostname } = new URL(config.publicUrl);
  /** Our name in EHLO (SND-03). */
  const heloName = isLoopback(hostname) ? "klarpost.invalid" : hostname;
  const { inboundDomain } = config;
  const bounces = createBounceAddresses(keys);
  const sendSystemMail = createSystemMailer({ keys, clock, compliance, hasRelay });
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
    ...urls,
  };
  const privacy = { ...base, map: personalDataMap(base), makePaper };
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
    ...{ journal, backups },
    ...{ requests, goals, correspondence, mailboxes, checks, senders, checkEngine, outside },
  };
}
