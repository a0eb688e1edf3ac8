import { createHash } from "node:crypto";
import { audit } from "../accounts/index.ts";
import {
  AppError,
  deleteFile,
  invalid,
  keepFile,
  notFound,
  readSealed,
  storeSealed,
  type Actor,
  type Clock,
  type Database,
  type Keys,
} from "../platform/index.ts";
import {
  deleteImpactFile,
  findImpactFile,
  insertImpactFile,
  listImpactFiles,
} from "./documents.store.ts";

interface Deps {
  db: Database;
  clock: Clock;
  keys: Keys;
}

const LABEL = "documents/impact/v1";
export const IMPACT_BYTES = 20 * 1024 * 1024;
const MOST = 20;
const HOUR_MS = 3_600_000;
const PDF = Buffer.from("%PDF-");

/**
 * Files an impact assessment (Art. 35 GDPR, CHK-29), sealed with the instance's key.
 * @throws AppError 400 `file_not_accepted`, 413 `file_too_large`, 409 `too_many_files`
 */
export async function addImpactFile(
  deps: Deps,
  accountId: number,
  actor: Actor,
  given: { name: string; bytes: Buffer },
): Promise<string> {
  const { bytes } = given;
  if (bytes.length > IMPACT_BYTES)
    throw new AppError("file_too_large", 413, "The file is larger than 20 MB.", {
      hint: "Save it with smaller pictures.",
    });
  if (!bytes.subarray(0, PDF.length).equals(PDF))
    throw invalid("file_not_accepted", "This is no PDF file.", {
      hint: "Save the assessment as PDF; renaming the file does not help.",
    });
  const now = deps.clock.now();
  const file = await storeSealed(
    deps,
    accountId,
    { label: LABEL, name: "impact-assessment", freeMs: HOUR_MS },
    bytes,
  );
  return deps.db.account(accountId, async (tx) => {
    if ((await listImpactFiles(tx)).length >= MOST)
      throw new AppError("too_many_files", 409, `${MOST} assessments are kept at most.`, {
        hint: "Remove one that no longer applies.",
      });
    await keepFile(tx, file.id);
    const sha256 = createHash("sha256").update(bytes).digest();
    const { publicId } = await insertImpactFile(tx, accountId, {
      name: nameOf(given.name),
      mediaType: "application/pdf",
      sizeBytes: bytes.length,
      sha256,
      fileId: file.id,
      uploadedBy: actor.name,
      uploadedAt: now,
    });
    await audit(tx, accountId, actor, "impact_file.uploaded", {
      objectType: "impact_file",
      objectId: publicId,
      detail: { bytes: bytes.length, sha256: sha256.toString("hex") },
    });
    return publicId;
  });
}

/** What the person called it, without what would harm in a header or a path. */
function nameOf(name: string): string {
  const clean = name
    .replaceAll(/[\p{Cc}\p{Cf}"\\/:*?<>|]/gu, " ")
    .replaceAll(/\s+/g, " ")
    .trim();
  return clean.slice(0, 120) || "DSFA.pdf";
}

/** The bytes as they were uploaded; the look is noted. @throws AppError 404 */
export async function openImpactFile(
  deps: Deps,
  accountId: number,
  actor: Actor,
  publicId: string,
): Promise<{ name: string; bytes: Buffer }> {
  const found = await deps.db.account(accountId, async (tx) => {
    const file = await findImpactFile(tx, publicId);
    if (!file) throw notFound("file");
    await audit(tx, accountId, actor, "impact_file.downloaded", {
      objectType: "impact_file",
      objectId: publicId,
      detail: { sha256: file.sha256.toString("hex") },
    });
    return file;
  });
  return { name: found.name, bytes: await readSealed(deps, accountId, LABEL, found.fileId) };
}

/** @throws AppError 404 */
export async function removeImpactFile(
  deps: Deps,
  accountId: number,
  actor: Actor,
  publicId: string,
): Promise<void> {
  await deps.db.account(accountId, async (tx) => {
    const found = await findImpactFile(tx, publicId);
    if (!found) throw notFound("file");
    await deleteImpactFile(tx, publicId);
    await deleteFile(tx, found.fileId);
    await audit(tx, accountId, actor, "impact_file.removed", {
      objectType: "impact_file",
      objectId: publicId,
      detail: { sha256: found.sha256.toString("hex") },
    });
  });
}
