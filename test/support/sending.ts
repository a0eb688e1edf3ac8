import { openLetterDesk, startTemplateEngine } from "../../server/content/index.ts";
import { createDispatcher, type Dispatcher } from "../../server/delivery/index.ts";
import { createLinkTokens } from "../../server/lists/index.ts";
import {
  createMailing,
  findMailingById,
  finishMailing,
  scheduleMailing,
  startMailingJob,
  type Mailing,
  type MailingDeps,
} from "../../server/mailings/index.ts";
import {
  createJobRunner,
  createKeys,
  createLogger,
  createOutsideGuard,
  systemClock,
  type Actor,
  type Clock,
  type Database,
  type JobRunner,
  type Keys,
} from "../../server/platform/index.ts";
import { segmentHolds } from "../../server/segments/index.ts";
import { createTrackingTokens } from "../../server/tracking/index.ts";
import type { SeededNewsletter } from "./newsletter.ts";

export const TEST_SECRET = Buffer.alloc(32, 9);

export const SAMPLE_HTML = `<!doctype html>
<html lang="de"><head><meta charset="utf-8"><title>Marktblick</title></head>
<body style="font-family:Georgia,serif;color:#1B2430;background:#ffffff">
<h1>Marktblick</h1>
<p>{{ contact.salutation_line }},</p>
<p>seit November gelten neue Konditionen. <a href="https://www.musterbank.example/zinsen">Zinsen ansehen</a> oder
<a href="https://www.musterbank.example/termin">Termin vereinbaren</a>.</p>
{{ tracking_question }}
{{ footer }}
</body></html>
`;

/** Everything that sends, without the web: real database, real dispatcher, a real SMTP conversation. */
export interface SendingParts {
  deps: MailingDeps;
  keys: Keys;
  dispatcher(
    smtpPort: number,
    options?: { leaseSeconds?: number; connections?: number },
  ): Dispatcher;
  jobs(): JobRunner;
  close(): Promise<void>;
}

export function sendingParts(db: Database, clock: Clock = systemClock): SendingParts {
  const keys = createKeys(TEST_SECRET);
  const log = createLogger(process.env["DRILL_LOG"] ?? "silent");
  const engine = startTemplateEngine();
  const compliance = { keys, clock, segmentHolds };
  const deps: MailingDeps = {
    db,
    clock,
    keys,
    log,
    compliance,
    engine,
    desk: openLetterDesk(),
    links: createLinkTokens(keys),
    tracking: createTrackingTokens({ keys: [keys.derive("tracking-token/v1")] }),
    pagesUrl: "https://post.musterbank.example",
    trackUrl: "https://post.musterbank.example",
    hasRelay: false,
    relayKeepsContent: false,
    guard: createOutsideGuard(),
  };
  return {
    deps,
    keys,
    dispatcher: (smtpPort, options = {}) =>
      createDispatcher({
        ...deps,
        transports: {
          smtpUrl: null,
          sandboxSmtpUrl: `smtp://127.0.0.1:${smtpPort}?tls=none`,
          heloName: "klarpost.invalid",
        },
        ...options,
      }),
    jobs: () =>
      createJobRunner({
        db,
        clock,
        log,
        handlers: { "mailings.start": startMailingJob(deps) },
        subscribers: { "run.finished": [finishMailing(deps)] },
      }),
    close: () => engine.close(),
  };
}

export function operatorActor(operatorId: number): Actor {
  return {
    kind: "operator",
    operatorId,
    name: "Ina Haberin",
    roles: ["owner"],
    permissions: new Set(["mailings.send"]),
  };
}

interface NewsletterOptions {
  people?: number;
  html?: string;
  subject?: string;
  /** TRK-25, by their addresses. */
  notPersonalLinks?: string[];
}

/** Writes a newsletter and schedules it, now or at a time. */
export function scheduleNewsletter(
  parts: SendingParts,
  seeded: SeededNewsletter,
  options: NewsletterOptions & { at?: Date } = {},
): Promise<Mailing> {
  const { deps } = parts;
  return deps.db.account(seeded.accountId, async (tx) => {
    const mailing = await createMailing(
      tx,
      seeded.accountId,
      {
        name: "Marktblick November",
        subject: options.subject ?? "Marktblick: neue Konditionen",
        html: options.html ?? SAMPLE_HTML,
        listIds: [seeded.listPublicId],
        locale: "de",
        ...(options.notPersonalLinks ? { notPersonalLinks: options.notPersonalLinks } : {}),
      },
      seeded.operatorId,
      deps.clock.now(),
    );
    return scheduleMailing(
      tx,
      deps,
      seeded.accountId,
      operatorActor(seeded.operatorId),
      mailing.publicId,
      { confirmRecipients: options.people ?? 0, ...(options.at ? { at: options.at } : {}) },
    );
  });
}

/** The same, and prepares it: after this the dispatcher may send. */
export async function prepareNewsletter(
  parts: SendingParts,
  seeded: SeededNewsletter,
  options: NewsletterOptions = {},
): Promise<Mailing> {
  const { deps } = parts;
  const scheduled = await scheduleNewsletter(parts, seeded, options);
  const jobs = parts.jobs();
  await jobs.drain();
  return (await deps.db.account(seeded.accountId, (tx) => findMailingById(tx, scheduled.id)))!;
}

/** Waits until the condition holds; fails after `ms` with what was asked. */
export async function eventually(
  what: string,
  condition: () => Promise<boolean> | boolean,
  ms = 20_000,
): Promise<void> {
  const end = performance.now() + ms;
  while (performance.now() < end) {
    if (await condition()) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`This did not happen within ${ms} ms: ${what}.`);
}
