import type { InboundMail } from "./inbound-mail.ts";

/** Which way a message came. `operator`: a person said what it was. */
export type ArrivalSource = "listener" | "mailbox" | "api" | "webhook" | "operator";

/** What came of a message; contract/inbound.ts says each in words. */
export type InboundResultCode =
  | "unsubscribed"
  | "task"
  | "request"
  | "complaint"
  | "bounce"
  | "delayed"
  | "auto_reply"
  | "probe"
  | "report"
  | "unknown"
  | "known"
  | "ignored"
  | "nothing";

/** A message on its way in. */
export interface Arrival {
  raw: Buffer;
  /** Reads it in a thread of its own. Throws AppError 422 for what cannot be read, 503 when too many wait. */
  read(): Promise<InboundMail>;
  source: Exclude<ArrivalSource, "operator" | "webhook">;
  /** The mailbox it lay in. */
  mailbox?: { id: number; purpose: "bounces" | "replies" | "reports" | "all" };
}
