import PostalMime from "postal-mime";
import type { Address } from "postal-mime";

/** A mail in the parts that interfaces take which do not take MIME. */
export interface MailParts {
  from: { name: string; address: string };
  /** The recipient's name as in To; the envelope's address counts. */
  toName: string;
  replyTo: { name: string; address: string } | null;
  subject: string;
  html: string | null;
  text: string | null;
  /** Our further fields, as they are written: List-Unsubscribe, List-ID, Feedback-ID … */
  headers: { name: string; value: string }[];
}

/** Fields that an interface has a place of its own for, or that its provider writes. */
const OWN_PLACE =
  /^(?:from|to|cc|bcc|sender|reply-to|subject|date|message-id|mime-version|content-.*|return-path|received|dkim-signature|resent-.*)$/;

/**
 * Takes a message apart that our own compiler made: one sender, one recipient, text and HTML.
 *
 * @throws RangeError where it has what these interfaces would lose: attachments, no sender
 */
export async function readMailParts(raw: Buffer): Promise<MailParts> {
  const mail = await PostalMime.parse(raw);
  if (mail.attachments.length > 0) throw new RangeError("attachments");
  const from = mailbox(mail.from);
  if (from === null) throw new RangeError("no sender");
  return {
    from,
    toName: mailbox(mail.to?.[0])?.name ?? "",
    replyTo: mailbox(mail.replyTo?.[0]),
    subject: mail.subject ?? "",
    html: mail.html ?? null,
    text: mail.text ?? null,
    headers: headFields(raw).filter(({ name }) => !OWN_PLACE.test(name.toLowerCase())),
  };
}

function mailbox(address: Address | undefined): { name: string; address: string } | null {
  return address?.address ? { name: address.name, address: address.address } : null;
}

/** All fields of the head as they stand there, unfolded (RFC 5322, 2.2.3). */
export function headFields(raw: Buffer): { name: string; value: string }[] {
  const end = raw.indexOf("\r\n\r\n");
  const head = raw.subarray(0, end < 0 ? raw.length : end).toString("latin1");
  return head.split(/\r\n(?![ \t])/).flatMap((field) => {
    const colon = field.indexOf(":");
    if (colon < 1) return [];
    const value = field
      .slice(colon + 1)
      .replace(/\r\n(?=[ \t])/g, "")
      .trim();
    return [{ name: field.slice(0, colon), value }];
  });
}

/**
 * The message without our DKIM signatures. A provider that takes MIME rewrites Message-ID or Date, which they cover;
 * a broken signature beside its own helps nobody.
 */
export function withoutSignatures(raw: Buffer): Buffer {
  const end = raw.indexOf("\r\n\r\n");
  if (end < 0) return raw;
  const head = raw.subarray(0, end).toString("latin1");
  const kept = head
    .split(/\r\n(?![ \t])/)
    .filter((field) => !/^dkim-signature:/i.test(field))
    .join("\r\n");
  return Buffer.concat([Buffer.from(kept, "latin1"), raw.subarray(end)]);
}
