import { getAccount } from "../../accounts/index.ts";
import {
  isDatabaseAway,
  providerOf,
  type Clock,
  type Database,
  type Logger,
} from "../../platform/index.ts";
import { senderForMail } from "../../senders/index.ts";
import { EXPRESS_PRIORITY, type Batch, type Delivery } from "../delivery.ts";
import { classifyOutcome } from "../outcome.ts";
import { findRun } from "../runs.store.ts";
import type { SmtpResult } from "../smtp/message.ts";
import { accountPace, type AccountPace } from "./account-pace.ts";
import { batchPace, type BatchPace } from "./batch-pace.ts";
import type { Course, QueueKeys } from "./paced-queue.ts";
import { createTokens } from "./tokens.ts";
import {
  beginWarmUp,
  daysIn,
  forgetSlowDowns,
  limitsOf,
  recover,
  slowDown,
  slowDownsOf,
  warmUpDaysOf,
  warmUpsOf,
} from "./pace.store.ts";
import {
  asksForLess,
  FORGOTTEN_AFTER_MS,
  RECOVERY_MS,
  RECOVERY_STEPS,
  REST_AFTER_OBJECTION_MS,
  SAME_OBJECTION_MS,
  SLOWEST,
  slower,
} from "./slow-down.ts";

/** Key of the built-in mailbox among the ways out. */
export const SANDBOX = "sandbox";

/** A way out, as far as its pace is concerned. */
export interface PacedRelay {
  key: string;
  destination: "catch_all" | "internet";
  /** Mails a second at most over all processes and accounts. */
  perSecond?: number | null | undefined;
}

/** What paces the mail of one process: limits, warm-ups and slow-downs, shared with all others through the database. */
export interface Pace {
  /** What limits this batch; to be asked before its first mail is prepared. */
  begin(relay: PacedRelay, batch: Batch, first: Delivery | undefined): Promise<BatchPace>;
  /** What a mail of this batch has to pass; nothing, where nobody began the batch. */
  keysOf(batch: Batch, mail: Pick<Delivery, "emailNormalised">): QueueKeys;
  /** What a receiver made of a mail: the pace towards its provider follows (SND-12). */
  observe(relay: PacedRelay, accountId: number, email: string, result: SmtpResult): void;
  /** Told when tokens arrived; gives what ends it. */
  onTokens(listener: () => void): () => void;
  /** Milliseconds of a clock that never jumps. */
  now(): number;
  stop(): Promise<void>;
}

export interface PaceOptions {
  db: Database;
  clock: Clock;
  log: Logger;
  /** Milliseconds of a clock that never jumps; tests move it. */
  now?: () => number;
}

const FREE: Course = { gates: [] };
const RELOAD_MS = 2_000;
/** An account nobody asked about for so long is forgotten. */
const IDLE_MS = 60_000;
const DOMAIN_KEPT_MS = 60_000;
const MOST_DOMAINS = 1_000;
/** The window in which mails to a provider are counted to know the pace it objects to. */
const RATE_WINDOW_MS = 10_000;

/** One for each process that sends. */
export function createPace(options: PaceOptions): Pace {
  const { db, clock, log } = options;
  const now = options.now ?? (() => performance.now());
  const tokens = createTokens({ db, log, now });
  const accounts = new Map<number, AccountPace>();
  const loading = new Map<number, Promise<AccountPace>>();
  const begun = new WeakMap<Batch, BatchPace>();
  const objected = new Map<string, number>();
  let stopped = false;

  const load = async (ids: readonly number[]): Promise<void> => {
    const zones = new Map<number, string>();
    for (const id of ids)
      zones.set(id, accounts.get(id)?.timezone ?? (await db.account(id, getAccount)).timezone);
    const at = clock.now();
    const read = await db.worker(async (tx) => {
      await forgetSlowDowns(tx, ids, new Date(at.getTime() - FORGOTTEN_AFTER_MS));
      return {
        limits: await limitsOf(tx, ids),
        slow: await slowDownsOf(tx, ids),
        warm: await warmUpsOf(tx, ids),
        past: await warmUpDaysOf(tx, ids),
        days: await daysIn(tx, [...new Set(zones.values())], at),
      };
    });
    for (const id of ids) {
      const timezone = zones.get(id)!;
      const day = read.days.get(timezone)!;
      let account = accounts.get(id);
      if (!account) accounts.set(id, (account = accountPace(id, timezone, tokens, now)));
      account.read({
        limits: read.limits.filter((row) => row.accountId === id),
        slow: read.slow.filter((row) => row.accountId === id),
        warm: read.warm.filter((row) => row.accountId === id),
        days: read.past.filter((row) => row.accountId === id),
        today: day.today,
        nextDayAt: now() + (day.nextDayAt.getTime() - at.getTime()),
      });
    }
  };
  const accountOf = async (id: number): Promise<AccountPace> => {
    const known = accounts.get(id);
    if (known) {
      known.usedAt = now();
      return known;
    }
    let one = loading.get(id);
    if (!one) {
      one = load([id]).then(() => accounts.get(id)!);
      loading.set(id, one);
      void one.finally(() => loading.delete(id)).catch(() => undefined);
    }
    return one;
  };

  const domainOf = senderDomains(db, now);

  /** Objections of this process, one at a time and never in the way of the mails. */
  const object = async (account: AccountPace, relay: string, provider: string, code: string) => {
    const key = `${account.id}|${relay}|${provider}`;
    const at = now();
    if (at - (objected.get(key) ?? -Infinity) < SAME_OBJECTION_MS) return;
    objected.set(key, at);
    const known = account.slowDown(relay, provider);
    const before = Math.max(1, account.rateTo(relay, provider));
    account.slow(relay, provider, slower(known ?? before));
    tokens.announce();
    try {
      await db.worker((tx) =>
        slowDown(tx, {
          accountId: account.id,
          relay,
          provider,
          before,
          perSecond: slower(before),
          slowest: SLOWEST,
          code,
          at: clock.now(),
          sameMs: SAME_OBJECTION_MS,
        }),
      );
      log.info({ accountId: account.id, provider, code }, "a provider asked for less mail");
    } catch (error) {
      log.warn({ err: error }, "a slow-down could not be noted");
    }
  };

  const tick = async (): Promise<void> => {
    const at = now();
    for (const [id, account] of accounts)
      if (at - account.usedAt > IDLE_MS && account.isQuiet) accounts.delete(id);
    for (const [key, when] of objected) if (at - when > SAME_OBJECTION_MS) objected.delete(key);
    const known = [...accounts.values()];
    if (known.length === 0) return;
    const accepted = known.flatMap((account) => account.takeAccepted());
    if (accepted.length > 0)
      await db.worker((tx) =>
        recover(tx, accepted, {
          at: clock.now(),
          restMs: REST_AFTER_OBJECTION_MS,
          everyMs: RECOVERY_MS,
          steps: RECOVERY_STEPS,
          leastStep: 0.02,
        }),
      );
    await load(known.map((account) => account.id));
    await tokens.tidy();
    tokens.announce();
  };
  let ticking: Promise<void> = Promise.resolve();
  const timer = setInterval(() => {
    ticking = ticking.then(() =>
      stopped
        ? undefined
        : tick().catch((error: unknown) => {
            if (!isDatabaseAway(error)) log.error({ err: error }, "the pace could not be read");
          }),
    );
  }, RELOAD_MS);
  timer.unref();

  return {
    async begin(relay, batch, first) {
      const account = await accountOf(batch.accountId);
      const domain = await domainOf(batch, first);
      if (domain !== null && relay.destination === "internet" && !account.knowsDomain(domain)) {
        await db.worker((tx) => beginWarmUp(tx, account.id, domain, clock.now()));
        await load([account.id]);
      }
      const made = batchPace({
        account,
        relay,
        domain,
        urgent: batch.priority <= EXPRESS_PRIORITY,
        runId: batch.runId ?? 0,
        now,
        clock,
      });
      begun.set(batch, made);
      return made;
    },
    keysOf: (batch, mail) =>
      begun.get(batch)?.keysOf(mail) ?? {
        accountId: batch.accountId,
        runId: batch.runId ?? 0,
        urgent: batch.priority <= EXPRESS_PRIORITY,
        course: FREE,
      },
    observe(relay, accountId, email, result) {
      const account = accounts.get(accountId);
      if (!account || result.kind !== "reply") return;
      const provider = providerOf(email.slice(email.lastIndexOf("@") + 1));
      account.count(relay.key, provider, RATE_WINDOW_MS);
      if (result.code < 400 || result.code >= 500) return;
      const outcome = classifyOutcome(result);
      const { code, enhanced, text } = result;
      const throttled = outcome.kind === "deferred" && outcome.throttled;
      if (asksForLess({ code, enhanced, text, throttled }))
        void object(account, relay.key, provider, [code, enhanced].filter(Boolean).join(" "));
    },
    onTokens: tokens.onTokens,
    now,
    async stop() {
      stopped = true;
      clearInterval(timer);
      await ticking;
      await tokens.stop();
    },
  };
}

/** The domain a batch is sent from; null where nobody knows yet, so that only the other limits hold. */
function senderDomains(
  db: Database,
  now: () => number,
): (batch: Batch, first: Delivery | undefined) => Promise<string | null> {
  const known = new Map<string, { domain: string; until: number }>();
  return async (batch, first) => {
    const key = `${batch.accountId}|${batch.runId ?? "-"}|${first?.senderId ?? "-"}`;
    const kept = known.get(key);
    if (kept && kept.until > now()) return kept.domain;
    try {
      const domain = await db.account(batch.accountId, async (tx) => {
        const run = batch.runId === null ? undefined : await findRun(tx, batch.runId);
        const senderId = run?.senderId ?? first?.senderId ?? null;
        return (await senderForMail(tx, await getAccount(tx), senderId)).domain;
      });
      if (known.size >= MOST_DOMAINS) known.delete(known.keys().next().value!);
      known.set(key, { domain, until: now() + DOMAIN_KEPT_MS });
      return domain;
    } catch (error) {
      // An account without a sender: composing its mails says so.
      if (isDatabaseAway(error)) throw error;
      return null;
    }
  };
}
