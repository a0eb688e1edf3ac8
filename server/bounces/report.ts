import type { RefusalMeaning } from "../../contract/refusal-meanings.ts";
import type { BounceClass } from "./classify-refusal.ts";

/**
 * What a machine's mail tells.
 *
 * - `bounce`: at least one recipient did not get the mail and nobody tries any longer (RFC 3464);
 * - `delayed`: somebody is still trying; nothing follows from it;
 * - `complaint`: a mailbox provider passes on what a person or a filter said of a mail (RFC 5965);
 * - `autoReply`: a mailbox answered by itself (RFC 3834);
 * - `other`: anything else, a report of success as well.
 */
export type ReportKind = "bounce" | "delayed" | "complaint" | "autoReply" | "other";

/** One recipient a delivery report is about. */
export interface ReportedRecipient {
  /** As the reporting server names it; may be the end of a forwarding. */
  address: string;
  /** As we wrote it, where the report tells (RFC 3461 ORCPT). */
  originalAddress: string | null;
  action: "failed" | "delayed" | "delivered" | "relayed" | "expanded";
  /** RFC 3463, `5.1.1`; null where nobody says. */
  status: string | null;
  /** Basic SMTP code, 0 where nobody says. */
  code: number;
  /** The receiving server's own words. */
  diagnostic: string;
  remoteMta: string | null;
  class: BounceClass;
  unknownUser: boolean;
  meaning: RefusalMeaning;
}

export type FeedbackType =
  | "abuse"
  | "fraud"
  | "virus"
  | "opt-out"
  | "not-spam"
  | "auth-failure"
  | "other";

export interface Report {
  kind: ReportKind;
  /** Of a bounce or delay. */
  recipients: ReportedRecipient[];
  /** Of a complaint. Only `abuse`, `opt-out`, `fraud`, `virus` and `other` speak of a person's will or harm. */
  feedbackType: FeedbackType | null;
  /** Of an automatic reply: `vacation` speaks for a person, `generated` for a machine. */
  automatic: "vacation" | "generated" | null;
  /** Message-ID of the mail it is about, without angle brackets. */
  originalMessageId: string | null;
  /** Header fields of that mail as far as returned: Message-ID, List-Unsubscribe, Feedback-ID, our X- fields; lower-case names. */
  originalFields: Record<string, string>;
  /** The address it was sent to, when the caller gives the envelope: the VERP address (SND-13). */
  envelopeRecipient: string | null;
  /** Every address that may be the one it is about, most likely first, lower case. */
  candidates: string[];
}
