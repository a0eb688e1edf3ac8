import type { EvidenceSubject } from "../../contract/evidence.ts";
import { one, maybe, rows, run, sql, type Tx } from "../platform/index.ts";
import type { EvidenceFile } from "./evidence.ts";

const FILE = sql.raw(
  "e.public_id, e.subject, e.subject_id, e.name, e.media_type, e.size_bytes, e.sha256, e.file_id, e.uploaded_by, e.uploaded_at",
);

/** The papers behind these things, the oldest first. */
export function evidenceOf(
  tx: Tx,
  subject: EvidenceSubject,
  subjectIds: readonly string[],
): Promise<EvidenceFile[]> {
  return rows<EvidenceFile>(
    tx,
    sql`select ${FILE} from evidence_files e
        where e.account_id = app_account() and e.subject = ${subject} and e.subject_id = any(${[...subjectIds]}::text[]) order by e.id`,
  );
}

/** Every paper behind something of this kind, the oldest first. */
export function allEvidence(tx: Tx, subject: EvidenceSubject): Promise<EvidenceFile[]> {
  return rows<EvidenceFile>(
    tx,
    sql`select ${FILE} from evidence_files e where e.account_id = app_account() and e.subject = ${subject} order by e.id limit 500`,
  );
}

export function findEvidence(
  tx: Tx,
  subject: EvidenceSubject,
  publicId: string,
): Promise<EvidenceFile | undefined> {
  return maybe<EvidenceFile>(
    tx,
    sql`select ${FILE} from evidence_files e where e.account_id = app_account() and e.subject = ${subject} and e.public_id = ${publicId}`,
  );
}

export function insertEvidence(
  tx: Tx,
  accountId: number,
  made: Omit<EvidenceFile, "publicId">,
): Promise<EvidenceFile> {
  return one<EvidenceFile>(
    tx,
    sql`insert into evidence_files as e (account_id, subject, subject_id, name, media_type, size_bytes, sha256, file_id, uploaded_by, uploaded_at)
        values (${accountId}, ${made.subject}, ${made.subjectId}, ${made.name}, ${made.mediaType}, ${made.sizeBytes}, ${made.sha256},
          ${made.fileId}, ${made.uploadedBy}, ${made.uploadedAt})
        returning ${FILE}`,
  );
}

export async function deleteEvidence(tx: Tx, publicId: string): Promise<void> {
  await run(
    tx,
    sql`delete from evidence_files where account_id = app_account() and public_id = ${publicId}`,
  );
}

/** One upload at a time behind one thing, so that two at once do not pass the limit. */
export async function lockSubject(tx: Tx, accountId: number, subjectId: string): Promise<void> {
  await run(
    tx,
    sql`select pg_advisory_xact_lock(hashtext(${`evidence ${subjectId}`}), ${accountId})`,
  );
}
