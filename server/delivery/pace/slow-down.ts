/** A pace lowered because a provider asked for less mail (SND-12). */
export interface SlowDown {
  relay: string;
  provider: string;
  perSecond: number;
  /** The pace at which the provider first objected; reached again, the slow-down is over. */
  beforePerSecond: number;
  since: Date;
  objections: number;
  /** "421 4.7.28" */
  code: string;
}

/** Objections within this time are about the same mails on their way: one of them counts. */
export const SAME_OBJECTION_MS = 5_000;
/** One mail in ten seconds always leaves, or nobody would ever learn that the provider takes mail again. */
export const SLOWEST = 0.1;
/** No recovery so soon after an objection. */
export const REST_AFTER_OBJECTION_MS = 30_000;
/** How often the pace is raised while the provider accepts. */
export const RECOVERY_MS = 2_000;
/** Steps from nothing back to the pace before: ten minutes of accepted mail. */
export const RECOVERY_STEPS = 300;
/** A slow-down nothing was sent under for so long is forgotten. */
export const FORGOTTEN_AFTER_MS = 24 * 3_600_000;

/** The pace after an objection to `rate`. */
export function slower(rate: number): number {
  return Math.max(SLOWEST, Math.min(rate, 10_000) / 2);
}

const GREYLISTED = /gr[ea]y.?list/i;
const ASKS_FOR_LESS =
  /too many (?:connections|messages|mails|e-?mails|requests|sessions|concurrent)|rate.?limit|throttl|slow(?:ing)? down|unusual rate|too (?:fast|quick)|sending (?:limit|rate)|limit(?:s)? exceeded|concurren|temporarily (?:deferred|rate|blocked|limited)|deferred due to/i;

/**
 * Whether a temporary refusal asks us for less mail altogether. Greylisting is about one mail that shall come later,
 * and RFC 3463's X.2.x is about one mailbox, full or busy: they slow nobody else. `throttled` is what the table of
 * refusals says.
 */
export function asksForLess(reply: {
  code: number;
  enhanced: string | undefined;
  text: string;
  throttled: boolean;
}): boolean {
  const { code, enhanced, text } = reply;
  if (code < 400 || code >= 500 || GREYLISTED.test(text)) return false;
  if (enhanced !== undefined && /^4\.[12]\./.test(enhanced)) return false;
  if (code === 421) return true;
  return ASKS_FOR_LESS.test(text) || (reply.throttled && enhanced?.startsWith("4.7.") === true);
}
