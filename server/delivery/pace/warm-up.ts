/** All domains nobody knows the provider of count together. */
export const OTHER = "other";

/**
 * Mails a day to one provider from a domain nobody knows yet, step by step. Four weeks in which volume grows by about
 * a third to a half a day, from what large receivers take from strangers to what a large sender needs.
 */
export const DEFAULT_CAPS: readonly number[] = [
  100, 150, 250, 400, 600, 900, 1_300, 1_800, 2_500, 3_500, 5_000, 7_000, 9_500, 13_000, 18_000,
  25_000, 34_000, 46_000, 62_000, 84_000, 115_000, 155_000, 210_000, 285_000, 385_000, 520_000,
  700_000, 1_000_000,
];

/**
 * How many steps the days so far (oldest first) have climbed. A day counts when at least half of its cap was used: a
 * receiver gets to know a sender by its mail, not by time that passes.
 */
export function stepOf(taken: readonly number[], caps: readonly number[]): number {
  let step = 0;
  for (const count of taken) {
    const cap = caps[step];
    if (cap === undefined) break;
    if (count * 2 >= cap) step++;
  }
  return step;
}

/** Today's cap after these days; null: the warm-up is over. */
export function capOf(taken: readonly number[], caps: readonly number[]): number | null {
  return caps[stepOf(taken, caps)] ?? null;
}

/** Steps of an own schedule must not fall. Gives what is wrong. */
export function capsProblem(caps: readonly number[]): "empty" | "falling" | null {
  if (caps.length === 0) return "empty";
  return caps.some((cap, at) => cap < (caps[at - 1] ?? 1)) ? "falling" : null;
}
