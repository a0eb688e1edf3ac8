import { AppError, type Keys, type Tx } from "../platform/index.ts";
import { countTry, networkOf, throttleRules } from "./login-throttle.ts";
import { clearThrottle, forgiveTry, lockThrottle, saveThrottle } from "./operators.store.ts";

/** The two counters of a try: of the thing that is tried, and of the network it comes from. */
export interface ThrottleKeys {
  rule: "name" | "factor" | "link";
  name: Buffer;
  network: Buffer;
}

/** Keyed hashes: neither addresses nor networks are kept in clear. */
export function throttleKeys(
  keys: Keys,
  tried: { rule: ThrottleKeys["rule"]; what: string | number },
  ip: string,
): ThrottleKeys {
  return {
    rule: tried.rule,
    name: keys.mac("login-throttle", tried.rule, tried.what),
    network: keys.mac("login-throttle", "network", networkOf(ip)),
  };
}

/** Counts this try for both; what is blocked, and for how many milliseconds. */
export async function countTries(
  tx: Tx,
  keys: ThrottleKeys,
  now: Date,
): Promise<{ blocked: "network" | "name"; retryAfterMs: number } | undefined> {
  // Always in this order, so that two tries cannot wait for each other.
  const network = countTry(await lockThrottle(tx, keys.network, now), throttleRules.network, now);
  if (!network.allowed) return { blocked: "network", retryAfterMs: network.retryAfterMs };
  const name = countTry(await lockThrottle(tx, keys.name, now), throttleRules[keys.rule], now);
  if (!name.allowed) return { blocked: "name", retryAfterMs: name.retryAfterMs };
  await saveThrottle(tx, keys.network, network.next);
  await saveThrottle(tx, keys.name, name.next);
  return undefined;
}

/** The try was right after all: nothing is held against the thing tried, and this try not against the network. */
export async function takeBackTry(tx: Tx, keys: ThrottleKeys): Promise<void> {
  // In the order in which tries are counted.
  await forgiveTry(tx, keys.network);
  await clearThrottle(tx, keys.name);
}

export function tooMany(retryAfterMs: number): AppError {
  const seconds = Math.ceil(retryAfterMs / 1000);
  return new AppError("too_many_requests", 429, `Too many tries. Wait ${seconds} seconds.`, {
    hint: "Wait, then try again with the right password or code.",
    extra: { retryAfterSeconds: seconds },
  });
}
