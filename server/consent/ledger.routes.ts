import { IdParams } from "../../contract/common.ts";
import {
  LedgerPageSchema,
  LedgerQuery,
  ProofSchema,
  type LedgerEntryView,
} from "../../contract/consent.ts";
import { audit, auditPerson, getAccount } from "../accounts/index.ts";
import { findContact } from "../contacts/index.ts";
import {
  decodeCursor,
  notFound,
  route,
  toPage,
  type Actor,
  type RouteSpec,
  type Tx,
} from "../platform/index.ts";
import type { ConsentDeps } from "./consent.routes.ts";
import { proofFileRoutes } from "./ledger-proof.routes.ts";
import { ledgerTreeRoutes } from "./ledger-tree.routes.ts";
import {
  entriesOfSubject,
  findEntry,
  listEntries,
  type EntryRow,
  type LedgerFilter,
} from "./ledger.store.ts";
import { buildProof, type ProofDocument } from "./proof.ts";
import { openRow, subjectHash } from "./record-entry.ts";
import { leafBytes, leafHash } from "./tree.ts";
import { positionsOf } from "./tree.store.ts";
import type { WordingVersion } from "./wording.ts";
import { findVersion, listVersions, listWordings, type Wording } from "./wording.store.ts";

/** The ledger and its proofs. Outside the reach of marketing roles (CON-06). */
export function ledgerRoutes(deps: ConsentDeps): RouteSpec[] {
  return [listRoute(deps), readRoute(deps), ...proofFileRoutes(deps), ...ledgerTreeRoutes(deps)];
}

function listRoute(deps: ConsentDeps): RouteSpec {
  return route({
    method: "GET",
    path: "/api/v1/consents",
    permission: "consents.read",
    tag: "Consent",
    summary:
      "The ledger, newest first. Says what happened and when; whom it concerns stays closed.",
    query: LedgerQuery,
    response: LedgerPageSchema,
    handle: ({ accountId, actor, query }) =>
      deps.db.account(accountId, async (tx) => {
        const limit = query.limit ?? 50;
        const filter: LedgerFilter = { limit: limit + 1 };
        if (query.kind !== undefined) filter.kind = query.kind;
        if (query.from !== undefined) filter.from = query.from;
        if (query.to !== undefined) filter.to = query.to;
        if (query.wording !== undefined) {
          const version = await findVersion(tx, query.wording);
          if (!version) throw notFound("wording version");
          filter.wordingVersionId = version.id;
        }
        if (query.list !== undefined) filter.list = query.list;
        if (query.contact !== undefined)
          filter.hashes = await hashesOfContact(tx, deps, accountId, actor, query.contact);
        const after = decodeCursor(query.cursor, 2);
        if (after) filter.after = { at: String(after[0]), id: Number(after[1]) };
        const found = await listEntries(tx, filter);
        const [versions, wordings] = [await listVersions(tx), await listWordings(tx)];
        return toPage(
          found,
          limit,
          (row) => presentEntry(row, versions, wordings),
          (row) => [row.at.toISOString(), row.entryId],
        );
      }),
  });
}

/** A contact's own entries and those of its address. Writes down the look (ORG-04). */
export async function hashesOfContact(
  tx: Tx,
  { keys }: Pick<ConsentDeps, "keys">,
  accountId: number,
  actor: Actor,
  publicId: string,
  view = "consents",
): Promise<Buffer[]> {
  const contact = await findContact(tx, publicId);
  if (!contact) throw notFound("contact");
  await auditPerson(tx, accountId, actor, publicId, view);
  const own = subjectHash(keys, accountId, { contactId: contact.id });
  // In the core-system pot an address may belong to somebody else as well.
  return contact.pot === "core"
    ? [own]
    : [own, subjectHash(keys, accountId, { emailNormalised: contact.emailNormalised })];
}

function readRoute(deps: ConsentDeps): RouteSpec {
  return route({
    method: "GET",
    path: "/api/v1/consents/:id",
    permission: "consents.read",
    tag: "Consent",
    summary: "One proof, opened and checked. A look at a person, and logged as such.",
    params: IdParams,
    response: ProofSchema,
    handle: ({ accountId, actor, params }) =>
      deps.db.account(accountId, (tx) => loadProof(tx, deps, accountId, actor, params.id)),
  });
}

/** Opens an entry with what belongs to it, and writes down who looked (ORG-04). */
async function loadProof(
  tx: Tx,
  { keys, clock }: ConsentDeps,
  accountId: number,
  actor: Actor,
  publicId: string,
): Promise<ProofDocument> {
  const row = await findEntry(tx, publicId);
  if (!row) throw notFound("proof");
  await audit(tx, accountId, actor, "proof.viewed", {
    objectType: "ledger_entry",
    objectId: publicId,
    detail: { kind: row.kind },
  });
  const others = row.subjectId === null ? [] : await entriesOfSubject(tx, row.subjectId);
  const [place] = await positionsOf(tx, [row.entryId]);
  return buildProof(
    await getAccount(tx),
    openRow(keys, row),
    others.map((other) => openRow(keys, other)),
    await listVersions(tx),
    place ? { index: place.position, hash: leafHash(leafBytes(row)).toString("hex") } : null,
    clock.now(),
  );
}

function presentEntry(
  row: EntryRow,
  versions: WordingVersion[],
  wordings: Wording[],
): LedgerEntryView {
  const version = versions.find((one) => one.id === row.wordingVersionId);
  return {
    id: row.publicId,
    at: row.at.toISOString(),
    kind: row.kind,
    purpose: row.purpose,
    wording: version
      ? {
          id: version.publicId,
          name: wordings.find((one) => one.id === version.wordingId)?.name ?? "",
          version: version.version,
          locale: version.locale,
        }
      : null,
    commitment: row.commitment.toString("hex"),
    sealedUntil: row.sealedUntil,
    destroyed: row.ciphertext === null,
  };
}
