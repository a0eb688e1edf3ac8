import { classifyRefusal, type BounceClass, type RefusalText } from "../bounces/index.ts";
import type { SmtpResult } from "./smtp/message.ts";

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
  return refusalOutcome(result);
}

/** The outcome of a refusal, in a reply or in a report (SND-08). What is temporary is tried again and blames nobody yet. */
export function refusalOutcome(
  refusal: RefusalText,
): Extract<Outcome, { kind: "deferred" | "rejected" }> {
  const found = classifyRefusal(refusal);
  if (found.temporary)
    return {
      kind: "deferred",
      bounce: found.class === "policy" ? "policy" : "soft",
      throttled: found.throttled,
    };
  return { kind: "rejected", bounce: found.class, unknownUser: found.unknownUser };
}

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
