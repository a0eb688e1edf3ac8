import type { Rate } from "../../contract/account-report.ts";

/** 95 % of a normal distribution lie within. */
const Z = 1.959964;

/**
 * A share of a base with the bounds that chance leaves it (Wilson 1927): where there are few, they lie far apart. Null
 * without a base.
 *
 * @param count of `base`; more than the base counts as all of it
 * @param z half the width of the bounds in standard deviations; 95 % by default
 */
export function rateOf(count: number, base: number, z = Z): Rate | null {
  if (base <= 0) return null;
  const share = Math.min(1, count / base);
  const z2 = z * z;
  const middle = share + z2 / (2 * base);
  const spread = z * Math.sqrt((share * (1 - share) + z2 / (4 * base)) / base);
  // The last digit of the arithmetic must not carry a bound past its share.
  const low = Math.max(0, Math.min(share, (middle - spread) / (1 + z2 / base)));
  const high = Math.min(1, Math.max(share, (middle + spread) / (1 + z2 / base)));
  return { count, base, share, low, high };
}

/** Standard deviations of events that repeat, in those of single ones: twice as many. */
const REPEATS = 2;

/**
 * Events for each of a base where one person may cause several and nobody knows who did, such as gross clicks: the score
 * bounds of a Poisson rate, twice as wide. They hold while the variance is at most four times the mean; where the number of
 * clicks of a clicking person is geometric, that is up to two and a half each.
 *
 * @param z as in `rateOf`
 */
export function grossRateOf(count: number, base: number, z = Z): Rate {
  const wide = z * REPEATS;
  const middle = count + (wide * wide) / 2;
  const spread = wide * Math.sqrt(count + (wide * wide) / 4);
  return {
    count,
    base,
    share: count / base,
    low: Math.max(0, (middle - spread) / base),
    high: (middle + spread) / base,
  };
}

/**
 * Whether two shares differ by more than chance: the 95 % interval of the difference of two proportions (Newcombe 1998,
 * method 10) holds zero or not. It takes the two groups for different people; where many got both mailings it says
 * "chance" rather too often.
 */
export function differenceOf(one: Rate, other: Rate): "chance" | "higher" | "lower" {
  const difference = one.share - other.share;
  const low = difference - Math.hypot(one.share - one.low, other.high - other.share);
  const high = difference + Math.hypot(one.high - one.share, other.share - other.low);
  if (low > 0) return "higher";
  return high < 0 ? "lower" : "chance";
}
