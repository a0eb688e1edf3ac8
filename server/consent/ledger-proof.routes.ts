import { IdParams } from "../../contract/common.ts";
import { ProofFileQuery } from "../../contract/ledger.ts";
import { audit, getAccount, type Account } from "../accounts/index.ts";
import {
  AppError,
  notFound,
  route,
  type Actor,
  type Locale,
  type RouteSpec,
} from "../platform/index.ts";
import type { TreeDeps } from "./checkpoint-make.ts";
import { hashesOfContact } from "./ledger.routes.ts";
import { entriesOfHashes, entriesOfSubject, findEntry, type EntryRow } from "./ledger.store.ts";
import { buildPackage, type ProofPackage } from "./proof-package.ts";
import { relatedEntries } from "./proof.ts";
import { openRow } from "./record-entry.ts";

type Loader = (
  deps: TreeDeps,
  call: { accountId: number; actor: Actor; id: string },
) => Promise<ProofPackage>;

/** Proofs as files that stand alone. Every download is a look at a person, and logged as such (ORG-04). */
export function proofFileRoutes(deps: TreeDeps): RouteSpec[] {
  return [
    ...bothForms(deps, "/api/v1/consents/:id/proof", "The proof of an entry", proofOfEntry),
    ...bothForms(
      deps,
      "/api/v1/consents/:id/person",
      "Everything about the person of an entry, also after an erasure as long as it is sealed",
      proofOfItsPerson,
    ),
    ...bothForms(deps, "/api/v1/contacts/:id/proofs", "Everything about a contact", proofOfContact),
  ];
}

/** The same package for programs and for reading. */
function bothForms(deps: TreeDeps, path: string, what: string, load: Loader): RouteSpec[] {
  const shared = {
    method: "GET" as const,
    tag: "Consent",
    params: IdParams,
    query: ProofFileQuery,
    status: 200,
  };
  return [
    route({
      ...shared,
      permission: "consents.read",
      path: `${path}.json`,
      summary: `${what} as a file that stands alone: contents, inclusion proofs, signed checkpoint (klarpost-proof/2).`,
      async handle({ accountId, actor, params, reply }) {
        const proof = await load(deps, { accountId, actor, id: params.id });
        reply
          .header("content-type", "application/json; charset=utf-8")
          .header("content-disposition", `attachment; filename="${params.id}.json"`)
          .header("cache-control", "no-store");
        return `${JSON.stringify(proof, null, 2)}\n`;
      },
    }),
    route({
      ...shared,
      permission: "consents.read",
      path: `${path}.pdf`,
      summary: `${what} for reading and printing.`,
      async handle({ accountId, actor, params, query, reply }) {
        const proof = await load(deps, { accountId, actor, id: params.id });
        const locale: Locale =
          query.locale ?? (await deps.db.account(accountId, getAccount)).locale;
        reply
          .header("content-type", "application/pdf")
          .header("content-disposition", `attachment; filename="${params.id}.pdf"`)
          .header("cache-control", "no-store");
        // What draws PDFs takes 13 MB, which processes without a reader need not have.
        const { proofPdf } = await import("./proof-pdf.ts");
        return proofPdf(proof, locale);
      },
    }),
  ];
}

const proofOfEntry: Loader = async (deps, { accountId, actor, id }) => {
  const { account, row, others } = await loadEntry(deps, accountId, actor, id, "entry");
  const entry = openRow(deps.keys, row);
  const related = relatedEntries(
    entry,
    others.map((other) => openRow(deps.keys, other)),
  );
  return buildPackage(deps, account, "entry", [entry, ...related]);
};

const proofOfItsPerson: Loader = async (deps, { accountId, actor, id }) => {
  const { account, row, others } = await loadEntry(deps, accountId, actor, id, "person");
  const all = others.length > 0 ? others : [row];
  return buildPackage(
    deps,
    account,
    "person",
    all.map((other) => openRow(deps.keys, other)),
  );
};

const proofOfContact: Loader = async (deps, { accountId, actor, id }) => {
  const { account, found } = await deps.db.account(accountId, async (tx) => {
    const hashes = await hashesOfContact(tx, deps, accountId, actor, id, "proofs");
    return { account: await getAccount(tx), found: await entriesOfHashes(tx, hashes) };
  });
  if (found.length === 0)
    throw new AppError("no_proofs", 404, "The ledger holds nothing about this contact.");
  return buildPackage(
    deps,
    account,
    "person",
    found.map((row) => openRow(deps.keys, row)),
  );
};

function loadEntry(
  deps: TreeDeps,
  accountId: number,
  actor: Actor,
  publicId: string,
  scope: "entry" | "person",
): Promise<{ account: Account; row: EntryRow; others: EntryRow[] }> {
  return deps.db.account(accountId, async (tx) => {
    const row = await findEntry(tx, publicId);
    if (!row) throw notFound("proof");
    await audit(tx, accountId, actor, "proof.downloaded", {
      objectType: "ledger_entry",
      objectId: publicId,
      detail: { kind: row.kind, scope },
    });
    const others = row.subjectId === null ? [] : await entriesOfSubject(tx, row.subjectId);
    return { account: await getAccount(tx), row, others };
  });
}
