import { field, splitHeader, type Fields, type Part, type ReadMessage } from "./mime-parts.ts";
import type { FeedbackType } from "./report.ts";

export interface Feedback {
  type: FeedbackType;
  /** Addresses whose mail it is about, where the provider tells. */
  recipients: string[];
}

const ADDRESS = /[^\s<>()[\]:;,"'=|\\]{1,128}@[A-Za-z0-9\u0080-\uffff_.-]{1,253}/;

/**
 * What a mailbox provider passes on (RFC 5965), with the forms that came before it: AOL's, Hotmail's and others' mails
 * that carry the complained mail and say so in the subject. Null when it is no such report.
 */
export function readFeedback(message: ReadMessage, subject: string): Feedback | null {
  const part = message.parts.find(
    ({ type, text }) =>
      type === "message/feedback-report" ||
      (type === "text/plain" &&
        /^feedback-type\s*:/im.test(text) &&
        /^user-agent\s*:/im.test(text)),
  );
  if (part) return fromReport(part, message);
  return fromOldForms(message, subject);
}

function fromReport(part: Part, message: ReadMessage): Feedback {
  const { fields } = splitHeader(part.text.replace(/^\s+/, ""));
  const type = typeOf(
    field(fields, "feedback-type") || /^feedback-type\s*:\s*(\S+)/im.exec(part.text)?.[1] || "",
  );
  return {
    type,
    recipients: [
      ...addressesIn(fields, "original-rcpt-to"),
      ...addressesIn(fields, "removal-recipient"),
      ...addressesIn(fields, "x-original-to"),
      ...addressesOfOriginal(message),
    ],
  };
}

function typeOf(value: string): FeedbackType {
  const name = value.trim().toLowerCase();
  if (name.startsWith("abuse")) return "abuse";
  if (/^opt-?out/.test(name)) return "opt-out";
  if (/^not-?spam/.test(name)) return "not-spam";
  if (/^(?:auth|dkim|dmarc|spf)/.test(name)) return "auth-failure";
  if (name.startsWith("fraud")) return "fraud";
  if (name.startsWith("virus")) return "virus";
  return "other";
}

const COMPLAINER =
  /staff@hotmail\.com|scomp@aol|\babuse@|feedback[-_.]?(?:loop|report)?@|@feedback|\bfbl|complaint|postmaster@|abuse-?report|spam-?report/i;
const COMPLAINT_SUBJECT =
  /^(?:fw|fwd)?:?\s*(?:complaint about (?:a )?message|abuse (?:report|complaint)|email feedback report|spam (?:complaint|report)|client tos notification|complaint from|customer complaint|jmrp|(?:your )?feedback[- ]loop|feedback (?:report )?for|unsolicited (?:bulk )?(?:e-?)?mail (?:report|complaint)|fbl\b)/i;

function fromOldForms(message: ReadMessage, subject: string): Feedback | null {
  const { fields } = message;
  if (/^true$/i.test(field(fields, "x-apple-unsubscribe").trim()))
    return { type: "opt-out", recipients: addressesIn(fields, "from") };
  const marked =
    fields.has("x-hmxmroriginalrecipient") ||
    fields.has("x-loop-scomp") ||
    /scomp/i.test(field(fields, "x-loop")) ||
    fields.has("x-aol-inrly");
  const from = `${field(fields, "from")} ${field(fields, "return-path")} ${field(fields, "reply-to")}`;
  const hasOriginal = message.parts.some(({ type }) =>
    /^message\/rfc822|rfc822-headers$/.test(type),
  );
  if (!marked && !(COMPLAINT_SUBJECT.test(subject) && (COMPLAINER.test(from) || hasOriginal)))
    return null;
  const recipients = [
    ...addressesIn(fields, "x-hmxmroriginalrecipient"),
    ...message.parts.flatMap((part) =>
      part.type === "message/rfc822" || part.type === "text/rfc822-headers"
        ? addressesIn(splitHeader(part.text.replace(/^\s+/, "")).fields, "x-hmxmroriginalrecipient")
        : [],
    ),
    ...addressesOfOriginal(message),
  ];
  return { type: "abuse", recipients };
}

function addressesIn(fields: Fields, name: string): string[] {
  return (fields.get(name) ?? []).flatMap((value) => ADDRESS.exec(value)?.[0].toLowerCase() ?? []);
}

/** To whom the complained mail was made out. */
function addressesOfOriginal(message: ReadMessage): string[] {
  for (const part of message.parts) {
    if (part.type !== "message/rfc822" && part.type !== "text/rfc822-headers") continue;
    const { fields } = splitHeader(part.text.replace(/^\s+/, ""));
    const found = [...addressesIn(fields, "to"), ...addressesIn(fields, "delivered-to")];
    if (found.length > 0) return found;
  }
  return [];
}
