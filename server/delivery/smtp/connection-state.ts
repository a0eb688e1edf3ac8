import type { NotSentReason, SmtpMessage, SmtpSource, SmtpStage } from "./message.ts";
import type { Relay, SmtpTimeouts } from "./relay.ts";
import type { Reply } from "./reply.ts";

export type ConnectionOptions<Delivery> = {
  relay: Relay;
  /** Our name in EHLO. */
  name: string;
  timeouts: SmtpTimeouts;
  /** After so many messages the connection is closed in good order. */
  messageLimit: number;
  source: SmtpSource<Delivery>;
};

/** How a connection ended, for whoever opens the next one. */
export type ConnectionEnd<Delivery> = {
  /** Taken from the source and still without envelope: belongs to the next connection. */
  leftover: SmtpMessage<Delivery> | null;
  /** A message asked for and not yet given. */
  asked: Promise<SmtpMessage<Delivery> | null> | undefined;
  /** The source has no more. */
  drained: boolean;
  /** The relay was no use: try again later rather than at once. */
  failure: string | undefined;
};

/** What the next reply answers; `void` is the dot after an envelope that was refused. */
export type Expected = SmtpStage | "void" | "rset" | "quit";

/** An envelope under way: MAIL has left, the final dot has not. */
export type Underway<Delivery> = {
  message: SmtpMessage<Delivery>;
  /** Commands still to be sent, where the relay wants one at a time. */
  commands: string[];
  /** The relay refused, and `done` was called. */
  refused: boolean;
  /** `beforeDot` was asked and has not answered. */
  marking: boolean;
  /** The connection ended while marking; told when the answer is there. */
  lost: { reason: NotSentReason; detail: string } | undefined;
};

/** QUIT is a courtesy; nobody waits long for the answer. */
const QUIT_WAIT = 5_000;

/** How long the reply to a command may take (RFC 5321, 4.5.3.2). */
export function waitFor(expected: Expected, timeouts: SmtpTimeouts): number {
  if (expected === "void") return timeouts.final;
  if (expected === "rset") return timeouts.command;
  return expected === "quit" ? Math.min(QUIT_WAIT, timeouts.command) : timeouts[expected];
}

/** What of a reply becomes part of a result. */
export function replyOf({ code, enhanced, text }: Reply) {
  return { code, enhanced, text };
}
