import { givenFields, originNames, type Contact, type ContactFields } from "../contacts/index.ts";
import type { PlannedLine, PlannedSubscription } from "./plan-batch.ts";
import type { SubscriptionBefore, UndoDetail } from "./undo-detail.ts";

/** Ledger entries of a batch by line and list. */
export type Entries = Map<string, number>;
export const entryKey = (line: PlannedLine, listId: number): string =>
  `${line.parsed.line} ${listId}`;

/** What is remembered of a written line so that it can be undone. */
export function undoDetail(
  line: PlannedLine,
  entries: Entries,
  grant: number | undefined,
  /** ISO 8601. */
  at: string,
): UndoDetail {
  const names = line.contact ? givenFields(line.news) : [];
  const mailedAt = line.parsed.consent.complete ? line.parsed.consent.lastMailedAt : null;
  return {
    at,
    ...(line.contact && names.length > 0
      ? {
          before: fieldsBefore(line.contact, line.news),
          after: line.news,
          origins: Object.fromEntries(
            originNames(line.news).flatMap((name) => {
              const origin = line.contact!.origins[name];
              return origin ? [[name, origin]] : [];
            }),
          ),
        }
      : {}),
    ...(line.subscriptions.length > 0
      ? {
          subscriptions: line.subscriptions.map((subscription) => ({
            listId: subscription.listId,
            entryId: entries.get(entryKey(line, subscription.listId)) ?? null,
            lastMailedAt: subscription.proven ? (mailedAt?.toISOString() ?? null) : null,
            before: subscriptionBefore(subscription),
          })),
        }
      : {}),
    ...(grant === undefined ? {} : { grant }),
  };
}

/** The values that the import replaces; of the account's own fields only those. */
function fieldsBefore(contact: Contact, news: ContactFields): ContactFields {
  const before: Record<string, unknown> = {};
  for (const name of givenFields(news)) {
    if (name === "custom")
      before["custom"] = Object.fromEntries(
        Object.keys(news.custom!).map((key) => [key, contact.custom[key] ?? ""]),
      );
    else before[name] = contact[name] ?? "";
  }
  return before as ContactFields;
}

function subscriptionBefore({ before }: PlannedSubscription): SubscriptionBefore | null {
  if (before === null) return null;
  const { contactId, state, proof, flag, entryId, wordingVersionId, source, confirmedAt } = before;
  return {
    contactId,
    state,
    proof,
    flag,
    entryId,
    wordingVersionId,
    source,
    confirmedAt: confirmedAt?.toISOString() ?? null,
  };
}
