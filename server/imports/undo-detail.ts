import type { ContactFields, Origin } from "../contacts/index.ts";
import type { SubscriptionProof, SubscriptionState } from "../lists/index.ts";

/** A subscription as it was before the import. Times are ISO 8601. */
export interface SubscriptionBefore {
  contactId: number;
  state: SubscriptionState;
  proof: SubscriptionProof | null;
  flag: "unverified" | "stale" | null;
  entryId: number | null;
  wordingVersionId: number | null;
  source: string;
  confirmedAt: string | null;
}

/** What is remembered of a line so that it can be undone. */
export interface UndoDetail {
  /** When the contact was written: whoever changed it since set another time. */
  at: string;
  /** Fields as they were, and as the import set them; `custom` by name. */
  before?: ContactFields;
  after?: ContactFields;
  origins?: Record<string, Origin>;
  subscriptions?: {
    listId: number;
    entryId: number | null;
    lastMailedAt: string | null;
    before: SubscriptionBefore | null;
  }[];
  /** Ids of tags that were not there before. */
  tags?: number[];
  stage?: { before: string; after: string };
  responsible?: { before: number | null; after: number };
  /** Ledger entry of the permission to analyse. */
  grant?: number;
}
