/**
 * A part of a text: fixed, a merge field, or a place for a token.
 *
 * - `field` with `html: true`: the value is escaped for HTML text and quoted attributes;
 * - `field` with `html: false`: a value for a text part or a subject, taken as it is;
 * - `fallback` stands in for a missing or empty value, already escaped where `html` says so;
 * - `field` with `rendered: true`: a finished text of its own for each recipient (a template with
 *   logic, a footer made by the product), taken as it is, in HTML too;
 * - `token`: number of a tracking token; all tokens of a mail have one length.
 */
export type Piece =
  | string
  | { field: string; html: boolean; rendered?: false; fallback?: string }
  | { field: string; rendered: true }
  | { token: number };

export type Mailbox = { name?: string | undefined; address: string };

/** Everything of a message that is the same for all recipients of one content version. */
export type MessageTemplate = {
  from: Mailbox;
  replyTo?: Mailbox | undefined;
  /** Strings and fields; a token has no business in a subject. */
  subject: readonly Piece[];
  /** Plain text part. At least one of the two parts is there; with both it is multipart/alternative. */
  text?: readonly Piece[] | undefined;
  html?: readonly Piece[] | undefined;
  /** Domain of the Message-ID: the sender's own (SND-05). */
  messageIdDomain: string;
  /** Length of the tokens in characters. */
  tokenLength: number;
  /** RFC 2919: a name below a domain of the sender, `newsletter.example.com`. */
  listId?: { id: string; name?: string | undefined } | undefined;
  /** Each recipient has a `List-Unsubscribe` of its own, and one click does it (RFC 8058, UNS-01). */
  listUnsubscribe: boolean;
  /** RFC 3834, for mails that no person sent. */
  autoSubmitted?: "auto-generated" | "auto-replied" | undefined;
  /** Up to four parts for complaint reports (SND-06); never data of a person. */
  feedbackId?: string | undefined;
  /** Further fields, such as `X-CSA-Complaints`. Names of fields made here are refused. */
  headers?: readonly { name: string; value: string }[] | undefined;
};

/** What makes a message of the template the message of one recipient. */
export type MessageValues = {
  to: Mailbox;
  /** Left part of the Message-ID; the same for every attempt of a delivery. */
  messageId: string;
  date: Date;
  /** A value for every field of the template. */
  fields: Readonly<Record<string, string>>;
  /** Tokens by the numbers that stand in the template. */
  tokens: readonly string[];
  /** Required when the template says so: one HTTPS address, optionally a mailto one. */
  unsubscribe?: { url: string; mailto?: string | undefined } | undefined;
};
