import type { ConnectionEnd, ConnectionOptions } from "./connection-state.ts";
import type { MailPool, MailPoolOptions } from "../mail-pool.ts";
import type { SmtpMessage, SmtpSource } from "./message.ts";
import { DEFAULT_TIMEOUTS, type Relay, type SmtpTimeouts } from "./relay.ts";
import { Slot } from "./slot.ts";
import { SmtpConnection } from "./smtp-connection.ts";
import type { TlsReport } from "./tls-outcomes.ts";

export type SmtpPoolOptions<Delivery> = MailPoolOptions<Delivery> & {
  relay: Relay;
  /** Our name in EHLO. */
  name: string;
  /** Messages over one connection before it is closed and opened anew. */
  messagesPerConnection?: number | undefined;
  /**
   * Messages of a connection whose mark is asked before it is their turn (default 1: the next one). More hides the
   * time a durable mark takes; after a crash, marked mails that had not left are uncertain too. With 0 a crash leaves
   * one mail a connection uncertain: its mark is asked when the relay is ready for the content.
   */
  markAhead?: number | undefined;
  /** False: DATA even where the relay offers CHUNKING. */
  chunking?: boolean | undefined;
  timeouts?: Partial<SmtpTimeouts> | undefined;
  /** First and longest pause after a failed connection, in milliseconds. */
  retryPause?: { first: number; longest: number } | undefined;
  /** How each connection was secured, or why not. */
  onTls?: TlsReport | undefined;
};

/** Several connections to one relay. */
export type SmtpPool = MailPool;

const DEFAULT_RETRY = { first: 1_000, longest: 60_000 };

function windowOf(window: number | (() => number) | undefined): () => number {
  if (typeof window === "function") return window;
  return () => window ?? 1;
}

/** Opens the pool; it begins to pull at once. */
export function createSmtpPool<Delivery>(options: SmtpPoolOptions<Delivery>): SmtpPool {
  const { source } = options;
  const retry = options.retryPause ?? DEFAULT_RETRY;
  const connectionOptions: ConnectionOptions<Delivery> = {
    relay: options.relay,
    name: options.name,
    timeouts: { ...DEFAULT_TIMEOUTS, ...options.timeouts },
    messageLimit: options.messagesPerConnection ?? 1_000,
    window: windowOf(options.window),
    markAhead: options.markAhead ?? 1,
    chunking: options.chunking ?? true,
    source,
    onTls: options.onTls,
  };
  const connections = new Set<SmtpConnection<Delivery>>();
  let paused = false;
  let stopped = false;
  /** Wakes everybody who waits for a pause, a resume or a stop. */
  let changed = Promise.withResolvers<void>();
  const announce = () => {
    const waiting = changed;
    changed = Promise.withResolvers<void>();
    waiting.resolve();
  };

  /** A message that comes when nobody is left to send it. */
  function lateReturn(asked: Promise<SmtpMessage<Delivery> | null>): void {
    asked.then(
      (message) => message && new Slot(source, message).endUnsent("halted", "stopped"),
      () => {},
    );
  }

  /** The next message; gives up waiting when the pool stops, but loses none that comes later. */
  async function take(
    asked: Promise<SmtpMessage<Delivery> | null>,
  ): Promise<SmtpMessage<Delivery> | null> {
    for (;;) {
      const first = await Promise.race([asked, changed.promise.then(() => "changed" as const)]);
      if (first !== "changed") return first;
      if (stopped) {
        lateReturn(asked);
        return null;
      }
    }
  }

  async function whileOpen(): Promise<boolean> {
    while (paused && !stopped) await changed.promise;
    return !stopped;
  }

  async function pauseAfterFailure(failures: number): Promise<void> {
    const wait = Math.min(retry.first * 2 ** (failures - 1), retry.longest);
    let timer: NodeJS.Timeout | undefined;
    const elapsed = new Promise<"elapsed">((resolve) => {
      timer = setTimeout(() => resolve("elapsed"), wait);
    });
    for (;;) {
      const first = await Promise.race([elapsed, changed.promise]);
      if (first === "elapsed" || stopped) break;
    }
    clearTimeout(timer);
  }

  /** One place in the pool: a message, a connection for it, and so on until there is no more. */
  async function work(): Promise<void> {
    let failures = 0;
    let held: Slot<Delivery>[] = [];
    let asked: Promise<SmtpMessage<Delivery> | null> | undefined;
    /** What one connection asked for and did not get comes to the next. */
    const next = () => {
      const pending = asked ?? source.next();
      asked = undefined;
      return pending;
    };
    const own: SmtpSource<Delivery> = {
      next,
      beforeDot: (delivery) => source.beforeDot(delivery),
      done: (message, result) => source.done(message, result),
    };
    while (await whileOpen()) {
      if (held.length === 0) {
        const message = await take(next());
        if (!message) return;
        held = [new Slot(source, message)];
      }
      if (paused || stopped) {
        for (const slot of held.splice(0)) slot.endUnsent("halted", stopped ? "stopped" : "paused");
        continue;
      }
      const end: ConnectionEnd<Delivery> = await connect(held, own);
      held = end.leftover;
      asked = end.asked ?? asked;
      if (end.failure === undefined) failures = 0;
      else {
        failures += 1;
        options.onFailure?.(end.failure);
        if (end.unusable || options.rests?.()) {
          for (const slot of held.splice(0)) slot.endUnsent("relay_unavailable", end.failure);
        }
        await pauseAfterFailure(failures);
      }
      if (end.drained && held.length === 0) return;
    }
    for (const slot of held) slot.endUnsent("halted", "stopped");
    if (asked) lateReturn(asked);
  }

  async function connect(
    first: Slot<Delivery>[],
    own: SmtpSource<Delivery>,
  ): Promise<ConnectionEnd<Delivery>> {
    const connection = new SmtpConnection({ ...connectionOptions, source: own }, first);
    connections.add(connection);
    const end = await connection.run();
    connections.delete(connection);
    return end;
  }

  const finished = Promise.all(Array.from({ length: options.connections }, work)).then(() => {});

  const halt = (reason: string) => {
    for (const connection of connections) connection.halt(reason);
    announce();
  };

  return {
    finished,
    pause() {
      if (paused || stopped) return;
      paused = true;
      halt("paused");
    },
    resume() {
      paused = false;
      announce();
    },
    async stop(graceMs) {
      stopped = true;
      halt("stopped");
      const timer = setTimeout(() => {
        for (const connection of connections) connection.abort();
      }, graceMs);
      await finished;
      clearTimeout(timer);
    },
    get open() {
      return connections.size;
    },
  };
}
