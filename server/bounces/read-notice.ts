import { RETURNED_MESSAGE } from "./machine-words.ts";
import { splitHeader, type Fields } from "./mime-parts.ts";

/** A recipient a notice in words names, with the words about it. */
export interface NoticedRecipient {
  address: string;
  originalAddress: string | null;
  words: string;
}

const MOST_LINES = 400;
const MOST_RECIPIENTS = 100;
const CONTEXT_LINES = 12;
const ADDRESSES =
  /(?<![\w.+=/-])[\p{L}\p{N}!#$%&'*+/=?^_`{|}~-][\p{L}\p{N}.!#$%&'*+/=?^_`{|}~-]{0,127}@[\p{L}\p{N}_-]{1,63}(?:\.[\p{L}\p{N}_-]{1,63}){1,10}/gu;
/** Words before an address that make it the one that failed. */
const FAILED_BEFORE =
  /(?:rcpt to:?|recipients?(?: address(?:es)?| name| reject\w*)?|final-recipient|failed address(?:es)?|(?:e-?mail |mail )?address(?:es)?|mail-?box|user|account|\bto|\bfor|\ban|empf(?:ä|ae)nger|destinat\w+|deliver(?:ed|y)?(?: your (?:message|mail))? to|sent to|reach|addressee|adresse|para|für|pour|aan|intended for|x-failed-recipients|undeliverable to|person|invalid|user-?id|userid|login|undeliverable for|for user)\s*(?:is|was|are)?\s*[:;=,]?\s*(?:rfc822\s*[;:]\s*)?["'<([]*$/iu;
const FAILED_AFTER =
  /^["'>)\]]*\s*(?:[:;,]|\.\.\.|\(|-)?\s*(?:(?:is|was|has|could|can|does|did|\(?user|not|unknown|no such|mailbox|delivery|failed|deferred|undeliver|:|unrouteable|rejected|said|smtp|[45]\d\d|reason|ist|konnte|wurde|n'|est|host|recipient|invalid)\b|\.\.\.|$)/iu;
const NOT_FAILED =
  /(?<![\w-])(?:from|sender|return-path|reply-to|mail from:?|contact|mailto:?|help|abuse|question\w*|support|write to|forward\w* (?:this|it)|absender|originator|message-id|references|cc|on behalf of|by|via|report\w* to|postmaster|administrator|id|envelope-from|x-\w+|please (?:e-?mail|send|visit)|sorry|dear|hello|hi)\s*(?:address)?\s*[:=]?\s*["'<([]*$/iu;

/** After such words the recipients come. */
const INTRODUCTION =
  /following (?:[\w-]+ ){0,3}(?:recipient|address|user|mailbox|destinat|person)|failed recipients|did not reach|addresses had|undeliverable to|folgende\w* (?:\S+ ){0,2}(?:empf|adress)|adresses? suivante|destinatarios? siguiente|seguent[ei] destinatar|seguintes? destinat/iu;

/** The notice before the returned message, and the header fields of that message where they stand in the text. */
export function splitNotice(text: string): { notice: string; returned: Fields } {
  const found = RETURNED_MESSAGE.exec(text);
  const headerAt = headerBlock(text);
  let cut = text.length;
  if (found && text.slice(0, found.index).trim() !== "") cut = found.index;
  if (headerAt !== -1 && headerAt < cut && text.slice(0, headerAt).trim() !== "") cut = headerAt;
  const rest = text.slice(cut);
  const start =
    /^[ \t>|]*(?:received|return-path|message-id|from|to|date|subject|x-[\w-]+|mime-version|dkim-signature)\s*:/im.exec(
      rest,
    );
  const quoted = start === null ? "" : rest.slice(start.index).replace(/^[ \t]*[>|][ \t]?/gm, "");
  const source = /^[ \t]{1,12}[\w-]+\s*:/.test(quoted)
    ? quoted.replace(/^[ \t]{1,12}(?=[\w-]+\s*:)/gm, "")
    : quoted;
  return { notice: text.slice(0, cut), returned: splitHeader(source).fields };
}

/** Where three header fields of a mail stand below each other. */
function headerBlock(text: string): number {
  const pattern =
    /^(?:[ \t>|]*(?:received|return-path|message-id|from|to|date|subject|x-[\w-]+|mime-version|content-type|dkim-signature|reply-to|sender|delivered-to|references|in-reply-to|cc|content-transfer-encoding|importance|thread-\w+)\s*:[^\n]*\n(?:[ \t]+[^\n]*\n)*){3}/im;
  const match = pattern.exec(text);
  if (!match) return -1;
  const around = text.slice(match.index, match.index + 2000);
  return /^[ \t>|]*(?:received|message-id|return-path|mime-version|content-type)\s*:/im.test(around)
    ? match.index
    : -1;
}

interface Hit {
  line: number;
  address: string;
  strength: number;
}

/** Recipients a notice names. `others`: addresses that stand in such mails for another reason. */
export function recipientsInNotice(
  notice: string,
  others: ReadonlySet<string>,
): NoticedRecipient[] {
  const lines = notice.split("\n", MOST_LINES);
  const hits: Hit[] = [];
  for (const [at, line] of lines.entries()) {
    for (const match of line.slice(0, 1000).matchAll(ADDRESSES)) {
      const address = match[0].replace(/^(?:smtp|rfc-?822)[=:]|^['`]+|[.'`]+$/gi, "").toLowerCase();
      const before = line.slice(0, match.index);
      const after = line.slice(match.index + match[0].length);
      const strength = others.has(address) ? 0 : strengthOf(before, after, address);
      if (strength > 0) hits.push({ line: at, address, strength });
    }
    if (hits.length > 4 * MOST_RECIPIENTS) break;
  }
  const introduced = lines.findIndex((line) => INTRODUCTION.test(line));
  const after = introduced === -1 ? [] : hits.filter(({ line }) => line >= introduced);
  const pool = after.length > 0 ? after : hits;
  const best = Math.max(0, ...pool.map(({ strength }) => strength));
  const chosen = pool.filter(({ strength }) => strength === best);
  const byAddress = new Map<string, NoticedRecipient>();
  for (const [at, hit] of chosen.entries()) {
    const next = chosen
      .slice(at + 1)
      .find((one) => one.address !== hit.address && one.line > hit.line)?.line;
    const words = contextOf(lines, hit.line, next);
    const known = byAddress.get(hit.address);
    if (known) known.words = `${known.words}\n${words}`.slice(0, 3000);
    else
      byAddress.set(hit.address, {
        address: hit.address,
        originalAddress: expandedFrom(words),
        words,
      });
    if (byAddress.size >= MOST_RECIPIENTS) break;
  }
  const originals = new Set([...byAddress.values()].map((one) => one.originalAddress));
  return [...byAddress.values()].filter(
    (one) => !originals.has(one.address) || byAddress.size === 1,
  );
}

function strengthOf(before: string, after: string, address: string): number {
  if (
    /^(?:mailer-daemon|postmaster|abuse|mail-daemon|root|noreply|no-reply|support|helpdesk|hostmaster)@/.test(
      address,
    )
  )
    return 0;
  const alone = /^[\s>|*"'<([\]-]*$/.test(before);
  if (alone && /^["'>)\]]*\s*(?::|\.\.\.|;)?\s*$/.test(after)) return 4;
  if (/rcpt to:\s*<?$|final-recipient:?.*$|recipient:\s*[<["']*$/i.test(before)) return 4;
  if (alone && /^["'>)\]]*\s*(?::|\.\.\.|;|\s\()/.test(after)) return 4;
  if (/\((?:ultimately )?(?:generated|expanded) from:?\s*<?$/i.test(before)) return 2;
  if (/undeliverable to\s*<?$|user-?id:?\s*<?$/i.test(before)) return 4;
  if (NOT_FAILED.test(before)) return 0;
  if (alone || FAILED_BEFORE.test(before)) return 3;
  if (FAILED_AFTER.test(after)) return 2;
  return 1;
}

const expandedFrom = (words: string): string | null =>
  /\((?:expanded|ultimately generated) from:?\s*<?([^\s<>()]{1,128}@[^\s<>()]{1,253}?)>?\)/i
    .exec(words)?.[1]
    ?.toLowerCase() ?? null;

/** What is said about an address: from its line on, and the sentence before it. */
function contextOf(lines: string[], from: number, next: number | undefined): string {
  const end = Math.min(next ?? from + CONTEXT_LINES, from + CONTEXT_LINES);
  const about = lines.slice(from, Math.max(end, from + 1)).join("\n");
  return about.slice(0, 1500);
}

/** Some servers name the mailboxes of their own domain without it: a word alone on an indented line after a colon. */
export function localNamesIn(notice: string, author: string | undefined): NoticedRecipient[] {
  const domain = author?.split("@")[1];
  const match = /:[ \t]*\n+((?:[ \t]+[\w.-]{3,32}[ \t]*\n)+)/.exec(notice);
  if (domain === undefined || !match) return [];
  return match[1]!
    .trim()
    .split(/\s+/)
    .slice(0, 20)
    .map((name) => ({
      address: `${name.toLowerCase()}@${domain}`,
      originalAddress: null,
      words: notice.slice(0, 1500),
    }));
}
