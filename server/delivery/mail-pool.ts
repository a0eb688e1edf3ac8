import type { SmtpSource } from "./smtp/message.ts";

/** What every way out is opened with: to one relay, directly to the receivers, or to a provider's HTTP interface. */
export interface MailPoolOptions<Delivery> {
  /** Messages under way at the same time, at most. */
  connections: number;
  source: SmtpSource<Delivery>;
  /**
   * Messages of a connection that may be without reply at the same time, where the relay offers CHUNKING and
   * PIPELINING (default 1). When a connection is lost, so many mails are uncertain at most.
   */
  window?: number | (() => number) | undefined;
  /** The way out failed: text for the log and the operator, without any address. */
  onFailure?: ((detail: string) => void) | undefined;
  /** Asked after a failure: true where others should take over, so that nothing waits for this way out. */
  rests?: (() => boolean) | undefined;
}

/** Several hands that pull their work from one source, each when it is free (back-pressure). */
export interface MailPool {
  /** Resolves when the source said null, or after `stop`, once nothing is open any more. */
  readonly finished: Promise<void>;
  /** Takes nothing more; begun bodies are finished, everything else comes back as `halted`. */
  pause(): void;
  resume(): void;
  /**
   * Ends for good, first like `pause`. After `graceMs` what is still open is cut; a message that may have been taken
   * by the receiver is then uncertain.
   */
  stop(graceMs: number): Promise<void>;
  /** Messages or connections open at this moment. */
  readonly open: number;
}
