import {
  addSealed,
  grantImportedProfiling,
  recordEntries,
  type SealedPerson,
} from "../consent/index.ts";
import {
  givenFields,
  insertContacts,
  originNames,
  sameOrigin,
  sortKey,
  takeContactIds,
  updateContacts,
  type Origin,
} from "../contacts/index.ts";
import { importSubscriptions } from "../lists/index.ts";
import type { Tx } from "../platform/index.ts";
import { consentEntry, evidenceOf } from "./consent-entry.ts";
import type { ImportDeps, StoredActor } from "./import.ts";
import { insertLines, type LineToInsert } from "./lines.store.ts";
import { entryKey, undoDetail, type Entries } from "./note-undo.ts";
import type { PlannedLine } from "./plan-batch.ts";
import type { ReadyBatch } from "./prepare-batch.ts";
import type { Recipe } from "./recipe.ts";
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
  { ready, now }: Pick<ReadyBatch, "ready" | "now">,
  recipe: Recipe,
): Promise<void> {
  await writeSuppressions(tx, lines, recipe, now);
  const contactIds = await writeContacts(tx, recipe, lines, ready, now);
  const idOf = (line: PlannedLine) => line.contact?.id ?? contactIds.get(line.parsed.line) ?? null;
  const entries = await writeSubscriptions(tx, deps, recipe, lines, actor, ready, idOf, now);
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
    lines.map((line): LineToInsert => {
      const { parsed } = line;
      return {
        line: parsed.line,
        result: line.result,
        reason: line.reason ?? null,
        contactId: line.result === "rejected" ? null : idOf(line),
        emailNormalised: parsed.emailNormalised || null,
        detail:
          line.result === "rejected"
            ? { ...line.rejection, raw: parsed.raw }
            : line.result === "unchanged"
              ? null
              : {
                  ...undoDetail(line, entries, grants.get(parsed.emailNormalised), now),
                  ...details.get(parsed.line),
                },
      };
    }),
  );
}

async function writeContacts(
  tx: Tx,
  recipe: Recipe,
  lines: readonly PlannedLine[],
  ready: ReadyBatch["ready"],
  now: Date,
): Promise<Map<number, number>> {
  const origin = (line: PlannedLine): Origin => ({
    source: recipe.origin,
    at: now.toISOString(),
    detail: `${recipe.file.name}, ${line.parsed.line} (${recipe.file.import})`,
  });
  const originsOf = (line: PlannedLine, names: string[]) => sameOrigin(names, origin(line));
  const fresh = lines.filter((line) => line.result === "created");
  const made = new Map<number, number>();
  const unready = fresh.filter(({ parsed }) => !ready.has(parsed.line));
  const ids = await takeContactIds(tx, unready.length);
  for (const [at, { parsed }] of unready.entries()) made.set(parsed.line, ids[at]!);
  for (const { parsed } of fresh)
    if (!made.has(parsed.line)) made.set(parsed.line, ready.get(parsed.line)!.contactId);
  await insertContacts(
    tx,
    recipe.accountId,
    fresh.map((line) => ({
      id: made.get(line.parsed.line)!,
      email: line.parsed.email,
      emailNormalised: line.parsed.emailNormalised,
      addressHash: line.parsed.hash,
      sortKey: sortKey(line.news, line.parsed.emailNormalised),
      fields: line.news,
      origins: originsOf(line, ["email", ...originNames(line.news)]),
      createdAt: now,
    })),
  );
  await updateContacts(
    tx,
    lines
      .filter((line) => line.contact && givenFields(line.news).length > 0)
      .map((line) => ({
        id: line.contact!.id,
        fields: line.news,
        sortKey: sortKey({ ...line.contact!, ...line.news }, line.contact!.emailNormalised),
        origins: originsOf(line, originNames(line.news)),
        now,
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
  now: Date,
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
    planned.map(({ line, subscription }) => {
      const { consent } = line.parsed;
      const base = {
        listId: subscription.listId,
        emailNormalised: line.parsed.emailNormalised,
        contactId: idOf(line)!,
      };
      if (!subscription.proven || !consent.complete || recipe.consent.evidence === "none")
        return {
          ...base,
          proof: null,
          flag: "unverified",
          entryId: null,
          wordingVersionId: null,
          source: recipe.origin,
          at: now,
          lastMailedAt: null,
        };
      return {
        ...base,
        proof:
          recipe.consent.evidence === "double_opt_in"
            ? "imported_double_opt_in"
            : "signed_declaration",
        flag: null,
        entryId: entries.get(entryKey(line, subscription.listId))!,
        wordingVersionId: recipe.consent.wordingVersionId,
        source: consent.source,
        at: consent.given.at,
        lastMailedAt: consent.lastMailedAt,
      };
    }),
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
