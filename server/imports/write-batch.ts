import {
  addSealed,
  grantImportedProfiling,
  recordEntries,
  type SealedPerson,
} from "../consent/index.ts";
import {
  contactColumns,
  givenFields,
  insertContacts,
  originNames,
  sameOrigin,
  sortKey,
  takeContactIds,
  updateContacts,
} from "../contacts/index.ts";
import { importSubscriptions, subscriptionColumns } from "../lists/index.ts";
import type { Tx } from "../platform/index.ts";
import { contactRow, lineRow, originOf, subscriptionRow, type Moment } from "./batch-rows.ts";
import { consentEntry, evidenceOf } from "./consent-entry.ts";
import type { ImportDeps, StoredActor } from "./import.ts";
import { insertLines, lineColumns } from "./lines.store.ts";
import { entryKey, undoDetail, type Entries } from "./note-undo.ts";
import type { PlannedLine } from "./plan-batch.ts";
import type { ReadyBatch } from "./prepare-batch.ts";
import type { Recipe } from "./recipe.ts";
import { areStrangers, writeStrangers } from "./strangers-batch.ts";
import { writeDetails } from "./write-details.ts";
import { writeSuppressions } from "./write-suppressions.ts";

type Deps = Pick<ImportDeps, "keys" | "clock">;

/**
 * Writes a planned batch with a handful of statements: contacts with the origin of each field (DSR-03), a ledger
 * entry for every consent (CON-23), subscriptions, permissions to analyse, and where every line ended.
 */
export async function writeBatch(
  tx: Tx,
  deps: Deps,
  importId: number,
  actor: StoredActor | null,
  lines: readonly PlannedLine[],
  { ready, now, strangers }: Pick<ReadyBatch, "ready" | "now" | "strangers">,
  recipe: Recipe,
): Promise<void> {
  await writeSuppressions(tx, lines, recipe, now);
  if (areStrangers(lines, strangers)) return writeStrangers(tx, deps, importId, strangers, recipe);
  const at = { now, text: now.toISOString() };
  const contactIds = await writeContacts(tx, recipe, lines, ready, at);
  const idOf = (line: PlannedLine) => line.contact?.id ?? contactIds.get(line.parsed.line) ?? null;
  const entries = await writeSubscriptions(tx, deps, recipe, lines, actor, ready, idOf, at);
  const details = await writeDetails(tx, recipe.accountId, lines, idOf, now);
  const granted = lines.filter((line) => line.grant);
  const grants = await grantImportedProfiling(
    tx,
    deps,
    recipe.accountId,
    granted.map((line) => ({
      emailNormalised: line.parsed.emailNormalised,
      contactId: idOf(line)!,
      wordingVersionId: line.parsed.profiling!.wordingVersionId,
      evidence: {
        ...evidenceOf(line.parsed, recipe, actor),
        grantedAt: line.parsed.profiling!.given.text,
        source: line.parsed.profiling!.source,
      },
    })),
  );
  await insertLines(
    tx,
    recipe.accountId,
    importId,
    lineColumns(
      lines.map((line) =>
        lineRow(line, idOf(line), {
          ...undoDetail(line, entries, grants.get(line.parsed.emailNormalised), at.text),
          ...details.get(line.parsed.line),
        }),
      ),
    ),
  );
}

async function writeContacts(
  tx: Tx,
  recipe: Recipe,
  lines: readonly PlannedLine[],
  ready: ReadyBatch["ready"],
  at: Moment,
): Promise<Map<number, number>> {
  const fresh = lines.filter((line) => line.result === "created");
  const made = new Map<number, number>();
  const unready = fresh.filter(({ parsed }) => !ready.has(parsed.line));
  const ids = await takeContactIds(tx, unready.length);
  for (const [index, { parsed }] of unready.entries()) made.set(parsed.line, ids[index]!);
  for (const { parsed } of fresh)
    if (!made.has(parsed.line)) made.set(parsed.line, ready.get(parsed.line)!.contactId);
  await insertContacts(
    tx,
    recipe.accountId,
    contactColumns(fresh.map((line) => contactRow(line, made.get(line.parsed.line)!, recipe, at))),
  );
  await updateContacts(
    tx,
    lines
      .filter((line) => line.contact && givenFields(line.news).length > 0)
      .map((line) => ({
        id: line.contact!.id,
        fields: line.news,
        sortKey: sortKey({ ...line.contact!, ...line.news }, line.contact!.emailNormalised),
        origins: sameOrigin(originNames(line.news), originOf(line, recipe, at)),
        now: at.now,
      })),
  );
  return made;
}

async function writeSubscriptions(
  tx: Tx,
  deps: Deps,
  recipe: Recipe,
  lines: readonly PlannedLine[],
  actor: StoredActor | null,
  ready: ReadyBatch["ready"],
  idOf: (line: PlannedLine) => number | null,
  at: Moment,
): Promise<Entries> {
  const lists = new Map(recipe.lists.map((list) => [list.id, list]));
  const planned = lines.flatMap((line) =>
    line.subscriptions.map((subscription) => ({ line, subscription })),
  );
  const entries: Entries = new Map();
  const sealed: SealedPerson[] = [];
  for (const line of lines) {
    const person = readyConsents(line, ready, recipe);
    if (!person) continue;
    sealed.push(person);
    for (const { listId, entryId } of person.entries) entries.set(entryKey(line, listId!), entryId);
  }
  await addSealed(tx, deps, sealed);
  const proven = planned.filter(
    ({ line, subscription }) =>
      subscription.proven && !entries.has(entryKey(line, subscription.listId)),
  );
  const recorded = await recordEntries(
    tx,
    deps,
    recipe.accountId,
    proven.map(({ line, subscription }) =>
      consentEntry(line.parsed, lists.get(subscription.listId)!, recipe, actor),
    ),
  );
  for (const [index, { line, subscription }] of proven.entries())
    entries.set(entryKey(line, subscription.listId), recorded[index]!.entryId);
  await importSubscriptions(
    tx,
    recipe.accountId,
    subscriptionColumns(
      planned.map(({ line, subscription }) =>
        subscriptionRow(
          line,
          subscription,
          idOf(line)!,
          entries.get(entryKey(line, subscription.listId)) ?? null,
          recipe,
          at,
        ),
      ),
    ),
    planned.every(({ subscription }) => subscription.before === null),
  );
  return entries;
}

/** The consents that were sealed ahead, where the line subscribes to all lists as was assumed. */
function readyConsents(
  { result, parsed, subscriptions }: PlannedLine,
  ready: ReadyBatch["ready"],
  recipe: Recipe,
): SealedPerson | undefined {
  if (result !== "created" || subscriptions.length !== recipe.lists.length) return undefined;
  return subscriptions.every((one) => one.proven) ? ready.get(parsed.line)?.sealed : undefined;
}
