import { getAccount } from "../accounts/index.ts";
import { findAddressByHash } from "../contacts/index.ts";
import { AppError, type Tx } from "../platform/index.ts";
import { unsubscribe } from "../preferences/index.ts";
import { insertSuppression } from "../suppression/index.ts";
import type { InboundResultCode } from "./arrival.ts";
import type { InboundDeps } from "./deps.ts";
import { identify } from "./identify.ts";
import type { InboundMail } from "./inbound-mail.ts";
import { ownText } from "./own-text.ts";
import { findPhrases, isClearUnsubscribe } from "./phrases.ts";
import { insertReply, recentReplies } from "./replies.store.ts";
import { dueAfter, type Reply } from "./reply.ts";

/** What came of a message; `reply` where it is one that is kept. */
export interface InboundOutcome {
  result: InboundResultCode;
  reply?: Reply;
}

const HOUR_MS = 3_600_000;
/** More in an hour is a flood; what is refused for now is delivered again by whoever sent it. */
const MOST_AN_HOUR = 500;
/** Further replies of somebody with so many open ones would tell nothing new. */
const MOST_OPEN_EACH = 5;

/**
 * A person's message: a task where it may be an unsubscribe or an objection, an unsubscribe at once where subject,
 * author and mailing leave no doubt, else nothing (LEG-17).
 */
export async function receiveReply(
  tx: Tx,
  deps: InboundDeps,
  accountId: number,
  { mail, messageKey }: { mail: InboundMail; messageKey: Buffer },
  author: { address: string; normalised: string },
): Promise<InboundOutcome> {
  const own = ownText(mail.text);
  const isAnswer = /^(?:re|aw|antw|wg|fwd?)\s*:/i.test(mail.subject);
  const matches = findPhrases(own);
  const inSubject = isAnswer ? [] : findPhrases(mail.subject);
  if (matches.length === 0 && inSubject.length === 0) return { result: "nothing" };
  const about = await identify(tx, deps, accountId, mail);
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
    messageKey,
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
