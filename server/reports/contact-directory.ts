import { exclusionReasons } from "../../contract/reasons.ts";
import type { DirectoryEntry, GateAnswer } from "../../contract/directory.ts";
import { decide, loadFacts, type ComplianceDeps, type Decision } from "../compliance/index.ts";
import { displayName, fold, searchContacts } from "../contacts/index.ts";
import { allLists, findList, type List } from "../lists/index.ts";
import { notFound, type Tx } from "../platform/index.ts";
import { directoryPage, type DirectoryFilter, type DirectoryRow } from "./directory.store.ts";

/** Found by a search, at most; who needs more types more. */
const SEARCH_LIMIT = 1_000;

/** What the gate says, in the words of the API. */
export function presentDecision(decision: Decision): GateAnswer {
  return decision.kind === "cleared"
    ? { allowed: true, reason: null, rule: null }
    : {
        allowed: false,
        reason: decision.reason,
        rule: exclusionReasons[decision.reason].rule,
      };
}

/** The gate's answer for contacts and lists at this moment, in the order of the contacts. */
export async function askGate(
  tx: Tx,
  deps: ComplianceDeps,
  contacts: { id: number; emailNormalised: string }[],
  listIds: number[],
): Promise<Decision[]> {
  const facts = await loadFacts(tx, deps, {
    kind: "newsletter",
    listIds,
    targets: contacts.map(({ id, emailNormalised }) => ({ contactId: id, emailNormalised })),
  });
  const now = deps.clock.now();
  return facts.map((fact) => decide(fact, "newsletter", now));
}

/** One page of the directory, each person with the gate's answer for the filtered list or for any. */
export async function contactDirectory(
  tx: Tx,
  deps: ComplianceDeps,
  query: Omit<DirectoryFilter, "ids" | "listId"> & { q?: string; list?: string },
): Promise<{ entries: (DirectoryEntry & { position: [string, number] })[] }> {
  const { q, list, ...filter } = query;
  const lists = await allLists(tx, { archived: true });
  const chosen = list === undefined ? undefined : await findList(tx, list);
  if (list !== undefined && !chosen) throw notFound("list");
  const text = q?.trim().toLowerCase();
  const ids = text ? await searchContacts(tx, text, fold(text), SEARCH_LIMIT) : undefined;
  const found = await directoryPage(tx, {
    ...filter,
    ...(ids ? { ids } : {}),
    ...(chosen ? { listId: chosen.id } : {}),
  });
  const open = chosen
    ? [chosen.id]
    : lists.filter((one) => one.archivedAt === null).map((one) => one.id);
  const decisions = await askGate(
    tx,
    deps,
    found.map((row) => ({ id: row.contactId, emailNormalised: row.emailNormalised })),
    open,
  );
  return {
    entries: found.map((row, at) => ({
      ...presentEntry(row, lists, decisions[at]!),
      position: [row.sortKey, row.contactId],
    })),
  };
}

function presentEntry(row: DirectoryRow, lists: List[], decision: Decision): DirectoryEntry {
  return {
    id: row.publicId,
    name: displayName(row),
    email: row.email,
    company: row.company,
    pot: row.pot,
    lists: row.lists.flatMap(({ id, state }) => {
      const list = lists.find((one) => one.id === id);
      return list ? [{ id: list.publicId, name: list.name, state }] : [];
    }),
    profiling: row.profiling,
    suppressed: row.suppressed,
    restricted: row.restrictedAt !== null,
    mail: presentDecision(decision),
    createdAt: row.createdAt.toISOString(),
  };
}
