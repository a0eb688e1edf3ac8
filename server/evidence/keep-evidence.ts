import { createHash } from "node:crypto";
import { EVIDENCE_BYTES, EVIDENCE_FILES, type EvidenceSubject } from "../../contract/evidence.ts";
import { audit, systemActor, type AuditActor } from "../accounts/index.ts";
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
  type Tx,
} from "../platform/index.ts";
import { mediaTypeOf, nameOf, type EvidenceFile } from "./evidence.ts";
import {
  deleteEvidence,
  evidenceOf,
  findEvidence,
  insertEvidence,
  lockSubject,
} from "./evidence.store.ts";

export interface EvidenceDeps {
  db: Database;
  clock: Clock;
  keys: Keys;
  /** Whether there is such an answer, place or incident in the transaction's account. */
  exists: Readonly<Record<EvidenceSubject, (tx: Tx, publicId: string) => Promise<boolean>>>;
}

const LABEL = "evidence/v1";
const HOUR_MS = 3_600_000;

/**
 * Keeps a paper behind an answer, a place or an incident: PDF, PNG, JPEG or plain text by its contents, sealed with the
 * instance's key, named by its SHA-256. Throws 404, 400 `file_not_accepted`, 413 `file_too_large`, 409 `too_many_files`.
 */
export async function addEvidence(
  deps: EvidenceDeps,
  accountId: number,
  actor: Actor,
  of: { subject: EvidenceSubject; subjectId: string },
  given: { name: string; bytes: Buffer },
): Promise<EvidenceFile> {
  const { bytes } = given;
  if (!(await deps.db.account(accountId, (tx) => deps.exists[of.subject](tx, of.subjectId))))
    throw notFound(of.subject.slice(0, -1));
  if (bytes.length > EVIDENCE_BYTES)
    throw new AppError("file_too_large", 413, "The file is larger than 10 MB.", {
      hint: "Save it with smaller pictures, or split it.",
    });
  const mediaType = mediaTypeOf(bytes);
  if (mediaType === undefined)
    throw invalid("file_not_accepted", "This is no PDF, PNG, JPEG or plain text.", {
      hint: "Save it as one of these; renaming the file does not help.",
    });
  const now = deps.clock.now();
  const file = await storeSealed(
    deps,
    accountId,
    { label: LABEL, name: "evidence", freeMs: HOUR_MS },
    bytes,
  );
  return deps.db.account(accountId, async (tx) => {
    await lockSubject(tx, accountId, of.subjectId);
    if ((await evidenceOf(tx, of.subject, [of.subjectId])).length >= EVIDENCE_FILES)
      throw new AppError("too_many_files", 409, `${EVIDENCE_FILES} files are kept at most.`, {
        hint: "Remove one that no longer applies.",
      });
    await keepFile(tx, file.id);
    const made = await insertEvidence(tx, accountId, {
      ...of,
      name: nameOf(given.name, mediaType),
      mediaType,
      sizeBytes: bytes.length,
      sha256: createHash("sha256").update(bytes).digest(),
      fileId: file.id,
      uploadedBy: actor.name,
      uploadedAt: now,
    });
    await note(tx, accountId, actor, "evidence.added", made);
    return made;
  });
}

/** The bytes as they were uploaded; the look is noted. @throws AppError 404 */
export async function openEvidence(
  deps: EvidenceDeps,
  accountId: number,
  actor: Actor,
  of: { subject: EvidenceSubject; publicId: string },
): Promise<{ file: EvidenceFile; bytes: Buffer }> {
  const file = await deps.db.account(accountId, async (tx) => {
    const found = await findEvidence(tx, of.subject, of.publicId);
    if (!found) throw notFound("file");
    await note(tx, accountId, actor, "evidence.opened", found);
    return found;
  });
  return { file, bytes: await readSealed(deps, accountId, LABEL, file.fileId) };
}

/** Takes a paper away; its name and hash stay in the audit log. @throws AppError 404 */
export async function removeEvidence(
  deps: EvidenceDeps,
  accountId: number,
  actor: Actor,
  of: { subject: EvidenceSubject; publicId: string },
): Promise<void> {
  await deps.db.account(accountId, async (tx) => {
    const found = await findEvidence(tx, of.subject, of.publicId);
    if (!found) throw notFound("file");
    await deleteEvidence(tx, found.publicId);
    await deleteFile(tx, found.fileId);
    await note(tx, accountId, actor, "evidence.removed", found);
  });
}

/** Takes away the papers behind things that need no proof any more; gives how many. */
export async function removePapersOf(
  tx: Tx,
  accountId: number,
  subject: EvidenceSubject,
  subjectIds: readonly string[],
): Promise<number> {
  if (subjectIds.length === 0) return 0;
  const papers = await evidenceOf(tx, subject, subjectIds);
  for (const paper of papers) {
    await deleteEvidence(tx, paper.publicId);
    await deleteFile(tx, paper.fileId);
    await note(tx, accountId, systemActor, "evidence.removed", paper, { because: "time_over" });
  }
  return papers.length;
}

function note(
  tx: Tx,
  accountId: number,
  actor: AuditActor,
  action: string,
  { publicId, subject, subjectId, sizeBytes, sha256 }: EvidenceFile,
  more: Record<string, unknown> = {},
): Promise<void> {
  return audit(tx, accountId, actor, action, {
    objectType: "evidence",
    objectId: publicId,
    detail: {
      of: subject,
      id: subjectId,
      bytes: sizeBytes,
      sha256: sha256.toString("hex"),
      ...more,
    },
  });
}
