import type { DayGate, Gate } from "./gate.ts";
import type { LimitRow, SlowDownRow, WarmUpDay, WarmUpRow } from "./pace.store.ts";
import type { Course } from "./paced-queue.ts";
import type { Tokens } from "./tokens.ts";
import { capOf, DEFAULT_CAPS, OTHER } from "./warm-up.ts";
import { isKnownProvider } from "./providers.ts";

/** What the database says about an account's pace. */
export interface AccountRead {
  limits: readonly LimitRow[];
  slow: readonly SlowDownRow[];
  warm: readonly WarmUpRow[];
  days: readonly WarmUpDay[];
  today: string;
  nextDayAt: number;
}

/** The pace of one account in this process. */
export interface AccountPace {
  readonly id: number;
  readonly timezone: string;
  usedAt: number;
  /** Nothing of it waits here. */
  readonly isQuiet: boolean;
  /** Changes with everything that may change a course. */
  readonly version: number;
  read(from: AccountRead): void;
  knowsDomain(domain: string): boolean;
  /** The gates between this account and a provider. */
  course(route: Route, provider: string): Course;
  /** The gates of the route that hold for every receiver. */
  common(route: Route): readonly Gate[];
  /** Whether no mail of this route meets any gate. */
  isFree(route: Route): boolean;
  slowDown(relay: string, provider: string): number | undefined;
  slow(relay: string, provider: string, perSecond: number): void;
  count(relay: string, provider: string, windowMs: number): void;
  /** Mails a second lately sent to a provider. */
  rateTo(relay: string, provider: string): number;
  /** The slowed providers that took mail since the last question. */
  takeAccepted(): { accountId: number; relay: string; provider: string }[];
}

export interface Route {
  relay: {
    key: string;
    destination: "catch_all" | "internet";
    perSecond?: number | null | undefined;
  };
  domain: string | null;
}

interface Window {
  since: number;
  count: number;
  before: number;
}

const effective = (limit: LimitRow): number =>
  Math.min(limit.perSecond ?? Infinity, (limit.perHour ?? Infinity) / 3600);

export function accountPace(
  id: number,
  timezone: string,
  tokens: Tokens,
  now: () => number,
): AccountPace {
  let read: AccountRead = { limits: [], slow: [], warm: [], days: [], today: "", nextDayAt: 0 };
  let limits = new Map<string, number>();
  let slow = new Map<string, number>();
  let caps = new Map<string, Map<string, { past: number[]; today: number }>>();
  let signature = "";
  let version = 0;
  const courses = new Map<string, Course>();
  const sent = new Map<string, Map<string, Window>>();
  const accepted = new Set<string>();

  const changed = (): void => {
    version++;
    courses.clear();
  };
  const rateGate = (kind: "limit" | "slow_down", key: string, rate: number | undefined, of = id) =>
    rate === undefined ? [] : [tokens.rate({ kind, accountId: of, key, rate })];
  /** What every mail of the route passes, whoever receives it. */
  const common = ({ relay, domain }: Route): Gate[] => [
    ...rateGate("limit", `relay:${relay.key}`, relay.perSecond ?? undefined, 0),
    ...rateGate("limit", "account", limits.get("account:")),
    ...(domain === null
      ? []
      : rateGate("limit", `domain:${domain}`, limits.get(`domain:${domain}`))),
  ];
  const warmUp = ({ relay, domain }: Route, provider: string): DayGate[] => {
    if (domain === null || relay.destination !== "internet") return [];
    const warm = read.warm.find((row) => row.domain === domain && row.state === "running");
    if (!warm) return [];
    const group = isKnownProvider(provider) ? provider : OTHER;
    const so = caps.get(domain)?.get(group);
    const cap = capOf(so?.past ?? [], warm.caps ?? DEFAULT_CAPS);
    if (cap === null) return [];
    const { today: day, nextDayAt } = read;
    const taken = so?.today ?? 0;
    return [tokens.day({ accountId: id, domain, provider: group, day, cap, taken, nextDayAt })];
  };
  const kept = (key: string, make: () => Gate[]): Course => {
    let course = courses.get(key);
    if (!course) courses.set(key, (course = { gates: make() }));
    return course;
  };

  return {
    id,
    timezone,
    usedAt: now(),
    get isQuiet() {
      return [...courses.values()].every((course) =>
        course.gates.every((gate) => gate.pending === 0),
      );
    },
    get version() {
      return version;
    },
    read(from) {
      read = from;
      limits = new Map(from.limits.map((row) => [`${row.scope}:${row.name}`, effective(row)]));
      slow = new Map(from.slow.map((row) => [`${row.relay}|${row.provider}`, row.perSecond]));
      caps = new Map();
      for (const row of from.days) {
        const domain = caps.get(row.domain) ?? new Map<string, { past: number[]; today: number }>();
        const of = domain.get(row.provider) ?? { past: [], today: 0 };
        if (row.day === from.today) of.today = row.taken;
        else if (row.day < from.today) of.past.push(row.taken);
        caps.set(row.domain, domain.set(row.provider, of));
      }
      // Days are counted by their gates; only a new day, a decision or another pace makes other courses.
      const next = JSON.stringify([[...limits], [...slow], from.warm, from.today]);
      if (next === signature) return;
      signature = next;
      changed();
    },
    common,
    knowsDomain: (domain) => read.warm.some((row) => row.domain === domain),
    course(route, provider) {
      const base = `${route.relay.key}|${route.domain ?? ""}|${route.relay.perSecond ?? ""}`;
      const slowed = slow.get(`${route.relay.key}|${provider}`);
      const limit = limits.get(`provider:${provider}`);
      const warm = warmUp(route, provider);
      if (slowed === undefined && limit === undefined && warm.length === 0)
        return kept(base, () => common(route));
      if (slowed === undefined && limit === undefined)
        return kept(`${base}|~${warm[0]!.provider}`, () => [...common(route), ...warm]);
      return kept(`${base}|${provider}`, () => [
        ...common(route),
        ...rateGate("limit", `provider:${provider}`, limit),
        ...rateGate("slow_down", `slow:${route.relay.key}:${provider}`, slowed),
        ...warm,
      ]);
    },
    isFree({ relay, domain }) {
      return (
        limits.size === 0 &&
        slow.size === 0 &&
        (relay.perSecond ?? null) === null &&
        (relay.destination !== "internet" ||
          !read.warm.some((row) => row.domain === domain && row.state === "running"))
      );
    },
    slowDown: (relay, provider) => slow.get(`${relay}|${provider}`),
    slow(relay, provider, perSecond) {
      slow.set(`${relay}|${provider}`, perSecond);
      signature = "";
      changed();
    },
    count(relay, provider, windowMs) {
      let providers = sent.get(relay);
      if (!providers) sent.set(relay, (providers = new Map()));
      let window = providers.get(provider);
      const at = now();
      this.usedAt = at;
      if (!window || at - window.since >= windowMs) {
        const before =
          window && at - window.since < 2 * windowMs
            ? (window.count * 1000) / (at - window.since)
            : 0;
        // Receivers of last week are not remembered.
        if (providers.size > 5_000) providers.clear();
        providers.set(provider, (window = { since: at, count: 0, before }));
      }
      window.count++;
      if (slow.size > 0 && slow.has(`${relay}|${provider}`)) accepted.add(`${relay}|${provider}`);
    },
    rateTo(relay, provider) {
      const window = sent.get(relay)?.get(provider);
      if (!window) return 0;
      const elapsed = Math.max(1_000, now() - window.since);
      return Math.max(window.before, (window.count * 1000) / elapsed);
    },
    takeAccepted() {
      const all = [...accepted].map((key) => {
        const cut = key.lastIndexOf("|");
        return { accountId: id, relay: key.slice(0, cut), provider: key.slice(cut + 1) };
      });
      accepted.clear();
      return all;
    },
  };
}
