import type { RefusalMeaning } from "../../contract/refusal-meanings.ts";
import { withoutTokens, type Clock, type Keys } from "../platform/index.ts";
import type { BounceClass } from "./classify-refusal.ts";

/** One refusal of a mail of ours to one address, from whichever side it became known. */
export interface Refusal {
  accountId: number;
  deliveryId: number | null;
  contactId: number | null;
  emailNormalised: string;
  /** Null for a single mail. */
  runId: number | null;
  class: BounceClass;
  unknownUser: boolean;
  /** Basic SMTP code, 0 where nobody said. */
  code: number;
  /** RFC 3463 code, empty where nobody said. */
  enhanced: string;
  meaning: RefusalMeaning;
  text: string;
  source: "smtp" | "dsn" | "webhook";
  /** When we heard of it. */
  at: Date;
  /** When the mail was handed over; left out: `at`. Reports that come days later should give it. */
  mailedAt?: Date;
  /** Domain of the sender address, for the alarm about it. */
  senderDomain?: string;
}

/** A mail that a receiving server took. */
export interface Acceptance {
  emailNormalised: string;
  deliveryId: number | null;
  runId: number | null;
  at: Date;
}

export interface BounceDeps {
  keys: Keys;
  clock: Clock;
}

/** SND-09: hard bounces of other kinds than an unknown user, in a row. */
export const HARD_IN_A_ROW = 3;
/** SND-10: soft-bounced mailings within `SOFT_DAYS` that pause an address. */
export const SOFT_MAILINGS = 5;
export const SOFT_DAYS = 30;
/** How long such a pause lasts; it ends by itself. */
export const PAUSE_DAYS = 30;

/** Why an address is retained; stored as the reason of its suppression. */
export type RetainReason = "unknown_user" | "hard_bounces" | "soft_paused";

/** What stands against an address, counted over its mailings. */
export interface SeriesState {
  unknownUser: boolean;
  hardRow: number;
  softMailings: number;
  onProbation: boolean;
}

/**
 * What follows from a series (SND-09, SND-10). Policy and unclear refusals are in none of the counts. After a person
 * re-activated an address one more hard bounce is enough.
 */
export function consequence(state: SeriesState): RetainReason | null {
  if (state.unknownUser) return "unknown_user";
  if (state.hardRow >= (state.onProbation ? 1 : HARD_IN_A_ROW)) return "hard_bounces";
  return state.softMailings >= SOFT_MAILINGS ? "soft_paused" : null;
}

/** What a mailing is counted by: every news of the same one counts once. */
export function mailingKey(of: {
  runId: number | null;
  deliveryId: number | null;
  at: Date;
}): string {
  if (of.runId !== null) return `r${of.runId}`;
  if (of.deliveryId !== null) return `d${of.deliveryId}`;
  return `t${of.at.toISOString().slice(0, 10)}`;
}

const MOST_REPLY = 300;

/** A server's words as they may be kept: without addresses, and without the name before the @ where it stands alone. */
export function withoutAddresses(text: string, emailNormalised: string): string {
  const local = emailNormalised.split("@")[0] ?? "";
  const bare = withoutTokens(text)
    .slice(0, 2000)
    .replace(/\s+/g, " ")
    .replace(/[^\s<>()[\]"',;:=]{1,128}@[^\s<>()[\]"',;:]{1,253}/g, "…@…");
  const named =
    local.length < 3
      ? bare
      : bare.replace(
          new RegExp(
            `(?<![\\w.-])${local.replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&")}(?![\\w.-])`,
            "giu",
          ),
          "…",
        );
  return named.trim().slice(0, MOST_REPLY);
}
