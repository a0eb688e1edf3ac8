import {
  grantImportedProfiling,
  recordEntries,
  type Evidence,
  type NewLedgerEntry,
} from "../consent/index.ts";
import {
  givenFields,
  originNames,
  insertContacts,
  sortKey,
  updateContacts,
  type Origin,
} from "../contacts/index.ts";
import { importSubscriptions, type List } from "../lists/index.ts";
import type { Tx } from "../platform/index.ts";
import type { ImportDeps, StoredActor } from "./import.ts";
import { insertLines, type LineToInsert } from "./lines.store.ts";
import { entryKey, undoDetail, type Entries } from "./note-undo.ts";
import type { PlannedLine } from "./plan-batch.ts";
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
  recipe: Recipe,
  now: Date,
): Promise<void> {
  await writeSuppressions(tx, lines, recipe, now);
  const contactIds = await writeContacts(tx, recipe, lines, now);
  const idOf = (line: PlannedLine) =>
    line.contact?.id ?? contactIds.get(line.parsed.emailNormalised) ?? null;
  const entries = await writeSubscriptions(tx, deps, recipe, lines, actor, idOf, now);
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
        ...evidenceOf(line, recipe, actor),
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
  now: Date,
): Promise<Map<string, number>> {
  const origin = (line: PlannedLine): Origin => ({
    source: recipe.origin,
    at: now.toISOString(),
    detail: `${recipe.file.name}, ${line.parsed.line} (${recipe.file.import})`,
  });
  const originsOf = (line: PlannedLine, names: string[]) => {
    const one = origin(line);
    return Object.fromEntries(names.map((name) => [name, one]));
  };
  const made = await insertContacts(
    tx,
    recipe.accountId,
    lines
      .filter((line) => line.result === "created")
      .map((line) => ({
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
  idOf: (line: PlannedLine) => number | null,
  now: Date,
): Promise<Entries> {
  const lists = new Map(recipe.lists.map((list) => [list.id, list]));
  const planned = lines.flatMap((line) =>
    line.subscriptions.map((subscription) => ({ line, subscription })),
  );
  const proven = planned.filter(({ subscription }) => subscription.proven);
  const recorded = await recordEntries(
    tx,
    deps,
    recipe.accountId,
    proven.map(({ line, subscription }) =>
      consentEntry(line, lists.get(subscription.listId)!, recipe, actor),
    ),
  );
  const entries: Entries = new Map(
    proven.map(({ line, subscription }, index) => [
      entryKey(line, subscription.listId),
      recorded[index]!.entryId,
    ]),
  );
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

function consentEntry(
  line: PlannedLine,
  list: List,
  recipe: Recipe,
  actor: StoredActor | null,
): NewLedgerEntry {
  const { consent } = line.parsed;
  if (!consent.complete || recipe.consent.evidence === "none")
    throw new Error("A consent without evidence has no entry.");
  const { evidence, reason, wordingVersionId } = recipe.consent;
  return {
    subject: { emailNormalised: line.parsed.emailNormalised },
    kind: "imported_with_evidence",
    purpose: "newsletter",
    listId: list.id,
    wordingVersionId,
    payload: {
      ...evidenceOf(line, recipe, actor),
      grantedAt: consent.given.text,
      source: consent.source,
      list: { id: list.publicId, name: list.name },
      method: evidence,
      ...(reason === undefined ? {} : { reason }),
      ...(consent.confirmed === undefined ? {} : { confirmedAt: consent.confirmed.text }),
      ...(consent.network === undefined ? {} : { ip: consent.network }),
    },
  };
}

function evidenceOf(line: PlannedLine, recipe: Recipe, actor: StoredActor | null): Evidence {
  return {
    channel: "import",
    origin: recipe.origin,
    file: { ...recipe.file, line: line.parsed.line },
    ...(actor === null ? {} : { actor: { kind: actor.kind, name: actor.name } }),
  };
}
