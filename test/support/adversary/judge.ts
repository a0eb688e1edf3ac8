import type { Guess } from "./attack.ts";

export interface Verdict {
  /** Area under the curve: 0.5 is a coin, 1 knows everybody. */
  auc: number;
  /** Of the 1 % of whom the adversary is surest, how many did it. */
  precision: number;
  /** Of all. */
  baseRate: number;
  /** Base rate + 3 standard deviations for as many people as the surest 1 %. */
  precisionLimit: number;
  /** The ways of looking that did best. */
  best: string[];
  caught: boolean;
}

/**
 * The adversary learns on one half of the people, of whom it may know everything, which way of looking tells most and in
 * which direction, and is judged on the other half; then the other way round. So the best guess is taken for the
 * adversary, without the luck of many tries being taken for knowledge.
 */
export function judge(
  all: readonly Guess[],
  truth: readonly boolean[],
  random: () => number,
): Verdict {
  const half = truth.map(() => (random() < 0.5 ? 0 : 1));
  const noise = truth.map(() => random());
  const indexesOf = (which: number) => truth.map((_t, at) => at).filter((at) => half[at] === which);
  const halves = [indexesOf(0), indexesOf(1)];
  let auc = 0;
  let top = 0;
  let right = 0;
  const best: string[] = [];
  for (const which of [0, 1]) {
    const learn = halves[1 - which]!;
    const test = halves[which]!;
    const chosen = pick(all, learn, truth, noise, (scores) =>
      Math.abs(areaUnderCurve(scores, learn, truth) - 0.5),
    );
    const area = areaUnderCurve(chosen.scores, test, truth);
    auc += (chosen.rising ? area : 1 - area) / 2;
    const sharpest = pick(all, learn, truth, noise, (scores, rising) =>
      precisionOfTop(scores, rising, learn, truth, noise),
    );
    const surest = topOf(sharpest.scores, sharpest.rising, test, noise);
    top += surest.length;
    right += surest.filter((at) => truth[at]).length;
    best.push(chosen.name, sharpest.name);
  }
  const baseRate = truth.filter(Boolean).length / truth.length;
  const precision = right / top;
  const precisionLimit = baseRate + 3 * Math.sqrt((baseRate * (1 - baseRate)) / top);
  const caught = Math.abs(auc - 0.5) > 0.05 || precision > precisionLimit;
  return { auc, precision, baseRate, precisionLimit, best: [...new Set(best)], caught };
}

function pick(
  all: readonly Guess[],
  learn: readonly number[],
  truth: readonly boolean[],
  noise: readonly number[],
  worth: (scores: Float64Array, rising: boolean) => number,
): { name: string; scores: Float64Array; rising: boolean } {
  let best: { name: string; scores: Float64Array; rising: boolean; worth: number } | undefined;
  for (const { name, scores } of all) {
    const rising = areaUnderCurve(scores, learn, truth) >= 0.5;
    const found = worth(scores, rising);
    if (!best || found > best.worth) best = { name, scores, rising, worth: found };
  }
  if (!best) return { name: "nothing", scores: Float64Array.from(noise), rising: true };
  return best;
}

/** Mann-Whitney; equal scores count half. */
function areaUnderCurve(
  scores: Float64Array,
  among: readonly number[],
  truth: readonly boolean[],
): number {
  const sorted = among.toSorted((a, b) => scores[a]! - scores[b]!);
  let ranks = 0;
  let yes = 0;
  for (let from = 0; from < sorted.length;) {
    let to = from;
    while (to < sorted.length && scores[sorted[to]!] === scores[sorted[from]!]) to++;
    for (let at = from; at < to; at++)
      if (truth[sorted[at]!]) {
        yes++;
        ranks += (from + to + 1) / 2;
      }
    from = to;
  }
  const no = among.length - yes;
  return yes === 0 || no === 0 ? 0.5 : (ranks - (yes * (yes + 1)) / 2) / (yes * no);
}

/** The surest 1 %; where scores are equal, chance decides. */
function topOf(
  scores: Float64Array,
  rising: boolean,
  among: readonly number[],
  noise: readonly number[],
): number[] {
  const sign = rising ? 1 : -1;
  return among
    .toSorted((a, b) => sign * (scores[b]! - scores[a]!) || noise[a]! - noise[b]!)
    .slice(0, Math.ceil(among.length / 100));
}

function precisionOfTop(
  scores: Float64Array,
  rising: boolean,
  among: readonly number[],
  truth: readonly boolean[],
  noise: readonly number[],
): number {
  const top = topOf(scores, rising, among, noise);
  return top.filter((at) => truth[at]).length / top.length;
}
