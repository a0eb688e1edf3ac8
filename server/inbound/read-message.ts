import { Parser } from "htmlparser2";
import PostalMime, { addressParser, type Email } from "postal-mime";
import { readReport, type Report } from "../bounces/index.ts";
import { withoutTokens } from "../platform/index.ts";
import { isAutomatic, type InboundKind, type InboundMail } from "./inbound-mail.ts";

/** Words stand in front; what comes later is attachments, which nobody reads here. */
const MOST_READ = 2 * 1024 * 1024;
/** Each line costs, an empty one as well; two megabytes of an attachment have half as many. */
const MOST_LINES = 50_000;
const MOST_TEXT = 64 * 1024;
/** Elements within each other. The parser moves all open ones for each further one. */
const MOST_OPEN = 2000;
const MOST_TOKENS = 20;
const MOST_DEPTH = 30;

/** Reads one message (RFC 5322, 2045). Pure; the caller bounds time and memory. Throws when it is no message. */
export async function readMessage(message: Buffer): Promise<InboundMail> {
  const raw = frontOf(message);
  const mail = await PostalMime.parse(new Uint8Array(raw), {
    maxNestingDepth: MOST_DEPTH,
    maxRfc822NestingDepth: 3,
    maxHeadersSize: 256 * 1024,
    attachmentEncoding: "arraybuffer",
    forceRfc822Attachments: true,
  });
  if (!mail.headerLines.some(({ line }) => /^[!-9;-~]+\s*:/.test(line)))
    throw new Error("no header fields");
  const from = firstAddress(mail.from ? [mail.from] : []);
  const subject = (mail.subject ?? "").replace(/\s+/g, " ").trim().slice(0, 500);
  const text = (mail.text?.trim() ? mail.text : textOfHtml(mail.html ?? "")).slice(0, MOST_TEXT);
  const plain = `${unfolded(raw)}\n${text}\n${mail.html ?? ""}`;
  const report = readReport(message);
  const isComplaint = report.kind === "complaint";
  return storable({
    kind: kindOf(report, isAutomatic(mail.headers, subject, from)),
    from,
    subject,
    text,
    answers: isComplaint
      ? idsOfReport(plain, report)
      : idsIn(`${mail.inReplyTo ?? ""} ${mail.references ?? ""}`),
    linkTokens: found(plain, /\/u\/([A-Za-z0-9_-]{60,100})(?![A-Za-z0-9_-])/g),
    mailtoTokens: found(plain, /(?<![a-z0-9])(u\+[a-z2-7]{50,62})@/gi),
    recipients: recipientsOf(mail),
    originalRecipients: isComplaint ? report.candidates : [],
    report,
  });
}

function frontOf(message: Buffer): Buffer {
  let end = 0;
  for (let lines = 0; lines < MOST_LINES; lines++) {
    const at = message.indexOf(0x0a, end);
    if (at === -1 || at >= MOST_READ) return message.subarray(0, MOST_READ);
    end = at + 1;
  }
  return message.subarray(0, end);
}

/**
 * Every text without NUL, which no database keeps: it would make the message impossible to process. And without tokens
 * of measuring links, which nothing keeps beside a person.
 */
function storable<T>(value: T): T {
  if (typeof value === "string")
    return withoutTokens(value.replaceAll("\0", "").toWellFormed()) as T;
  if (Array.isArray(value)) return value.map(storable) as T;
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, one]) => [name, storable(one as unknown)]),
  ) as T;
}

function kindOf(report: Report, automatic: boolean): InboundKind {
  if (report.kind === "other") return automatic ? "automatic" : "personal";
  return report.kind;
}

function idsOfReport(plain: string, { originalMessageId }: Report): string[] {
  const left = originalMessageId?.split("@")[0];
  const ids = found(plain, /^message-id:\s*<([^<>@\s]{1,120})@/gim);
  return left ? [...new Set([left, ...ids])] : ids;
}

/** Header fields and soft line breaks put together, so that a token broken over lines is whole. */
function unfolded(raw: Buffer): string {
  return raw
    .toString("latin1")
    .replace(/=\r?\n/g, "")
    .replace(/\r?\n[ \t]+/g, " ");
}

function found(text: string, pattern: RegExp): string[] {
  const all = new Set<string>();
  for (const match of text.matchAll(pattern)) {
    all.add(match[1]!);
    if (all.size >= MOST_TOKENS) break;
  }
  return [...all];
}

function idsIn(text: string): string[] {
  return found(text.slice(0, 8192), /<([^<>@\s]{1,120})@[^<>\s]+>/g);
}

function recipientsOf(mail: Email): string[] {
  const delivered = mail.headers
    .filter(({ key }) => ["delivered-to", "x-original-to", "envelope-to"].includes(key))
    .flatMap(({ value }) => addressParser(value, { flatten: true }));
  const all = [...delivered, ...(mail.to ?? []), ...(mail.cc ?? [])].slice(0, 50);
  return all
    .flatMap((one) => ("group" in one && one.group ? one.group : [one]))
    .flatMap((one) => one.address ?? []);
}

function firstAddress(list: NonNullable<Email["to"]>): string | null {
  const [first] = list.flatMap((one) => one.group ?? [one]);
  return first?.address ? first.address : null;
}

const BLOCKS = new Set(["p", "div", "br", "li", "tr", "h1", "h2", "h3", "h4", "table", "hr", "ul"]);
const SILENT = new Set(["style", "script", "head", "title", "template", "blockquote"]);
const VOID = new Set(["br", "hr", "img", "input", "meta", "link", "wbr", "col", "area", "base"]);

/** The text of an HTML body without what mail programs mark as quoted. */
export function textOfHtml(html: string): string {
  let text = "";
  let silentFrom = 0;
  let depth = 0;
  const parser = new Parser({
    onopentag(name, attributes) {
      if (BLOCKS.has(name) && silentFrom === 0) text += "\n";
      if (VOID.has(name)) return;
      depth++;
      const marks = `${attributes["class"] ?? ""} ${attributes["id"] ?? ""}`;
      const isQuote =
        /gmail_quote|yahoo_quoted|moz-cite-prefix|divRplyFwdMsg|protonmail_quote/.test(marks);
      if (silentFrom === 0 && (SILENT.has(name) || isQuote)) silentFrom = depth;
    },
    ontext(chunk) {
      if (silentFrom === 0 && text.length < MOST_TEXT) text += chunk.replace(/\s+/g, " ");
    },
    onclosetag(name) {
      if (VOID.has(name)) return;
      if (depth === silentFrom) silentFrom = 0;
      depth--;
      if (BLOCKS.has(name) && silentFrom === 0) text += "\n";
    },
  });
  for (let at = 0; at < html.length && depth < MOST_OPEN && text.length < MOST_TEXT; at += 8192)
    parser.write(html.slice(at, at + 8192));
  parser.end();
  return text
    .replace(/\u00A0/g, " ")
    .replace(/[ \t]+/g, " ")
    .replace(/ ?\n ?/g, "\n")
    .replace(/\n{3,}/g, "\n\n")
    .trim();
}
