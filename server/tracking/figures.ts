import { addDays, dayOf, lastDayEndedBefore, SETTLE_MS } from "./days.ts";
import type { DayCount } from "./measuring.store.ts";
import type { MeasuredMailing } from "./measuring.ts";
import { PIXEL_LINK } from "./tokens.ts";

/**
 * What may be shown of anonymous counters. Pure. Everything shown is a sum of *portions*: hits that became public
 * together, at least `k` of them, each hit in one portion only, and a portion once shown never changes. So whatever
 * is added or subtracted, at one moment or between two, is a sum of portions again and says nothing about fewer than
 * `k` hits (TRK-08, TRK-09).
 */

/** A figure, or "fewer than `below`", which is also said of zero. */
export type Figure = { hidden: false; value: number } | { hidden: true; below: number };

export interface Portion {
  /** The link, 0 for the pixel, or null for "other links": at least two of them. */
  link: number | null;
  /** First and last day of the hits, `2026-11-21`. */
  from: string;
  to: string;
  hits: number;
}

export interface PublishOptions {
  /** Accepted recipients without permission. */
  base: number;
  k: number;
  /** Last day whose counters are complete; the running day is never shown. */
  through: string;
  /** The base of unique figures; null at other levels, 0 while the mailing is being sent, when the base still grows. */
  uniqueBase: number | null;
  /** Day on which measuring closes. Once it is complete, what is left goes to "other links" or is dropped. */
  closesOn: string;
}

/**
 * What may be shown of a mailing now.
 *
 * @param accepted accepted recipients without permission; the smaller of it and the frozen number is the base
 * @param sendingEnded whether every mail has its end. A unique figure shown before could be compared with a base that
 *   grew: who of the first hundred did not open?
 */
export function publishOptions(
  mailing: MeasuredMailing,
  accepted: number,
  now: Date,
  sendingEnded: boolean,
): PublishOptions {
  const { timezone } = mailing;
  const base = Math.min(accepted, mailing.anonymousBase);
  return {
    base,
    uniqueBase: mailing.level !== "unique" ? null : sendingEnded ? base : 0,
    k: mailing.kMin,
    through: lastDayEndedBefore(timezone, now, SETTLE_MS),
    closesOn: dayOf(timezone, mailing.closedAt ?? mailing.closesAt),
  };
}

/** Days after which a link's few hits join "other links" instead of waiting for more. */
const WAIT_DAYS = 3;

/** An anonymous figure by itself: base and value at least `k`, for unique figures the rest of the base too. */
export function anonymousFigure(
  value: number,
  base: number,
  k: number,
  options: { unique?: boolean } = {},
): Figure {
  const small = base < k || value < k || (options.unique === true && base - value < k);
  return small ? { hidden: true, below: k } : { hidden: false, value };
}

/**
 * The portions of one agent class, in the order in which they became public. A day appears only together with
 * earlier unpublished days once they hold `k` new hits of the link.
 */
export function publish(counts: readonly DayCount[], options: PublishOptions): Portion[] {
  if (options.base < options.k) return [];
  const over = options.through >= options.closesOn;
  const last = over ? options.closesOn : options.through;
  const byDay = new Map<string, DayCount[]>();
  for (const count of counts) {
    if (count.hits <= 0 || count.day > last) continue;
    byDay.set(count.day, [...(byDay.get(count.day) ?? []), count]);
  }
  const first = [...byDay.keys()].sort()[0] ?? addDays(last, 1);
  const portions: Portion[] = [];
  const waiting = new Map<number, { from: string; hits: number }>();
  for (let day = first; day <= last; day = addDays(day, 1)) {
    for (const { link, hits } of byDay.get(day) ?? []) {
      const known = waiting.get(link);
      if (known) known.hits += hits;
      else waiting.set(link, { from: day, hits });
    }
    for (const [link, { from, hits }] of waiting) {
      if (hits < options.k) continue;
      portions.push({ link, from, to: day, hits });
      waiting.delete(link);
    }
    sweep(portions, waiting, day, addDays(day, -WAIT_DAYS), options.k);
  }
  if (over) sweep(portions, waiting, last, last, options.k);
  return portions;
}

/**
 * A unique figure: numbers of one link that were new, in portions of `k` like hits. It stops growing where it would
 * leave fewer than `k` of the base, and then stays: were it hidden again, or did it go on, the rest could be told.
 */
export function uniqueFigure(
  counts: readonly DayCount[],
  link: number,
  options: PublishOptions,
): Figure {
  const base = options.uniqueBase ?? 0;
  const own = counts.filter((count) => count.link === link && count.day <= options.through);
  const days = own.toSorted((a, b) => (a.day < b.day ? -1 : 1));
  let shown = 0;
  let waiting = 0;
  for (const { uniques } of days) {
    waiting += uniques;
    if (waiting < options.k || base - shown - waiting < options.k) continue;
    shown += waiting;
    waiting = 0;
  }
  return anonymousFigure(shown, base, options.k, { unique: true });
}

/** Puts what has waited since `since` or longer into "other links", if that is two links and `k` hits. */
function sweep(
  portions: Portion[],
  waiting: Map<number, { from: string; hits: number }>,
  day: string,
  since: string,
  k: number,
): void {
  const old = [...waiting].filter(([link, { from }]) => link !== PIXEL_LINK && from <= since);
  const hits = old.reduce((sum, [, part]) => sum + part.hits, 0);
  if (old.length < 2 || hits < k) return;
  const from = old.map(([, part]) => part.from).sort()[0] ?? day;
  portions.push({ link: null, from, to: day, hits });
  for (const [link] of old) waiting.delete(link);
}

export interface AnonymousReport {
  opens: Figure;
  clicks: Figure;
  /** Link number to figure, for every link asked for. */
  links: Map<number, Figure>;
  otherLinks: Figure;
  /** What became public on a day, with the days since the one before that had hits. */
  days: { from: string; day: string; opens: number; clicks: number }[];
  /** How many different mails' pixels and links were fetched; null except at level `unique`. */
  uniques: null | { opens: Figure; links: ReadonlyMap<number, Figure> };
}

/** All anonymous figures of a mailing for one agent class. Each is a sum of portions, and nothing else. */
export function anonymousReport(
  counts: readonly DayCount[],
  links: readonly number[],
  options: PublishOptions,
): AnonymousReport {
  const portions = publish(counts, options);
  const total = (keep: (portion: Portion) => boolean): Figure => {
    const value = portions.filter(keep).reduce((sum, portion) => sum + portion.hits, 0);
    return anonymousFigure(value, options.base, options.k);
  };
  const days = new Map<string, { from: string; day: string; opens: number; clicks: number }>();
  for (const { link, from, to, hits } of portions) {
    const day = days.get(to) ?? { from, day: to, opens: 0, clicks: 0 };
    if (from < day.from) day.from = from;
    if (link === PIXEL_LINK) day.opens += hits;
    else day.clicks += hits;
    days.set(to, day);
  }
  return {
    opens: total((portion) => portion.link === PIXEL_LINK),
    clicks: total((portion) => portion.link !== PIXEL_LINK),
    links: new Map(links.map((link) => [link, total((portion) => portion.link === link)])),
    otherLinks: total((portion) => portion.link === null),
    days: [...days.values()].sort((a, b) => (a.day < b.day ? -1 : 1)),
    uniques:
      options.uniqueBase === null
        ? null
        : {
            opens: uniqueFigure(counts, PIXEL_LINK, options),
            links: new Map(links.map((link) => [link, uniqueFigure(counts, link, options)])),
          },
  };
}

/**
 * Gross figure over everybody: the personal hits and what is shown of the anonymous ones. `partial` says that the
 * anonymous part is hidden and the value is the personal part alone (TRK-09).
 */
export function everybody(
  personalHits: number,
  anonymous: Figure,
): { value: number; partial: boolean } {
  return anonymous.hidden
    ? { value: personalHits, partial: true }
    : { value: personalHits + anonymous.value, partial: false };
}
