import type { Locale, Tx } from "../platform/index.ts";

/** A mail the product itself writes: invitation, confirmation of an address, security note. Plain text in parts. */
export interface SystemMail {
  accountId: number;
  kind:
    | "invitation"
    | "new_password"
    | "address_confirmation"
    | "security_note"
    | "forwarded_reply"
    | "data_request";
  to: string;
  /** Whom an answer reaches, instead of the sender's own reply address. */
  replyTo?: string;
  locale: Locale;
  subject: string;
  heading: string;
  paragraphs: string[];
  button?: { label: string; url: string };
  /** Small print under the button. */
  note?: string;
  /** What the mail is about, for its outcome. */
  reference?: { type: string; id: number };
}

/**
 * Queues a system mail within the caller's transaction, which belongs to the mail's account. Answers where it
 * will go: out through the relay, or into the built-in mailbox (sandbox, or no relay configured).
 */
export type SendSystemMail = (tx: Tx, mail: SystemMail) => Promise<{ via: "relay" | "mailbox" }>;
