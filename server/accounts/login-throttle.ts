import { isIPv4, isIPv6 } from "node:net";

/** Failed tries under one key: an address, or a network. */
export interface ThrottleState {
  failures: number;
  blockedUntil: Date | null;
  lastAt: Date;
}

export interface ThrottleRule {
  /** Failures after which each further one blocks. */
  free: number;
  /** First block; doubled with each further failure. */
  firstBlockMs: number;
  longestBlockMs: number;
}

const FORGET_MS = 24 * 3_600_000;

/** A person mistypes a few times; a network may hold many people behind one address. */
export const throttleRules = {
  name: { free: 5, firstBlockMs: 30_000, longestBlockMs: 15 * 60_000 },
  network: { free: 30, firstBlockMs: 30_000, longestBlockMs: 15 * 60_000 },
  // Six digits, three of them right at a time: an hour of guessing reaches a few dozen tries.
  factor: { free: 5, firstBlockMs: 30_000, longestBlockMs: 15 * 60_000 },
  // Links by mail to one address.
  link: { free: 3, firstBlockMs: 10 * 60_000, longestBlockMs: 4 * 3_600_000 },
} satisfies Record<string, ThrottleRule>;

/**
 * Whether a try may be made now, and the state that counts it as failed. It is counted before the password
 * is looked at, so that parallel tries cannot slip through; success takes it back (ORG-02).
 */
export function countTry(
  state: ThrottleState | undefined,
  rule: ThrottleRule,
  now: Date,
): { allowed: true; next: ThrottleState } | { allowed: false; retryAfterMs: number } {
  if (state?.blockedUntil && state.blockedUntil > now)
    return { allowed: false, retryAfterMs: state.blockedUntil.getTime() - now.getTime() };
  const forgotten = !state || now.getTime() - state.lastAt.getTime() > FORGET_MS;
  const failures = forgotten ? 1 : state.failures + 1;
  const over = failures - rule.free;
  const block = Math.min(rule.longestBlockMs, rule.firstBlockMs * 2 ** Math.min(over, 20));
  return {
    allowed: true,
    next: {
      failures,
      blockedUntil: over >= 0 ? new Date(now.getTime() + block) : null,
      lastAt: now,
    },
  };
}

/** The part of an address that one attacker can easily change within: /24 of IPv4, /48 of IPv6. */
export function networkOf(ip: string): string {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(ip)?.[1] ?? ip;
  if (isIPv4(mapped)) return mapped.split(".").slice(0, 3).join(".");
  if (!isIPv6(mapped)) return "unknown";
  const [head = "", tail = ""] = (mapped.split("%")[0] ?? "").toLowerCase().split("::");
  const left = head === "" ? [] : head.split(":");
  const right = tail === "" ? [] : tail.split(":");
  const zeros = mapped.includes("::") ? Math.max(0, 8 - left.length - right.length) : 0;
  const groups = [...left, ...Array<string>(zeros).fill("0"), ...right];
  return groups
    .slice(0, 3)
    .map((group) => group.replace(/^0+(?=.)/, ""))
    .join(":");
}
