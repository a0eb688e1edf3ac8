import { createHash } from "node:crypto";
import { parseEmailAddress, parseMailDomain } from "../../platform/index.ts";
import { type BodyPart, compileBody, fieldValue, fillBody, type Slot } from "./compile-body.ts";
import {
  encodeText,
  formatDate,
  formatMailbox,
  formatUris,
  headerField,
  type HeaderField,
  MAX_SUBJECT,
  MessageError,
  oneLine,
  requireOneLine,
} from "./headers.ts";
import { HEAD_ROOM, type MessageBuffer } from "./message-buffer.ts";
import type { Mailbox, MessageTemplate, MessageValues, Piece } from "./template.ts";

/** A message in its buffer: body written, head ready to be completed by signatures. */
export type RenderedMessage = {
  /** The exact bytes of the body, a view that is valid until the buffer is used again. */
  body: Buffer;
  /** Names of all header fields for `h=` of a signature: `from:to:subject:…`. */
  signedNames: string;
  /** The same fields in DKIM's relaxed form, each ended by CRLF. One character a byte. */
  canonicalHeaders: string;
  /** Recipient for the envelope. */
  to: { address: string; needsSmtpUtf8: boolean };
  /** Writes the head, `extra` (complete lines) first, and gives the place of the whole message. */
  complete(extra?: string): MessageBytes;
};

/** A message as the sender takes it; `bytes` has room behind `end` for the final dot. */
export type MessageBytes = {
  bytes: Buffer;
  start: number;
  end: number;
  /** No line begins with a dot, and the last one is ended: nothing needs to be stuffed. */
  dotSafe: true;
};

export type CompiledMessage = {
  /** Field names that need a value for each recipient. */
  fields: readonly string[];
  /** How many tokens a recipient needs: the highest number in the template, plus one. */
  tokenCount: number;
  /** Bytes of a message without fields and signatures: an estimate for sizes shown to people. */
  size: number;
  /**
   * Renders one recipient's message into a buffer.
   *
   * @throws MessageError when a value is missing, or one must not stand in a header
   */
  render(values: MessageValues, into: MessageBuffer): RenderedMessage;
};

/**
 * Compiles what is the same in every mail of a mailing (SND-05, SND-06, UNS-01). One compilation
 * for each variant of a mailing: the pieces of links differ between personal, anonymous and untracked.
 *
 * @throws MessageError when the template cannot become a correct message
 */
export function compileMessage(template: MessageTemplate): CompiledMessage {
  const parts = bodyParts(template);
  const boundary = parts.length > 1 ? boundaryOf(parts) : undefined;
  const body = compileBody(parts, boundary, template.tokenLength);
  const fixed = fixedFields(template, boundary);
  const domain = parseMailDomain(template.messageIdDomain);
  if (domain === undefined) throw new MessageError("the Message-ID needs a domain");
  const subject = compileSubject(template.subject);

  const from = fixed.from;
  const rest = fixed.rest.map((field) => field.line).join("");
  const restCanonical = fixed.rest.map((field) => field.canonical).join("");
  const variable = template.listUnsubscribe
    ? "to:subject:date:message-id:list-unsubscribe"
    : "to:subject:date:message-id";
  const signedNames = [from.name, variable, ...fixed.rest.map((field) => field.name)].join(":");

  return {
    fields: [...new Set([...body.slots.map((slot) => slot.field), ...subject.fields])],
    tokenCount: Math.max(-1, ...body.gaps) + 1,
    size: body.size + from.line.length + rest.length,
    render(values, into) {
      const to = recipient(values.to);
      const fields = [
        headerField("To", formatMailbox(values.to.name, to.address, 4)),
        subject.render(values),
        headerField("Date", formatDate(values.date)),
        headerField("Message-ID", `<${messageId(values.messageId)}@${domain}>`),
      ];
      if (template.listUnsubscribe) fields.push(unsubscribeField(values));
      const end = into.writeBody(fillBody(body, values, template.tokenLength));
      let head = from.line;
      let canonicalHeaders = from.canonical;
      for (const field of fields) {
        head += field.line;
        canonicalHeaders += field.canonical;
      }
      head += rest;
      head += "\r\n";
      canonicalHeaders += restCanonical;
      const bytes = into.bytes;
      return {
        body: bytes.subarray(HEAD_ROOM, end),
        signedNames,
        canonicalHeaders,
        to,
        complete: (extra = "") => ({
          bytes,
          start: into.writeHead(extra + head),
          end,
          dotSafe: true,
        }),
      };
    },
  };
}

function bodyParts(template: MessageTemplate): BodyPart[] {
  const parts: BodyPart[] = [];
  if (template.text) parts.push({ type: "plain", pieces: template.text });
  if (template.html) parts.push({ type: "html", pieces: template.html });
  if (parts.length === 0) throw new MessageError("a message needs a text or an HTML part");
  return parts;
}

/** "=_" cannot occur in quoted-printable (RFC 2045, 6.7), the rest keeps quoted messages apart. */
function boundaryOf(parts: readonly BodyPart[]): string {
  const hash = createHash("sha256").update(JSON.stringify(parts)).digest("hex");
  return `=_${hash.slice(0, 24)}`;
}

function fixedFields(template: MessageTemplate, boundary: string | undefined) {
  const rest: HeaderField[] = [];
  const taken = new Set(["from", "to", "subject", "date", "message-id", "list-unsubscribe"]);
  const add = (name: string, value: string) => {
    if (taken.has(name.toLowerCase()))
      throw new MessageError(`the header field ${name} stands twice`);
    taken.add(name.toLowerCase());
    rest.push(headerField(name, value));
  };
  if (template.replyTo) add("Reply-To", mailbox("Reply-To", template.replyTo));
  add("MIME-Version", "1.0");
  if (template.listId) add("List-ID", listId(template.listId));
  if (template.listUnsubscribe) add("List-Unsubscribe-Post", "List-Unsubscribe=One-Click");
  if (template.autoSubmitted) add("Auto-Submitted", template.autoSubmitted);
  if (template.feedbackId !== undefined) add("Feedback-ID", feedbackId(template.feedbackId));
  if (boundary !== undefined)
    add("Content-Type", `multipart/alternative;\r\n boundary="${boundary}"`);
  else {
    add("Content-Type", `text/${template.html ? "html" : "plain"}; charset=utf-8`);
    add("Content-Transfer-Encoding", "quoted-printable");
  }
  for (const { name, value } of template.headers ?? []) {
    if (!/^[A-Za-z][A-Za-z0-9-]{0,75}$/.test(name))
      throw new MessageError("name of a header field");
    if (/^(bcc|cc|sender|return-path|received|dkim-signature|content-.*|resent-.*)$/i.test(name)) {
      throw new MessageError(`the header field ${name} cannot be set`);
    }
    if (value.length > MAX_SUBJECT) throw new MessageError(`the header field ${name} is too long`);
    add(name, encodeText(requireOneLine(name, value), name.length + 2));
  }
  return { from: headerField("From", mailbox("From", template.from)), rest };
}

function mailbox(what: string, given: Mailbox): string {
  const parsed = parseEmailAddress(given.address);
  if (!parsed.ok) throw new MessageError(`${what}: no valid address (${parsed.reason})`);
  requireOneLine(what, given.name ?? "");
  return formatMailbox(given.name, parsed.address, what.length + 2);
}

function listId(list: { id: string; name?: string | undefined }): string {
  if (!/^[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+$/.test(list.id) || list.id.length > 255) {
    throw new MessageError("List-ID has the form of a domain name (RFC 2919)");
  }
  requireOneLine("List-ID", list.name ?? "");
  return (list.name ?? "").trim() === ""
    ? `<${list.id}>`
    : formatMailbox(list.name, list.id, "List-ID: ".length);
}

function feedbackId(value: string): string {
  if (!/^[A-Za-z0-9_.-]{0,60}(:[A-Za-z0-9_.-]{0,60}){0,3}$/.test(value) || value === "") {
    throw new MessageError("Feedback-ID has at most four parts of letters and digits");
  }
  return value;
}

function compileSubject(pieces: readonly Piece[]) {
  const parts = pieces.map((piece): string | Slot => {
    if (typeof piece === "string") return requireOneLine("Subject", piece);
    if ("token" in piece) throw new MessageError("a token in the subject");
    return {
      field: piece.field,
      html: false,
      fallback: piece.rendered ? undefined : piece.fallback,
    };
  });
  const fields = parts.flatMap((part) => (typeof part === "string" ? [] : [part.field]));
  const make = (text: string) =>
    headerField("Subject", encodeText(oneLine(text, MAX_SUBJECT).trim(), "Subject: ".length));
  if (fields.length === 0) {
    const fixed = make(parts.join(""));
    return { fields, render: () => fixed };
  }
  const render = (values: MessageValues) => {
    let text = "";
    for (const part of parts) text += typeof part === "string" ? part : fieldValue(values, part);
    return make(text);
  };
  return { fields, render };
}

function recipient(to: Mailbox) {
  const parsed = parseEmailAddress(to.address);
  if (!parsed.ok) throw new MessageError(`To: no valid address (${parsed.reason})`);
  return { address: parsed.address, needsSmtpUtf8: parsed.needsSmtpUtf8 };
}

function messageId(left: string): string {
  if (!/^[A-Za-z0-9_-]+(\.[A-Za-z0-9_-]+)*$/.test(left) || left.length > 120) {
    throw new MessageError("left part of the Message-ID");
  }
  return left;
}

function unsubscribeField(values: MessageValues): HeaderField {
  if (!values.unsubscribe) throw new MessageError("no address for List-Unsubscribe");
  const { url, mailto } = values.unsubscribe;
  if (!/^https?:\/\//.test(url)) throw new MessageError("List-Unsubscribe needs an HTTPS address");
  if (mailto !== undefined && !mailto.startsWith("mailto:"))
    throw new MessageError("mailto address");
  return headerField("List-Unsubscribe", formatUris(mailto === undefined ? [url] : [url, mailto]));
}
