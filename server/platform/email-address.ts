import { domainToASCII, domainToUnicode } from "node:url";

/**
 * The one validator and normaliser of e-mail addresses. Everything that stores,
 * compares or mails an address passes through here, so that one mailbox has one
 * stored form and no text can become a second envelope recipient.
 *
 * It accepts what a server on the internet can be asked to deliver to: RFC 5321
 * mailboxes with dot-atom or quoted local part, extended by RFC 6531, at a domain
 * name of at least two labels. It refuses what RFC 5322 knows beyond that
 * (comments, folding, display names, address literals, routes).
 */

/** Longest local part and longest address in octets (RFC 5321, 4.5.3.1.1 and .3, without the angle brackets). */
const MAX_LOCAL_OCTETS = 64;
const MAX_ADDRESS_OCTETS = 254;
/** Longest domain name in its written form (RFC 1035, 2.3.4: 255 octets on the wire). */
const MAX_DOMAIN_LENGTH = 253;
const MAX_LABEL_LENGTH = 63;

/** Why a text is no address. Codes, so that each surface can word them in its language. */
export type EmailAddressProblem =
  | "empty"
  | "too_long"
  | "control_character"
  | "unsafe_character"
  | "missing_at"
  | "several_at"
  | "local_empty"
  | "local_too_long"
  | "local_invalid"
  | "domain_empty"
  | "domain_invalid"
  | "domain_without_dot"
  | "domain_too_long"
  | "address_literal";

export type ParsedEmailAddress = {
  ok: true;
  /** To be written into envelope and header: local part as given (NFC, needless quotes removed), domain in ASCII. */
  address: string;
  /** To be compared and stored as key: `address` in lower case. No dot or plus folding. */
  normalised: string;
  /** Lower-case ASCII domain (punycode for internationalised names). */
  domain: string;
  /** The local part needs a relay that offers SMTPUTF8 (RFC 6531). */
  needsSmtpUtf8: boolean;
};

export type EmailAddressResult = ParsedEmailAddress | { ok: false; reason: EmailAddressProblem };

const ATOM = "[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]";
const PLAIN_LOCAL = new RegExp(`^${ATOM}+(?:\\.${ATOM}+)*$`);
/** The ordinary address in one look; "--" in the domain (punycode) takes the long way. */
const ORDINARY = new RegExp(
  `^(${ATOM}+(?:\\.${ATOM}+)*)@((?:[A-Za-z0-9](?:-?[A-Za-z0-9])*\\.)+[A-Za-z]{2,63})$`,
);
const UNICODE_ATOM = "[A-Za-z0-9!#$%&'*+/=?^_`{|}~\\u{80}-\\u{10FFFF}-]";
const UNICODE_LOCAL = new RegExp(`^${UNICODE_ATOM}+(?:\\.${UNICODE_ATOM}+)*$`, "u");
/** Inside quotes: printable characters, `"` and `\` only after a backslash (RFC 5321, 4.1.2). */
const QUOTED_LOCAL = /^"(?:[\x20\x21\x23-\x5b\x5d-\x7e\u{80}-\u{10FFFF}]|\\[\x20-\x7e])*"$/u;
/** Surrogates, private use, unassigned, invisible format characters, U+FFFD, and white space other than U+0020. */
const UNSAFE = /[\p{Cs}\p{Co}\p{Cn}\p{Cf}\ufffd]|(?! )\p{Zs}/u;
/** Spaces around an address are slips of the keyboard; a line break never is and stays to be refused. */
const SURROUNDING = /^[\t\p{Zs}\ufeff]+|[\t\p{Zs}\ufeff]+$/gu;
// oxlint-disable-next-line no-control-regex -- finding control characters is the purpose
const CONTROL = /[\x00-\x1f\x7f-\x9f\u2028\u2029]/;
const NON_ASCII = /[^\x00-\x7f]/; // oxlint-disable-line no-control-regex
/** What separates or quotes in an address or in a command line around it. */
const DELIMITER = /[\s"(),./:;<>@[\\\]]/;
const LABEL = /^[a-z0-9](?:[a-z0-9-]*[a-z0-9])?$/;

/**
 * Reads one e-mail address (RFC 5321, 6531; SND-05). Surrounding white space is
 * ignored, the domain becomes lower-case ASCII. Never throws.
 *
 * @param text what a person, a file or a program gave us
 */
export function parseEmailAddress(text: string): EmailAddressResult {
  const ordinary = text.length <= MAX_ADDRESS_OCTETS ? ORDINARY.exec(text) : null;
  if (ordinary !== null) {
    const [, local = "", host = ""] = ordinary;
    const domain = host.toLowerCase();
    if (
      local.length <= MAX_LOCAL_OCTETS &&
      domain.length <= MAX_DOMAIN_LENGTH &&
      labelsFit(domain)
    ) {
      return parsed(local, domain, false);
    }
  }
  return parseCarefully(trimSpaces(text));
}

/** The normalised form, or undefined when the text is no address. For look-ups and imports. */
export function normaliseEmailAddress(text: string): string | undefined {
  const result = parseEmailAddress(text);
  return result.ok ? result.normalised : undefined;
}

/**
 * A domain name as it may stand behind the @: lower-case ASCII, at least two labels,
 * no address in disguise. Undefined when it is none.
 */
export function parseMailDomain(text: string): string | undefined {
  const result = parseDomain(trimSpaces(text));
  return result.ok ? result.domain : undefined;
}

/** Linear even for a megabyte of spaces: only the two ends are looked at. */
function trimSpaces(text: string): string {
  return text.length > 4 * MAX_ADDRESS_OCTETS ? text : text.replace(SURROUNDING, "");
}

function parsed(local: string, domain: string, needsSmtpUtf8: boolean): ParsedEmailAddress {
  const address = `${local}@${domain}`;
  const normalised = (needsSmtpUtf8 ? lowerCase(local) : local.toLowerCase()) + `@${domain}`;
  return { ok: true, address, normalised, domain, needsSmtpUtf8 };
}

/** Lower case may decompose letters (İ), so the canonical form is restored afterwards. */
function lowerCase(local: string): string {
  return local.toLowerCase().normalize("NFC");
}

function refuse(reason: EmailAddressProblem): { ok: false; reason: EmailAddressProblem } {
  return { ok: false, reason };
}

function parseCarefully(text: string): EmailAddressResult {
  if (text === "") return refuse("empty");
  // Twice the octets leave room for names whose ASCII form is shorter, and bound all work below.
  if (text.length > MAX_ADDRESS_OCTETS * 2) return refuse("too_long");
  if (CONTROL.test(text)) return refuse("control_character");
  if (!text.isWellFormed() || UNSAFE.test(text)) return refuse("unsafe_character");

  const at = findSeparator(text);
  if (at === -1) return refuse("missing_at");
  if (at === -2) return refuse("several_at");
  const local = parseLocal(text.slice(0, at));
  if (!local.ok) return local;
  const domain = parseDomain(text.slice(at + 1));
  if (!domain.ok) return domain;
  const octets = Buffer.byteLength(local.local) + 1 + domain.domain.length;
  if (octets > MAX_ADDRESS_OCTETS) return refuse("too_long");
  const result = parsed(local.local, domain.domain, NON_ASCII.test(local.local));
  // Lower case can be longer than what was given; the key has to fit as well.
  return Buffer.byteLength(result.normalised) > MAX_ADDRESS_OCTETS ? refuse("too_long") : result;
}

/** Position of the only @ outside quotes; -1 when there is none, -2 when there are several. */
function findSeparator(text: string): number {
  let from = 0;
  if (text[0] === '"') {
    from = 1;
    while (from < text.length && text[from] !== '"') from += text[from] === "\\" ? 2 : 1;
    if (from >= text.length) return -1;
  }
  const at = text.indexOf("@", from);
  if (at === -1) return -1;
  return text.includes("@", at + 1) ? -2 : at;
}

type Local = { ok: true; local: string } | { ok: false; reason: EmailAddressProblem };

function parseLocal(given: string): Local {
  if (given === "") return refuse("local_empty");
  let local = given.normalize("NFC");
  if (QUOTED_LOCAL.test(local)) local = unquote(local);
  else if (!UNICODE_LOCAL.test(local)) return refuse("local_invalid");
  if (local === '""') return refuse("local_empty");
  // Compatibility forms of delimiters (＠, ．, ＂) and letters made of them (≮) look like what they are not (UTS 39).
  if (NON_ASCII.test(local)) {
    if (/^"?\p{M}/u.test(local)) return refuse("unsafe_character");
    for (const character of local) {
      if (character > "\x7f" && DELIMITER.test(character.normalize("NFKD"))) {
        return refuse("unsafe_character");
      }
    }
  }
  const octets = Math.max(Buffer.byteLength(local), Buffer.byteLength(lowerCase(local)));
  return octets > MAX_LOCAL_OCTETS ? refuse("local_too_long") : { ok: true, local };
}

/** Quoting that changes nothing is removed, so that one mailbox has one form (RFC 5321, 4.1.2). */
function unquote(quoted: string): string {
  const content = quoted.slice(1, -1).replace(/\\(.)/gu, "$1");
  if (PLAIN_LOCAL.test(content) || UNICODE_LOCAL.test(content)) return content;
  return `"${content.replace(/["\\]/g, "\\$&")}"`;
}

type Domain = { ok: true; domain: string } | { ok: false; reason: EmailAddressProblem };

function parseDomain(given: string): Domain {
  if (given === "") return refuse("domain_empty");
  if (given.startsWith("[")) return refuse("address_literal");
  // Letters, marks, digits, hyphens and the dots of UTS 46; ASCII beyond LDH (`%`, `_`, `:`) never
  // reaches the converter, which would decode it.
  if (!/^[\p{L}\p{M}\p{N}\-.\u3002\uff0e\uff61\u00b7\u30fb\u0375\u05f3\u05f4]+$/u.test(given)) {
    return refuse("domain_invalid");
  }
  const dotted = given.replace(/[\u3002\uff0e\uff61]/g, ".");
  if (dotted.split(".").some((label) => label === "")) return refuse("domain_invalid");
  const lower = dotted.toLowerCase();
  // A numeric last label would be read as an IPv4 address by the converter (0x7f.1, 127.1).
  const last = lower.slice(lower.lastIndexOf(".") + 1).normalize("NFKC");
  if (/^(?:\d+|0x[0-9a-f]*)$/.test(last)) return refuse("domain_invalid");
  const plain = !NON_ASCII.test(lower) && !lower.includes("xn--");
  const domain = plain ? lower : domainToASCII(lower);
  if (domain === "" || !decodes(domain)) return refuse("domain_invalid");
  if (!domain.includes(".")) return refuse("domain_without_dot");
  if (domain.length > MAX_DOMAIN_LENGTH) return refuse("domain_too_long");
  return labelsFit(domain) ? { ok: true, domain } : refuse("domain_invalid");
}

/** Punycode labels have to decode, and to the one name that encodes to them (RFC 5891, 4.2.1). */
function decodes(domain: string): boolean {
  if (!domain.includes("xn--")) return true;
  const unicode = domainToUnicode(domain);
  return !unicode.includes("xn--") && domainToASCII(unicode) === domain;
}

/** Letter-digit-hyphen labels (RFC 1123, 2.1); hyphens in third and fourth place only for punycode (RFC 5891, 4.2.3.1). */
function labelsFit(domain: string): boolean {
  const labels = domain.split(".");
  const last = labels.at(-1) ?? "";
  // Top-level domains are letters or punycode (RFC 3696, 2).
  if (!/^(?:[a-z]{2,}|xn--[a-z0-9-]+)$/.test(last)) return false;
  return labels.every(
    (label) =>
      label.length <= MAX_LABEL_LENGTH &&
      LABEL.test(label) &&
      (label[2] !== "-" || label[3] !== "-" || label.startsWith("xn--")),
  );
}
