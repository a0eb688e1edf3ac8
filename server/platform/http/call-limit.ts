import type { FastifyReply } from "fastify";
import type { Clock } from "../clock.ts";
import type { Database } from "../database.ts";
import { AppError } from "../errors.ts";
import type { Logger } from "../log.ts";
import type { Admitted } from "./admit.ts";
import { forgetCallers, leaseCalls } from "./call-budgets.store.ts";

/** People click; a page of the workplace asks for several things at once. */
const PERSON_TIMES = 3;
/** A process takes a twentieth of a minute's calls at a time, so that a caller costs one statement for many calls. */
const SLICES = 20;
/** Callers remembered; whoever has been quiet for a minute is not. */
const MOST_CALLERS = 10_000;
const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

/** What this process took of a caller's calls and has not answered yet. */
interface Lease {
  calls: number;
  /** Left for all processes when it was taken. */
  left: number;
  at: number;
  /** Before this moment there is nothing to take. */
  emptyUntil: number;
  taking: Promise<void> | undefined;
}

/**
 * Limits how many calls an API key, or a signed-in person, makes a minute, over all processes of the installation (ASVS
 * 2.4.1): a budget in the database that fills evenly, so that a short burst passes; each process takes slices of it. Sets
 * `RateLimit-Policy` and `RateLimit` (draft-ietf-httpapi-ratelimit-headers) and throws 429 `too_many_calls` with the seconds
 * to wait. While the budget cannot be read, calls pass: they need the same database and fail there.
 *
 * @param options.perMinute calls of a key; a person has three times as many
 */
export function createCallLimit(options: {
  db: Pick<Database, "hot">;
  clock: Clock;
  log: Logger;
  perMinute: number;
}): (call: Admitted, reply: FastifyReply) => Promise<void> {
  const { db, clock, log, perMinute } = options;
  const leases = new Map<string, Lease>();
  let forgotten = clock.now().getTime();

  const take = async (caller: string, lease: Lease, most: number): Promise<void> => {
    const now = clock.now();
    const at = now.getTime();
    try {
      const slice = Math.max(1, Math.floor(most / SLICES));
      const { granted, left } = await leaseCalls(db, caller, most, slice, now);
      Object.assign(lease, { calls: granted, left, at });
      if (granted === 0) lease.emptyUntil = at + ((1 - left) / most) * MINUTE_MS;
      if (at - forgotten > HOUR_MS) {
        forgotten = at;
        await forgetCallers(db, new Date(at - HOUR_MS));
      }
    } catch (error) {
      log.warn({ err: error }, "the calls of a caller could not be counted");
      Object.assign(lease, { calls: 1, left: 0, at });
    }
  };

  return async ({ principal, actor, accountId }, reply) => {
    const caller = callerOf(principal, actor, accountId);
    if (caller === undefined) return;
    const isKey = caller.startsWith("key");
    const most = perMinute * (isKey ? 1 : PERSON_TIMES);
    const lease = leaseOf(leases, caller, clock.now().getTime());
    while (lease.calls < 1 && clock.now().getTime() >= lease.emptyUntil) {
      lease.taking ??= take(caller, lease, most).finally(() => (lease.taking = undefined));
      await lease.taking;
    }
    const allowed = lease.calls >= 1;
    if (allowed) lease.calls -= 1;
    const name = isKey ? "key" : "person";
    const rest = Math.max(0, Math.floor(lease.left + lease.calls));
    void reply.header("ratelimit-policy", `"${name}";q=${most};w=60`);
    void reply.header(
      "ratelimit",
      `"${name}";r=${rest};t=${Math.ceil(((most - rest) / most) * 60)}`,
    );
    if (allowed) return;
    const wait = lease.emptyUntil - clock.now().getTime();
    throw new AppError("too_many_calls", 429, `At most ${most} calls a minute are answered.`, {
      hint: "Wait as long as `Retry-After` says, and spread the calls evenly.",
      extra: { retryAfterSeconds: Math.max(1, Math.ceil(wait / 1000)) },
    });
  };
}

/** The caller's lease, last in the order of calls; one older than a minute is worth nothing, its calls have grown again. */
function leaseOf(leases: Map<string, Lease>, caller: string, now: number): Lease {
  const found = leases.get(caller);
  const lease =
    found && (found.taking || now - found.at < MINUTE_MS)
      ? found
      : { calls: 0, left: 0, at: now, emptyUntil: 0, taking: undefined };
  leases.delete(caller);
  leases.set(caller, lease);
  if (leases.size > MOST_CALLERS)
    for (const [quiet, { at, taking }] of leases) {
      if (leases.size <= MOST_CALLERS && now - at < MINUTE_MS) break;
      if (taking === undefined) leases.delete(quiet);
    }
  return lease;
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
