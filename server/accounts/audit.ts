import type { Actor, Tx } from "../platform/index.ts";
import { hashChange, type AuditChange } from "./audit-change.ts";
import { insertAuditEntry } from "./audit.store.ts";

/** Who acted: somebody who called, a person through a public page, or the product itself. */
export type AuditActor = Actor | { kind: "person" | "system"; name: string };

/** The product itself, for work that nobody asked for just now (retention, checks). */
export const systemActor: AuditActor = { kind: "system", name: "Klarpost" };
/** A recipient on a public page. Named by the object of the entry, never here. */
export const personActor: AuditActor = { kind: "person", name: "Person" };

export interface AuditSubject {
  objectType?: string;
  /** Public id of the thing. */
  objectId?: string;
  /** What changed, in ids, counts and words. Never addresses, names of contacts or tokens. */
  detail?: Record<string, unknown>;
  /** The thing before and after; only keyed hashes of it are kept. */
  change?: AuditChange;
}

/**
 * Writes who did what into the account's append-only log, in the transaction that did it (ORG-04).
 * `action` is `<thing>.<what happened>`, in the past: `list.created`.
 */
export async function audit(
  tx: Tx,
  accountId: number,
  actor: AuditActor,
  action: string,
  subject: AuditSubject = {},
): Promise<void> {
  const known = "permissions" in actor ? actor : undefined;
  const object = {
    objectType: subject.objectType ?? null,
    objectId: subject.objectId ?? null,
  };
  await insertAuditEntry(tx, {
    accountId,
    actorKind: actor.kind === "apiKey" ? "api_key" : actor.kind,
    operatorId: known?.operatorId ?? null,
    apiKeyId: known?.apiKeyId ?? null,
    actorName: actor.name,
    action,
    ...object,
    detail: subject.detail ?? {},
    ...hashChange({ accountId, ...object }, subject.change),
  });
}

/** Writes that somebody looked at one contact's data (ORG-04). `what` names the view: `profile`, `proof`. */
export function auditPerson(
  tx: Tx,
  accountId: number,
  actor: AuditActor,
  contactPublicId: string,
  what = "profile",
): Promise<void> {
  return audit(tx, accountId, actor, "contact.viewed", {
    objectType: "contact",
    objectId: contactPublicId,
    detail: { view: what },
  });
}
