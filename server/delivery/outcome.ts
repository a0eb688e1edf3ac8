import type { SmtpResult } from "./smtp/message.ts";

/**
 * Class of a refusal (SND-08).
 *
 * - `hard`: the recipient does not exist or takes no mail any more;
 * - `soft`: the recipient exists, today it does not work;
 * - `policy`: about us, our address, our content; never the recipient's fault;
 * - `unknown`: the reply does not say. Nobody is blamed.
 */
export type BounceClass = "hard" | "soft" | "policy" | "unknown";

/** What one attempt came to. */
export type Outcome =
  | { kind: "accepted" }
  /** Try again by `retryAt`; `throttled`: the receiver asks for less mail, not for this mail later (SND-12). */
  | { kind: "deferred"; bounce: "soft" | "policy"; throttled: boolean }
  /** `unknownUser`: a definitive word that there is no such recipient; one is enough (SND-09). */
  | { kind: "rejected"; bounce: BounceClass; unknownUser: boolean }
  /** The dot may have left: never sent again by itself. */
  | { kind: "uncertain" }
  /** The dot has not left: safe to try again. */
  | { kind: "notSent" };

/** The outcome when the relay answered. */
export type Decided = Extract<Outcome, { kind: "accepted" | "deferred" | "rejected" }>;

/** Turns the result of the SMTP client into the outcome of a delivery. Pure. */
export function classifyOutcome(result: Extract<SmtpResult, { kind: "reply" }>): Decided;
export function classifyOutcome(result: SmtpResult): Outcome;
export function classifyOutcome(result: SmtpResult): Outcome {
  if (result.kind !== "reply") return { kind: result.kind };
  if (result.stage === "final" && result.code < 300) return { kind: "accepted" };
  return classifyRefusal(result);
}

/** A refusal as a server words it, in a reply or in a bounce. */
export type Refusal = {
  /** Basic code of RFC 5321, 0 when only the enhanced one is known. */
  code: number;
  /** RFC 3463, `5.1.1`. */
  enhanced: string | undefined;
  text: string;
};

/**
 * Classifies a refusal by RFC 3463 code and text. What points at us outweighs what points at the
 * recipient: receivers write "mailbox unavailable" and mean our address.
 */
export function classifyRefusal(
  refusal: Refusal,
): Extract<Outcome, { kind: "deferred" | "rejected" }> {
  const { code, text } = refusal;
  const enhanced = refusal.enhanced ?? /\b([45]\.\d{1,3}\.\d{1,3})\b/.exec(text)?.[1];
  const temporary = code === 0 ? enhanced?.startsWith("4") === true : code < 500;
  const bounce = bounceClass(enhanced, text);
  if (temporary) {
    const throttled = code === 421 || THROTTLED.test(text);
    return { kind: "deferred", bounce: bounce === "policy" ? "policy" : "soft", throttled };
  }
  const unknownUser =
    bounce === "hard" &&
    (enhanced === "5.1.1" || (enhanced === undefined && UNKNOWN_USER.test(text)));
  return { kind: "rejected", bounce, unknownUser };
}

/** Codes that say the recipient is no more (IANA registry of enhanced status codes). */
const HARD = new Set(["5.1.1", "5.1.2", "5.1.3", "5.1.6", "5.1.10", "5.2.1"]);
const SOFT = new Set(["5.2.2", "5.2.3", "5.3.1", "5.3.4", "5.4.1", "5.4.4", "5.4.5", "5.4.7"]);

const POLICY =
  /black.?list|block.?list|\brbls?\b|dnsbl|spamhaus|sorbs|spamcop|barracuda|proofpoint|cloudmark|uribl|invaluement|\blisted (?:at|by|in|on)\b|reputation|\bspam(?:mer|my|ming)?\b|phish|malware|virus|\bspf\b|\bdkim\b|\bdmarc\b|unauthenticated|not authenticated|authentication required|reverse dns|\bptr\b|fcrdns|relay(?:ing)? (?:access )?(?:denied|not)|do(?:es)? not relay|not permitted to relay|policy|prohibited|your (?:ip|host|server|network|access)|client host|(?:ip|connection|connecting host|sender(?: address)?) (?:\S+ )?(?:is |was |has been )?(?:blocked|rejected|refused|denied)|blocked (?:using|by|-)|not allowed to (?:connect|send)|connections? (?:will )?not (?:be )?accepted|block list|geo(?:ip|graphical)|spoof|rejected by this user|:blocked\b|_is_blocked|\(BL\)|configured to reject/i;
const THROTTLED =
  /too many|rate.?limit|throttl|slow down|exceeded|try(?:ing)? again later|gr[ea]y.?list|concurren/i;
const UNKNOWN_USER =
  /(?:no such|unknown|invalid|non.?existent|not a (?:valid|known)) (?:user|recipient|mailbox|address|account|local|destinataire)|(?:user|recipient|mailbox|address|account|alias)(?: \S+)? (?:unknown|not found|does not exist|doesn'?t exist|not known|invalid|is unknown|not exist|nicht gefunden|unbekannt)|does(?: not|n'?t) have an? (?:\S+ )?account|no mailbox (?:here|by that name)|(?:account|mailbox|user) that you tried to reach does not exist|no longer (?:exists|valid|active|works here)|user doesn'?t exist|unrouteable|destinataire invalide/i;
const DISABLED =
  /(?:mailbox|account|user|address|recipient)[^.;]{0,30}(?:disabled|deactivated|inactive|suspended|closed|deaktiviert|gesperrt|expired)|mailbox (?:is )?unavailable|mailbox not available/i;
const BAD_ADDRESS =
  /(?:malformed|bad|invalid) (?:\S+ )?(?:address|mailbox|recipient)|syntax error in (?:address|mailbox)/i;
const FULL =
  /(?:mailbox|quota|inbox|storage|disk|postfach)[^.;]{0,30}(?:full|exceeded|over|stuffed|limit|voll)|over ?quota|quota exceeded|insufficient (?:system )?storage|out of storage/i;
const LATER = /gr[ea]y.?list|temporar|try again|later|busy|unavailable, retry/i;

function bounceClass(enhanced: string | undefined, text: string): BounceClass {
  if (
    enhanced !== undefined &&
    /^[45]\.7\./.test(enhanced) &&
    !(DISABLED.test(text) && !POLICY.test(text))
  ) {
    return "policy";
  }
  if (POLICY.test(text) && !SURE.test(enhanced ?? "")) return "policy";
  if (enhanced !== undefined && HARD.has(enhanced))
    return POINTS_AT_US.test(text) ? "policy" : "hard";
  if (enhanced !== undefined && (SOFT.has(enhanced) || enhanced.startsWith("4"))) {
    return DISABLED.test(text) && !FULL.test(text) ? "hard" : "soft";
  }
  if (FULL.test(text)) return "soft";
  if (UNKNOWN_USER.test(text) || DISABLED.test(text) || BAD_ADDRESS.test(text)) return "hard";
  return LATER.test(text) ? "soft" : "unknown";
}

/** Codes that are about the recipient whatever words ("policy", "address rejected") stand around them. */
const SURE = /^5\.1\.(?:1|2|3|6|10)$/;
/** Even beside such a code: a list that names our server. */
const POINTS_AT_US = /black.?list|block.?list|dnsbl|spamhaus|\brbl\b|your ip|reputation/i;

const MINUTE = 60_000;
/** Pauses between attempts, in minutes; the last one repeats (RFC 5321, 4.5.4.1). */
const PAUSES = [5, 10, 20, 40, 60, 120, 240];
/** An opt-in mail is wanted now: it is tried sooner, and given up sooner. */
const OPT_IN_PAUSES = [1, 2, 5, 10, 20, 30, 60];
const LONGEST = 48 * 60;
const OPT_IN_LONGEST = 6 * 60;

/**
 * When a deferred mail is tried again: with growing pauses for 48 hours after the first attempt,
 * opt-in mails for 6 hours (SND-10). Null when that time is over: then it is a soft bounce.
 *
 * @param attempt number of the attempt that was just deferred, from 1
 * @param spread 0 to 1, lengthens the pause by up to a fifth, so that mails deferred together do not
 *   come back together
 */
export function retryAt(mail: {
  kind: string;
  attempt: number;
  now: Date;
  spread?: number;
}): Date | null {
  const optIn = mail.kind === "opt_in";
  const pauses = optIn ? OPT_IN_PAUSES : PAUSES;
  const longest = optIn ? OPT_IN_LONGEST : LONGEST;
  const pauseAfter = (attempt: number) => pauses[Math.min(attempt, pauses.length) - 1] ?? 0;
  let waited = 0;
  for (let attempt = 1; attempt < mail.attempt; attempt++) waited += pauseAfter(attempt);
  if (waited >= longest) return null;
  const pause = Math.min(pauseAfter(mail.attempt), longest - waited);
  const spread = 1 + Math.min(Math.max(mail.spread ?? 0, 0), 1) / 5;
  return new Date(mail.now.getTime() + pause * spread * MINUTE);
}
