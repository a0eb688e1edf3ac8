import { autoReplyOf } from "./auto-reply.ts";
import { classifyWords, REPLY_CODE } from "./classify-words.ts";
import {
  DAEMON,
  DELAYED,
  FAILURE_BODY,
  FAILURE_SUBJECT,
  SENTENCE_WITH_ADDRESS,
  GIVEN_UP,
  STRICT_DAEMON,
  VAGUE_SUBJECT,
} from "./machine-words.ts";
import { field, parameter, readParts, type Fields, type ReadMessage } from "./mime-parts.ts";
import { localNamesIn, recipientsInNotice, type NoticedRecipient } from "./read-notice.ts";
import type { DeliveryStatus, StatusRecipient } from "./read-status.ts";
import type { Report, ReportedRecipient } from "./report.ts";
import { addressesIn, takeApart, type Read } from "./take-apart.ts";

/** Fields of the returned mail that say whose it was. */
const KEPT_FIELDS =
  /^(?:message-id|list-unsubscribe(?:-post)?|list-id|feedback-id|to|from|subject|date|return-path|x-(?!ms-|exchange|spam|virus|google|gm-|forefront|microsoft|mailer|mimeole|originating|received)[\w-]+)$/;
const MOST_CANDIDATES = 60;

/**
 * Reads what a machine sent about a mail of ours: a bounce in the form of RFC 3464 or in words, a delay, a complaint
 * (RFC 5965), an automatic reply (RFC 3834). Pure; bounded in size, parts, depth, lines and recipients; never throws.
 * Anybody may have written it: whoever acts on it trusts the envelope's signed address, not the text (SND-13).
 */
export function readReport(raw: Buffer, envelope: { recipient?: string } = {}): Report {
  const message = readParts(raw);
  const read = takeApart(message);
  const report = judge(read);
  const envelopeRecipient = envelope.recipient?.toLowerCase() ?? null;
  return {
    kind: report.kind,
    recipients: report.recipients,
    feedbackType: report.feedbackType,
    automatic: report.automatic,
    originalMessageId: originalMessageId(read),
    originalFields: keptFields(read.returned),
    envelopeRecipient,
    candidates: candidatesOf(read, report.recipients, report.feedbackRecipients),
  };
}

type Judged = Pick<Report, "kind" | "recipients" | "feedbackType" | "automatic"> & {
  feedbackRecipients?: string[];
};

const nothing: Judged = { kind: "other", recipients: [], feedbackType: null, automatic: null };

function judge(read: Read): Judged {
  const { message, subject, status } = read;
  const { feedback } = read;
  if (feedback)
    return {
      ...nothing,
      kind: "complaint",
      feedbackType: feedback.type,
      feedbackRecipients: feedback.recipients,
    };
  if (isReceipt(message)) return { ...nothing, kind: "autoReply", automatic: "generated" };
  if (status && status.recipients.length > 0) return ofStatus(read, status);
  const automatic = autoReplyOf(message.fields, subject, read.notice);
  const failed = isFailure(read, automatic !== null);
  if (failed) return ofWords(read);
  return automatic === null ? nothing : { ...nothing, kind: "autoReply", automatic };
}

/** A read or delivery receipt (RFC 8098) is no bounce. */
const isReceipt = (message: ReadMessage): boolean =>
  message.parts.some(({ type }) => type === "message/disposition-notification") &&
  !message.parts.some(({ type }) => type === "message/delivery-status") &&
  // Sieve's "reject" and full mailboxes of Dovecot answer in the form of a receipt (RFC 5429).
  !/rejected/i.test(field(message.fields, "auto-submitted"));

function ofStatus(read: Read, status: DeliveryStatus): Judged {
  const noticed = recipientsInNotice(read.notice, othersIn(read));
  const fallback =
    addressesIn(read.message.fields.get("x-failed-recipients") ?? [])[0] ??
    addressesIn(read.returned.get("to") ?? [])[0] ??
    noticed[0]?.address ??
    null;
  const recipients = status.recipients.flatMap((one) => {
    const address = one.finalRecipient ?? one.originalRecipient ?? fallback;
    return address === null ? [] : [fromStatus(read, one, address, noticed)];
  });
  if (recipients.length === 0) return isFailure(read, false) ? ofWords(read) : nothing;
  const failed = recipients.filter(({ action }) => action === "failed");
  if (failed.length > 0) return { ...nothing, kind: "bounce", recipients };
  if (recipients.some(({ action }) => action === "delayed"))
    return { ...nothing, kind: "delayed", recipients };
  return { ...nothing, recipients };
}

function fromStatus(
  read: Read,
  one: StatusRecipient,
  address: string,
  noticed: NoticedRecipient[],
): ReportedRecipient {
  const action = actionOf(read, one);
  const words =
    noticed.find((each) => each.address === address || each.address === one.originalRecipient)
      ?.words ?? "";
  const diagnostic = one.diagnostic.replace(/^[\w-]+\s*;\s*/, "").trim();
  const found = classifyWords([diagnostic, words, read.notice], one.status);
  return {
    address,
    originalAddress: one.originalRecipient,
    action,
    remoteMta: one.remoteMta,
    ...found,
    diagnostic: diagnostic || found.diagnostic,
  };
}

function actionOf(read: Read, one: StatusRecipient): ReportedRecipient["action"] {
  const named = one.action;
  if (named.startsWith("delay")) return "delayed";
  if (named.startsWith("relay")) return "relayed";
  if (named.startsWith("expand")) return "expanded";
  if (named.startsWith("deliver")) return one.status.startsWith("5") ? "failed" : "delivered";
  if (named === "" && one.status.startsWith("2")) return "delivered";
  if (named === "" && one.status.startsWith("4") && DELAYED.test(read.notice)) return "delayed";
  return "failed";
}

/** Whether a mail without delivery status reports a failure: by who wrote it, what it is called and what it says. */
function isFailure(read: Read, automatic: boolean): boolean {
  const { fields, contentType } = read.message;
  if (
    /^multipart\/report\b/i.test(contentType) &&
    /delivery-status/i.test(parameter(contentType, "report-type"))
  )
    return true;
  const from = `${field(fields, "from")} ${field(fields, "sender")}`;
  const strictly = STRICT_DAEMON.test(from) || from.trim() === "";
  const byDaemon = strictly || DAEMON.test(from);
  const toNobody = /^<?>?$/.test(field(fields, "return-path").trim()) && fields.has("return-path");
  const isAnswer = /^\s*(?:re|aw|antw|fwd?|wg|sv)\s*:/i.test(read.subject);
  const named = FAILURE_SUBJECT.test(read.subject) && (!isAnswer || byDaemon);
  const start = read.notice.slice(0, 8000);
  const says = FAILURE_BODY.test(start);
  if (fields.has("x-failed-recipients") && (byDaemon || named)) return true;
  const tells =
    says || read.returned.size >= 3 || recipientsInNotice(start, othersIn(read)).length > 0;
  if (strictly && ((named && tells) || (VAGUE_SUBJECT.test(read.subject) && says))) return true;
  if (byDaemon && named && says) return true;
  if (strictly && says && REPLY_CODE.test(start)) return true;
  if (automatic && !byDaemon) return false;
  if (fields.has("list-unsubscribe") || fields.has("list-id")) return false;
  const returnsMail = read.returned.size >= 3;
  if ((byDaemon || toNobody) && says && returnsMail) return true;
  if (toNobody && named && says) return true;
  if (FAILURE_SUBJECT.test(read.subject) && SENTENCE_WITH_ADDRESS.test(start)) return true;
  return (
    named &&
    says &&
    (returnsMail || REPLY_CODE.test(start)) &&
    recipientsInNotice(start, othersIn(read)).length > 0
  );
}

function ofWords(read: Read): Judged {
  const { fields } = read.message;
  const named = (fields.get("x-failed-recipients") ?? []).flatMap((value) => addressesIn([value]));
  let noticed = recipientsInNotice(read.notice, othersIn(read));
  if (noticed.length === 0) noticed = recipientsInNotice(read.notice, authorsOf(read));
  if (named.length > 0) {
    const known = new Map(noticed.map((one) => [one.address, one]));
    noticed = named.map(
      (address) => known.get(address) ?? { address, originalAddress: null, words: "" },
    );
  }
  if (noticed.length === 0)
    noticed = localNamesIn(read.notice, addressesIn(fields.get("from") ?? [])[0]);
  if (noticed.length === 0) {
    const original = addressesIn(read.returned.get("to") ?? []);
    noticed = original
      .slice(0, 20)
      .map((address) => ({ address, originalAddress: null, words: "" }));
  }
  const delayed =
    (DELAYED.test(read.notice) && !GIVEN_UP.test(read.notice)) ||
    (/\b(?:delay|warning|still)\w*/i.test(read.subject) && DELAYED.test(read.notice));
  const recipients = noticed.map((one): ReportedRecipient => {
    const found = classifyWords([one.words, read.notice], "");
    return {
      address: one.address,
      originalAddress: one.originalAddress,
      action: delayed ? "delayed" : "failed",
      remoteMta: null,
      ...found,
    };
  });
  return { ...nothing, kind: delayed ? "delayed" : "bounce", recipients };
}

/** Addresses that stand in a report without having failed: whom it is written to, and who wrote it. */
function othersIn(read: Read): Set<string> {
  const { fields } = read.message;
  const returnedTo = new Set(addressesIn(read.returned.get("to") ?? []));
  const all = ["to", "from", "sender", "reply-to", "return-path", "delivered-to"].flatMap((name) =>
    addressesIn(fields.get(name) ?? []),
  );
  const own = ["from", "return-path", "sender", "reply-to"].flatMap((name) =>
    addressesIn(read.returned.get(name) ?? []),
  );
  return new Set([...all, ...own].filter((address) => !returnedTo.has(address)));
}

/** Who wrote the report: never one of its recipients. */
const authorsOf = ({ message: { fields } }: Read): Set<string> =>
  new Set(["from", "sender", "reply-to"].flatMap((name) => addressesIn(fields.get(name) ?? [])));

function originalMessageId(read: Read): string | null {
  const own = field(read.returned, "message-id");
  const inStatus = read.status ? field(read.status.message, "x-original-message-id") : "";
  for (const value of [
    own,
    inStatus,
    field(read.message.fields, "in-reply-to"),
    field(read.message.fields, "references"),
  ]) {
    const found =
      /<([^<>\s]{1,300})>/.exec(value)?.[1] ??
      /^\s*([^<>\s@]{1,150}@[^<>\s@]{1,150})\s*$/.exec(value)?.[1];
    if (found !== undefined) return found;
  }
  return null;
}

function keptFields(returned: Fields): Record<string, string> {
  const kept: Record<string, string> = {};
  for (const [name, values] of returned)
    if (KEPT_FIELDS.test(name) && Object.keys(kept).length < 40)
      kept[name] = values[0]!.slice(0, 1000);
  return kept;
}

function candidatesOf(
  read: Read,
  recipients: ReportedRecipient[],
  feedback: string[] = [],
): string[] {
  const all = [
    ...recipients.flatMap((one) => [one.originalAddress, one.address]),
    ...feedback,
    ...(read.message.fields.get("x-failed-recipients") ?? []).flatMap((value) =>
      addressesIn([value]),
    ),
    ...addressesIn(read.returned.get("to") ?? []),
    ...addressesIn(read.returned.get("x-original-to") ?? []),
    ...recipientsInNotice(read.notice, new Set()).map((one) => one.address),
  ].flatMap((address) => (address === null ? [] : address.toLowerCase()));
  return [...new Set(all)].slice(0, MOST_CANDIDATES);
}
