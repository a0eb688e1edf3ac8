import type { MailtoSubject } from "../lists/index.ts";
import { AppError, outbox, parseEmailAddress, type Tx } from "../platform/index.ts";
import { unsubscribe } from "../preferences/index.ts";
import { isDomainReport, recordDomainReport } from "../senders/index.ts";
import { applyClass, ruleFor } from "./apply-class.ts";
import type { Arrival, InboundResultCode } from "./arrival.ts";
import { findArrival, insertArrival } from "./arrivals.store.ts";
import { takeRequestMail } from "../requests/index.ts";
import type { InboundDeps } from "./deps.ts";
import { findReported, tokenIn } from "./find-reported.ts";
import { forwardReply } from "./forward-reply.ts";
import { aboutDelivery, identify } from "./identify.ts";
import type { InboundTarget } from "./inbound-address.ts";
import type { InboundMail } from "./inbound-mail.ts";
import { noteProbeArrived } from "./probe.store.ts";
import { receiveReply, type InboundOutcome } from "./receive-reply.ts";
import { complain, isAgainstMail, recordBounce, worstOf } from "./record-reported.ts";
import type { MessageRule } from "./rule.ts";
import { countReply } from "./reply-totals.store.ts";
import { countApplied } from "./rules.store.ts";
import { ownText } from "./own-text.ts";
import { keepUnknown, MOST_KEPT } from "./unknown-message.ts";

/** Runs in the transaction that did it. `remove`: nobody has to read the message where it lies any more. */
export type Note = (
  tx: Tx,
  accountId: number,
  outcome: InboundOutcome,
  message: { messageKey: Buffer; remove: boolean },
) => Promise<void>;

/**
 * Acts on one message for one of its recipients, in one transaction. The token of the address decides who leaves which
 * list, so a forged sender is of no use (UNS-19); for replies a person decides, except where subject, author and
 * mailing leave no doubt (LEG-17). Throws AppError 422 and 503 as `parseInbound` does.
 */
export async function receiveMessage(
  deps: InboundDeps,
  target: InboundTarget,
  arrival: Arrival,
  note: Note,
): Promise<InboundOutcome> {
  if (target.kind === "unsubscribe") return leave(deps, target.subject, arrival, note);
  const { accountId } = target;
  const deliveryId = target.kind === "bounce" ? target.deliveryId : null;
  // The same message for two deliveries is two reports.
  const messageKey = deps.keys.mac(
    LABEL,
    accountId,
    arrival.raw,
    ...(deliveryId === null ? [] : [deliveryId]),
  );
  const mail = deliveryId === PROBE ? null : await readable(arrival, deliveryId !== null);
  return deps.db.account(accountId, async (tx) => {
    const known = await findArrival(tx, messageKey);
    const done: Done =
      known !== undefined
        ? { outcome: { result: "known" }, remove: known.forwarded || !STAYS.has(known.result) }
        : deliveryId === PROBE
          ? await arriveProbe(tx, deps, accountId)
          : await receiveForAccount(tx, deps, accountId, { mail, deliveryId, arrival, messageKey });
    if (known === undefined)
      await insertArrival(tx, accountId, {
        messageKey,
        result: done.outcome.result,
        source: arrival.source,
        forwarded: done.forwarded ?? false,
        at: deps.clock.now(),
      });
    await note(tx, accountId, done.outcome, { messageKey, remove: done.remove });
    return done.outcome;
  });
}

const LABEL = "inbound-message/v1";
/** The delivery number of the installation's own probes (CHK-17). */
export const PROBE = 0;
export const LISTENER_PROBE = "listener";

/** Results after which a person may still want to read the message itself. */
const STAYS: ReadonlySet<InboundResultCode> = new Set([
  "nothing",
  "task",
  "request",
  "ignored",
  "known",
]);

interface Done {
  outcome: InboundOutcome;
  remove: boolean;
  forwarded?: boolean;
}

async function leave(
  deps: InboundDeps,
  subject: MailtoSubject,
  { raw }: Arrival,
  note: Note,
): Promise<InboundOutcome> {
  const { accountId } = subject;
  return deps.db.account(accountId, async (tx) => {
    await unsubscribe(tx, deps, { ...subject, contactId: null }, { origin: "mailto" });
    const outcome: InboundOutcome = { result: "unsubscribed" };
    await note(tx, accountId, outcome, {
      messageKey: deps.keys.mac(LABEL, accountId, raw),
      remove: true,
    });
    return outcome;
  });
}

/** What cannot be read was refused until now; at a bounce address or in a mailbox a person may look at it. */
async function readable(arrival: Arrival, isBounceAddress: boolean): Promise<InboundMail | null> {
  try {
    return await arrival.read();
  } catch (error) {
    const unreadable = error instanceof AppError && error.status === 422;
    if (unreadable && (isBounceAddress || arrival.source === "mailbox")) return null;
    throw error;
  }
}

async function arriveProbe(tx: Tx, { clock }: InboundDeps, accountId: number): Promise<Done> {
  const probe = await noteProbeArrived(tx, clock.now());
  // The check that speaks to our own server waits for the answer; every other way is news.
  if (probe && probe.way !== LISTENER_PROBE)
    await outbox.publish(tx, accountId, { type: "bounce_probe.arrived" });
  return { outcome: { result: "probe" }, remove: true };
}

interface Incoming {
  /** Null: it cannot be read. */
  mail: InboundMail | null;
  /** What the envelope's address named. */
  deliveryId: number | null;
  arrival: Arrival;
  messageKey: Buffer;
}

async function receiveForAccount(
  tx: Tx,
  deps: InboundDeps,
  accountId: number,
  incoming: Incoming,
): Promise<Done> {
  const { mail, arrival } = incoming;
  if (isDomainReport(arrival.raw)) return receiveDomainReport(tx, deps, accountId, incoming);
  if (mail === null) return unknown(tx, deps, accountId, incoming, null);
  switch (mail.kind) {
    case "bounce":
    case "complaint":
      return receiveReport(tx, deps, accountId, { ...incoming, mail });
    case "delayed":
      return { outcome: { result: "delayed" }, remove: true };
    case "autoReply":
      return { outcome: { result: "auto_reply" }, remove: true };
    case "automatic":
      return receiveMachine(tx, deps, accountId, { ...incoming, mail });
    default:
      return receivePerson(tx, deps, accountId, { ...incoming, mail });
  }
}

/** SND-14: what receivers sum up about a domain; a report that cannot be read, or is about others, is looked at. */
async function receiveDomainReport(
  tx: Tx,
  deps: InboundDeps,
  accountId: number,
  incoming: Incoming,
): Promise<Done> {
  try {
    await recordDomainReport(tx, deps, accountId, { raw: incoming.arrival.raw });
    return { outcome: { result: "report" }, remove: true };
  } catch (error) {
    const isTheirs = error instanceof AppError && (error.status === 400 || error.status === 409);
    if (!isTheirs) throw error;
    const { mail } = incoming;
    // A person may send a file of such a name as well.
    return mail?.kind === "personal"
      ? receivePerson(tx, deps, accountId, { ...incoming, mail })
      : unknown(tx, deps, accountId, incoming, null);
  }
}

type Read = Incoming & { mail: InboundMail };

async function receiveReport(
  tx: Tx,
  deps: InboundDeps,
  accountId: number,
  incoming: Read,
): Promise<Done> {
  const { mail, arrival, deliveryId } = incoming;
  const delivery = await findReported(tx, deps, accountId, mail, deliveryId);
  if (mail.kind === "bounce") {
    if (!delivery) return receiveMachine(tx, deps, accountId, incoming);
    await recordBounce(tx, deps, accountId, delivery, {
      ...worstOf(mail.report.recipients),
      source: arrival.source,
      at: deps.clock.now(),
    });
    return { outcome: { result: "bounce" }, remove: true };
  }
  if (!isAgainstMail(mail.report.feedbackType))
    return { outcome: { result: "ignored" }, remove: true };
  const about =
    (delivery && (await aboutDelivery(tx, deps, accountId, delivery))) ??
    (await identify(tx, deps, accountId, mail));
  // Nobody complains for others by writing their address into a report.
  if (!about?.isProven) return receiveMachine(tx, deps, accountId, incoming);
  await complain(tx, deps, accountId, about, { delivery, source: arrival.source });
  return { outcome: { result: "complaint" }, remove: true };
}

/** What a machine wrote and nobody understood: a rule may know it, else a person has to look, where we asked for it. */
async function receiveMachine(
  tx: Tx,
  deps: InboundDeps,
  accountId: number,
  incoming: Read,
): Promise<Done> {
  const { mail, arrival, deliveryId } = incoming;
  const rule = await ruleFor(tx, mail);
  if (rule) return followRule(tx, deps, accountId, incoming, rule);
  const isForPeople =
    deliveryId === null && (arrival.mailbox === undefined || arrival.mailbox.purpose === "replies");
  // Newsletters and receipts that end up at an address for replies are forgotten, and stay in a mailbox of people.
  if (mail.kind === "automatic" && isForPeople)
    return { outcome: { result: "ignored" }, remove: false };
  return unknown(tx, deps, accountId, incoming, null);
}

async function unknown(
  tx: Tx,
  deps: InboundDeps,
  accountId: number,
  { mail, arrival, deliveryId, messageKey }: Incoming,
  ruleId: number | null,
): Promise<Done> {
  const named = deliveryId ?? (mail && tokenIn(deps, accountId, mail));
  await keepUnknown(tx, deps, accountId, arrival, { messageKey, mail, deliveryId: named, ruleId });
  // A message that is larger than what is kept stays where it is as well.
  return { outcome: { result: "unknown" }, remove: arrival.raw.length <= MOST_KEPT };
}

async function followRule(
  tx: Tx,
  deps: InboundDeps,
  accountId: number,
  incoming: Read,
  rule: MessageRule,
): Promise<Done> {
  const { mail, arrival, deliveryId } = incoming;
  await countApplied(tx, rule.id, deps.clock.now());
  const result = await applyClass(tx, deps, accountId, rule.class, {
    mail,
    delivery: await findReported(tx, deps, accountId, mail, deliveryId),
    source: arrival.source,
  });
  return result === null
    ? unknown(tx, deps, accountId, incoming, rule.id)
    : { outcome: { result }, remove: true };
}

/** A person's message: a wish becomes a task, everything else is passed on where the account wants that. */
async function receivePerson(
  tx: Tx,
  deps: InboundDeps,
  accountId: number,
  incoming: Read,
): Promise<Done> {
  const { mail } = incoming;
  const author = parseEmailAddress(mail.from ?? "");
  if (!author.ok) return receiveMachine(tx, deps, accountId, incoming);
  const outcome = await receiveReply(tx, deps, accountId, incoming, author);
  const request = await takeRequestMail(tx, deps, accountId, {
    from: author,
    recipients: mail.recipients,
    subject: mail.subject,
    text: ownText(mail.text),
  });
  // The case holds it now; what was a reply besides is decided as one (DSR-16).
  if (request && outcome.result === "nothing")
    return { outcome: { result: "request" }, remove: false };
  if (outcome.result === "nothing") {
    const rule = await ruleFor(tx, mail);
    if (rule) return followRule(tx, deps, accountId, incoming, rule);
    await countAnswer(tx, deps, accountId, mail);
  }
  if (outcome.result !== "nothing" && outcome.result !== "task")
    return { outcome, remove: outcome.result === "unsubscribed" };
  const forwarded = await forwardReply(tx, deps, accountId, mail, author.address);
  // What nobody was sent is still to be read where it lies.
  return { outcome, remove: forwarded, forwarded };
}

/** A bare total for tests of variants (TRK-21); nobody can raise it by writing about a mail that went to somebody else. */
async function countAnswer(
  tx: Tx,
  deps: InboundDeps,
  accountId: number,
  mail: InboundMail,
): Promise<void> {
  const about = await identify(tx, deps, accountId, mail);
  if (about?.isRecipient && about.isProven && about.mailingId !== null)
    await countReply(tx, accountId, about.mailingId);
}
