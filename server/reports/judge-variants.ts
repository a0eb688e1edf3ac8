import type { ComparedMailing } from "../../contract/account-report.ts";
import { getAccount } from "../accounts/index.ts";
import { repliesTo } from "../inbound/index.ts";
import type { Judgement, JudgeVariants } from "../mailings/index.ts";
import type { Clock } from "../platform/index.ts";
import { compareMailings } from "./comparison.ts";
import { leftByVariant } from "./judge-variants.store.ts";
import { differenceOf, grossRateOf, rateOf } from "./proportions.ts";

/** How much of a normal distribution lies within, by confidence in percent. */
const Z = { 90: 1.644854, 95: 1.959964, 99: 2.575829 } as const;

interface Group {
  mailingId: number;
  /** Null: not counted, or too few to be shown. */
  count: number | null;
  base: number;
}

/**
 * Judges the variants of a test (TRK-21) by figures that anybody may see in their reports: of those who permit it,
 * anonymous totals, or facts of the delivery. Groups below k never decide, and totals below k count as hidden.
 */
export function judgeVariants({ clock }: { clock: Clock }): JudgeVariants {
  return async (tx, accountId, variants, { measure, confidence }) => {
    const { kMin } = await getAccount(tx);
    const ids = variants.map((variant) => variant.publicId);
    const { mailings } = await compareMailings(
      tx,
      accountId,
      { ids, against: undefined },
      { seesPersons: false, now: clock.now() },
    );
    const left = measure === "unsubscribed" ? await leftByVariant(tx, variants) : new Map();
    const replied =
      measure === "replies"
        ? await repliesTo(
            tx,
            variants.map((variant) => variant.id),
          )
        : new Map<number, number>();
    const clicks = grossClicks(mailings);
    const groups = variants.map(({ id, publicId }): Group => {
      const found = mailings.find((one) => one.id === publicId)!;
      if (measure === "unsubscribed")
        return { mailingId: id, count: left.get(id) ?? 0, base: found.accepted };
      if (measure === "accepted")
        return {
          mailingId: id,
          count: found.accepted,
          base: found.accepted + found.notSent.rejected,
        };
      if (measure === "replies") {
        const count = replied.get(id) ?? 0;
        return { mailingId: id, count: count < kMin ? null : count, base: found.accepted };
      }
      if (measure === "grossClicks") return { mailingId: id, ...clicks(found) };
      const rate = found.rates[measure];
      return { mailingId: id, count: rate?.count ?? null, base: rate?.base ?? 0 };
    });
    return judgeGroups(groups, {
      kMin,
      z: Z[confidence],
      fewerIsBetter: measure === "unsubscribed",
      repeats: measure === "grossClicks" || measure === "replies",
    });
  };
}

/**
 * Everybody's clicks where each variant may show them, else those counted anonymously: both are totals of which nobody can
 * be told apart, and the variants are compared by the same of the two.
 */
function grossClicks(
  mailings: readonly ComparedMailing[],
): (mailing: ComparedMailing) => Pick<Group, "count" | "base"> {
  const isWhole = mailings.every(({ everybody }) => everybody && !everybody.clicks.partial);
  return ({ everybody, anonymous, accepted }) =>
    isWhole
      ? { count: everybody!.clicks.value, base: accepted }
      : { count: anonymous?.clicks.value ?? null, base: anonymous?.base ?? 0 };
}

/**
 * Which group leads, and whether every other one stays behind by more than chance: the interval of each difference of two
 * proportions (Newcombe, method 10) at the confidence, made stricter by the number of comparisons (Bonferroni), excludes
 * zero. `repeats`: one person may be behind several of what is counted, so the bounds are wider. Pure.
 */
export function judgeGroups(
  groups: readonly Group[],
  asked: { kMin: number; z: number; fewerIsBetter: boolean; repeats?: boolean },
): Judgement {
  const figures = groups.map((group) => ({ ...group }));
  if (groups.some((group) => group.count === null || group.base < asked.kMin))
    return { verdict: "too_few", leader: null, figures };
  const z = stricter(asked.z, groups.length - 1);
  const boundsOf = asked.repeats ? grossRateOf : rateOf;
  const rates = groups.map((group) => boundsOf(group.count!, group.base, z)!);
  const shares = rates.map((rate) => (asked.fewerIsBetter ? -rate.share : rate.share));
  const best = shares.indexOf(Math.max(...shares));
  const behind = asked.fewerIsBetter ? "higher" : "lower";
  const isClear = rates.every(
    (rate, at) => at === best || differenceOf(rate, rates[best]!) === behind,
  );
  return { verdict: isClear ? "clear" : "chance", leader: groups[best]!.mailingId, figures };
}

/** The bound whose error is the asked one's divided by the number of comparisons; four at most (normal quantiles). */
function stricter(z: number, comparisons: number): number {
  if (comparisons <= 1) return z;
  const wanted = (1 - normal(z)) / comparisons;
  let low = z;
  let high = 6;
  for (let step = 0; step < 50; step++) {
    const middle = (low + high) / 2;
    if (1 - normal(middle) > wanted) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

/** The normal distribution function (Abramowitz and Stegun 26.2.17; error below 7.5e-8). */
function normal(x: number): number {
  const t = 1 / (1 + 0.2316419 * x);
  const sum =
    t *
    (0.31938153 + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))));
  return 1 - (Math.exp((-x * x) / 2) / Math.sqrt(2 * Math.PI)) * sum;
}
