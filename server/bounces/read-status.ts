import { splitHeader, type Fields } from "./mime-parts.ts";

/** One recipient's fields of a delivery status (RFC 3464, 2.3). */
export interface StatusRecipient {
  finalRecipient: string | null;
  originalRecipient: string | null;
  action: string;
  status: string;
  diagnostic: string;
  remoteMta: string | null;
}

export interface DeliveryStatus {
  reportingMta: string;
  /** Fields about the message (RFC 3464, 2.2). */
  message: Fields;
  recipients: StatusRecipient[];
}

const MOST_RECIPIENTS = 200;
const ADDRESS = /[^\s<>()[\]:;,"'=|\\]{1,128}@[A-Za-z0-9\u0080-\uffff_.-]{1,253}/;

const QUOTED = /"[^"\n]{1,64}"@[A-Za-z0-9_.-]{1,253}/;

/** Reads the fields of message/delivery-status, also where groups are torn apart or run together. */
export function readDeliveryStatus(text: string): DeliveryStatus {
  const groups = text
    .replace(/^(?=(?:Final|Original)-Recipient\s*:)/gim, "")
    .split(/\n[ \t]*\n+/)
    .map((group) => group.replace(/^\s+/, ""))
    .filter((group) => group.trim() !== "")
    .flatMap(apart)
    .slice(0, MOST_RECIPIENTS + 20);
  const recipients: StatusRecipient[] = [];
  let message: Fields = new Map();
  for (const group of groups) {
    const { fields } = splitHeader(group);
    const isRecipient = RECIPIENT_FIELDS.some((name) => fields.has(name));
    if (!isRecipient) {
      const last = recipients.at(-1);
      // Some put an empty line into the fields of one recipient.
      if (last && (fields.has("action") || fields.has("status") || fields.has("diagnostic-code")))
        mergeInto(last, fields);
      else if (message.size === 0 && fields.size > 0) message = fields;
      continue;
    }
    if (fields.has("reporting-mta") && message.size === 0) message = fields;
    recipients.push(recipientOf(fields));
    if (recipients.length >= MOST_RECIPIENTS) break;
  }
  return { reportingMta: typed(first(message, "reporting-mta")), message, recipients };
}

const RECIPIENT_FIELDS = [
  "final-recipient",
  "original-recipient",
  "x-actual-recipient",
  "final-rcpt-to",
];

/** A group that names two final recipients is two groups. */
function apart(group: string): string[] {
  const starts = [...group.matchAll(/^final-recipient\s*:/gim)].map((match) => match.index);
  if (starts.length < 2) return [group];
  return starts.map((start, at) => group.slice(at === 0 ? 0 : start, starts[at + 1]));
}

const first = (fields: Fields, name: string): string => fields.get(name)?.[0] ?? "";

function recipientOf(fields: Fields): StatusRecipient {
  return {
    finalRecipient: addressOf(first(fields, "final-recipient") || first(fields, "final-rcpt-to")),
    originalRecipient:
      addressOf(first(fields, "original-recipient")) ??
      addressOf(first(fields, "x-actual-recipient")),
    action: first(fields, "action")
      .toLowerCase()
      .replace(/[^a-z-].*$/s, ""),
    status:
      /([245])[.\s](\d{1,3})[.\s](\d{1,3})/.exec(first(fields, "status"))?.slice(1, 4).join(".") ??
      "",
    diagnostic:
      (fields.get("diagnostic-code") ?? fields.get("x-diagnostic-code") ?? [])
        .join(" ")
        .slice(0, 2000) || first(fields, "x-supplementary-info").slice(0, 1000),
    remoteMta: typed(first(fields, "remote-mta")) || null,
  };
}

function mergeInto(known: StatusRecipient, fields: Fields): void {
  const more = recipientOf(fields);
  known.action ||= more.action;
  known.status ||= more.status;
  known.diagnostic ||= more.diagnostic;
  known.remoteMta ??= more.remoteMta;
}

/** The value behind its type: `dns; mx.example.org`. */
const typed = (value: string): string => value.replace(/^[\w.-]+\s*;\s*/, "").trim();

/** The address behind `rfc822;`, in any of the ways it is written; null where there is none (RFC 3461 xtext, RFC 6533). */
export function addressOf(value: string): string | null {
  let plain = typed(value).replace(/^[\w-]+;\s*/, "");
  if (/^utf-8/i.test(value))
    plain = plain.replace(/\\x\{([0-9a-f]{1,6})\}/gi, (whole, hex: string) => {
      const point = parseInt(hex, 16);
      return point <= 0x10ffff ? String.fromCodePoint(point) : whole;
    });
  else if (!plain.includes("@"))
    plain = plain.replace(/\+([0-9A-F]{2})/g, (_, hex: string) =>
      String.fromCharCode(parseInt(hex, 16)),
    );
  const x400 = /(?:^|;|\/)DDA:?RFC-?822[=:]?([^;/]+)(?:;|\/|$)/i
    .exec(plain)?.[1]
    ?.replace(/\(a\)/i, "@");
  const found = (QUOTED.exec(plain) ?? ADDRESS.exec(x400 ?? plain))?.[0];
  return found === undefined ? null : found.replace(/\.+$/, "").toLowerCase();
}
