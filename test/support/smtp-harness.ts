import { setTimeout as sleep } from "node:timers/promises";
import type { SmtpMessage, SmtpResult } from "../../server/delivery/smtp/message.ts";
import type { Relay, SmtpTimeouts } from "../../server/delivery/smtp/relay.ts";
import type { MailPool, MailPoolOptions } from "../../server/delivery/mail-pool.ts";
import { createSmtpPool } from "../../server/delivery/smtp/smtp-pool.ts";

/** A message of the tests; `n` is its delivery. */
export function testMessage(
  n: number,
  change: Partial<SmtpMessage<number>> = {},
): SmtpMessage<number> {
  const head = `From: a@example.com\r\nTo: r${n}@example.net\r\nSubject: ${n}\r\nMessage-ID: <m${n}@example.com>\r\n\r\n`;
  const bytes = Buffer.alloc(40_000);
  let end = bytes.write(head + `Mail ${n}\r\n`.repeat(500), 0, "latin1");
  // Some messages have room behind them for the dot, some have none.
  if (n % 3 === 0) return finish(Buffer.from(bytes.subarray(0, end)));
  return finish(bytes);

  function finish(content: Buffer): SmtpMessage<number> {
    end = Math.min(end, content.length);
    return {
      delivery: n,
      from: `v${n}@bounce.example.com`,
      to: `r${n}@example.net`,
      content: { bytes: content, start: 0, end },
      ...change,
    };
  }
}

export type HarnessOptions = {
  relay?: Partial<Relay>;
  connections?: number;
  messagesPerConnection?: number;
  window?: number;
  markAhead?: number;
  timeouts?: Partial<SmtpTimeouts>;
  beforeDot?: (delivery: number) => boolean | Promise<boolean>;
  /** Messages that were not sent are given again, up to so many times. */
  attempts?: number;
  /** The source says "no more" when all is done (default), or stays open. */
  endless?: boolean;
  /** Another kind of pool in place of the one to a relay. */
  openPool?: (options: MailPoolOptions<number>) => MailPool;
};

export type Harness = {
  pool: MailPool;
  /** All results of a delivery, in their order. */
  results: Map<number, SmtpResult[]>;
  /** Messages taken and not yet done: what the pool holds. */
  readonly held: number;
  readonly mostHeld: number;
  failures: string[];
  last(n: number): SmtpResult | undefined;
  finished: Promise<void>;
};

/** A pool that sends the given messages to a port of this machine, and what came of them. */
export function sendAll(
  port: number,
  messages: SmtpMessage<number>[],
  options: HarnessOptions = {},
): Harness {
  const queue = [...messages];
  const results = new Map<number, SmtpResult[]>();
  const waiting: ((message: SmtpMessage<number> | null) => void)[] = [];
  const failures: string[] = [];
  let held = 0;
  let mostHeld = 0;
  const drained = () => queue.length === 0 && held === 0 && !options.endless;
  const give = () => {
    while (waiting.length > 0 && (queue.length > 0 || drained())) {
      const message = queue.shift() ?? null;
      if (message) held += 1;
      mostHeld = Math.max(mostHeld, held);
      waiting.shift()?.(message);
    }
  };
  const common: MailPoolOptions<number> = {
    connections: options.connections ?? 1,
    onFailure: (detail) => failures.push(detail),
    source: {
      next: () =>
        new Promise((resolve) => {
          waiting.push(resolve);
          give();
        }),
      beforeDot: options.beforeDot ?? (() => true),
      done(message, result) {
        held -= 1;
        const list = results.get(message.delivery) ?? [];
        results.set(message.delivery, [...list, result]);
        const again =
          result.kind === "notSent" ||
          (result.kind === "reply" && result.code >= 400 && result.code < 500);
        if (again && list.length + 1 < (options.attempts ?? 1)) queue.push(message);
        give();
      },
    },
  };
  const pool =
    options.openPool?.(common) ??
    createSmtpPool<number>({
      ...common,
      relay: { host: "127.0.0.1", port, encryption: "opportunistic", ...options.relay },
      name: "test.example.com",
      messagesPerConnection: options.messagesPerConnection,
      window: options.window,
      markAhead: options.markAhead,
      timeouts: { idle: 2_000, ...options.timeouts },
      retryPause: { first: 10, longest: 40 },
    });
  return {
    pool,
    results,
    get held() {
      return held;
    },
    get mostHeld() {
      return mostHeld;
    },
    failures,
    last: (n) => results.get(n)?.at(-1),
    finished: pool.finished,
  };
}

/** Waits for a condition; throws when it does not come true. */
export async function until(what: string, condition: () => boolean, ms = 5_000): Promise<void> {
  const end = performance.now() + ms;
  while (!condition()) {
    if (performance.now() > end) throw new Error(`waited in vain: ${what}`);
    await sleep(2);
  }
}
