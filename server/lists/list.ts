import type { Locale } from "../platform/index.ts";

/** A newsletter that people can subscribe to. */
export interface List {
  id: number;
  publicId: string;
  name: string;
  nameEn: string;
  description: string;
  descriptionEn: string;
  topics: string;
  topicsEn: string;
  frequency: string;
  frequencyEn: string;
  archivedAt: Date | null;
  createdAt: Date;
}

export type SubscriptionState = "pending" | "confirmed" | "unsubscribed";

/** How the mailbox behind a consent was proven (CON-13). */
export type SubscriptionProof =
  | "double_opt_in"
  | "imported_double_opt_in"
  | "signed_declaration"
  | "verified_address";

/** The state of one address on one list. Keyed by address: whoever of two people on it unsubscribes ends it for both (UNS-11). */
export interface Subscription {
  listId: number;
  emailNormalised: string;
  contactId: number;
  state: SubscriptionState;
  proof: SubscriptionProof | null;
  flag: "unverified" | "stale" | null;
  entryId: number | null;
  wordingVersionId: number | null;
  source: string;
  requestedAt: Date;
  confirmedAt: Date | null;
  unsubscribedAt: Date | null;
}

/** The list's texts in a language; German where the English one is missing. */
export function listTexts(
  list: List,
  locale: Locale,
): { name: string; description: string; topics: string; frequency: string } {
  if (locale === "de")
    return {
      name: list.name,
      description: list.description,
      topics: list.topics,
      frequency: list.frequency,
    };
  return {
    name: list.nameEn || list.name,
    description: list.descriptionEn || list.description,
    topics: list.topicsEn || list.topics,
    frequency: list.frequencyEn || list.frequency,
  };
}
