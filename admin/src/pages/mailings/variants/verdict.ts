import type { ComparedMailing, ComparedRateName } from "../../../../../contract/account-report.ts";

/** The measures a test is told by, the most telling first: clicks and opens of people who agreed, or unique anonymous opens. */
const MEASURES: readonly ComparedRateName[] = ["clicked", "uniqueOpened", "opened"];

export interface Verdict {
  measure: ComparedRateName;
  /** The variant with the highest rate. */
  leader: string;
}

/** The measure that every variant has, and who leads by it. Undefined: too few people may be measured. */
export function leaderOf(mailings: readonly ComparedMailing[]): Verdict | undefined {
  if (mailings.length < 2) return undefined;
  for (const measure of MEASURES) {
    const rates = mailings.map((mailing) => mailing.rates[measure]?.share);
    if (rates.some((rate) => rate === undefined)) continue;
    const best = Math.max(...(rates as number[]));
    return { measure, leader: mailings[rates.indexOf(best)]!.id };
  }
  return undefined;
}

/**
 * Whether the leader is ahead by more than chance: compared against it, every other variant is lower beyond the 95 %
 * interval of the difference.
 */
export function isClear(
  mailings: readonly ComparedMailing[],
  { measure, leader }: Verdict,
): boolean {
  return mailings.every(
    (mailing) => mailing.id === leader || mailing.rates[measure]?.difference === "lower",
  );
}
