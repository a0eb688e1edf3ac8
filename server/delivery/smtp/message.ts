/** Bytes of a complete message. `bytes` may have room behind `end`; the sender uses it for the final dot. */
export type MessageContent = {
  bytes: Buffer;
  start: number;
  end: number;
  /** Said by the MIME compiler, whose lines never begin with a dot; everything else is looked through. */
  dotSafe?: boolean;
};

/** A message ready to be handed over, and the delivery it belongs to. */
export type SmtpMessage<Delivery> = {
  delivery: Delivery;
  /** Envelope sender; the empty text is the null sender of RFC 5321. */
  from: string;
  /** The one envelope recipient. */
  to: string;
  /** Must stay as it is until `done` was called. */
  content: MessageContent;
  /**
   * Asked just before the envelope leaves: are the facts the gate decided on still recent? A message
   * that is not comes back as `notSent` with the reason `stale`.
   */
  isFresh?: (() => boolean) | undefined;
};

/** Where in the conversation a reply came. */
export type SmtpStage = "mail" | "rcpt" | "data" | "final";

/**
 * What became of one message; always a value, never an exception.
 *
 * - `reply`: the relay decided; 2xx at stage `final` is acceptance, everything else is refusal;
 * - `notSent`: the final dot or last chunk never left, so the relay cannot have accepted it: safe to try again;
 * - `uncertain`: it may have left and no reply came: never sent again by itself.
 */
export type SmtpResult =
  | {
      kind: "reply";
      stage: SmtpStage;
      code: number;
      enhanced: string | undefined;
      text: string;
    }
  | {
      kind: "notSent";
      reason: NotSentReason;
      detail: string;
      /** Only this receiving domain is out of reach: the mail waits, others go on (direct delivery). */
      only?: "domain";
    }
  | { kind: "uncertain"; reason: string; detail: string };

export type NotSentReason =
  /** Stop, pause: the word given to `halt`. */
  | "halted"
  /** `beforeDot` said no: withdrawn, cancelled, lease lost. */
  | "withdrawn"
  /** `beforeDot` failed: nobody knows whether the mark is durable, so the dot stayed here. */
  | "mark_failed"
  /** Too long between decision and hand-over. */
  | "stale"
  /** Connecting, greeting, TLS or authentication failed. */
  | "relay_unavailable"
  /** The connection ended before the dot. */
  | "connection_lost"
  /** An address that our own validator refuses. */
  | "address_invalid"
  /** The address needs SMTPUTF8 and the relay does not offer it (RFC 6531). */
  | "smtputf8_not_offered"
  /** Larger than the relay accepts (RFC 1870). */
  | "too_large";

/** The ledger's side of a connection. */
export type SmtpSource<Delivery> = {
  /** The next message; pending while there is none, null when there will be no more. Never rejects. */
  next(): Promise<SmtpMessage<Delivery> | null>;
  /**
   * Resolves true once the mark *committing* of this delivery is durable. Until then neither the final dot nor
   * the last chunk leaves; false means that they must not. Asked when the message becomes the next one of its
   * connection, so a mail may still come back as `notSent` although its mark is durable.
   */
  beforeDot(delivery: Delivery): boolean | Promise<boolean>;
  /** Called exactly once for every message that was taken. */
  done(message: SmtpMessage<Delivery>, result: SmtpResult): void;
};
