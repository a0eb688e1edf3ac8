import type { FastifyReply } from "fastify";
import type { Clock } from "../clock.ts";
import { AppError } from "../errors.ts";
import type { Admitted } from "./admit.ts";

/** People click; a page of the workplace asks for several things at once. */
const PERSON_TIMES = 3;
/** Callers remembered; whoever has been quiet for a minute is not. */
const MOST_CALLERS = 10_000;
const MINUTE_MS = 60_000;

interface Bucket {
  left: number;
  at: number;
}

/**
 * Limits how many calls an API key, or a signed-in person, makes a minute, in this process (ASVS 2.4.1): a bucket that
 * fills evenly, so that a short burst passes. Sets `RateLimit-Policy` and `RateLimit` (draft-ietf-httpapi-ratelimit-headers)
 * and throws 429 `too_many_calls` with the seconds to wait.
 *
 * @param options.perMinute calls of a key; a person has three times as many
 */
export function createCallLimit(options: {
  clock: Clock;
  perMinute: number;
}): (call: Admitted, reply: FastifyReply) => void {
  const buckets = new Map<string, Bucket>();
  return ({ principal, actor, accountId }, reply) => {
    const caller = callerOf(principal, actor, accountId);
    if (caller === undefined) return;
    const isKey = caller.startsWith("key");
    const most = options.perMinute * (isKey ? 1 : PERSON_TIMES);
    const now = options.clock.now().getTime();
    const found = buckets.get(caller) ?? { left: most, at: now };
    const left = Math.min(most, found.left + ((now - found.at) / MINUTE_MS) * most);
    const allowed = left >= 1;
    buckets.delete(caller);
    buckets.set(caller, { left: allowed ? left - 1 : left, at: now });
    if (buckets.size > MOST_CALLERS) forgetQuiet(buckets, now);
    const name = isKey ? "key" : "person";
    const rest = Math.max(0, Math.floor(left - 1));
    const full = Math.ceil(((most - Math.max(0, left - 1)) / most) * 60);
    void reply.header("ratelimit-policy", `"${name}";q=${most};w=60`);
    void reply.header("ratelimit", `"${name}";r=${rest};t=${full}`);
    if (allowed) return;
    const seconds = Math.max(1, Math.ceil(((1 - left) / most) * 60));
    throw new AppError("too_many_calls", 429, `At most ${most} calls a minute are answered.`, {
      hint: "Wait as long as `Retry-After` says, and spread the calls evenly.",
      extra: { retryAfterSeconds: seconds },
    });
  };
}

function callerOf(
  principal: Admitted["principal"] | undefined,
  actor: Admitted["actor"] | undefined,
  accountId: number,
): string | undefined {
  if (actor?.apiKeyId !== undefined) return `key ${accountId} ${actor.apiKeyId}`;
  const operatorId = actor?.operatorId ?? principal?.operatorId;
  return operatorId === undefined ? undefined : `person ${operatorId}`;
}

function forgetQuiet(buckets: Map<string, Bucket>, now: number): void {
  // In the order of their last call.
  for (const [caller, { at }] of buckets) {
    if (buckets.size <= MOST_CALLERS && now - at < MINUTE_MS) return;
    buckets.delete(caller);
  }
}
