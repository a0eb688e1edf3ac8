import type { Match } from "./phrases.ts";

/** How an open reply ends. `automatic` is the product's own, for subjects that say one thing only. */
export type ReplyDecision =
  | "list"
  | "newsletters"
  | "advertising"
  | "none"
  | "erasure"
  | "automatic";

/** A reply that may be an unsubscribe or an objection. */
export interface Reply {
  id: number;
  publicId: string;
  email: string;
  emailNormalised: string;
  /** Whose mail it answers, where we know; see the table. */
  addressHash: Buffer | null;
  contactId: number | null;
  listId: number | null;
  mailingId: number | null;
  subject: string;
  ownText: string;
  matches: Match[];
  /** `erasure`: unsubscribed, and the person's data are still to be deleted. */
  state: "open" | "erasure" | "decided";
  decision: ReplyDecision | null;
  note: string | null;
  receipt: string | null;
  receivedAt: Date;
  dueAt: Date;
  decidedAt: Date | null;
  decidedBy: number | null;
}

export type NewReply = Omit<
  Reply,
  "id" | "publicId" | "note" | "decidedBy" | "decision" | "decidedAt" | "receipt"
> & {
  messageKey: Buffer;
  decision?: "automatic";
  receipt?: string | null;
  decidedAt?: Date;
};

const DAY_MS = 86_400_000;

/**
 * One working day after arrival, at the same hour (LEG-17). Holidays differ from place to place and are taken for
 * working days, which makes the deadline stricter.
 */
export function dueAfter(receivedAt: Date, timeZone: string): Date {
  const weekday = new Intl.DateTimeFormat("en-GB", { weekday: "short", timeZone });
  let due = receivedAt.getTime() + DAY_MS;
  while (["Sat", "Sun"].includes(weekday.format(due))) due += DAY_MS;
  return new Date(due);
}
