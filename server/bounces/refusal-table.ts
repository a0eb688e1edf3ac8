import type { RefusalMeaning } from "../../contract/refusal-meanings.ts";
import type { BounceClass } from "./classify-refusal.ts";
import {
  AUTHENTICATION,
  BAD_ADDRESS,
  DISABLED,
  FULL,
  GREYLISTED,
  LOOP,
  MOVED,
  NO_DOMAIN,
  NO_USER,
  PLAIN_NO_USER,
  OUR_SERVER,
  POLICY,
  PROTOCOL,
  RELAYING,
  RESTRICTED,
  REVERSE_DNS,
  SENDER,
  SERVER,
  SPAM,
  THROTTLED,
  TLS,
  TOO_LARGE,
  UNREACHABLE,
  VIRUS,
} from "./refusal-words.ts";

/** One line of the table. All conditions that are given must hold; the first line that holds decides. */
export interface RefusalRule {
  /** RFC 3463 code, `5.1.1`. */
  enhanced?: RegExp;
  /** The receiving server's words, case ignored. */
  text?: RegExp;
  /** Words beside which the line does not hold. */
  unless?: RegExp;
  class: BounceClass;
  /** A definitive word that there is no such recipient: one is enough (SND-09). */
  unknownUser?: true;
  /** The receiver asks for less mail, not for this mail later (SND-12). */
  throttled?: true;
  meaning: RefusalMeaning;
  /** Where the words or the code are defined or known from. */
  source: string;
}

const IANA = "RFC 3463 and the IANA registry of enhanced status codes";
const PUBLIC = "wording seen in public reports";

/** Any of these words. */
const join = (...words: RegExp[]): RegExp =>
  new RegExp(words.map((one) => one.source).join("|"), "iu");

/** Codes and words of one RFC: what a line says holds for 4.x.x and 5.x.x alike; temporary ones never count as hard. */
const about = (
  meaning: RefusalMeaning,
  bounce: BounceClass,
  text: RegExp,
  source = PUBLIC,
  more: Partial<RefusalRule> = {},
): RefusalRule => ({ meaning, class: bounce, text, source, ...more });
const code = (
  meaning: RefusalMeaning,
  bounce: BounceClass,
  enhanced: RegExp,
  more: Partial<RefusalRule> = {},
): RefusalRule => ({ meaning, class: bounce, enhanced, source: IANA, ...more });

/**
 * What refusals mean, from the surest sign to the vaguest. What points at us outweighs what points at the recipient:
 * receivers write "mailbox unavailable" and mean our address. Own work after RFC 3463, RFC 5321 and wordings seen in
 * public reports.
 */
export const refusalTable: readonly RefusalRule[] = [
  code("authentication", "policy", /^[45]\.7\.(?:2[0-46-9]|30|509|515)$/),
  about("blocklisted", "policy", OUR_SERVER),
  // Codes that name the recipient.
  code("mailbox_full", "soft", /^[45]\.1\.1$/, { text: FULL, unless: NO_USER }),
  code("unknown_user", "hard", /^[45]\.1\.1$/, { text: NO_USER, unknownUser: true }),
  code("mailbox_disabled", "hard", /^[45]\.1\.1$/, { text: DISABLED }),
  code("unknown_user", "hard", /^[45]\.1\.1$/, {
    text: join(AUTHENTICATION, SPAM, POLICY, SENDER),
  }),
  code("unknown_user", "hard", /^[45]\.1\.1$/, { unknownUser: true }),
  code("sender_refused", "policy", /^[45]\.1\.[78]$/),
  code("unknown_user", "hard", /^5\.1\.10$/, {
    text: /recipient ?not ?found/i,
    unknownUser: true,
    source: "Microsoft Exchange uses the code of a null MX so",
  }),
  code("unknown_domain", "hard", /^[45]\.1\.(?:2|10)$/, { unless: join(AUTHENTICATION, SENDER) }),
  code("bad_address", "hard", /^[45]\.1\.3$/, { unless: SENDER }),
  code("moved", "hard", /^[45]\.1\.6$/),
  code("mailbox_full", "soft", /^[45]\.2\.2$/, { unless: NO_USER }),
  // Codes that name us.
  code("reverse_dns", "policy", /^[45]\.7\.25$/),
  code("greylisted", "soft", /^4\./, { text: GREYLISTED }),
  about("authentication", "policy", AUTHENTICATION, PUBLIC, { unless: NO_USER }),
  about("sender_refused", "policy", /after (?:end of )?mail from:/i),
  // The code says policy and the words say that nobody is there: believed, but never at once.
  code("unknown_user", "hard", /^[45]\.7\./, {
    text: PLAIN_NO_USER,
    unless: join(VIRUS, SPAM, SENDER, RELAYING),
  }),
  code("virus", "policy", /^[45]\.7\./, { text: VIRUS }),
  code("spam", "policy", /^[45]\.7\./, { text: SPAM }),
  code("mailbox_disabled", "hard", /^[45]\.7\./, { text: DISABLED, unless: join(POLICY, SENDER) }),
  code("reverse_dns", "policy", /^[45]\.7\./, { text: REVERSE_DNS }),
  code("relaying", "policy", /^[45]\.7\./, { text: RELAYING }),
  code("sender_refused", "policy", /^[45]\.7\./, { text: SENDER }),
  code("policy", "policy", /^[45]\.7\./),
  // Words.
  about("virus", "policy", VIRUS),
  about("reverse_dns", "policy", REVERSE_DNS),
  about("mailbox_full", "soft", FULL, PUBLIC, { unless: join(NO_USER, TOO_LARGE) }),
  about("too_large", "soft", TOO_LARGE, PUBLIC, { unless: NO_USER }),
  about("sender_refused", "policy", SENDER),
  about("relaying", "policy", RELAYING),
  // The name servers may know more tomorrow.
  code("unreachable", "soft", /^4\./, { text: NO_DOMAIN, unless: PLAIN_NO_USER }),
  about("unknown_domain", "hard", /domain (?:name )?not found|nxdomain/i),
  about("unknown_user", "hard", NO_USER, PUBLIC, { unknownUser: true, unless: SPAM }),
  code("unknown_user", "hard", /^5\.4\.1$/, {
    text: /recipient address rejected: access denied/i,
    source: "Microsoft: directory based edge blocking",
  }),
  about("unknown_user", "hard", /no valid recipients? for|bad[ _]recipient/i),
  about("spam", "policy", SPAM),
  about("mailbox_disabled", "hard", DISABLED),
  code("mailbox_disabled", "hard", /^5\.2\.1$/, { unless: join(FULL, GREYLISTED) }),
  about("greylisted", "soft", GREYLISTED),
  about("rate_limited", "soft", THROTTLED, PUBLIC, { throttled: true }),
  about("unknown_domain", "hard", NO_DOMAIN),
  code("unknown_domain", "hard", /^5\.4\.4$/, { unless: UNREACHABLE }),
  about("bad_address", "hard", BAD_ADDRESS, PUBLIC, { unless: SENDER }),
  about("moved", "hard", MOVED),
  about("policy", "policy", RESTRICTED),
  // Codes of the vaguer kind, then vaguer words.
  code("too_large", "soft", /^[45]\.(?:2\.3|3\.4)$/),
  code("server_trouble", "soft", /^[45]\.[23]\./),
  code("unreachable", "soft", /^[45]\.4\./),
  about("mailbox_disabled", "hard", /mailbox (?:is )?(?:unavailable|not available)/i),
  code("protocol", "policy", /^[45]\.[56]\./),
  about(
    "unknown_user",
    "hard",
    /(?:recipient )?address rejected\.?\s*(?:\(|\[|$)|(?:^|\d )<?[^\s<>]+@[^\s<>]+>? (?:address )?rejected\.?\s*$/i,
  ),
  about("unreachable", "soft", UNREACHABLE),
  about("server_trouble", "soft", LOOP),
  about("protocol", "policy", TLS),
  about("protocol", "policy", PROTOCOL),
  about("policy", "policy", POLICY),
  about("server_trouble", "soft", SERVER),
  code("temporary", "soft", /^4\./),
];
