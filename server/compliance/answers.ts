import type { ExclusionReason } from "../../contract/reasons.ts";
import type { Day, Fact } from "./facts.ts";

/** A question's answer: the reason to stop, or null to go on. */
export type Answer = ExclusionReason | null;

/** Goes on only if the fact is known and false. */
export function stopIf(fact: unknown, reason: ExclusionReason): Answer {
  return fact === false ? null : fact === true ? reason : "facts_missing";
}

/** Goes on only if the fact is known and true. */
export function need(fact: unknown, reason: ExclusionReason): Answer {
  return fact === true ? null : fact === false ? reason : "facts_missing";
}

/** Asks everything, so that a missing fact is never hidden behind a known reason; then the first reason wins. */
export function firstOf(answers: readonly Answer[]): Answer {
  return answers.includes("facts_missing")
    ? "facts_missing"
    : (answers.find((a) => a !== null) ?? null);
}

export function isDay(value: Fact<Day | null>): boolean {
  return typeof value === "string" && value.length === 10;
}

export function isCount(value: Fact<number>): boolean {
  return typeof value === "number" && value >= 0;
}

let remembered = { at: Number.NaN, months: 0, day: "" };

/** The day so many months before, in UTC; the last of a shorter month. Remembered, because a batch asks for one day only. */
export function monthsBefore(now: Date, months: number): Day {
  const at = now.getTime();
  if (remembered.at !== at || remembered.months !== months) {
    const first = new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() - months, 1));
    const last = new Date(Date.UTC(first.getUTCFullYear(), first.getUTCMonth() + 1, 0));
    first.setUTCDate(Math.min(now.getUTCDate(), last.getUTCDate()));
    remembered = { at, months, day: first.toISOString().slice(0, 10) };
  }
  return remembered.day;
}

export function daysBefore(now: Date, days: number): Day {
  return new Date(now.getTime() - days * 86_400_000).toISOString().slice(0, 10);
}
