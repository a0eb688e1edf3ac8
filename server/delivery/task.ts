import type { ComposedMail } from "./compose.ts";
import type { Batch, Delivery } from "./delivery.ts";
import type { MessageBuffer } from "../content/index.ts";
import type { SmtpResult } from "./smtp/message.ts";

/** One mail on its way through a pool. */
export interface Task {
  batch: Batch;
  delivery: Delivery;
  attempt: number;
  envelopeFrom: string;
  basis: string;
  measured: "personal" | "anonymous" | "none";
  /** Whether a mail with parts that advertise kept them for this recipient (LEG-19); undefined where there are none. */
  advertised?: boolean;
  /** Subject of the measuring row that is written with the mark. */
  personal: { mailingId: number; contactId: number; emailNormalised: string } | null;
  /** When the facts behind the gate's decision were read, by a clock that never jumps (milliseconds). */
  readAt: number;
  compose(buffer: MessageBuffer, now: Date): Promise<ComposedMail>;
  messageId: string | null;
  /**
   * Whether the ledger has the mark of this attempt: "unsure" while it was asked for and nobody knows. From then on every
   * end needs an outcome.
   */
  mark: "none" | "unsure" | "durable";
  settle(end: TaskEnd): void;
}

/** How a task ended: with the relay's word, or because it could not even be composed. */
export type TaskEnd = { kind: "smtp"; result: SmtpResult } | { kind: "broken"; reason: string };

/** Facts may be this old when the envelope leaves (architecture: hand-over). Milliseconds. */
export const FACTS_FRESH_MS = 5000;
