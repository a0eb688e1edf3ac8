import type { AnswerTemplate, RequestKind } from "../../contract/data-requests.ts";
import { audit, getAccount } from "../accounts/index.ts";
import { findByAddress } from "../contacts/index.ts";
import {
  AppError,
  conflict,
  notFound,
  parseEmailAddress,
  type Actor,
  type Tx,
} from "../platform/index.ts";
import { sendAccessLink } from "../preferences/index.ts";
import { answerTexts, extensionText, REASON_MISSING } from "./answer-texts.ts";
import type { RequestsDeps } from "./deps.ts";
import { ENDED, endOf, extendedDue, type DataRequest } from "./request.ts";
import {
  addEvent,
  anonymise,
  lockRequest,
  updateRequest,
  type RequestEventKind,
} from "./requests.store.ts";
import { deleteScans } from "./scans.store.ts";

interface Acting {
  accountId: number;
  actor: Actor;
}

/** The case, held until the transaction ends. @throws 404, 409 `request_ended` */
export async function lockOpen(tx: Tx, publicId: string): Promise<DataRequest> {
  const request = await lockRequest(tx, publicId);
  if (!request) throw notFound("request");
  if (ENDED.has(request.state))
    throw conflict("request_ended", "This case is closed.", {
      hint: "Open a new one if the person writes again.",
    });
  return request;
}

/** Writes what happened into the case and into the audit log, which names the case only. */
export async function note(
  tx: Tx,
  deps: Pick<RequestsDeps, "clock">,
  { accountId, actor }: Acting,
  request: DataRequest,
  kind: RequestEventKind,
  more: {
    subject?: string;
    text?: string;
    /** What the audit log calls it, where that says more than the kind. */
    action?: string;
    detail?: Record<string, unknown>;
  } = {},
): Promise<void> {
  const { detail, action = kind, ...event } = more;
  await addEvent(tx, accountId, request.id, {
    kind,
    actor: actor.name,
    at: deps.clock.now(),
    ...event,
  });
  await audit(tx, accountId, actor, `data_request.${action}`, {
    objectType: "data_request",
    objectId: request.publicId,
    detail: { requested: request.kind, ...detail },
  });
}

/** DSR-11: staff say how they made sure who asks. A copy of an identity card is never asked for nor kept. */
export async function identify(
  tx: Tx,
  deps: RequestsDeps,
  acting: Acting,
  publicId: string,
  given: { way: "question" | "attested"; note: string },
): Promise<DataRequest> {
  const request = await lockOpen(tx, publicId);
  if (request.identity !== null)
    throw conflict("already_identified", "The identity is proven already.");
  await note(tx, deps, acting, request, "identified", {
    text: given.note,
    detail: { way: given.way },
  });
  return updateRequest(tx, request, {
    state: "identified",
    identity: given.way,
    identityNote: given.note,
    identifiedAt: deps.clock.now(),
  });
}

/**
 * Sends the link by which the person proves that they read the stored address. It goes to that address only.
 * @throws AppError 409 `address_missing`, `address_unknown`, `link_limit`, `address_excluded`
 */
export async function sendLink(
  tx: Tx,
  deps: RequestsDeps,
  acting: Acting,
  publicId: string,
): Promise<DataRequest> {
  const request = await lockOpen(tx, publicId);
  const { subject, text } = answerTexts(request, await getAccount(tx)).find(
    (one) => one.template === "identity",
  )!;
  await mailLink(tx, deps, request, { subject, text });
  await note(tx, deps, acting, request, "link_sent", { subject });
  return updateRequest(tx, request, { linkSentAt: deps.clock.now() });
}

/** Art. 12(3): once, by two months, with a reason the person is told at once. */
export async function extend(
  tx: Tx,
  deps: RequestsDeps,
  acting: Acting,
  publicId: string,
  reason: string,
): Promise<DataRequest> {
  const request = await lockOpen(tx, publicId);
  if (request.extendedAt !== null)
    throw conflict("already_extended", "A case is extended once only (Art. 12(3) GDPR).");
  const now = deps.clock.now();
  const extended = await updateRequest(tx, request, {
    dueOn: extendedDue(request.receivedOn),
    extendedAt: now,
    extensionReason: reason,
  });
  const letter = extensionText(extended, await getAccount(tx), reason);
  await note(tx, deps, acting, extended, "extended", { ...letter });
  // Without an address the text is printed from the case and goes by post.
  if (extended.email !== null) await mailText(tx, deps, acting.accountId, extended, letter);
  return extended;
}

export async function changeKind(
  tx: Tx,
  deps: RequestsDeps,
  acting: Acting,
  publicId: string,
  kind: RequestKind,
): Promise<DataRequest> {
  const request = await lockOpen(tx, publicId);
  await note(tx, deps, acting, request, "kind_changed", { detail: { to: kind } });
  return updateRequest(tx, request, { kind });
}

/**
 * Answers by mail, or writes down that a letter went out. A copy goes as a link, never as an attachment.
 * @throws AppError 409 `identity_missing` where data or a refusal would tell somebody unproven that they are stored
 */
export async function answer(
  tx: Tx,
  deps: RequestsDeps,
  acting: Acting,
  publicId: string,
  given: { template: AnswerTemplate; subject: string; text: string; by?: "mail" | "letter" },
): Promise<DataRequest> {
  const request = await lockOpen(tx, publicId);
  const { template, subject, text, by = request.email === null ? "letter" : "mail" } = given;
  const end = endOf[template];
  if (template === "refused" && REASON_MISSING.test(text))
    throw new AppError("reason_missing", 400, "The reason of the refusal is missing.", {
      hint: "Replace the placeholder in the text (Art. 12(4) GDPR).",
    });
  if (["copy", "done"].includes(template) && request.identity === null)
    throw conflict("identity_missing", "The identity of the person is not proven.", {
      hint: "Send the link, or say how you made sure.",
    });
  if (by === "mail") {
    const isLink = template === "copy" || template === "identity";
    if (isLink) await mailLink(tx, deps, request, { subject, text });
    else await mailText(tx, deps, acting.accountId, request, { subject, text });
  }
  await note(tx, deps, acting, request, by === "mail" ? "mailed" : "letter", {
    subject,
    text,
    detail: { template },
  });
  if (end === null)
    return updateRequest(tx, request, {
      ...(template === "identity" ? { linkSentAt: deps.clock.now() } : {}),
      ...(request.state === "identified" ? { state: "working" } : {}),
    });
  return finish(tx, deps, acting, request, end);
}

/** Ends a case without an answer: it came twice, was withdrawn, or is no request. */
export async function close(
  tx: Tx,
  deps: RequestsDeps,
  acting: Acting,
  publicId: string,
  why: string,
): Promise<DataRequest> {
  const request = await lockOpen(tx, publicId);
  return finish(tx, deps, acting, request, "closed", why);
}

async function finish(
  tx: Tx,
  deps: RequestsDeps,
  acting: Acting,
  request: DataRequest,
  state: "answered" | "refused" | "closed" | "received" | "identified" | "working",
  text = "",
): Promise<DataRequest> {
  const now = deps.clock.now();
  const kind = state === "refused" || state === "closed" ? state : "answered";
  await addEvent(tx, acting.accountId, request.id, {
    kind,
    actor: acting.actor.name,
    text,
    at: now,
  });
  if (state === "closed")
    await audit(tx, acting.accountId, acting.actor, "data_request.closed", {
      objectType: "data_request",
      objectId: request.publicId,
    });
  const ended = await updateRequest(tx, request, { state, endedAt: now });
  // Who was erased is not kept in the case that asked for it; that it was done stays.
  if (request.done.erase === undefined) return ended;
  await deleteScans(tx, [request.id]);
  await anonymise(tx, [request.id], now);
  return (await lockRequest(tx, request.publicId))!;
}

/** A mail with a fresh link to "Verwalten", to the stored address. */
async function mailLink(
  tx: Tx,
  deps: RequestsDeps,
  request: DataRequest,
  letter: { subject: string; text: string },
): Promise<void> {
  const { emailNormalised } = request;
  if (emailNormalised === null)
    throw conflict("address_missing", "This case names no e-mail address.", {
      hint: "Make sure of the identity in another way and answer by letter.",
    });
  if ((await findByAddress(tx, emailNormalised)).length === 0)
    throw conflict("address_unknown", "Nobody is stored under this address.", {
      hint: "Answer that nothing is stored.",
    });
  const account = await getAccount(tx);
  const sent = await sendAccessLink(tx, deps.preferences, account, {
    emailNormalised,
    locale: request.locale,
    formPublicId: null,
    ...(request.contactId === null ? {} : { contactId: request.contactId }),
    letter: {
      subject: letter.subject,
      paragraphs: paragraphsOf(letter.text),
      button: request.locale === "de" ? "Zu meinen Daten" : "To my data",
    },
  });
  if (sent === "limit")
    throw conflict("link_limit", "Enough links were sent to this address within the hour.", {
      hint: "Try again later.",
    });
  if (sent !== "sent") throw excluded();
}

/** A mail without a link, to the address of the case. */
export async function mailText(
  tx: Tx,
  deps: RequestsDeps,
  accountId: number,
  request: Pick<DataRequest, "email" | "locale">,
  letter: { subject: string; text: string },
): Promise<void> {
  const address = parseEmailAddress(request.email ?? "");
  if (!address.ok)
    throw conflict("address_missing", "This case names no e-mail address.", {
      hint: "Answer by letter.",
    });
  const account = await getAccount(tx);
  const replyTo = account.privacy.contactEmail;
  await deps.sendSystemMail(tx, {
    accountId,
    kind: "data_request",
    to: address.address,
    ...(replyTo === undefined || replyTo === "" ? {} : { replyTo }),
    locale: request.locale,
    subject: letter.subject,
    heading: letter.subject.replace(/\s*\([^()]*\)$/, ""),
    paragraphs: paragraphsOf(letter.text),
  });
}

const paragraphsOf = (text: string): string[] =>
  text
    .split(/\n{2,}/)
    .map((part) => part.trim())
    .filter((part) => part !== "");

const excluded = () =>
  conflict("address_excluded", "No mail may go to this address.", {
    hint: "See the blacklist, and answer by letter.",
  });
