import type { ReplyView } from "../../contract/inbound.ts";
import { addressHash } from "../contacts/index.ts";
import { findListsById, subscriptionsOfAddress } from "../lists/index.ts";
import type { Clock, Keys, Tx } from "../platform/index.ts";
import type { Reply } from "./reply.ts";

const UNDO_MS = 30 * 60_000;

/** A reply as the workplace shows it, with what is left to leave. */
export async function presentReply(
  tx: Tx,
  { keys, clock }: { keys: Keys; clock: Clock },
  accountId: number,
  reply: Reply & { contactPublicId?: string | null; deciderName?: string | null },
): Promise<ReplyView> {
  const now = clock.now();
  const open = reply.state === "open";
  const ownHash = addressHash(keys, accountId, reply.emailNormalised);
  const confirmed = open
    ? (await subscriptionsOfAddress(tx, reply.emailNormalised)).filter(
        (one) => one.state !== "unsubscribed",
      )
    : [];
  const named = await findListsById(tx, [
    ...confirmed.map((one) => one.listId),
    ...(reply.listId === null ? [] : [reply.listId]),
  ]);
  const names = new Map(named.map((list) => [list.id, { id: list.publicId, name: list.name }]));
  return {
    id: reply.publicId,
    from: reply.email,
    contactId: reply.contactPublicId ?? null,
    otherAuthor: reply.addressHash !== null && !reply.addressHash.equals(ownHash),
    subject: reply.subject,
    text: reply.ownText,
    matches: reply.matches,
    state: reply.state,
    decision: reply.decision,
    note: reply.note,
    list: reply.listId === null ? null : (names.get(reply.listId) ?? null),
    lists: confirmed.flatMap((one) => names.get(one.listId) ?? []),
    held: open && reply.addressHash !== null,
    receivedAt: reply.receivedAt.toISOString(),
    dueAt: reply.dueAt.toISOString(),
    overdue: reply.state !== "decided" && reply.dueAt < now,
    decidedAt: reply.decidedAt?.toISOString() ?? null,
    decidedBy: reply.deciderName ?? null,
    undoable: isUndoable(reply, now),
  };
}

function isUndoable({ state, decision, receipt, decidedAt }: Reply, now: Date): boolean {
  if (state !== "decided") return false;
  if (decision === "none") return true;
  return (
    decision === "list" &&
    receipt !== null &&
    decidedAt !== null &&
    now.getTime() - decidedAt.getTime() <= UNDO_MS
  );
}
