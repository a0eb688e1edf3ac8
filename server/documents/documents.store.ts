import { maybe, one, rows, run, sql, type Tx } from "../platform/index.ts";
import type { ConfirmedKind } from "../../contract/documents.ts";
import type { DocumentVersion } from "./document.ts";

const VERSION = sql.raw(
  "v.kind, v.version, v.content, v.sha256, v.confirmed_by, v.confirmed_at, v.valid_until::text as valid_until",
);

/** The newest version of each document. */
export function newestVersions(tx: Tx): Promise<DocumentVersion[]> {
  return rows<DocumentVersion>(
    tx,
    sql`select distinct on (v.kind) ${VERSION} from document_versions v where v.account_id = app_account() order by v.kind, v.version desc`,
  );
}

export function findVersion(
  tx: Tx,
  kind: ConfirmedKind,
  version: number,
): Promise<DocumentVersion | undefined> {
  return maybe<DocumentVersion>(
    tx,
    sql`select ${VERSION} from document_versions v where v.account_id = app_account() and v.kind = ${kind} and v.version = ${version}`,
  );
}

/** The versions of a document without their content, the newest first. */
export function listVersions(tx: Tx, kind: string): Promise<Omit<DocumentVersion, "content">[]> {
  return rows<Omit<DocumentVersion, "content">>(
    tx,
    sql`select v.kind, v.version, v.sha256, v.confirmed_by, v.confirmed_at, v.valid_until::text as valid_until from document_versions v
        where v.account_id = app_account() and v.kind = ${kind} order by v.version desc limit 100`,
  );
}

/** Adds a version; two at once get numbers of their own, because the account's row is locked by the caller. */
export async function insertVersion(
  tx: Tx,
  accountId: number,
  made: Omit<DocumentVersion, "version">,
): Promise<number> {
  const { version } = await one<{ version: number }>(
    tx,
    sql`insert into document_versions (account_id, kind, version, content, sha256, confirmed_by, confirmed_at, valid_until)
        select ${accountId}, ${made.kind}, coalesce(max(v.version), 0) + 1, ${JSON.stringify(made.content)}::jsonb, ${made.sha256},
          ${made.confirmedBy}, ${made.confirmedAt}, ${made.validUntil}::date
        from document_versions v where v.account_id = ${accountId} and v.kind = ${made.kind}
        returning version`,
  );
  return version;
}

/** One confirmation of the account at a time, to the end of the transaction. */
export async function lockDocuments(tx: Tx, accountId: number): Promise<void> {
  await run(tx, sql`select pg_advisory_xact_lock(hashtext('documents'), ${accountId})`);
}

/** What the house wrote: a chapter of the measures, or an answer of the screening. */
export interface Entry {
  document: "measures" | "screening";
  key: string;
  answer: "" | "yes" | "no";
  text: string;
  setBy: string;
  setAt: Date;
}

export function listEntries(tx: Tx): Promise<Entry[]> {
  return rows<Entry>(
    tx,
    sql`select e.document, e.key, e.answer, e.text, e.set_by, e.set_at from document_entries e where e.account_id = app_account() order by e.document, e.key`,
  );
}

export async function saveEntry(tx: Tx, accountId: number, entry: Entry): Promise<void> {
  await run(
    tx,
    sql`insert into document_entries (account_id, document, key, answer, text, set_by, set_at)
        values (${accountId}, ${entry.document}, ${entry.key}, ${entry.answer}, ${entry.text}, ${entry.setBy}, ${entry.setAt})
        on conflict (account_id, document, key) do update
        set answer = excluded.answer, text = excluded.text, set_by = excluded.set_by, set_at = excluded.set_at`,
  );
}

/** An impact assessment that was filed. */
export interface ImpactFile {
  publicId: string;
  name: string;
  mediaType: string;
  sizeBytes: number;
  sha256: Buffer;
  fileId: number;
  uploadedBy: string;
  uploadedAt: Date;
}

const FILE = sql.raw(
  "f.public_id, f.name, f.media_type, f.size_bytes, f.sha256, f.file_id, f.uploaded_by, f.uploaded_at",
);

export function listImpactFiles(tx: Tx): Promise<ImpactFile[]> {
  return rows<ImpactFile>(
    tx,
    sql`select ${FILE} from impact_files f where f.account_id = app_account() order by f.id desc limit 50`,
  );
}

export function findImpactFile(tx: Tx, publicId: string): Promise<ImpactFile | undefined> {
  return maybe<ImpactFile>(
    tx,
    sql`select ${FILE} from impact_files f where f.account_id = app_account() and f.public_id = ${publicId}`,
  );
}

export function insertImpactFile(
  tx: Tx,
  accountId: number,
  made: Omit<ImpactFile, "publicId">,
): Promise<{ publicId: string }> {
  return one<{ publicId: string }>(
    tx,
    sql`insert into impact_files (account_id, name, media_type, size_bytes, sha256, file_id, uploaded_by, uploaded_at)
        values (${accountId}, ${made.name}, ${made.mediaType}, ${made.sizeBytes}, ${made.sha256}, ${made.fileId}, ${made.uploadedBy}, ${made.uploadedAt})
        returning public_id`,
  );
}

export async function deleteImpactFile(tx: Tx, publicId: string): Promise<void> {
  await run(
    tx,
    sql`delete from impact_files where account_id = app_account() and public_id = ${publicId}`,
  );
}
