import { AppError, type Clock, type Locale, type Tx } from "../platform/index.ts";
import {
  approvedVersions,
  findVersionByText,
  grantUnknown,
  lockUnknown,
} from "./imported.store.ts";
import type { ConsentPurpose, Evidence } from "./ledger.ts";
import { createWording, installDefaultWordings } from "./manage-wordings.ts";
import { recordEntries, type LedgerDeps } from "./record-entry.ts";
import { normaliseWording, wordingSha256 } from "./wording.ts";

/**
 * The version for a text that people agreed to elsewhere: the one there is, or a new one in a wording of its own.
 * It is not approved, so no form ever shows it; proofs point to it. Throws 422 `wording_empty`.
 */
export async function importedWording(
  tx: Tx,
  deps: { clock: Clock },
  accountId: number,
  input: { purpose: ConsentPurpose; text: string; locale: Locale; name: string; by: number | null },
): Promise<number> {
  const sha256 = wordingSha256(normaliseWording(input.text));
  const find = () => findVersionByText(tx, input.purpose, input.locale, sha256);
  const known = await find();
  if (known !== undefined) return known;
  // An account's first wording of its own would keep the product's from coming.
  await installDefaultWordings(tx, deps, accountId);
  await createWording(tx, deps, accountId, {
    purpose: input.purpose,
    name: input.name,
    texts: { [input.locale]: input.text },
    by: input.by,
  });
  const made = await find();
  if (made === undefined)
    throw new AppError("wording_empty", 422, "The wording has no text.", {
      hint: "Paste the text people agreed to.",
    });
  return made;
}

/** Wording versions that a permission to analyse may rest on, by public id: the approved ones. */
export function profilingVersions(tx: Tx): Promise<Map<string, number>> {
  return approvedVersions(tx, "profiling");
}

export interface ImportedGrant {
  emailNormalised: string;
  contactId: number;
  /** Approved, of the purpose `profiling`: one of `profilingVersions`. */
  wordingVersionId: number;
  /** With channel, time and source (CON-23). */
  evidence: Evidence;
}

/**
 * Takes over permissions to analyse that were given elsewhere, with their evidence (TRK-04). Whoever has said
 * anything here already keeps that: only unknown becomes granted. Gives the ledger entries by address.
 */
export async function grantImportedProfiling(
  tx: Tx,
  deps: LedgerDeps,
  accountId: number,
  grants: ImportedGrant[],
): Promise<Map<string, number>> {
  if (grants.length === 0) return new Map();
  const at = deps.clock.now();
  const emails = grants.map((grant) => grant.emailNormalised);
  const unknown = await lockUnknown(tx, accountId, emails, at);
  const taken = grants.filter((grant) => unknown.has(grant.emailNormalised));
  const entries = await recordEntries(
    tx,
    deps,
    accountId,
    taken.map((grant) => ({
      subject: { emailNormalised: grant.emailNormalised },
      kind: "imported_with_evidence",
      purpose: "profiling",
      wordingVersionId: grant.wordingVersionId,
      payload: grant.evidence,
    })),
  );
  const granted = taken.map((grant, index) => ({
    emailNormalised: grant.emailNormalised,
    contactId: grant.contactId,
    wordingVersionId: grant.wordingVersionId,
    entryId: entries[index]!.entryId,
    source: grant.evidence.source ?? "import",
  }));
  if (granted.length > 0) await grantUnknown(tx, granted, at);
  return new Map(granted.map((grant) => [grant.emailNormalised, grant.entryId]));
}
