import type { MergePreview, MergeRequest, Twin } from "../../contract/duplicates.ts";
import { audit, auditPerson } from "../accounts/index.ts";
import {
  allFields,
  displayName,
  findContact,
  joinNoticeDue,
  sortKey,
  updateContact,
  type Contact,
  type ContactField,
  type ContactFields,
  type Origin,
} from "../contacts/index.ts";
import {
  conflict,
  notFound,
  type Actor,
  type Clock,
  type Keys,
  type Tx,
} from "../platform/index.ts";
import { MERGE_FIELDS, mergeObstacle } from "./duplicate.ts";
import { isWaiting, lockBoth, mergeRows, takeOverCare } from "./duplicates.store.ts";
import { consequencesOf } from "./merge-words.ts";
import { applyPermissionChange, permissionChange } from "./permissions-of-merge.ts";
import { noteMerge, rememberMerge } from "./undo-merge.ts";

export interface MergeDeps {
  keys: Keys;
  clock: Clock;
}

const WAITING = {
  de: "Die Adresse des zweiten Kontakts wartet noch auf die Bestätigung einer Anmeldung. Führen Sie die beiden danach zusammen.",
  en: "The second contact's address still waits for the confirmation of a sign-up. Merge the two afterwards.",
};

/** Both contacts side by side, what is proposed for each field, and what becomes of permissions. Both looks are audited. */
export async function previewMerge(
  tx: Tx,
  deps: MergeDeps,
  act: { accountId: number; actor: Actor },
  ids: { keep: string; merge: string },
): Promise<MergePreview> {
  const kept = await requireContact(tx, ids.keep);
  const gone = await requireContact(tx, ids.merge);
  for (const contact of [kept, gone])
    await auditPerson(tx, act.accountId, act.actor, contact.publicId, "merge");
  const obstacle = await obstacleOf(tx, deps, kept, gone);
  const change = await permissionChange(tx, deps, act.accountId, kept, gone);
  return {
    keep: presentTwin(kept),
    merge: presentTwin(gone),
    obstacle: obstacle?.text ?? null,
    fields: fieldsOf(kept, gone, await allFields(tx)),
    consequences: consequencesOf(change, kept, gone),
  };
}

/**
 * Merges two contacts; for seven days `undoMerge` can take it back. A merge never creates a permission: of two the stricter wins, and what was given for
 * another address ends with it. Proofs stay in the ledger under the address they were given for.
 * @throws AppError `contact_not_found`, `merge_itself`, `merge_restricted`, `merge_core`, `merge_waiting`
 */
export async function mergeContacts(
  tx: Tx,
  deps: MergeDeps,
  act: { accountId: number; actor: Actor },
  request: MergeRequest,
): Promise<{ id: string; moved: Record<string, number>; undo: string }> {
  const before = [await requireContact(tx, request.keep), await requireContact(tx, request.merge)];
  await lockBoth(
    tx,
    before.map((one) => one.id),
  );
  const kept = await requireContact(tx, request.keep);
  const gone = await requireContact(tx, request.merge);
  const obstacle = await obstacleOf(tx, deps, kept, gone);
  if (obstacle) throw conflict(obstacle.code, obstacle.text.en);
  const change = await permissionChange(tx, deps, act.accountId, kept, gone);
  const people = { kept, gone, actorName: act.actor.name };
  const taken = takenFields(kept, gone, new Set(request.take ?? []));
  const isCustomer = kept.stage === "customer" || gone.stage === "customer";
  const care = {
    stage: isCustomer ? ("customer" as const) : kept.stage || gone.stage,
    responsibleId: kept.responsibleId ?? gone.responsibleId,
  };
  const noted = await noteMerge(
    tx,
    people,
    { fields: taken.fields, care },
    { ...change, blocks: [] },
  );
  noted.blocks = await applyPermissionChange(tx, deps, act.accountId, people, change);
  await updateContact(tx, kept.id, {
    ...taken,
    sortKey: sortKey({ ...kept, ...taken.fields }, kept.emailNormalised),
    now: deps.clock.now(),
  });
  await takeOverCare(tx, kept.id, care);
  noted.noticeDue = await joinNoticeDue(tx, kept.id, gone.id);
  const moved = await mergeRows(tx, kept.id, gone.id, change.sameAddress);
  await audit(tx, act.accountId, act.actor, "contact.merged", {
    objectType: "contact",
    objectId: kept.publicId,
    detail: {
      merged: gone.publicId,
      moved,
      blocksCarried: change.carried.length,
      subscriptionsEnded: change.ending.length,
      profiling: change.profiling,
    },
  });
  const undo = await rememberMerge(tx, deps, act.accountId, people, noted);
  return { id: kept.publicId, moved, undo };
}

async function obstacleOf(tx: Tx, deps: MergeDeps, kept: Contact, gone: Contact) {
  const obstacle = mergeObstacle(kept, gone);
  if (obstacle) return obstacle;
  const waits =
    kept.emailNormalised !== gone.emailNormalised &&
    (await isWaiting(tx, gone.emailNormalised, deps.clock.now()));
  return waits ? { code: "merge_waiting", text: WAITING } : undefined;
}

async function requireContact(tx: Tx, publicId: string): Promise<Contact> {
  const contact = await findContact(tx, publicId);
  if (!contact) throw notFound("contact");
  return contact;
}

/** Fields in which the two differ. */
function fieldsOf(kept: Contact, gone: Contact, fields: ContactField[]): MergePreview["fields"] {
  const keys = [...new Set([...Object.keys(kept.custom), ...Object.keys(gone.custom)])];
  const side = (value: string | undefined, origin: Origin | undefined) => ({
    value: value ?? "",
    source: origin?.source ?? "",
    at: origin?.at ?? null,
  });
  const plain = MERGE_FIELDS.map((field) => ({
    field,
    label: null,
    keep: side(kept[field] ?? "", kept.origins[field]),
    merge: side(gone[field] ?? "", gone.origins[field]),
  }));
  const own = keys.map((key) => ({
    field: `custom.${key}`,
    label: fields.find((one) => one.key === key)?.label ?? key,
    keep: side(kept.custom[key], originOf(kept, key)),
    merge: side(gone.custom[key], originOf(gone, key)),
  }));
  return [...plain, ...own]
    .filter(({ keep, merge }) => keep.value !== merge.value)
    .map((one) => ({ ...one, take: one.keep.value === "" }));
}

const originOf = (contact: Contact, key: string): Origin | undefined =>
  contact.origins[`custom.${key}`];

/** The merged contact's values that were chosen, each with where it came from (DSR-03). */
function takenFields(
  kept: Contact,
  gone: Contact,
  take: ReadonlySet<string>,
): { fields: ContactFields; origins: Record<string, Origin> } {
  const origins: Record<string, Origin> = {};
  const keep = (name: string, origin: Origin | undefined) => {
    if (origin) origins[name] = origin;
  };
  const plain = MERGE_FIELDS.filter((field) => take.has(field) && gone[field]);
  for (const field of plain) keep(field, gone.origins[field]);
  const keys = Object.keys(gone.custom).filter((key) => take.has(`custom.${key}`));
  for (const key of keys) keep(`custom.${key}`, originOf(gone, key));
  return {
    fields: {
      ...Object.fromEntries(plain.map((field) => [field, gone[field]])),
      custom: Object.fromEntries(keys.map((key) => [key, gone.custom[key]!])),
    },
    origins,
  };
}

export function presentTwin(contact: Contact): Twin {
  return {
    id: contact.publicId,
    name: displayName(contact),
    email: contact.email,
    company: contact.company,
    createdAt: contact.createdAt.toISOString(),
  };
}
