import { audit } from "../accounts/index.ts";
import { readEntries } from "../consent/index.ts";
import {
  addressHash,
  findContactById,
  partNoticeDue,
  restoreContacts,
  sortKey,
  type Contact,
  type ContactFields,
  type JoinedNoticeDue,
  type Origin,
} from "../contacts/index.ts";
import {
  AppError,
  conflict,
  notFound,
  type Actor,
  type Clock,
  type Keys,
  type Tx,
} from "../platform/index.ts";
import { liftByAddress, type SuppressionScope } from "../suppression/index.ts";
import { dismissPair, lockBoth, takeOverCare } from "./duplicates.store.ts";
import {
  deleteMerge,
  findMerge,
  insertMerge,
  returnToPermission,
  snapshotOfMerge,
  unmergeRows,
  type Merge,
  type MergedRows,
} from "./merges.store.ts";

/** Days in which a merge can be taken back. Longer would keep what a person was twice without need (Art. 5(1)(e) GDPR). */
export const UNDO_DAYS = 7;
export const undoableSince = (now: Date): Date => new Date(now.getTime() - UNDO_DAYS * 86_400_000);

const SEAL = "contact-merge/v1";

interface MergeDeps {
  keys: Keys;
  clock: Clock;
}

type Care = Pick<Contact, "stage" | "responsibleId">;

/** What is sealed of a merge. */
interface Sealed {
  sameAddress: boolean;
  rows: MergedRows;
  /** Of the contact that stays: what the merge set, and what was there before. */
  set: ContactFields;
  before: { fields: ContactFields; origins: Record<string, Origin>; care: Care };
  care: Care;
  /** By when the one who stays is to be told where data came from; missing in merges of before (DSR-02). */
  noticeDue?: JoinedNoticeDue;
  /** Blocks the merge added to the address that stays. */
  blocks: { scope: SuppressionScope; listId: number | null }[];
  /** The contact that went had permitted the analysis itself. */
  spoke: boolean;
}

/** What a merge is about to change, to be remembered by `rememberMerge` afterwards. */
export async function noteMerge(
  tx: Tx,
  people: { kept: Contact; gone: Contact },
  taken: { fields: ContactFields; care: Care },
  { sameAddress, blocks, spoke }: Pick<Sealed, "sameAddress" | "blocks" | "spoke">,
): Promise<Sealed> {
  const { kept, gone } = people;
  const { custom = {}, ...plain } = taken.fields;
  const names = Object.keys(plain) as (keyof typeof plain)[];
  const keys = Object.keys(custom);
  const origins = [...names, ...keys.map((key) => `custom.${key}`)].flatMap((name) => {
    const origin = kept.origins[name];
    return origin ? [[name, origin] as const] : [];
  });
  return {
    sameAddress,
    blocks,
    spoke,
    rows: await snapshotOfMerge(tx, kept.id, gone.id, sameAddress),
    set: taken.fields,
    before: {
      fields: {
        ...Object.fromEntries(names.map((name) => [name, kept[name]])),
        custom: Object.fromEntries(keys.map((key) => [key, kept.custom[key] ?? ""])),
      },
      origins: Object.fromEntries(origins),
      care: { stage: kept.stage, responsibleId: kept.responsibleId },
    },
    care: taken.care,
  };
}

/** Keeps what an undo needs, sealed. Gives the merge's public id. */
export function rememberMerge(
  tx: Tx,
  { keys, clock }: MergeDeps,
  accountId: number,
  people: { kept: Contact; gone: Contact; actorName: string },
  noted: Sealed,
): Promise<string> {
  return insertMerge(tx, accountId, {
    keptId: people.kept.id,
    goneId: people.gone.id,
    goneEmailNormalised: people.gone.emailNormalised,
    sealed: keys.seal(SEAL, Buffer.from(JSON.stringify(noted))),
    mergedBy: people.actorName,
    mergedAt: clock.now(),
  });
}

/**
 * Takes a merge back within seven days: the contact stands again with everything that hung on it. Values changed since stay;
 * what was measured and deleted, and a permission that was reset, do not come back (TRK-14).
 * @throws AppError `merge_not_found`, `merge_too_old`, `merge_restricted`
 */
export async function undoMerge(
  tx: Tx,
  deps: MergeDeps,
  act: { accountId: number; actor: Actor },
  publicId: string,
): Promise<{ id: string; kept: string }> {
  const found = await findMerge(tx, publicId);
  if (found) await lockBoth(tx, [found.keptId]);
  const merge = found && (await findMerge(tx, publicId));
  const kept = merge && (await findContactById(tx, merge.keptId));
  if (!merge || !kept) throw notFound("merge");
  const now = deps.clock.now();
  if (merge.mergedAt <= undoableSince(now))
    throw new AppError("merge_too_old", 409, `A merge can be taken back for ${UNDO_DAYS} days.`, {
      hint: "Add the second contact anew and correct the first.",
    });
  if (kept.restrictedAt)
    throw conflict("merge_restricted", "Processing of this contact is restricted (Art. 18 GDPR).");
  const sealed = JSON.parse(deps.keys.open(SEAL, merge.sealed).toString()) as Sealed;
  await unmergeRows(tx, merge, sealed.sameAddress, sealed.rows);
  await restoreKept(tx, kept, sealed, now);
  if (sealed.noticeDue) await partNoticeDue(tx, kept.id, sealed.noticeDue);
  await liftCarried(tx, deps, act, { merge, kept, sealed });
  if (sealed.sameAddress && sealed.spoke)
    await returnToPermission(tx, kept.emailNormalised, merge.goneId, merge.mergedAt);
  // Somebody decided that these are two.
  await dismissPair(tx, act.accountId, [merge.keptId, merge.goneId], now);
  await deleteMerge(tx, merge.id);
  const gone = await findContactById(tx, merge.goneId);
  if (!gone) throw new Error("The contact did not come back.");
  await audit(tx, act.accountId, act.actor, "contact.merge_undone", {
    objectType: "contact",
    objectId: kept.publicId,
    detail: { restored: gone.publicId },
  });
  return { id: gone.publicId, kept: kept.publicId };
}

/** The contact that stayed gets its own values back where they are still those of the merge. */
async function restoreKept(tx: Tx, kept: Contact, sealed: Sealed, now: Date): Promise<void> {
  const { set, before } = sealed;
  const restored: Contact = {
    ...kept,
    custom: { ...kept.custom },
    origins: { ...kept.origins },
  };
  const origin = (name: string) => {
    const earlier = before.origins[name];
    if (earlier) restored.origins[name] = earlier;
    else delete restored.origins[name];
  };
  const { custom = {}, ...plain } = set;
  for (const name of Object.keys(plain) as (keyof typeof plain)[]) {
    if (kept[name] !== plain[name]) continue;
    Object.assign(restored, { [name]: before.fields[name] });
    origin(name);
  }
  for (const [key, value] of Object.entries(custom)) {
    if (kept.custom[key] !== value) continue;
    const earlier = before.fields.custom?.[key] ?? "";
    if (earlier === "") delete restored.custom[key];
    else restored.custom[key] = earlier;
    origin(`custom.${key}`);
  }
  const key = sortKey(restored, restored.emailNormalised);
  await restoreContacts(tx, [{ ...restored, sortKey: key }], now);
  const isOurs = kept.stage === sealed.care.stage;
  await takeOverCare(tx, kept.id, {
    stage: isOurs ? before.care.stage : kept.stage,
    responsibleId:
      kept.responsibleId === sealed.care.responsibleId
        ? before.care.responsibleId
        : kept.responsibleId,
  });
}

/** Objections of the other go back to the other, unless the one who stayed has spoken in the meantime. */
async function liftCarried(
  tx: Tx,
  deps: MergeDeps,
  { accountId, actor }: { accountId: number; actor: Actor },
  { merge, kept, sealed }: { merge: Merge; kept: Contact; sealed: Sealed },
): Promise<void> {
  if (sealed.blocks.length === 0) return;
  const { emailNormalised } = kept;
  const said = (await readEntries(tx, deps, accountId, { emailNormalised })).some(
    ({ kind, at }) => (kind === "unsubscribed" || kind === "objection") && at > merge.mergedAt,
  );
  if (said) return;
  for (const { scope, listId } of sealed.blocks)
    await liftByAddress(tx, scope, addressHash(deps.keys, accountId, emailNormalised), {
      ...(listId !== null && { listId }),
      at: deps.clock.now(),
      ...(actor.operatorId !== undefined && { by: actor.operatorId }),
      reason: "merge undone",
    });
}
