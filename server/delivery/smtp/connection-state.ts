import type { SmtpSource, SmtpStage } from "./message.ts";
import type { SmtpMessage } from "./message.ts";
import type { Relay, SmtpTimeouts } from "./relay.ts";
import type { Reply } from "./reply.ts";
import type { Slot } from "./slot.ts";
import type { TlsReport } from "./tls-outcomes.ts";

export type ConnectionOptions<Delivery> = {
  relay: Relay;
  /** Our name in EHLO. */
  name: string;
  timeouts: SmtpTimeouts;
  /** After so many messages the connection is closed in good order. */
  messageLimit: number;
  /** Messages whose last chunk may be without reply, where the relay offers CHUNKING and PIPELINING. */
  window: () => number;
  /** Messages whose mark is asked before their turn: 1 is the next one only. */
  markAhead: number;
  /** Whether BDAT is used where it is offered. */
  chunking: boolean;
  source: SmtpSource<Delivery>;
  onTls?: TlsReport | undefined;
};

/** How a connection ended, for whoever opens the next one. */
export type ConnectionEnd<Delivery> = {
  /** Taken from the source and still without envelope: belong to the next connection. */
  leftover: Slot<Delivery>[];
  /** A message asked for and not yet given. */
  asked: Promise<SmtpMessage<Delivery> | null> | undefined;
  /** The source has no more. */
  drained: boolean;
  /** The relay was no use: try again later rather than at once. */
  failure: string | undefined;
  /** Not even the handshake came to its end. */
  unusable: boolean;
};

/** What the next reply answers; `void` is the dot after an envelope that was refused. */
export type Awaited = SmtpStage | "void" | "rset" | "quit";
export type Expected<Delivery> = { kind: Awaited; slot?: Slot<Delivery> };

/** An envelope under way for DATA: MAIL has left, the content has not. */
export type Underway<Delivery> = {
  slot: Slot<Delivery>;
  /** Commands still to be sent, where the relay wants one at a time. */
  commands: string[];
  /** The relay said 354. */
  ready: boolean;
};

/** QUIT is a courtesy; nobody waits long for the answer. */
const QUIT_WAIT = 5_000;

/** How long the reply to a command may take (RFC 5321, 4.5.3.2). */
export function waitFor(awaited: Awaited, timeouts: SmtpTimeouts): number {
  if (awaited === "void") return timeouts.final;
  if (awaited === "rset") return timeouts.command;
  return awaited === "quit" ? Math.min(QUIT_WAIT, timeouts.command) : timeouts[awaited];
}

/** What of a reply becomes part of a result. */
export function replyOf({ code, enhanced, text }: Reply) {
  return { code, enhanced, text };
}
