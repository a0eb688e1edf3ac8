import { getAccount } from "../accounts/index.ts";
import { addressHash, findAddressByHash, findByAddress } from "../contacts/index.ts";
import { findAnsweredDelivery } from "../delivery/index.ts";
import { AppError, parseEmailAddress, type Tx } from "../platform/index.ts";
import { unsubscribe, unsubscribeFromAll } from "../preferences/index.ts";
import { insertSuppression } from "../suppression/index.ts";
import type { MailtoSubject } from "../lists/index.ts";
import type { InboundDeps } from "./deps.ts";
import type { InboundTarget } from "./inbound-address.ts";
import type { InboundMail } from "./inbound-mail.ts";
import { ownText } from "./own-text.ts";
import { findPhrases, isClearUnsubscribe } from "./phrases.ts";
import { insertReply, recentReplies } from "./replies.store.ts";
import { dueAfter, type Reply } from "./reply.ts";

/** What came of a message. `ignored`: written by a machine. `nothing`: nothing in it asks for less mail. */
export interface InboundOutcome {
  result: "unsubscribed" | "task" | "complaint" | "known" | "ignored" | "nothing";
  reply?: Reply;
}

/** Runs in the transaction that did it. */
type Note = (tx: Tx, accountId: number, outcome: InboundOutcome) => Promise<void>;

const HOUR_MS = 3_600_000;
/** More in an hour is a flood; what is refused for now is delivered again by whoever sent it. */
const MOST_AN_HOUR = 500;
/** Further replies of somebody with so many open ones would tell nothing new. */
const MOST_OPEN_EACH = 5;

/**
 * Acts on one message for one of its recipients, in one transaction. The token of the address decides who leaves which
 * list, so a forged sender is of no use (UNS-19); for replies a person decides, except where subject, author and
 * mailing leave no doubt (LEG-17). Throws AppError 422 and 503 as `parseInbound` does.
 */
export async function receiveMessage(
  deps: InboundDeps,
  target: InboundTarget,
  message: { raw: Buffer; read(): Promise<InboundMail> },
  note: Note,
): Promise<InboundOutcome> {
  if (target.kind === "unsubscribe") {
    const { accountId } = target.subject;
    return deps.db.account(accountId, async (tx) => {
      const leaver = { ...target.subject, contactId: null };
      await unsubscribe(tx, deps, leaver, { origin: "mailto" });
      const outcome: InboundOutcome = { result: "unsubscribed" };
      await note(tx, accountId, outcome);
      return outcome;
    });
  }
  const { accountId } = target;
  const mail = await message.read();
  return deps.db.account(accountId, async (tx) => {
    const outcome = await receiveForAccount(tx, deps, accountId, mail, message.raw);
    await note(tx, accountId, outcome);
    return outcome;
  });
}

async function receiveForAccount(
  tx: Tx,
  deps: InboundDeps,
  accountId: number,
  mail: InboundMail,
  raw: Buffer,
): Promise<InboundOutcome> {
  if (mail.kind === "automatic") return { result: "ignored" };
  const about = await identify(tx, deps, accountId, mail);
  if (mail.kind === "complaint")
    return about ? complain(tx, deps, accountId, about) : { result: "nothing" };
  const author = parseEmailAddress(mail.from ?? "");
  if (!author.ok) return { result: "nothing" };
  const own = ownText(mail.text);
  const isAnswer = /^(?:re|aw|antw|wg|fwd?)\s*:/i.test(mail.subject);
  const matches = findPhrases(own);
  const inSubject = isAnswer ? [] : findPhrases(mail.subject);
  if (matches.length === 0 && inSubject.length === 0) return { result: "nothing" };
  const recent = await recentReplies(
    tx,
    author.normalised,
    new Date(deps.clock.now().getTime() - HOUR_MS),
  );
  if (recent.waiting >= MOST_OPEN_EACH) return { result: "known" };
  if (recent.stored >= MOST_AN_HOUR)
    throw new AppError("inbound_busy", 503, "Too many replies came within an hour.", {
      hint: "Deliver this one again later.",
    });
  const now = deps.clock.now();
  const base = {
    messageKey: deps.keys.mac("inbound-message/v1", accountId, raw),
    email: author.address,
    emailNormalised: author.normalised,
    addressHash: about?.addressHash ?? null,
    contactId: about?.contactId ?? null,
    listId: about?.listId ?? null,
    mailingId: about?.mailingId ?? null,
    receivedAt: now,
    dueAt: dueAfter(now, (await getAccount(tx)).timezone),
  };
  if (about?.isRecipient && about.listId !== null && isClearUnsubscribe(mail.subject, own)) {
    const left = await unsubscribe(
      tx,
      deps,
      { ...about, accountId, listId: about.listId },
      { origin: "reply" },
    );
    const reply = await insertReply(tx, accountId, {
      ...base,
      subject: mail.subject,
      ownText: "",
      matches: [],
      state: "decided",
      decision: "automatic",
      receipt: left.receipt,
      decidedAt: now,
    });
    return { result: "unsubscribed", ...(reply ? { reply } : {}) };
  }
  const reply = await insertReply(tx, accountId, {
    ...base,
    subject: isAnswer ? mail.subject.slice(0, 200) : mail.subject,
    ownText: own,
    matches,
    state: "open",
  });
  if (!reply) return { result: "known" };
  await hold(tx, deps, accountId, reply);
  return { result: "task", reply };
}

/** Until somebody has decided, the list rests for the address; where no list is known, every newsletter does. */
export async function hold(
  tx: Tx,
  { clock }: Pick<InboundDeps, "clock">,
  accountId: number,
  reply: Pick<Reply, "addressHash" | "listId">,
): Promise<void> {
  if (reply.addressHash === null) return;
  const emailNormalised = await findAddressByHash(tx, reply.addressHash);
  await insertSuppression(tx, accountId, {
    scope: "held",
    addressHash: reply.addressHash,
    ...(emailNormalised === undefined ? {} : { emailNormalised }),
    ...(reply.listId === null ? {} : { listId: reply.listId }),
    reason: "reply_pending",
    origin: "reply",
    at: clock.now(),
  });
}

interface About {
  addressHash: Buffer;
  contactId: number | null;
  listId: number | null;
  mailingId: number | null;
  /** The author is the one the mail went to. */
  isRecipient: boolean;
}

/**
 * Whose mail this is about: by a token of ours that it quotes, else by the mail it answers, else by its author. A mail
 * that somebody forwarded names its recipient, but another author only asks; nothing acts by itself then.
 */
async function identify(
  tx: Tx,
  deps: InboundDeps,
  accountId: number,
  mail: InboundMail,
): Promise<About | undefined> {
  const hashOf = (address: string) => addressHash(deps.keys, accountId, address);
  const authors = (mail.kind === "complaint" ? mail.originalRecipients : [mail.from ?? ""])
    .map((address) => parseEmailAddress(address))
    .flatMap((parsed) => (parsed.ok ? [parsed.normalised] : []));
  const quoted: (MailtoSubject & { contactId?: number; mailingId?: number })[] = [
    ...mail.linkTokens.flatMap((token) => deps.links.open("unsubscribe", token) ?? []),
    ...mail.mailtoTokens.flatMap((token) => deps.mailtos.open(token) ?? []),
  ].filter((subject) => subject.accountId === accountId);
  const ofToken = async (subject: (typeof quoted)[number], isRecipient: boolean) => ({
    addressHash: subject.addressHash,
    contactId: await contactOf(tx, subject),
    listId: subject.listId === 0 ? null : subject.listId,
    mailingId: subject.mailingId || null,
    isRecipient,
  });
  for (const author of authors) {
    const own = quoted.find((subject) => subject.addressHash.equals(hashOf(author)));
    if (own) return ofToken(own, true);
    const contacts = await findByAddress(tx, author);
    if (contacts.length === 0) continue;
    const delivery = await findAnsweredDelivery(
      tx,
      contacts.map((contact) => contact.id),
      mail.answers,
    );
    if (!delivery && quoted.length > 0) break;
    return {
      addressHash: hashOf(author),
      contactId: delivery?.contactId ?? contacts[0]!.id,
      listId: delivery?.listId ?? null,
      mailingId: delivery?.mailingId ?? null,
      isRecipient:
        delivery !== undefined &&
        (delivery.emailNormalised === null || delivery.emailNormalised === author),
    };
  }
  return quoted[0] && ofToken(quoted[0], false);
}

async function contactOf(
  tx: Tx,
  subject: { addressHash: Buffer; contactId?: number },
): Promise<number | null> {
  if (subject.contactId) return subject.contactId;
  const address = await findAddressByHash(tx, subject.addressHash);
  return address === undefined ? null : ((await findByAddress(tx, address))[0]?.id ?? null);
}

/** UNS-20: a complaint unsubscribes, and ends advertising to the address. Nobody else's complaint can quote the token. */
async function complain(
  tx: Tx,
  deps: InboundDeps,
  accountId: number,
  about: About,
): Promise<InboundOutcome> {
  const leaver = { accountId, addressHash: about.addressHash, contactId: about.contactId };
  if (about.listId === null) await unsubscribeFromAll(tx, deps, leaver, { origin: "complaint" });
  else await unsubscribe(tx, deps, { ...leaver, listId: about.listId }, { origin: "complaint" });
  const emailNormalised = await findAddressByHash(tx, about.addressHash);
  await insertSuppression(tx, accountId, {
    scope: "complaint",
    addressHash: about.addressHash,
    ...(emailNormalised === undefined ? {} : { emailNormalised }),
    reason: "spam_report",
    origin: "complaint",
    at: deps.clock.now(),
  });
  return { result: "complaint" };
}
