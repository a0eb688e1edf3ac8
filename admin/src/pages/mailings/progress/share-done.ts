import type { MailingSummary, ProgressView } from "../../../../../contract/mailings.ts";

/**
 * How many of those who may be mailed have an end: handed over, refused or uncertain. While the audience is
 * being prepared, batches are counted instead. `total` undefined: not known yet.
 */
export function shareDone(
  progress: ProgressView | undefined,
  mailing: Pick<MailingSummary, "counts" | "state">,
): { done: number; total: number | undefined } {
  if (progress?.state === "preparing")
    return { done: progress.prepared.done, total: progress.prepared.of || undefined };
  const counts = progress?.counts ?? mailing.counts;
  if (!counts || counts.candidates === 0) return { done: 0, total: undefined };
  return {
    done: counts.accepted + counts.rejected + counts.uncertain,
    total: counts.candidates - counts.excluded,
  };
}
