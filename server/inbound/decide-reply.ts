import { findByAddress } from "../contacts/index.ts";
import { addressHash } from "../contacts/index.ts";
import { findList } from "../lists/index.ts";
import { conflict, invalid, notFound, type Actor, type Tx } from "../platform/index.ts";
import {
  objectToAdvertising,
  undoUnsubscribe,
  unsubscribe,
  unsubscribeFromAll,
  type LeavingAct,
} from "../preferences/index.ts";
import { liftByAddress } from "../suppression/index.ts";
import type { InboundDeps } from "./deps.ts";
import { hold } from "./receive-reply.ts";
import { decideReplyRow, findReply, openRepliesOfAddress } from "./replies.store.ts";
import type { Reply, ReplyDecision } from "./reply.ts";

export interface DecisionInput {
  decision: Exclude<ReplyDecision, "automatic"> | "erased";
  /** For the decision `list`, where the reply does not say which. */
  listId?: string | undefined;
  note?: string | undefined;
}

/** A person says what a reply meant. It works at once, is in the ledger, and ends what was held (LEG-16, LEG-17). */
export async function decideReply(
  tx: Tx,
  deps: InboundDeps,
  accountId: number,
  publicId: string,
  input: DecisionInput,
  actor: Actor,
): Promise<Reply> {
  const reply = await findReply(tx, publicId);
  if (!reply) throw notFound("reply");
  if (reply.state === "decided" || (reply.state === "erasure") !== (input.decision === "erased"))
    throw conflict("reply_decided", "This reply is decided already.", {
      hint: "Load the page again to see what was decided.",
    });
  const note = input.note?.trim() ? input.note.trim() : null;
  const done = (change: Partial<Parameters<typeof decideReplyRow>[2]>) =>
    decideReplyRow(tx, reply.id, {
      state: "decided",
      decision: input.decision === "erased" ? "erasure" : input.decision,
      note: note ?? reply.note,
      receipt: reply.receipt,
      listId: reply.listId,
      at: deps.clock.now(),
      by: actor.operatorId ?? null,
      ...change,
    });
  if (input.decision === "erased") return done({});
  const { receipt, listId } = await act(tx, deps, accountId, reply, input, {
    origin: "reply",
    actor: { kind: actor.kind, name: actor.name },
    ...(note === null ? {} : { note }),
    receivedAt: reply.receivedAt,
  });
  const decided = await done({
    receipt,
    listId,
    state: input.decision === "erasure" ? "erasure" : "decided",
  });
  await release(tx, deps, accountId, reply);
  return decided;
}

async function act(
  tx: Tx,
  deps: InboundDeps,
  accountId: number,
  reply: Reply,
  input: DecisionInput,
  how: LeavingAct,
): Promise<{ receipt: string | null; listId: number | null }> {
  const leaver = await leaverOf(tx, deps, accountId, reply);
  const { listId } = reply;
  switch (input.decision) {
    case "list": {
      const list = input.listId === undefined ? undefined : await findList(tx, input.listId);
      const chosen = list?.id ?? (input.listId === undefined ? listId : null);
      if (chosen === null)
        throw invalid("list_missing", "Which newsletter was meant is missing.", {
          hint: "Give `listId`, or decide `newsletters`.",
        });
      const left = await unsubscribe(tx, deps, { ...leaver, listId: chosen }, how);
      return { receipt: left.receipt, listId: chosen };
    }
    case "newsletters":
    case "erasure":
      return { receipt: (await unsubscribeFromAll(tx, deps, leaver, how)).receipt, listId };
    case "advertising":
      return { receipt: (await objectToAdvertising(tx, deps, leaver, how)).receipt, listId };
    default:
      return { receipt: null, listId };
  }
}

/** Whose mail it answers; an author nobody knows speaks for the own address. */
async function leaverOf(
  tx: Tx,
  { keys }: InboundDeps,
  accountId: number,
  reply: Reply,
): Promise<{ accountId: number; addressHash: Buffer; contactId: number | null }> {
  const contactId =
    reply.contactId ?? (await findByAddress(tx, reply.emailNormalised))[0]?.id ?? null;
  const hash = reply.addressHash ?? addressHash(keys, accountId, reply.emailNormalised);
  return { accountId, addressHash: hash, contactId };
}

/** What the reply held runs again, but for what other open replies of the address hold. */
async function release(
  tx: Tx,
  deps: InboundDeps,
  accountId: number,
  { addressHash: hash, publicId }: Reply,
): Promise<void> {
  if (hash === null) return;
  const at = deps.clock.now();
  await liftByAddress(tx, "held", hash, { at, reason: `decided ${publicId}` });
  for (const other of await openRepliesOfAddress(tx, hash))
    await hold(tx, deps, accountId, { addressHash: hash, listId: other.listId });
}

/**
 * Takes a decision back: "no request" at any time, leaving one list within half an hour as the person's own undo
 * (UNS-04). Everything else is the person's word and stays.
 */
export async function undoDecision(
  tx: Tx,
  deps: InboundDeps,
  accountId: number,
  publicId: string,
  actor: Actor,
): Promise<Reply> {
  const reply = await findReply(tx, publicId);
  if (!reply) throw notFound("reply");
  const refused = () =>
    conflict("decision_stays", "This decision cannot be taken back.", {
      hint: "Only “no request”, and leaving one newsletter within 30 minutes, can be undone.",
    });
  if (reply.state !== "decided") throw refused();
  if (reply.decision === "list" && reply.receipt !== null && reply.listId !== null) {
    const leaver = await leaverOf(tx, deps, accountId, reply);
    const undone = await undoUnsubscribe(
      tx,
      deps,
      { ...leaver, listId: reply.listId },
      () => true,
      { origin: "reply", actor: { kind: actor.kind, name: actor.name } },
    );
    if (undone.kind !== "undone") throw refused();
  } else if (reply.decision !== "none") throw refused();
  const open = await decideReplyRow(tx, reply.id, {
    state: "open",
    decision: null,
    note: null,
    receipt: null,
    listId: reply.listId,
    at: null,
    by: null,
  });
  await hold(tx, deps, accountId, open);
  return open;
}
