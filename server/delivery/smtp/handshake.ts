import type { ChannelEnd, SmtpChannel } from "./smtp-channel.ts";
import { isLoopback, type Relay, type SmtpTimeouts } from "./relay.ts";
import type { Reply } from "./reply.ts";
import { type Ask, expectCode, RelayUnavailable } from "./relay-unavailable.ts";
import { authenticate } from "./sign-in.ts";
import { tlsFailureOf, type TlsReport } from "./tls-outcomes.ts";

/** What the relay offers and we use. */
export type Offers = {
  pipelining: boolean;
  smtpUtf8: boolean;
  eightBitMime: boolean;
  dsn: boolean;
  chunking: boolean;
  /** Largest message in bytes, 0 when not said (RFC 1870). */
  size: number;
  /** Mails and domains of recipients in a session at most, 0 when not said (RFC 9422). */
  mailMax: number;
  rcptDomainMax: number;
};

type Known = { starttls: boolean; auth: readonly string[]; offers: Offers };

/**
 * Brings a connection to where mails can go, and says how it was secured.
 *
 * @param name our own name for EHLO: a host name that leads back to this machine (SND-03)
 * @throws RelayUnavailable
 */
export async function handshake(
  channel: SmtpChannel,
  relay: Relay,
  name: string,
  timeouts: SmtpTimeouts,
  onTls?: TlsReport,
): Promise<Offers> {
  try {
    const offers = await negotiate(channel, relay, name, timeouts);
    onTls?.(channel.isEncrypted ? "encrypted" : "clear");
    return offers;
  } catch (error) {
    const failure =
      error instanceof RelayUnavailable ? tlsFailureOf(error.stage, error.message) : undefined;
    if (failure) onTls?.(failure);
    throw error;
  }
}

/** Greeting, EHLO, STARTTLS and AUTH, one after the other (RFC 5321, 3207, 4954). */
async function negotiate(
  channel: SmtpChannel,
  relay: Relay,
  name: string,
  timeouts: SmtpTimeouts,
): Promise<Offers> {
  if (!/^[A-Za-z0-9_.:[\]-]{1,255}$/.test(name)) throw new RelayUnavailable("EHLO", "our own name");
  const talk = conversation(channel);
  await talk.opened(timeouts.connect);
  expectCode("greeting", await talk.reply("greeting", timeouts.greeting), 220);
  const ask = (stage: string, line: string) => {
    channel.write(`${line}\r\n`);
    return talk.reply(stage, timeouts.command);
  };
  let known = await hello(ask, name);

  if (relay.encryption === "required" && !known.starttls) {
    throw new RelayUnavailable("STARTTLS", "not offered, but TLS is required");
  }
  if (known.starttls && (relay.encryption === "required" || relay.encryption === "opportunistic")) {
    const reply = await ask("STARTTLS", "STARTTLS");
    if (reply.code === 220) {
      await talk.secured(timeouts.command);
      known = await hello(ask, name);
    } else if (relay.encryption === "required") {
      throw new RelayUnavailable("STARTTLS", reply.text, reply.code);
    }
  }
  if (relay.credentials) {
    const clear = !channel.isEncrypted && relay.encryption !== "none" && !isLoopback(relay.host);
    if (clear) throw new RelayUnavailable("AUTH", "no password over a connection in clear text");
    await authenticate(ask, known.auth, relay.credentials);
  }
  talk.done();
  return known.offers;
}

async function hello(ask: Ask, name: string): Promise<Known> {
  const reply = await ask("EHLO", `EHLO ${name}`);
  const words = new Map<string, string>();
  if (reply.code === 250) {
    for (const line of reply.lines.slice(1)) {
      const [keyword = "", ...rest] = line.trim().split(/[ =]/);
      words.set(keyword.toUpperCase(), rest.join(" ").toUpperCase());
    }
  } else {
    // A server of before 1995; without extensions all goes its old way.
    expectCode("HELO", await ask("HELO", `HELO ${name}`), 250);
  }
  const limits = words.get("LIMITS") ?? "";
  const limitOf = (limit: string) =>
    Number(new RegExp(`(?:^| )${limit} (\\d{1,6})(?: |$)`).exec(limits)?.[1] ?? 0);
  return {
    starttls: words.has("STARTTLS"),
    auth: (words.get("AUTH") ?? "").split(" "),
    offers: {
      pipelining: words.has("PIPELINING"),
      smtpUtf8: words.has("SMTPUTF8"),
      eightBitMime: words.has("8BITMIME"),
      dsn: words.has("DSN"),
      chunking: words.has("CHUNKING"),
      size: Number(words.get("SIZE") ?? 0) || 0,
      mailMax: limitOf("MAILMAX"),
      rcptDomainMax: limitOf("RCPTDOMAINMAX"),
    },
  };
}

/** Turns the channel's callbacks into promises for as long as the handshake lasts. */
function conversation(channel: SmtpChannel) {
  let waiting:
    | { resolve: (reply: Reply | undefined) => void; reject: (error: Error) => void }
    | undefined;
  let stage = "connect";
  let ended: RelayUnavailable | undefined;
  const early: Reply[] = [];
  const settle = (reply: Reply | undefined) => {
    const taker = waiting;
    waiting = undefined;
    channel.clearDeadline();
    taker?.resolve(reply);
  };
  channel.onOpen = () => settle(undefined);
  channel.onReply = (reply) => {
    if (waiting) settle(reply);
    else if (early.push(reply) > 4) channel.destroy();
  };
  channel.onEnd = (end: ChannelEnd, detail: string) => {
    ended = new RelayUnavailable(stage, detail === "" ? end : `${end} (${detail})`);
    waiting?.reject(ended);
  };
  const wait = (what: string, ms: number) => {
    stage = what;
    return new Promise<Reply | undefined>((resolve, reject) => {
      const first = early.shift();
      if (ended) reject(ended);
      else if (first) resolve(first);
      else {
        waiting = { resolve, reject };
        channel.setDeadline(ms);
      }
    });
  };
  return {
    opened: (ms: number) => wait("connect", ms),
    reply: async (what: string, ms: number): Promise<Reply> => {
      const reply = await wait(what, ms);
      if (!reply) throw new RelayUnavailable(what, "no reply");
      return reply;
    },
    secured: async (ms: number) => {
      stage = "TLS";
      // A reply that came in clear behind the one to STARTTLS was injected on the way.
      if (early.length > 0) throw new RelayUnavailable("TLS", "data before TLS");
      channel.setDeadline(ms);
      try {
        await channel.upgrade();
      } catch (error) {
        throw (
          ended ?? new RelayUnavailable("TLS", error instanceof Error ? error.message : "failed")
        );
      }
      channel.clearDeadline();
    },
    done: () => {
      if (early.length > 0) throw new RelayUnavailable("handshake", "replies nobody asked for");
    },
  };
}
