/** Mails from which on a rate says something; until then hard bounces are judged as if so many had left (SND-11). */
const SAMPLE = 1_000;
/** In a small mailing its first 5 % are judged, but not fewer mails and hard bounces than these. */
const SHARE = 0.05;
const LEAST_MAILS = 100;
const LEAST_HARD = 5;

/** Complaints of what was accepted on a day, from which people are told, and from which advertising stops (SND-07). */
export const COMPLAINTS = { warn: 0.001, stop: 0.003 } as const;
/** A day with fewer mails is judged as if it had so many: three complaints stop it, one does not. */
const LEAST_ACCEPTED = 1_000;

export const DEFAULT_SETTINGS = { hardBounceStop: 0.02, missedAfterMinutes: 120 } as const;

/** Figures of a run since it began or since somebody acknowledged its last figures. */
export interface BounceFigures {
  /** Mails with an answer of the receiving server. */
  handedOver: number;
  hard: number;
  /** Recipients the run was released with. */
  queued: number;
}

/**
 * SND-11: too many hard bounces among the first 1,000, among the first 5 % of a smaller mailing, or later among all.
 * 21 of the first 1,000 exceed 2 %, 20 do not.
 */
export function bouncesTooHigh(figures: BounceFigures, limit: number): boolean {
  const { handedOver, hard, queued } = figures;
  if (hard > limit * Math.max(SAMPLE, handedOver)) return true;
  const enough = Math.max(LEAST_MAILS, Math.min(SAMPLE, queued * SHARE));
  return hard >= LEAST_HARD && handedOver >= enough && hard > limit * handedOver;
}

/** A sending domain's complaints of one day; `rate` where a provider named only this. */
export interface ComplaintFigures {
  complaints: number;
  accepted: number;
  rate: number | null;
}

/** SND-07: 3 complaints per 1,000 accepted mails stop advertising from the domain, 1 tells people. */
export function judgeComplaints(figures: ComplaintFigures): "fine" | "warn" | "stop" {
  const rate = Math.max(
    figures.complaints / Math.max(LEAST_ACCEPTED, figures.accepted),
    figures.rate ?? 0,
  );
  if (rate >= COMPLAINTS.stop) return "stop";
  return rate >= COMPLAINTS.warn ? "warn" : "fine";
}
