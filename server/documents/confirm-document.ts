import type { ConfirmedKind } from "../../contract/documents.ts";
import { audit } from "../accounts/index.ts";
import { conflict, type Actor, type Tx } from "../platform/index.ts";
import { hashOf, openPoints, validUntil } from "./document.ts";
import { insertVersion, lockDocuments } from "./documents.store.ts";
import { dayIn, readFacts } from "./facts.ts";
import { contentOf, type DocumentsDeps } from "./read-documents.ts";
import { byName } from "./record-assessment.ts";

/**
 * Confirms a document by name as it was read (ORG-10, CHK-30): valid for twelve months, as a version that stays. What
 * changed since it was read is not confirmed.
 *
 * @throws AppError `person_needed`, `document_incomplete`, `document_changed`
 */
export async function confirmDocument(
  tx: Tx,
  deps: DocumentsDeps,
  accountId: number,
  actor: Actor,
  kind: ConfirmedKind,
  sha256: string,
): Promise<{ version: number; validUntil: string }> {
  const confirmedBy = byName(actor);
  await lockDocuments(tx, accountId);
  const of = await readFacts(tx, deps);
  const content = contentOf(of, kind);
  const open = openPoints(content[of.account.locale]);
  if (open.length > 0)
    throw conflict("document_incomplete", "Something is still to be said in this document.", {
      hint: open.join("; "),
    });
  const hash = hashOf(content);
  if (hash.toString("hex") !== sha256)
    throw conflict("document_changed", "The document changed since it was read.", {
      hint: "Read it again and confirm it then.",
    });
  const now = deps.clock.now();
  const until = validUntil(dayIn(now, of.account.timezone));
  const version = await insertVersion(tx, accountId, {
    kind,
    content,
    sha256: hash,
    confirmedBy,
    confirmedAt: now,
    validUntil: until,
  });
  await audit(tx, accountId, actor, "document.confirmed", {
    objectType: "document",
    objectId: kind,
    detail: { version, sha256, validUntil: until },
  });
  return { version, validUntil: until };
}
