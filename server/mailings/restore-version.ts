import { findVersion, keepBefore } from "../editing/index.ts";
import { conflict, notFound, type Tx } from "../platform/index.ts";
import { may, type Mailing } from "./mailing.ts";
import { lockMailing, updateDraft } from "./mailings.store.ts";

/**
 * Brings the content of a version back into the draft; audience, sender and name stay. The state before becomes a
 * version, so that this can be taken back as well.
 */
export async function restoreVersion(
  tx: Tx,
  publicId: string,
  versionId: string,
  revision: number,
  by: { accountId: number; operatorId: number | null; at: Date },
): Promise<Mailing> {
  const known = await lockMailing(tx, publicId);
  if (!known) throw notFound("mailing");
  if (!may("edit", known.state))
    throw conflict("mailing_not_a_draft", `A mailing in state ${known.state} cannot be edited.`, {
      hint: "Take it back to draft first, or copy it.",
    });
  if (known.revision !== revision)
    throw conflict("mailing_changed_meanwhile", "Somebody else saved this mailing meanwhile.", {
      hint: "Load it again and restore on the newest revision.",
      extra: { currentRevision: known.revision },
    });
  const version = await findVersion(tx, known.id, versionId);
  if (!version) throw notFound("version");
  await keepBefore(tx, by.accountId, known.id, known, by);
  const { subject, preheader, html, text, textIsEdited, sourceKind, source } = version;
  const saved = await updateDraft(
    tx,
    known.id,
    known.revision,
    { ...known, subject, preheader, html, text, textIsEdited, sourceKind, source },
    by.at,
  );
  if (!saved) throw conflict("mailing_changed_meanwhile", "Somebody else saved this mailing.");
  return saved;
}
