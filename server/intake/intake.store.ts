import { deleteFile, keepFile, maybe, one, rows, run, sql, type Tx } from "../platform/index.ts";
import type { Attachment, IntakeRecord } from "./intake.ts";

const RECORD = sql.raw("r.id, r.public_id, r.kind, r.state, r.request_public_id");
const ATTACHMENT = sql.raw("a.id, a.public_id, a.file_id, a.media_type, a.size_bytes, a.sha256");

export interface NewRecord {
  kind: IntakeRecord["kind"];
  state: IntakeRecord["state"];
  channel: string;
  emailNormalised: string;
  requestPublicId?: string;
  entryIds?: number[];
  detail?: Record<string, unknown>;
  at: Date;
}

export function insertRecord(tx: Tx, accountId: number, r: NewRecord): Promise<IntakeRecord> {
  return one<IntakeRecord>(
    tx,
    sql`insert into intake_records as r (account_id, kind, state, channel, email_normalised, request_public_id, entry_ids, detail, created_at)
        values (${accountId}, ${r.kind}, ${r.state}, ${r.channel}, ${r.emailNormalised}, ${r.requestPublicId ?? null}, ${r.entryIds ?? []}::bigint[],
          ${JSON.stringify(r.detail ?? {})}, ${r.at}) returning ${RECORD}`,
  );
}

/** The ledger holds the evidence now; nothing of it is needed here but the way to the scans. */
export async function markProven(
  tx: Tx,
  requestPublicId: string,
  entryIds: number[],
): Promise<void> {
  await run(
    tx,
    sql`update intake_records set state = 'proven', entry_ids = ${entryIds}::bigint[], detail = '{}'
        where account_id = app_account() and request_public_id = ${requestPublicId} and state = 'waiting'`,
  );
}

export function waitingRecords(tx: Tx, after: number, limit: number): Promise<IntakeRecord[]> {
  return rows<IntakeRecord>(
    tx,
    sql`select ${RECORD} from intake_records r where r.account_id = app_account() and r.state = 'waiting' and r.id > ${after} order by r.id limit ${limit}`,
  );
}

/** Records that were never completed. */
export async function staleUnverified(tx: Tx, before: Date, limit: number): Promise<number[]> {
  const found = await rows<{ id: number }>(
    tx,
    sql`select r.id from intake_records r where r.account_id = app_account() and r.state = 'unverified' and r.created_at < ${before} limit ${limit}`,
  );
  return found.map((row) => row.id);
}

/** Records whose evidence is destroyed: no ledger entry of theirs can be opened any more. */
export async function recordsWithoutProof(tx: Tx, limit: number): Promise<number[]> {
  const found = await rows<{ id: number }>(
    tx,
    sql`select r.id from intake_records r where r.account_id = app_account() and r.state = 'proven'
          and not exists (select 1 from ledger_payloads p where p.account_id = r.account_id and p.entry_id = any(r.entry_ids)) limit ${limit}`,
  );
  return found.map((row) => row.id);
}

/** Records of an address that hold evidence of their own: waiting or incomplete. */
export async function openRecords(
  tx: Tx,
  emailNormalised: string,
  states: IntakeRecord["state"][],
): Promise<number[]> {
  const found = await rows<{ id: number }>(
    tx,
    sql`select r.id from intake_records r where r.account_id = app_account() and r.email_normalised = ${emailNormalised} and r.state = any(${states}::text[])`,
  );
  return found.map((row) => row.id);
}

/** Records with their scans; the files take the attachments with them. */
export async function deleteRecords(tx: Tx, ids: number[]): Promise<number> {
  if (ids.length === 0) return 0;
  const files = await rows<{ fileId: number }>(
    tx,
    sql`select a.file_id from intake_attachments a where a.account_id = app_account() and a.record_id = any(${ids}::bigint[])`,
  );
  for (const { fileId } of files) await deleteFile(tx, fileId);
  return run(
    tx,
    sql`delete from intake_records r where r.account_id = app_account() and r.id = any(${ids}::bigint[])`,
  );
}

/** After an erasure the sealed proof keeps its scans; whose they are stands only in there. */
export function forgetAddress(tx: Tx, emailNormalised: string): Promise<number> {
  return run(
    tx,
    sql`update intake_records r set email_normalised = null where r.account_id = app_account() and r.email_normalised = ${emailNormalised}`,
  );
}

export function exportRecords(tx: Tx, emailNormalised: string): Promise<unknown[]> {
  return rows(
    tx,
    sql`select r.kind, r.state, r.channel, r.detail, r.created_at from intake_records r
        where r.account_id = app_account() and r.email_normalised = ${emailNormalised} order by r.id`,
  );
}

export function exportAttachments(tx: Tx, emailNormalised: string): Promise<unknown[]> {
  return rows(
    tx,
    sql`select a.media_type, a.size_bytes, encode(a.sha256, 'hex') as sha256, a.created_at
        from intake_attachments a join intake_records r on r.account_id = a.account_id and r.id = a.record_id
        where a.account_id = app_account() and r.email_normalised = ${emailNormalised} order by a.id`,
  );
}

export function insertAttachment(
  tx: Tx,
  accountId: number,
  a: Omit<Attachment, "id" | "publicId"> & { uploadedBy: string; at: Date },
): Promise<Attachment> {
  return one<Attachment>(
    tx,
    sql`insert into intake_attachments as a (account_id, file_id, media_type, size_bytes, sha256, uploaded_by, created_at)
        values (${accountId}, ${a.fileId}, ${a.mediaType}, ${a.sizeBytes}, ${a.sha256}, ${a.uploadedBy}, ${a.at}) returning ${ATTACHMENT}`,
  );
}

/** Uploads of one person that belong to nothing yet, held until the transaction ends. */
export function lockFreeAttachments(
  tx: Tx,
  publicIds: string[],
  uploadedBy: string,
): Promise<Attachment[]> {
  return rows<Attachment>(
    tx,
    sql`select ${ATTACHMENT} from intake_attachments a
        where a.account_id = app_account() and a.public_id = any(${publicIds}::text[]) and a.record_id is null and a.uploaded_by = ${uploadedBy}
        order by a.id for update`,
  );
}

/** Binds scans to a record; from now on they stay as long as it does. */
export async function attach(tx: Tx, recordId: number, attachments: Attachment[]): Promise<void> {
  if (attachments.length === 0) return;
  await run(
    tx,
    sql`update intake_attachments set record_id = ${recordId} where account_id = app_account() and id = any(${attachments.map((one) => one.id)}::bigint[])`,
  );
  for (const { fileId } of attachments) await keepFile(tx, fileId);
}

export function findAttachment(tx: Tx, publicId: string): Promise<Attachment | undefined> {
  return maybe<Attachment>(
    tx,
    sql`select ${ATTACHMENT} from intake_attachments a where a.account_id = app_account() and a.public_id = ${publicId} and a.record_id is not null`,
  );
}

/** `intake.signed_declaration` among the account's parameters (CON-13, exception b). */
export async function readSignedRule(tx: Tx): Promise<unknown> {
  const found = await one<{ rule: unknown }>(
    tx,
    sql`select a.settings -> 'intake.signed_declaration' as rule from accounts a where a.id = app_account()`,
  );
  return found.rule;
}

export async function writeSignedRule(
  tx: Tx,
  rule: { enabled: boolean; reason: string; by: string; at: string },
): Promise<void> {
  await run(
    tx,
    sql`update accounts set settings = settings || jsonb_build_object('intake.signed_declaration', ${JSON.stringify(rule)}::jsonb) where id = app_account()`,
  );
}
