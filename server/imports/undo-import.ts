import { audit } from "../accounts/index.ts";
import {
  profilingStates,
  recordEntries,
  resetProfilingAfterLastUnsubscribe,
  type Evidence,
  type NewLedgerEntry,
} from "../consent/index.ts";
import { deleteUntouchedContacts, findContactsById, restoreContacts } from "../contacts/index.ts";
import {
  contactsWithSubscriptions,
  removeSubscriptions,
  restoreSubscriptions,
  subscriptionsOfAddresses,
} from "../lists/index.ts";
import type { Tx } from "../platform/index.ts";
import { auditActor } from "./actor.ts";
import { takeBackDetails, type DetailsToUndo } from "./details.store.ts";
import type { WorkResult } from "./check-import.ts";
import { BATCH_ROWS, type Import, type ImportDeps, type UndoCounts } from "./import.ts";
import { lockImport, saveUndo } from "./imports.store.ts";
import { linesToUndo, markUndone, type LineToUndo } from "./lines.store.ts";
import { subscriptionKey } from "./plan-batch.ts";
import { judgeSubscriptions, restoredContact, type SubscriptionUndo } from "./undo-rules.ts";

/**
 * Takes an import back, batch by batch: its consents (with an entry in the ledger for each), its subscriptions, the
 * values it replaced, and the contacts it made. What somebody changed or said since stays.
 */
export async function undoImport(
  deps: ImportDeps,
  accountId: number,
  importId: number,
  signal?: AbortSignal,
): Promise<WorkResult> {
  for (;;) {
    if (signal?.aborted) return "interrupted";
    const state = await deps.db.account(accountId, (tx) =>
      undoBatch(tx, deps, accountId, importId),
    );
    if (state !== "more") return state;
  }
}

async function undoBatch(
  tx: Tx,
  deps: ImportDeps,
  accountId: number,
  importId: number,
): Promise<"more" | "done" | "stopped"> {
  const found = await lockImport(tx, importId);
  if (found?.state !== "undoing") return "stopped";
  const counts: UndoCounts = found.undoCounts ?? {
    contactsRemoved: 0,
    contactsRestored: 0,
    consentsTakenBack: 0,
    kept: 0,
  };
  const lines = await linesToUndo(tx, importId, BATCH_ROWS);
  if (lines.length === 0) {
    await saveUndo(tx, importId, { state: "undone", counts, undoneAt: deps.clock.now() });
    await audit(tx, accountId, auditActor(found.actor), "import.undone", {
      objectType: "import",
      objectId: found.publicId,
      detail: { ...counts },
    });
    return "done";
  }
  const kept = await takeBack(tx, deps, accountId, found, lines, counts);
  counts.kept += kept.size;
  await markUndone(
    tx,
    importId,
    lines.map((line) => line.line),
    [...kept],
  );
  await saveUndo(tx, importId, { state: "undoing", counts, undoneAt: null });
  return "more";
}

/** Gives the lines of which something stays. */
async function takeBack(
  tx: Tx,
  deps: ImportDeps,
  accountId: number,
  found: Import,
  lines: LineToUndo[],
  counts: UndoCounts,
): Promise<Set<number>> {
  const emails = lines.flatMap((line) => line.emailNormalised ?? []);
  const listIds = new Set(
    lines.flatMap((line) => line.detail?.subscriptions?.map((one) => one.listId) ?? []),
  );
  const current = new Map(
    (await subscriptionsOfAddresses(tx, [...listIds], emails)).map((one) => [
      subscriptionKey(one.listId, one.emailNormalised),
      one,
    ]),
  );
  const judged = new Map(lines.map((line) => [line.line, judgeSubscriptions(line, current)]));
  const undone = [...judged.values()].flatMap((one) => one.undo);
  counts.consentsTakenBack += await takeBackConsents(tx, deps, accountId, found, undone);
  await removeSubscriptions(
    tx,
    undone.filter((one) => one.before === null),
  );
  await restoreSubscriptions(
    tx,
    undone.flatMap((one) =>
      one.before === null
        ? []
        : [
            {
              ...one.before,
              listId: one.listId,
              emailNormalised: one.emailNormalised,
              confirmedAt:
                one.before.confirmedAt === null ? null : new Date(one.before.confirmedAt),
            },
          ],
    ),
  );
  await takeBackGrants(tx, deps, accountId, found, lines);
  await takeBackDetails(tx, lines.flatMap(detailsToUndo));
  const kept = new Set<number>();
  for (const [line, one] of judged) if (one.touched) kept.add(line);
  await removeContacts(tx, lines, judged, counts, kept);
  await restoreValues(tx, deps, lines, counts, kept);
  return kept;
}

const undoneEvidence = (found: Import): Evidence => ({
  channel: "import",
  reason: "import_undone",
  import: found.publicId,
  ...(found.actor === null ? {} : { actor: { kind: found.actor.kind, name: found.actor.name } }),
});

async function takeBackConsents(
  tx: Tx,
  deps: ImportDeps,
  accountId: number,
  found: Import,
  undone: SubscriptionUndo[],
): Promise<number> {
  const entries = undone
    .filter((one) => one.entryId !== null)
    .map((one): NewLedgerEntry => ({
      subject: { emailNormalised: one.emailNormalised },
      kind: "consent_withdrawn",
      purpose: "newsletter",
      listId: one.listId,
      ...(one.wordingVersionId === null ? {} : { wordingVersionId: one.wordingVersionId }),
      payload: undoneEvidence(found),
    }));
  await recordEntries(tx, deps, accountId, entries);
  return entries.length;
}

/** Permissions to analyse become unknown again, where they still rest on this import. */
async function takeBackGrants(
  tx: Tx,
  deps: ImportDeps,
  accountId: number,
  found: Import,
  lines: LineToUndo[],
): Promise<void> {
  const granted = lines.filter((line) => line.detail?.grant !== undefined && line.emailNormalised);
  const states = await profilingStates(
    tx,
    granted.map((line) => line.emailNormalised!),
  );
  for (const line of granted) {
    if (states.get(line.emailNormalised!)?.entryId !== line.detail!.grant) continue;
    await resetProfilingAfterLastUnsubscribe(tx, deps, {
      accountId,
      emailNormalised: line.emailNormalised!,
      contactId: line.contactId,
      evidence: undoneEvidence(found),
    });
  }
}

/** New contacts go with all that hangs on them. */
function detailsToUndo({ result, contactId, detail }: LineToUndo): DetailsToUndo[] {
  if (result === "created" || !(detail?.tags ?? detail?.stage ?? detail?.responsible)) return [];
  const { tags = [], stage, responsible } = detail!;
  return [
    {
      contactId,
      tagIds: tags,
      ...(stage ? { stage } : {}),
      ...(responsible ? { responsible } : {}),
    },
  ];
}

async function removeContacts(
  tx: Tx,
  lines: LineToUndo[],
  judged: Map<number, { touched: boolean; mailed: boolean }>,
  counts: UndoCounts,
  kept: Set<number>,
): Promise<void> {
  const made = lines.filter((line) => line.result === "created" && line.detail);
  const subscribed = await contactsWithSubscriptions(
    tx,
    made.map((line) => line.contactId),
  );
  const removable = made.filter((line) => {
    const { touched, mailed } = judged.get(line.line)!;
    return !touched && !mailed && !subscribed.has(line.contactId);
  });
  const gone = new Set(
    await deleteUntouchedContacts(
      tx,
      removable.map((line) => ({ id: line.contactId, madeAt: new Date(line.detail!.at) })),
    ),
  );
  counts.contactsRemoved += gone.size;
  for (const line of made) if (!gone.has(line.contactId)) kept.add(line.line);
}

async function restoreValues(
  tx: Tx,
  deps: ImportDeps,
  lines: LineToUndo[],
  counts: UndoCounts,
  kept: Set<number>,
): Promise<void> {
  const changed = lines.filter((line) => line.detail?.after);
  const contacts = new Map(
    (
      await findContactsById(
        tx,
        changed.map((line) => line.contactId),
      )
    ).map((contact) => [contact.id, contact]),
  );
  const restored = changed.flatMap((line) => {
    const contact = contacts.get(line.contactId);
    if (!contact) return [];
    const result = restoredContact(contact, line.detail!);
    if (result.touched) kept.add(line.line);
    return result.changed ? [result.contact] : [];
  });
  await restoreContacts(tx, restored, deps.clock.now());
  counts.contactsRestored += restored.length;
}
