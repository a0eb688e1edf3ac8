import { handOverOne } from "../delivery/index.ts";
import {
  appendToMailbox,
  bouncePattern,
  listMailboxes,
  type Mailbox,
  type MailboxDeps,
} from "../mailboxes/index.ts";
import type { Check, CheckContext, CheckOutcome, Tx } from "../platform/index.ts";
import { listSenders } from "../senders/index.ts";
import type { InboundDeps } from "./deps.ts";
import { findProbe, saveProbe, type Probe } from "./probe.store.ts";
import { LISTENER_PROBE, PROBE } from "./receive-message.ts";
import { syntheticBounce } from "./synthetic-bounce.ts";

export interface InboundCheckDeps extends InboundDeps {
  mailboxes: MailboxDeps;
  /** Where the SMTP server for mail that comes in listens; null where none does. */
  listener(): { host: string; port: number } | null;
}

const MINUTE_MS = 60_000;
/** How long a bounce may take until it is understood (CHK-17). */
const LONGEST_MS = 5 * MINUTE_MS;
/** How long a probe that came back speaks for a way that cannot answer at once. */
const SPEAKS_MS = 24 * 60 * MINUTE_MS;

const outcome = (
  status: CheckOutcome["status"],
  de: string,
  en: string,
  evidence?: Record<string, unknown>,
): CheckOutcome => ({ status, message: { de, en }, ...(evidence ? { evidence } : {}) });

/** CHK-17: a synthetic bounce goes the way of real ones and is understood within five minutes (SND-08, SND-13). */
export function inboundChecks(deps: InboundCheckDeps): Check[] {
  return [
    {
      id: "CHK-17",
      rules: ["SND-08", "SND-13"],
      blocking: true,
      label: { de: "Unzustellbare Mails werden verarbeitet", en: "Bounces are processed" },
      run: (context) => checkBounces(deps, context),
    },
  ];
}

async function checkBounces(
  deps: InboundCheckDeps,
  { tx, accountId }: CheckContext,
): Promise<CheckOutcome> {
  const domains = [...new Set((await listSenders(tx)).map((sender) => sender.domain))];
  if (domains.length === 0)
    return outcome(
      "failed",
      "Es gibt noch keinen Absender. Legen Sie einen an.",
      "There is no sender yet. Create one.",
    );
  const patterns = new Set<string>();
  for (const domain of domains) {
    const pattern = await bouncePattern(tx, domain, deps.inboundDomain);
    if (pattern === null)
      return outcome(
        "failed",
        `Unzustellbare Mails von ${domain} liest niemand. Richten Sie unter „Postfächer“ ein Postfach für Rückläufer ein.`,
        `Nobody reads the bounces of ${domain}. Set up a mailbox for bounces under “Mailboxes”.`,
        { domain },
      );
    patterns.add(pattern);
  }
  const mailboxes = (await listMailboxes(tx)).filter(
    ({ pattern, active }) => active && pattern !== null && patterns.has(pattern),
  );
  const read = new Set(mailboxes.map((mailbox) => mailbox.pattern));
  const outcomes: CheckOutcome[] = [];
  for (const mailbox of mailboxes) outcomes.push(await checkMailbox(tx, deps, accountId, mailbox));
  const other = [...patterns].find((pattern) => !read.has(pattern));
  if (other !== undefined) outcomes.push(await checkListener(tx, deps, accountId, other));
  return outcomes.find(({ status }) => status !== "passed") ?? outcomes[0]!;
}

/** A real SMTP conversation with the own server, which answers after what the message did is committed. */
async function checkListener(
  tx: Tx,
  deps: InboundCheckDeps,
  accountId: number,
  pattern: string,
): Promise<CheckOutcome> {
  const to = deps.bounces.make(pattern, accountId, PROBE);
  const listener = deps.listener();
  if (listener === null) return checkDelivered(tx, deps, accountId, to);
  const at = deps.clock.now();
  await deps.db.account(accountId, (own) => saveProbe(own, accountId, LISTENER_PROBE, at));
  const result = await handOverOne(
    `smtp://${listener.host}:${listener.port}?tls=none`,
    "klarpost.invalid",
    { from: "", to, raw: syntheticBounce(to, at) },
  );
  const probe = await findProbe(tx);
  if (result === "accepted" && probe?.arrivedAt)
    return outcome(
      "passed",
      "Ein Probe-Rückläufer ist angekommen und wurde sofort zugeordnet.",
      "A probe bounce arrived and was matched at once.",
      { way: LISTENER_PROBE },
    );
  return result === "unreachable"
    ? outcome(
        "not_checked",
        "Der SMTP-Server für eingehende Mail antwortet hier nicht. Läuft der Web-Prozess, und stimmt INBOUND_SMTP_PORT?",
        "The SMTP server for incoming mail does not answer here. Does the web process run, and is INBOUND_SMTP_PORT right?",
      )
    : outcome(
        "failed",
        "Der SMTP-Server für eingehende Mail hat einen Probe-Rückläufer abgelehnt.",
        "The SMTP server for incoming mail refused a probe bounce.",
      );
}

/** Messages come by the API: somebody has to send one, and any message to the probe's address will do. */
async function checkDelivered(
  tx: Tx,
  deps: InboundCheckDeps,
  accountId: number,
  to: string,
): Promise<CheckOutcome> {
  const probe = await findProbe(tx);
  if (isFresh(deps, probe, "api")) return arrived("api");
  if (probe?.way !== "api")
    await deps.db.account(accountId, (own) => saveProbe(own, accountId, "api", deps.clock.now()));
  return outcome(
    "not_checked",
    `Eingehende Mail kommt hier über die Schnittstelle. Schicken Sie eine Mail an ${to}, und prüfen Sie danach erneut.`,
    `Mail comes in by the API here. Send a mail to ${to} and check again afterwards.`,
    { address: to },
  );
}

/** IMAP: a bounce is put into the folder and has to be read from there. POP3 takes none: then reading has to work. */
async function checkMailbox(
  tx: Tx,
  deps: InboundCheckDeps,
  accountId: number,
  mailbox: Mailbox,
): Promise<CheckOutcome> {
  const { name, problem, lastOkAt, protocol, pattern } = mailbox;
  const now = deps.clock.now().getTime();
  const longest = Math.max(LONGEST_MS, 2 * mailbox.everySeconds * 1000);
  if (problem !== null || lastOkAt === null || now - lastOkAt.getTime() > longest)
    return outcome(
      "failed",
      `Das Postfach „${name}“ lässt sich zurzeit nicht lesen. Näheres steht unter „Postfächer“.`,
      `The mailbox “${name}” cannot be read at the moment. See “Mailboxes”.`,
      { mailbox: mailbox.publicId },
    );
  if (protocol === "pop3")
    return outcome(
      "passed",
      `Das Postfach „${name}“ wird gelesen. Dass Rückläufer dort ankommen, lässt sich bei POP3 nicht selbst erproben.`,
      `The mailbox “${name}” is read. With POP3, that bounces arrive there cannot be tried from here.`,
      { mailbox: mailbox.publicId },
    );
  const way = `mailbox ${mailbox.id}`;
  const probe = await findProbe(tx);
  if (isFresh(deps, probe, way)) return arrived(way);
  const waits = probe?.way === way && probe.arrivedAt === null;
  if (waits && now - probe.sentAt.getTime() > longest) {
    await sendProbe(deps, accountId, mailbox, pattern!, way);
    return outcome(
      "failed",
      `Ein Probe-Rückläufer im Postfach „${name}“ wurde nicht innerhalb von fünf Minuten gelesen.`,
      `A probe bounce in the mailbox “${name}” was not read within five minutes.`,
      { mailbox: mailbox.publicId },
    );
  }
  if (!waits) await sendProbe(deps, accountId, mailbox, pattern!, way);
  return outcome(
    "not_checked",
    `Ein Probe-Rückläufer liegt im Postfach „${name}“. Prüfen Sie in einigen Minuten erneut.`,
    `A probe bounce lies in the mailbox “${name}”. Check again in a few minutes.`,
    { mailbox: mailbox.publicId },
  );
}

async function sendProbe(
  deps: InboundCheckDeps,
  accountId: number,
  mailbox: Mailbox,
  pattern: string,
  way: string,
): Promise<void> {
  const at = deps.clock.now();
  const raw = syntheticBounce(deps.bounces.make(pattern, accountId, PROBE), at);
  await deps.db.account(accountId, (own) => saveProbe(own, accountId, way, at));
  await appendToMailbox(deps.mailboxes, mailbox, raw);
}

function isFresh({ clock }: InboundCheckDeps, probe: Probe | undefined, way: string): boolean {
  return (
    probe?.way === way &&
    probe.arrivedAt !== null &&
    clock.now().getTime() - probe.arrivedAt.getTime() < SPEAKS_MS
  );
}

function arrived(way: string): CheckOutcome {
  return outcome(
    "passed",
    "Ein Probe-Rückläufer wurde gelesen und zugeordnet.",
    "A probe bounce was read and matched.",
    { way },
  );
}
