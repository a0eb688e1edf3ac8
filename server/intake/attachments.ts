import { createHash } from "node:crypto";
import { INTAKE_LIMITS, type IntakeAttachment } from "../../contract/intake.ts";
import { audit } from "../accounts/index.ts";
import {
  AppError,
  invalid,
  notFound,
  readSealed,
  storeSealed,
  type Actor,
  type Tx,
} from "../platform/index.ts";
import type { IntakeDeps } from "./deps.ts";
import { proofOf, scanType, type Attachment } from "./intake.ts";
import { findAttachment, insertAttachment, lockFreeAttachments } from "./intake.store.ts";

const SEAL_LABEL = "intake/attachment/v1";
const DAY_MS = 86_400_000;

/** Who uploaded a scan: nobody else may attach it. */
export function uploaderOf(actor: Actor): string {
  return actor.kind === "operator"
    ? `operator:${actor.operatorId ?? 0}`
    : `key:${actor.apiKeyId ?? 0}`;
}

/**
 * Stores a scan sealed with the instance's key, for a day; attached to a record it stays as long as the evidence.
 * Throws 400 `scan_not_accepted` for what is no PDF, JPEG or PNG, 413 `file_too_large`.
 */
export async function uploadAttachment(
  deps: IntakeDeps,
  accountId: number,
  actor: Actor,
  bytes: Buffer,
): Promise<IntakeAttachment> {
  if (bytes.length > INTAKE_LIMITS.bytes)
    throw new AppError("file_too_large", 413, "The file is larger than 10 MB.", {
      hint: "Scan it with fewer dots per inch, or in black and white.",
    });
  const mediaType = scanType(bytes);
  if (mediaType === undefined)
    throw invalid("scan_not_accepted", "This is no PDF, JPEG or PNG file.", {
      hint: "Save the scan as PDF, JPEG or PNG; renaming the file does not help.",
    });
  const now = deps.clock.now();
  const file = await storeSealed(
    deps,
    accountId,
    // What the file was called may name the person.
    { label: SEAL_LABEL, name: "attachment", freeMs: DAY_MS },
    bytes,
  );
  const made = await deps.db.account(accountId, async (tx) => {
    const added = await insertAttachment(tx, accountId, {
      fileId: file.id,
      mediaType,
      sizeBytes: bytes.length,
      sha256: createHash("sha256").update(bytes).digest(),
      uploadedBy: uploaderOf(actor),
      at: now,
    });
    await audit(tx, accountId, actor, "intake.attachment_uploaded", {
      objectType: "intake_attachment",
      objectId: added.publicId,
      detail: { mediaType, bytes: bytes.length },
    });
    return added;
  });
  return proofOf(made) as IntakeAttachment;
}

/** The caller's own uploads by their ids. Throws 400 `attachment_unknown` for one that is not theirs or is used already. */
export async function takeAttachments(
  tx: Tx,
  actor: Actor,
  publicIds: readonly string[],
): Promise<Attachment[]> {
  if (publicIds.length === 0) return [];
  const found = await lockFreeAttachments(tx, [...publicIds], uploaderOf(actor));
  if (found.length !== publicIds.length)
    throw invalid("attachment_unknown", "One of the attachments is not there any more.", {
      hint: "Upload it again; what is not attached is deleted after a day.",
      errors: [{ path: "/attachments", message: "Unknown attachment." }],
    });
  return found;
}

/** Opens a scan for those who may see proofs; a look at a person, so it is noted. Throws 404. */
export async function openAttachment(
  deps: IntakeDeps,
  accountId: number,
  actor: Actor,
  publicId: string,
): Promise<{ mediaType: string; bytes: Buffer; name: string }> {
  const found = await deps.db.account(accountId, async (tx) => {
    const attachment = await findAttachment(tx, publicId);
    if (!attachment) throw notFound("attachment");
    await audit(tx, accountId, actor, "intake.attachment_viewed", {
      objectType: "intake_attachment",
      objectId: publicId,
    });
    return attachment;
  });
  const ending = { "application/pdf": "pdf", "image/jpeg": "jpg", "image/png": "png" };
  return {
    mediaType: found.mediaType,
    bytes: await readSealed(deps, accountId, SEAL_LABEL, found.fileId),
    name: `${publicId}.${ending[found.mediaType as keyof typeof ending]}`,
  };
}
