import { instantOfLocalTime } from "../platform/index.ts";

/** So many people gave this as their time zone; the value is theirs, in small letters. */
export interface ZoneValue {
  value: string;
  people: number;
}

interface PlannedWave {
  at: Date;
  /** IANA names, the most people first. */
  zones: string[];
  people: number;
  passed: boolean;
}

export interface RecipientPlan {
  waves: PlannedWave[];
  /** Values in which no time zone can be read, and how many people gave one of them. */
  unreadable: number;
  known: number;
  /** Which wave each readable value leaves with; every other person leaves with `accountWave`. */
  waveOf: Map<string, number>;
  accountWave: number;
}

const NAME = /^(?:utc|[a-z_]+(?:\/[a-z0-9_+-]+)+)$/i;
const names = new Map<string, string | undefined>();

/** An IANA zone as it is spelt there; undefined where a value names none. Offsets such as +01:00 are none: they know no summer. */
export function zoneNamed(value: string): string | undefined {
  const given = value.trim().replaceAll(" ", "_");
  if (given.length > 60 || !NAME.test(given)) return undefined;
  const key = given.toLowerCase();
  if (!names.has(key)) {
    let name: string | undefined;
    try {
      name = new Intl.DateTimeFormat("en", { timeZone: given }).resolvedOptions().timeZone;
    } catch {
      name = undefined;
    }
    if (names.size < 5_000) names.set(key, name);
    return name;
  }
  return names.get(key);
}

/**
 * When a mailing leaves by each recipient's clock. Pure. Zones whose clocks show the hour at the same instant share a
 * wave, so there are at most a few dozen, over at most 26 hours. An hour that a zone skips means the moment as many
 * minutes after the change, one that it has twice the first. Who has no zone has the account's.
 *
 * With `passed: "now"` a wave whose time is over leaves at `now`; with `"account"` its people leave with the account's
 * wave, so that nobody is mailed at an hour nobody chose. Left out: the waves stay as they are, for showing.
 */
export function planWaves(
  asked: { local: string; accountZone: string; people: number; now: Date },
  values: readonly ZoneValue[],
  passed?: "now" | "account",
): RecipientPlan {
  const { local, accountZone, now } = asked;
  const zones = new Map<string, { people: number; values: string[] }>();
  let unreadable = 0;
  let known = 0;
  for (const { value, people } of values) {
    const zone = zoneNamed(value);
    if (zone === undefined) {
      unreadable += people;
      continue;
    }
    known += people;
    const found = zones.get(zone) ?? { people: 0, values: [] };
    found.people += people;
    found.values.push(value);
    zones.set(zone, found);
  }
  const others = Math.max(0, asked.people - known);
  const own = zones.get(accountZone) ?? { people: 0, values: [] };
  zones.set(accountZone, { ...own, people: own.people + others });
  const accountAt = effective(instantOfLocalTime(local, accountZone), now, passed && "now");
  const byTime = new Map<number, { zones: [string, number][]; people: number; values: string[] }>();
  for (const [zone, { people, values: given }] of zones) {
    const exact = instantOfLocalTime(local, zone);
    const at =
      passed === "account" && exact < now ? accountAt : effective(exact, now, passed && "now");
    const wave = byTime.get(at.getTime()) ?? { zones: [], people: 0, values: [] };
    wave.zones.push([zone, people]);
    wave.people += people;
    wave.values.push(...given);
    byTime.set(at.getTime(), wave);
  }
  const sorted = [...byTime].toSorted(([a], [b]) => a - b);
  const waveOf = new Map<string, number>();
  for (const [no, [, wave]] of sorted.entries())
    for (const value of wave.values) waveOf.set(value, no);
  return {
    waves: sorted.map(([time, wave]) => ({
      at: new Date(time),
      zones: wave.zones.toSorted(([, a], [, b]) => b - a).map(([zone]) => zone),
      people: wave.people,
      passed: time < now.getTime(),
    })),
    unreadable,
    known,
    waveOf,
    accountWave: sorted.findIndex(([time]) => time === accountAt.getTime()),
  };
}

function effective(at: Date, now: Date, passed: "now" | undefined): Date {
  return passed !== undefined && at < now ? now : at;
}
