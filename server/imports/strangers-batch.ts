import { setImmediate as breathe } from "node:timers/promises";
import {
  addSealed,
  sealedColumns,
  type SealedColumns,
  type SealedPerson,
} from "../consent/index.ts";
import {
  contactColumns,
  insertContacts,
  type ContactColumns,
  type ContactToAdd,
} from "../contacts/index.ts";
import {
  importSubscriptions,
  subscriptionColumns,
  type ImportedSubscription,
  type SubscriptionColumns,
} from "../lists/index.ts";
import type { Keys, Tx } from "../platform/index.ts";
import { contactRow, lineRow, subscriptionRow } from "./batch-rows.ts";
import { insertLines, lineColumns, type LineColumns, type LineToInsert } from "./lines.store.ts";
import { entryKey, undoDetail, type Entries } from "./note-undo.ts";
import { planBatch, type BatchFacts, type PlannedLine } from "./plan-batch.ts";
import type { ReadyLine } from "./prepare-batch.ts";
import type { ParsedLine } from "./read-line.ts";
import type { Recipe } from "./recipe.ts";

/** Lines worked on before the event loop gets its turn again. */
const AT_ONCE = 20;

/** What a batch writes should nobody in it be known here, as the database takes it. */
export interface StrangersBatch {
  planned: PlannedLine[];
  contacts: ContactColumns;
  sealed: SealedPerson[];
  ledger: SealedColumns;
  subscriptions: SubscriptionColumns;
  lines: LineColumns;
}

const NOBODY: BatchFacts = {
  contacts: new Map(),
  subscriptions: new Map(),
  left: new Set(),
  profiling: new Map(),
  recipients: new Map(),
  details: new Map(),
};

/**
 * Makes everything of a batch that the database will be given, before anybody is looked up. Undefined where a line brings
 * what only the database can number: tags, or a permission to analyse.
 */
export async function prepareStrangers(
  lines: readonly ParsedLine[],
  ready: ReadonlyMap<number, ReadyLine>,
  recipe: Recipe,
  now: Date,
): Promise<StrangersBatch | undefined> {
  const planned = planBatch(lines, NOBODY, recipe, now);
  if (planned.some((line) => line.grant || line.details)) return undefined;
  const at = { now, text: now.toISOString() };
  const contacts: ContactToAdd[] = [];
  const sealed: SealedPerson[] = [];
  const subscriptions: ImportedSubscription[] = [];
  const rows: LineToInsert[] = [];
  const entries: Entries = new Map();
  let done = 0;
  for (const line of planned) {
    if (++done % AT_ONCE === 0) await breathe();
    const made = ready.get(line.parsed.line);
    if (line.result === "rejected" || made === undefined) {
      rows.push(lineRow(line, null, { at: at.text }));
      continue;
    }
    for (const { listId, entryId } of made.sealed?.entries ?? [])
      entries.set(entryKey(line, listId!), entryId);
    contacts.push(contactRow(line, made.contactId, recipe, at));
    if (made.sealed && line.subscriptions.length > 0) sealed.push(made.sealed);
    for (const one of line.subscriptions) {
      const entryId = entries.get(entryKey(line, one.listId)) ?? null;
      subscriptions.push(subscriptionRow(line, one, made.contactId, entryId, recipe, at));
    }
    rows.push(lineRow(line, made.contactId, undoDetail(line, entries, undefined, at.text)));
  }
  await breathe();
  const contactPart = contactColumns(contacts);
  await breathe();
  const ledger = sealedColumns(sealed);
  await breathe();
  return {
    planned,
    contacts: contactPart,
    sealed,
    ledger,
    subscriptions: subscriptionColumns(subscriptions),
    lines: lineColumns(rows),
  };
}

/** Whether what is known of the people of a batch leaves it as it was made ready. */
export function areStrangers(
  planned: readonly PlannedLine[],
  made: StrangersBatch | undefined,
): made is StrangersBatch {
  if (made?.planned === planned) return true;
  if (made === undefined || made.planned.length !== planned.length) return false;
  return planned.every((line, index) => {
    const expected = made.planned[index]!;
    return (
      line.result === expected.result &&
      line.reason === expected.reason &&
      !line.grant &&
      line.details === undefined &&
      line.subscriptions.length === expected.subscriptions.length &&
      line.subscriptions.every(({ listId, proven, before }, place) => {
        const one = expected.subscriptions[place]!;
        return before === null && one.listId === listId && one.proven === proven;
      })
    );
  });
}

/** Writes a batch of people of whom nothing is known: a statement a table, with values that are there already. */
export async function writeStrangers(
  tx: Tx,
  deps: { keys: Keys },
  importId: number,
  made: StrangersBatch,
  { accountId }: Recipe,
): Promise<void> {
  await insertContacts(tx, accountId, made.contacts);
  await addSealed(tx, deps, made.sealed, made.ledger);
  await importSubscriptions(tx, accountId, made.subscriptions, true);
  await insertLines(tx, accountId, importId, made.lines);
}
