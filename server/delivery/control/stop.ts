/** What a stop holds: everything, or mailings only; one for checks holds one-to-one advertising besides. */
export type StopScope = "all" | "advertising";

/** Account 0 stands for the whole installation. */
export const INSTALLATION = 0;

/** How long the answer to a stop waits for mails whose final dot had left before it, in milliseconds. */
export const SETTLE_MS = 2_000;

/**
 * Why: somebody pressed the button, this database must not send before somebody confirmed it, or mandatory checks of the
 * account are red (CHK-A1). The last one ends by itself when they are green, and by nobody's word.
 */
export type StopCause = "operator" | "restored" | "checks";

/** An emergency stop: who, when, why, and who ended it. While one is active no mark is given (ORG-12). */
export interface SendingStop {
  accountId: number;
  id: number;
  publicId: string;
  scope: StopScope;
  cause: StopCause;
  reason: string | null;
  startedBy: string;
  startedAt: Date;
  endedBy: string | null;
  endedAt: Date | null;
}
