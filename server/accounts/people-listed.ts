import type { Actor, Tx } from "../platform/index.ts";
import { insertAuditEntry } from "./audit.store.ts";
import { addListed, takeListed } from "./people-listed.store.ts";

/** What somebody was shown within this time stands in the log as one entry. */
const WINDOW_MS = 10 * 60_000;

/**
 * Counts that somebody was shown so many people in a list, in the transaction that showed them (ORG-12). A page is no
 * entry of its own: whoever looks for one person would fill the log with others.
 */
export async function countListed(
  tx: Tx,
  accountId: number,
  actor: Actor,
  people: number,
): Promise<void> {
  if (people === 0) return;
  await addListed(tx, accountId, {
    kind: actor.kind === "apiKey" ? "api_key" : "operator",
    id: actor.apiKeyId ?? actor.operatorId ?? 0,
    name: actor.name,
    people,
  });
}

/** Writes what began ten minutes ago and more into the audit log, one entry for each person or key (ORG-04). */
export async function writeListed(tx: Tx, accountId: number, now: Date): Promise<void> {
  for (const one of await takeListed(tx, new Date(now.getTime() - WINDOW_MS))) {
    const id = one.actorId === 0 ? null : one.actorId;
    await insertAuditEntry(tx, {
      accountId,
      actorKind: one.actorKind,
      operatorId: one.actorKind === "operator" ? id : null,
      apiKeyId: one.actorKind === "api_key" ? id : null,
      actorName: one.actorName,
      action: "contacts.listed",
      objectType: null,
      objectId: null,
      detail: {
        people: one.people,
        pages: one.pages,
        from: one.beganAt.toISOString(),
        until: one.lastAt.toISOString(),
      },
    });
  }
}
