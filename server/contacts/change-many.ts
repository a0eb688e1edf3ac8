import { BULK_LIMIT, type BulkAction, type BulkAnswer } from "../../contract/contact-care.ts";
import { AppError, conflict, invalid, notFound, type Actor, type Tx } from "../platform/index.ts";
import type { ContactRouteDeps } from "./contacts.routes.ts";
import {
  allAdvisers,
  applyBulk,
  insertBulk,
  lockBulk,
  noteBefore,
  setChanged,
  undoBulk,
  type StoredAction,
} from "./care.store.ts";
import { findTag } from "./tags.store.ts";

interface Act {
  audit: ContactRouteDeps["audit"];
  accountId: number;
  actor: Actor;
  now: Date;
}

const UNDO_MS = 24 * 3_600_000;

/**
 * Tags many contacts, gives them a stage or an adviser. What was there before is kept for a day, so that it can be
 * taken back.
 * @throws AppError `too_many_contacts`, `tag_not_found`, `operator_not_found`, `assigned_only`
 */
export async function changeContacts(
  tx: Tx,
  act: Act,
  action: BulkAction,
  ids: readonly number[],
): Promise<BulkAnswer> {
  if (ids.length > BULK_LIMIT)
    throw invalid("too_many_contacts", `One action takes ${BULK_LIMIT} contacts at most.`, {
      hint: "Narrow the filter and do it in parts.",
    });
  if (action.do === "responsible" && act.actor.assignedOnly === true)
    throw new AppError("assigned_only", 403, "You see your own contacts only.", {
      hint: "Somebody who sees all contacts gives them to another person.",
    });
  const stored = await resolve(tx, action);
  const bulk = await insertBulk(tx, act.accountId, stored, act.now);
  const changed = await noteBefore(tx, bulk.id, stored, ids);
  await applyBulk(tx, bulk.id, stored, act.now);
  await setChanged(tx, bulk.id, changed);
  await act.audit(tx, act.accountId, act.actor, "contacts.changed", {
    objectType: "contact_bulk",
    objectId: bulk.publicId,
    detail: { ...action, contacts: changed },
  });
  return { changed, undo: changed === 0 ? null : bulk.publicId };
}

/** @throws AppError `bulk_not_found`, `bulk_undone`, `bulk_too_old` */
export async function undoContacts(tx: Tx, act: Act, publicId: string): Promise<BulkAnswer> {
  const bulk = await lockBulk(tx, publicId);
  if (!bulk) throw notFound("bulk");
  if (bulk.undoneAt) throw conflict("bulk_undone", "This was taken back already.");
  if (act.now.getTime() - bulk.at.getTime() > UNDO_MS)
    throw new AppError("bulk_too_old", 409, "This can be taken back for 24 hours only.");
  const changed = await undoBulk(tx, bulk, act.now);
  await act.audit(tx, act.accountId, act.actor, "contacts.change_undone", {
    objectType: "contact_bulk",
    objectId: bulk.publicId,
    detail: { do: bulk.action.do, contacts: changed },
  });
  return { changed, undo: null };
}

async function resolve(tx: Tx, action: BulkAction): Promise<StoredAction> {
  if (action.do === "tag" || action.do === "untag") {
    const tag = await findTag(tx, action.tag);
    if (!tag) throw notFound("tag");
    return { do: action.do, tagId: tag.id };
  }
  if (action.do === "stage") return action;
  if (action.responsible === null) return { do: "responsible", responsibleId: null };
  const adviser = (await allAdvisers(tx)).find((one) => one.publicId === action.responsible);
  if (!adviser) throw notFound("operator");
  return { do: "responsible", responsibleId: adviser.id };
}
