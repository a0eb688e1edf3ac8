import { deleteFile, keepFile, maybe, one, rows, run, sql, type Tx } from "../platform/index.ts";

export interface Scan {
  publicId: string;
  mediaType: string;
  sizeBytes: number;
  fileId: number;
}

const SCAN = sql.raw("s.public_id, s.media_type, s.size_bytes, s.file_id");

export async function insertScan(
  tx: Tx,
  accountId: number,
  made: Omit<Scan, "publicId"> & { requestId: number; at: Date },
): Promise<Scan> {
  await keepFile(tx, made.fileId);
  return one<Scan>(
    tx,
    sql`insert into data_request_scans as s (account_id, request_id, media_type, size_bytes, file_id, at)
        values (${accountId}, ${made.requestId}, ${made.mediaType}, ${made.sizeBytes}, ${made.fileId}, ${made.at}) returning ${SCAN}`,
  );
}

export function scansOf(tx: Tx, requestId: number): Promise<Scan[]> {
  return rows<Scan>(
    tx,
    sql`select ${SCAN} from data_request_scans s where s.account_id = app_account() and s.request_id = ${requestId} order by s.id`,
  );
}

export function findScan(tx: Tx, publicId: string): Promise<Scan | undefined> {
  return maybe<Scan>(
    tx,
    sql`select ${SCAN} from data_request_scans s where s.account_id = app_account() and s.public_id = ${publicId}`,
  );
}

/** Scans of cases, with their files. */
export async function deleteScans(tx: Tx, requestIds: readonly number[]): Promise<number> {
  const found = await rows<{ fileId: number }>(
    tx,
    sql`select s.file_id from data_request_scans s where s.account_id = app_account() and s.request_id = any(${[...requestIds]}::bigint[])`,
  );
  for (const { fileId } of found) await deleteFile(tx, fileId);
  await run(
    tx,
    sql`delete from data_request_scans s where s.account_id = app_account() and s.request_id = any(${[...requestIds]}::bigint[])`,
  );
  return found.length;
}

export function exportScans(
  tx: Tx,
  contactId: number | null,
  emailNormalised: string,
): Promise<unknown[]> {
  return rows(
    tx,
    sql`select s.media_type, s.size_bytes, s.at from data_request_scans s join data_requests r on r.account_id = s.account_id and r.id = s.request_id
        where s.account_id = app_account() and (r.contact_id = ${contactId} or r.email_normalised = ${emailNormalised}) order by s.id`,
  );
}
