import type { Rhythm } from "../../contract/account-report.ts";
import { rateOf } from "./proportions.ts";

/** Mailings below which nothing is claimed, in all and on a weekday or in an hour. */
const NEEDED = 12;
const NEEDED_EACH = 3;
const SHUFFLES = 1999;
/** A lead that chance alone makes less often than this is called clear. */
const RARE = 0.05;

/** One mailing with a rate that the viewer may see. */
export interface RhythmMailing {
  /** Weekday or hour. */
  key: number;
  /** Mailings to the same lists are compared with each other only: readers differ more than days do. */
  lists: string;
  /** People measured, and how many of them opened and clicked. */
  base: number;
  openers: number;
  clickers: number;
  /** Published gross loads and the number of people they are from; null where hidden or not counted. */
  anonymous: { base: number; opens: number } | null;
}

/**
 * When a mailing is opened most. Claims something only where enough mailings stand behind it, and says how often chance alone
 * would make a lead as large: the weekdays of mailings to the same lists are shuffled, which also allows for having looked
 * for the best of several. Pure, and the same figures always give the same answer.
 */
export function rhythmOf(mailings: readonly RhythmMailing[]): Rhythm {
  const keys = [...new Set(mailings.map((each) => each.key))].sort((a, b) => a - b);
  const cells = keys.map((key) => cellOf(key, mailings));
  const compared = mailings.filter(
    (each) => mailings.filter((other) => other.lists === each.lists).length > 1,
  );
  const counts = countBy(compared.map((each) => each.key));
  const able = keys.filter((key) => (counts.get(key) ?? 0) >= NEEDED_EACH);
  const none = { mailings: compared.length, needed: NEEDED, neededEach: NEEDED_EACH, cells };
  if (compared.length < NEEDED || able.length < 2)
    return { ...none, verdict: "too_few", best: null };
  const groups = residualsOf(compared);
  const found = leadOf(groups, able, compared.length);
  const random = seeded(compared.length);
  let asLarge = 0;
  for (let turn = 0; turn < SHUFFLES; turn++) {
    const shuffled = groups.map(({ keys: own, rest }) => ({ keys: shuffle(own, random), rest }));
    if (leadOf(shuffled, able, compared.length).lead >= found.lead - 1e-12) asLarge += 1;
  }
  const chance = (1 + asLarge) / (1 + SHUFFLES);
  return { ...none, verdict: chance < RARE ? "clear" : "chance", best: { ...found, chance } };
}

function cellOf(key: number, mailings: readonly RhythmMailing[]): Rhythm["cells"][number] {
  const own = mailings.filter((each) => each.key === key);
  const sum = (of: (each: RhythmMailing) => number) =>
    own.reduce((total, each) => total + of(each), 0);
  const base = sum((each) => each.base);
  const shown = own.flatMap((each) => each.anonymous ?? []);
  return {
    key,
    mailings: own.length,
    opened: rateOf(
      sum((each) => each.openers),
      base,
    )!,
    clicked: rateOf(
      sum((each) => each.clickers),
      base,
    )!,
    anonymous:
      shown.length === 0
        ? null
        : {
            mailings: shown.length,
            base: shown.reduce((total, each) => total + each.base, 0),
            opens: shown.reduce((total, each) => total + each.opens, 0),
          },
  };
}

interface Group {
  keys: number[];
  /** How far each mailing's open rate is from the mean of those to the same lists. */
  rest: number[];
}

function residualsOf(mailings: readonly RhythmMailing[]): Group[] {
  const groups = new Map<string, RhythmMailing[]>();
  for (const each of mailings) groups.set(each.lists, [...(groups.get(each.lists) ?? []), each]);
  return [...groups.values()].map((own) => {
    const rates = own.map((each) => each.openers / each.base);
    const mean = rates.reduce((sum, rate) => sum + rate, 0) / rates.length;
    return { keys: own.map((each) => each.key), rest: rates.map((rate) => rate - mean) };
  });
}

/** The key whose mailings are furthest above all the others, and by how much. */
function leadOf(
  groups: readonly Group[],
  able: readonly number[],
  count: number,
): { key: number; lead: number } {
  const sums = new Map<number, { sum: number; count: number }>();
  let all = 0;
  for (const { keys, rest } of groups)
    keys.forEach((key, at) => {
      const cell = sums.get(key) ?? { sum: 0, count: 0 };
      cell.sum += rest[at]!;
      cell.count += 1;
      all += rest[at]!;
      sums.set(key, cell);
    });
  let best = { key: able[0]!, lead: Number.NEGATIVE_INFINITY };
  for (const key of able) {
    const cell = sums.get(key)!;
    const lead = cell.sum / cell.count - (all - cell.sum) / (count - cell.count);
    if (lead > best.lead) best = { key, lead };
  }
  return best;
}

function countBy(keys: readonly number[]): Map<number, number> {
  const counts = new Map<number, number>();
  for (const key of keys) counts.set(key, (counts.get(key) ?? 0) + 1);
  return counts;
}

function shuffle(values: readonly number[], random: () => number): number[] {
  const made = [...values];
  for (let at = made.length - 1; at > 0; at--) {
    const other = Math.floor(random() * (at + 1));
    [made[at], made[other]] = [made[other]!, made[at]!];
  }
  return made;
}

/** Mulberry32: small, and the same for the same seed. Nothing secret depends on it. */
function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
