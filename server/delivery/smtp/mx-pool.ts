import { parseEmailAddress } from "../../platform/index.ts";
import type { MailPool, MailPoolOptions } from "../mail-pool.ts";
import type { ConnectionEnd } from "./connection-state.ts";
import { DomainQueue } from "./domain-queue.ts";
import type { SmtpMessage, SmtpResult, SmtpSource } from "./message.ts";
import { createMxRouter, type MxRouterOptions, type MxWay } from "./mx-route.ts";
import { DEFAULT_TIMEOUTS, type Relay, type SmtpTimeouts } from "./relay.ts";
import { Rests } from "./rests.ts";
import { Slot } from "./slot.ts";
import { SmtpConnection } from "./smtp-connection.ts";

export type MxPoolOptions<Delivery> = MailPoolOptions<Delivery> &
  MxRouterOptions & {
    /** Our name in EHLO, which leads to the address we connect from (SND-03). */
    name: string;
    /** Connections to one receiving domain at the same time (default 2). */
    perDomain?: number | undefined;
    /** Messages over one connection before it is closed, so that other domains have their turn (default 50). */
    messagesPerConnection?: number | undefined;
    /** Messages held in all, and for one domain; what is too much for one domain comes back (1,000 and 250). */
    mostHeld?: number | undefined;
    mostHeldPerDomain?: number | undefined;
    timeouts?: Partial<SmtpTimeouts> | undefined;
    /** How long a server that failed rests, first and at most, in milliseconds (1 and 30 minutes). */
    retryPause?: { first: number; longest: number } | undefined;
  };

const TIMEOUTS = { ...DEFAULT_TIMEOUTS, greeting: 60_000, command: 60_000, idle: 5_000 };
const DEFAULT_REST = { first: 60_000, longest: 30 * 60_000 };
const MOST_RESTING = 10_000;
/** Where other domains wait, a connection gives up its place after so many mails. */
const TURN = 10;
const SWEEP_MS = 1_000;

/**
 * Delivers directly to the receivers' servers (RFC 5321, 5): a queue and a few connections for each domain, the
 * domains in turn. Where no server of a domain can be used, its mails come back as `notSent`/`relay_unavailable`
 * with `only: "domain"`, and the servers rest, longer each time.
 */
export function createMxPool<Delivery>(options: MxPoolOptions<Delivery>): MailPool {
  const router = createMxRouter(options);
  const rests = new Rests(options.retryPause ?? DEFAULT_REST, MOST_RESTING);
  const mostHeld = options.mostHeld ?? 1_000;
  const timeouts = { ...TIMEOUTS, ...options.timeouts };
  const perDomain = options.perDomain ?? 2;
  /** By turn: the first that may open a connection is next. */
  const queues = new Map<string, DomainQueue<Delivery>>();
  const connections = new Set<SmtpConnection<Delivery>>();
  let serving = 0;
  let held = 0;
  let state: "open" | "paused" | "stopped" = "open";
  let drained = false;
  let changed = Promise.withResolvers<void>();
  const announce = () => {
    const waiting = changed;
    changed = Promise.withResolvers<void>();
    waiting.resolve();
  };
  const ended = Promise.withResolvers<void>();

  const source: SmtpSource<Delivery> = {
    next: () => options.source.next(),
    beforeDot: (delivery) => options.source.beforeDot(delivery),
    done(message, result) {
      held -= 1;
      options.source.done(message, result);
      announce();
      finishIfOver();
    },
  };

  async function pull(): Promise<void> {
    while (state !== "stopped") {
      if (held >= mostHeld || state === "paused") {
        await changed.promise;
        continue;
      }
      const message = await takeNext();
      if (!message) break;
      held += 1;
      admit(message);
    }
    drained = true;
    for (const queue of queues.values()) queue.dismiss(true);
    finishIfOver();
  }

  /** The next message; null when there is none, or when the pool stops. One that comes later is not lost. */
  async function takeNext(): Promise<SmtpMessage<Delivery> | null> {
    const asked = source.next();
    for (;;) {
      const first = await Promise.race([asked, changed.promise.then(() => "changed" as const)]);
      if (first !== "changed") return first;
      if (state !== "stopped") continue;
      void asked.then((message) => {
        if (!message) return;
        held += 1;
        new Slot(source, message).endUnsent("halted", "stopped");
      });
      return null;
    }
  }

  function admit(message: SmtpMessage<Delivery>): void {
    const slot = () => new Slot(source, message);
    if (state !== "open") return slot().endUnsent("halted", state);
    const to = parseEmailAddress(message.to);
    if (!to.ok) return slot().endUnsent("address_invalid", `recipient: ${to.reason}`);
    const { domain } = to;
    if (rests.isResting(domain)) return slot().end(outOfReach("resting"));
    const queue = queues.get(domain) ?? new DomainQueue(domain, source);
    if (queue.waiting >= (options.mostHeldPerDomain ?? 250)) {
      return slot().end(outOfReach("too much is waiting"));
    }
    queues.set(domain, queue);
    queue.add(message);
    schedule();
  }

  /** Opens connections for the domains whose turn it is, as far as there is room. */
  function schedule(): void {
    if (state !== "open") return;
    for (const queue of queues.values()) {
      const most = rests.isResting(moreOf(queue.domain)) ? 1 : perDomain;
      if (queue.waiting === 0 || queue.open >= most) continue;
      if (serving >= options.connections) {
        dismissIdle();
        return;
      }
      queues.delete(queue.domain);
      queues.set(queue.domain, queue);
      void serve(queue);
    }
  }

  function dismissIdle(): void {
    for (const queue of queues.values()) if (queue.isIdle) return queue.dismiss(false);
  }

  const someWait = () => {
    for (const queue of queues.values()) if (queue.waiting > 0 && queue.open === 0) return true;
    return false;
  };

  async function serve(queue: DomainQueue<Delivery>): Promise<void> {
    serving += 1;
    queue.open += 1;
    const slots = queue.first();
    try {
      await deliver(queue, slots);
    } catch (error) {
      options.onFailure?.(error instanceof Error ? error.message : "failed");
      for (const slot of slots) slot.end(outOfReach("failed"));
    }
    serving -= 1;
    queue.open -= 1;
    if (queue.open === 0 && queue.waiting === 0) queues.delete(queue.domain);
    schedule();
    finishIfOver();
  }

  /** Tries the servers of the domain in turn. Every slot has its result, or is back in the queue. */
  async function deliver(queue: DomainQueue<Delivery>, first: Slot<Delivery>[]): Promise<void> {
    const { domain } = queue;
    const endAll = (result: SmtpResult) => {
      for (const slot of first) slot.end(result);
      queue.end((slot) => slot.end(result));
    };
    const route = await router.route(domain);
    if (route.kind === "refused") {
      const { code, enhanced, text } = route;
      return endAll({ kind: "reply", stage: "rcpt", code, enhanced, text });
    }
    let detail = route.kind === "unreachable" ? route.detail : "every server rests";
    let slots = first;
    for (const { name } of route.kind === "hosts" ? route.hosts : []) {
      if (rests.isResting(name)) continue;
      const way = await router.way(domain, name, route.kind === "hosts" && route.isSecure);
      if (state !== "open") break;
      if (typeof way === "string") {
        detail = `${name}: ${way}`;
        continue;
      }
      const end = await tryServer(queue, way, slots);
      slots = end.leftover;
      if (!end.unusable) return putBack(queue, slots);
      detail = `${name}: ${end.failure}`;
    }
    if (state !== "open") return putBack(queue, slots);
    options.onFailure?.(detail);
    if (queue.welcomed > 0) {
      // Another connection works: the server wants no more than that one.
      rests.fail(moreOf(domain));
      return putBack(queue, slots);
    }
    rests.fail(domain);
    for (const slot of slots) slot.end(outOfReach(detail));
    endAll(outOfReach(detail));
  }

  function putBack(queue: DomainQueue<Delivery>, slots: readonly Slot<Delivery>[]): void {
    if (state === "open") queue.giveBack(slots);
    else for (const slot of slots) slot.endUnsent("halted", state);
  }

  /** Connects to the addresses of a server until one of them can be used. */
  async function tryServer(
    queue: DomainQueue<Delivery>,
    way: MxWay,
    first: Slot<Delivery>[],
  ): Promise<ConnectionEnd<Delivery>> {
    let end: ConnectionEnd<Delivery> | undefined;
    for (const relay of way.relays) {
      if (end && (!end.unusable || state !== "open")) break;
      end = await connect(queue, way, relay, end?.leftover ?? first);
    }
    if (end!.failure === undefined) {
      rests.clear(way.host);
      rests.clear(queue.domain);
    } else if (state === "open" && queue.welcomed === 0) rests.fail(way.host);
    return end!;
  }

  async function connect(
    queue: DomainQueue<Delivery>,
    way: MxWay,
    relay: Relay,
    slots: Slot<Delivery>[],
  ): Promise<ConnectionEnd<Delivery>> {
    let welcomed = 0;
    const feed = queue.feed(
      (given) => given < TURN || !someWait(),
      () => !drained && state === "open",
    );
    const connection = new SmtpConnection<Delivery>(
      {
        relay,
        name: options.name,
        timeouts,
        messageLimit: options.messagesPerConnection ?? 50,
        window: () => 1,
        markAhead: 0,
        // Content goes only to who has taken the recipient: half of what strangers refuse is greylisting.
        chunking: false,
        source: feed.source,
        onTls(result) {
          if (result === "encrypted" || result === "clear") welcomed = 1;
          queue.welcomed += welcomed;
          options.outcomes?.count(queue.domain, way.policy, result);
        },
      },
      slots,
    );
    connections.add(connection);
    const end = await connection.run();
    connections.delete(connection);
    queue.welcomed -= welcomed;
    feed.close();
    const late = await end.asked;
    if (late) putBack(queue, [new Slot(source, late)]);
    return end;
  }

  function finishIfOver(): void {
    if (drained && held === 0 && serving === 0) {
      clearInterval(sweep);
      ended.resolve();
    }
  }

  const halt = (reason: string) => {
    for (const queue of queues.values()) {
      queue.end((slot) => slot.endUnsent("halted", reason));
      queue.dismiss(true);
    }
    for (const connection of connections) connection.halt(reason);
    announce();
  };
  const sweep = setInterval(() => {
    for (const queue of queues.values()) queue.endStale();
  }, SWEEP_MS).unref();
  void pull();

  return {
    finished: ended.promise,
    pause() {
      if (state !== "open") return;
      state = "paused";
      halt("paused");
    },
    resume() {
      if (state === "paused") state = "open";
      announce();
      schedule();
    },
    async stop(graceMs) {
      state = "stopped";
      halt("stopped");
      const timer = setTimeout(() => {
        for (const connection of connections) connection.abort();
      }, graceMs);
      await ended.promise;
      clearTimeout(timer);
    },
    get open() {
      return connections.size;
    },
  };
}

/** Under which name a second connection to a domain rests. */
function moreOf(domain: string): string {
  return `${domain} (more)`;
}

function outOfReach(detail: string): SmtpResult {
  return { kind: "notSent", reason: "relay_unavailable", detail, only: "domain" };
}
