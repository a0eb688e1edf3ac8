import { tidyAccounts, warnOfEndingKeys } from "./accounts/index.ts";
import { backupJobs, backupPeriodic } from "./backups/index.ts";
import { compliancePeriodic, FACTS_JOB, keepFactsJob, runChecks } from "./compliance/index.ts";
import { bouncePeriodic } from "./bounces/index.ts";
import { anchorJobs, ledgerJobs, ledgerPeriodic, noteAnchorMail } from "./consent/index.ts";
import { contactJobs } from "./contacts/index.ts";
import { correspondenceSubscribers } from "./correspondence/index.ts";
import {
  chosenJobs,
  chosenSubscribers,
  controlPeriodic,
  controlSubscribers,
  createDispatcher,
  createSendingGuard,
  foldDayCounts,
  type TransportSettings,
} from "./delivery/index.ts";
import { duplicatePeriodic } from "./duplicates/index.ts";
import { guardPeriodic } from "./guards/index.ts";
import { goalPeriodic } from "./goals/index.ts";
import { exportJobs } from "./exports/index.ts";
import { importJobs } from "./imports/index.ts";
import { intakePeriodic, intakeSubscribers } from "./intake/index.ts";
import { journalSubscribers, openJournal, startJournal } from "./journal/index.ts";
import { takeFetched, takeRelayEvent } from "./inbound/index.ts";
import {
  checkLinksJob,
  decideDueTests,
  finishMailing,
  LINK_CHECK_JOB,
  makeDueOccurrences,
  namesOfMailings,
  noteRunPaused,
  START_JOB,
  startMailingJob,
} from "./mailings/index.ts";
import { mailboxPeriodic } from "./mailboxes/index.ts";
import { oversightPeriodic, oversightSubscribers } from "./oversight/index.ts";
import { createPoster, createJobRunner } from "./platform/index.ts";
import { preferenceJobs, preferencePeriodic, preferenceSubscribers } from "./preferences/index.ts";
import { contactPeriodic, privacyPeriodic, retentionJobs } from "./privacy/index.ts";
import { requestPeriodic } from "./requests/index.ts";
import { recordsPeriodic } from "./records/index.ts";
import { exportPorts, judgeVariants, reportJobs, reportPeriodic } from "./reports/index.ts";
import { startSandboxMailbox, sweepMailboxes } from "./sandbox/index.ts";
import { keepValuesJob, VALUES_JOB } from "./segments/index.ts";
import { senderPeriodic } from "./senders/index.ts";
import { signupJobs, signupPeriodic, signupSubscribers } from "./signup/index.ts";
import { trackingJobs, trackingPeriodic, trackingSubscribers } from "./tracking/index.ts";
import type { AppOptions, Parts } from "./app-parts.ts";

const MINUTE_MS = 60_000;
const HOUR_MS = 3_600_000;

/** What a process does beside answering: it sends, and keeps house. */
export interface Work {
  stop(): Promise<void>;
}

/** Begins to send and to do the housekeeping in this process. */
export async function startWork(
  parts: Parts,
  options: Pick<AppOptions, "leaseSeconds" | "connections" | "importWorker">,
): Promise<Work> {
  const { config, log, clock, db, base, compliance, heloName, sendSystemMail, mailto } = parts;
  const { inbound, mailings, privacy, signup, preferences, correspondence } = parts;
  const { mailboxes, senders, checkEngine } = parts;
  const mailbox =
    config.sandboxSmtpUrl === null
      ? await startSandboxMailbox({ dataDir: config.dataDir, clock, log })
      : null;
  const transports: TransportSettings = {
    smtpUrl: config.smtpUrl,
    privateHosts: config.privateHosts,
    mayReach: parts.places.mayReach,
    sandboxSmtpUrl: config.sandboxSmtpUrl ?? `smtp://127.0.0.1:${mailbox!.port}?tls=none`,
    heloName,
  };
  const dispatcher = createDispatcher({
    ...mailings,
    ...mailto,
    inboundDomain: config.inboundDomain,
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
      [LINK_CHECK_JOB]: checkLinksJob(mailings),
      ...ledgerJobs(base),
      ...anchorJobs({
        ...base,
        sendSystemMail,
        post: createPoster({ privateHosts: config.privateHosts }),
        mayReach: parts.places.mayReach,
      }),
      ...importJobs(
        { ...base, compliance },
        options.importWorker && { module: options.importWorker, secretKeys: config.secretKeys },
      ),
      ...backupJobs(parts.backups),
      ...retentionJobs(privacy),
      ...exportJobs({ ...base, guards: parts.guards, ...exportPorts(base) }),
      [VALUES_JOB]: keepValuesJob(base),
      [FACTS_JOB]: keepFactsJob(base),
      ...contactJobs(base),
      ...trackingJobs(base),
      ...reportJobs(base),
      ...chosenJobs(base),
      ...signupJobs(signup),
      ...preferenceJobs(preferences),
    },
    periodic: [
      ...ledgerPeriodic(base),
      ...trackingPeriodic(base),
      ...goalPeriodic(base),
      ...reportPeriodic(base),
      ...bouncePeriodic(base),
      ...signupPeriodic(signup),
      ...recordsPeriodic(base),
      ...intakePeriodic(signup),
      ...preferencePeriodic(preferences),
      ...privacyPeriodic(privacy),
      ...contactPeriodic(base),
      ...requestPeriodic(parts.requests),
      ...oversightPeriodic(parts.oversight),
      ...duplicatePeriodic(base),
      ...backupPeriodic(parts.backups),
      ...mailboxPeriodic(mailboxes, takeFetched(inbound)),
      ...compliancePeriodic(checkEngine),
      ...controlPeriodic(base),
      ...guardPeriodic(parts.guards),
      ...senderPeriodic(senders),
      {
        name: "mailings.recurring",
        everyMs: MINUTE_MS,
        run: () => makeDueOccurrences(mailings),
      },
      {
        name: "mailings.tests",
        everyMs: MINUTE_MS,
        run: () => decideDueTests({ ...mailings, judgeVariants: judgeVariants(base) }),
      },
      {
        name: "deliverability.fold",
        everyMs: HOUR_MS,
        run: async () => void (await foldDayCounts(db, clock.now())),
      },
      { name: "accounts.tidy", everyMs: HOUR_MS, run: () => tidyAccounts(db, clock) },
      {
        name: "accounts.keys",
        everyMs: HOUR_MS,
        run: async () =>
          void (await warnOfEndingKeys({
            ...base,
            sendSystemMail,
            systemMailLeaves: parts.mailLeaves,
          })),
      },
      {
        name: "mailbox.sweep",
        everyMs: HOUR_MS,
        run: async () => void (await sweepMailboxes(config.dataDir, clock.now())),
      },
    ],
    subscribers: joinSubscribers(
      trackingSubscribers(base),
      journalSubscribers(base),
      chosenSubscribers(base),
      signupSubscribers(signup),
      intakeSubscribers(signup),
      preferenceSubscribers(preferences),
      correspondenceSubscribers(correspondence),
      oversightSubscribers(parts.oversight),
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
  await openJournal(parts.journal);
  const journal = startJournal(parts.journal);
  await guard.open();
  guard.start();
  dispatcher.start();
  jobs.start();
  return {
    async stop() {
      await Promise.all([dispatcher.stop(), jobs.stop(), guard.stop()]);
      await journal.stop();
      await mailbox?.stop();
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
