import { exclusionReasons } from "../../contract/reasons.ts";
import type { DirectoryEntry, DirectoryFilterInput, GateAnswer } from "../../contract/directory.ts";
import { decide, loadFacts, type ComplianceDeps, type Decision } from "../compliance/index.ts";
import {
  allAdvisers,
  displayName,
  findTag,
  fold,
  orphanDeletion,
  searchContacts,
} from "../contacts/index.ts";
import { allLists, findList, type List } from "../lists/index.ts";
import { notFound, type RawBuilder, type Tx } from "../platform/index.ts";
import { conditionOfSegment, findSegment, requireMayAsk } from "../segments/index.ts";
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

/** Who asks, and when. */
export interface Viewer {
  operatorId?: number | undefined;
  permissions: ReadonlySet<string>;
  at: Date;
}

/** A filter as the API takes it, with its ids resolved. Throws 403 for a segment that asks behaviour (TRK-12). */
export async function resolveFilter(
  tx: Tx,
  query: DirectoryFilterInput,
  viewer: Viewer,
): Promise<Omit<DirectoryFilter, "limit">> {
  const { q, list, tag, stage, responsible, segment, ...plain } = query;
  const chosen = list === undefined ? undefined : await findList(tx, list);
  if (list !== undefined && !chosen) throw notFound("list");
  const tagged = tag === undefined ? undefined : await findTag(tx, tag);
  if (tag !== undefined && !tagged) throw notFound("tag");
  const text = q?.trim().toLowerCase();
  const ids = text ? await searchContacts(tx, text, fold(text), SEARCH_LIMIT) : undefined;
  return {
    ...plain,
    ...(ids && { ids }),
    ...(chosen && { listId: chosen.id }),
    ...(tagged && { tagId: tagged.id }),
    ...(stage !== undefined && { stage: stage === "none" ? ("" as const) : stage }),
    ...(responsible !== undefined && {
      responsibleId: await adviserOf(tx, responsible, viewer.operatorId),
    }),
    ...(segment !== undefined && { segment: await segmentFor(tx, segment, viewer) }),
  };
}

async function segmentFor(tx: Tx, publicId: string, viewer: Viewer): Promise<RawBuilder<unknown>> {
  const found = await findSegment(tx, publicId);
  if (!found) throw notFound("segment");
  requireMayAsk(found.definition, viewer);
  return conditionOfSegment(tx, found, viewer.at);
}

async function adviserOf(
  tx: Tx,
  responsible: string,
  me: number | undefined,
): Promise<number | null> {
  if (responsible === "nobody") return null;
  // An API key is nobody's adviser: it finds nobody of its own.
  if (responsible === "me") return me ?? 0;
  const adviser = (await allAdvisers(tx)).find((one) => one.publicId === responsible);
  if (!adviser) throw notFound("operator");
  return adviser.id;
}

/** One page of the directory, each person with the gate's answer for the filtered list or for any. */
export async function contactDirectory(
  tx: Tx,
  deps: ComplianceDeps,
  filter: DirectoryFilter,
): Promise<{ entries: (DirectoryEntry & { position: [string, number] })[] }> {
  const lists = await allLists(tx, { archived: true });
  const found = await directoryPage(tx, filter);
  const open =
    filter.listId === undefined
      ? lists.filter((one) => one.archivedAt === null).map((one) => one.id)
      : [filter.listId];
  const decisions = await askGate(
    tx,
    deps,
    found.map((row) => ({ id: row.contactId, emailNormalised: row.emailNormalised })),
    open,
  );
  const now = deps.clock.now();
  return {
    entries: found.map((row, at) => ({
      ...presentEntry(row, lists, decisions[at]!, now),
      position: [row.sortKey, row.contactId],
    })),
  };
}

function presentEntry(
  row: DirectoryRow,
  lists: List[],
  decision: Decision,
  now: Date,
): DirectoryEntry {
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
    stage: row.stage,
    responsible: row.responsible,
    tags: row.tags,
    deletedOn: orphanDeletion(row, now)?.toISOString() ?? null,
    createdAt: row.createdAt.toISOString(),
  };
}
