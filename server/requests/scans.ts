import { audit } from "../accounts/index.ts";
import {
  AppError,
  invalid,
  notFound,
  readSealed,
  storeSealed,
  type Actor,
} from "../platform/index.ts";
import type { RequestsDeps } from "./deps.ts";
import { lockOpen } from "./manage-request.ts";
import { findScan, insertScan, scansOf, type Scan } from "./scans.store.ts";

const LABEL = "requests/scan/v1";
export const SCAN_BYTES = 10 * 1024 * 1024;
const MOST = 10;
const HOUR_MS = 3_600_000;

const heads: [string, (bytes: Buffer) => boolean][] = [
  ["application/pdf", (bytes) => bytes.subarray(0, 5).toString("latin1") === "%PDF-"],
  ["image/jpeg", (bytes) => bytes.subarray(0, 3).equals(Buffer.from([0xff, 0xd8, 0xff]))],
  ["image/png", (bytes) => bytes.subarray(0, 8).equals(Buffer.from("89504e470d0a1a0a", "hex"))],
];

/**
 * Adds the scan of a letter to an open case, sealed with the instance's key. Identity cards are not asked for (DSR-11).
 * @throws AppError 400 `scan_not_accepted`, 413 `file_too_large`, 409 `too_many_scans`
 */
export async function addScan(
  deps: RequestsDeps,
  accountId: number,
  actor: Actor,
  publicId: string,
  bytes: Buffer,
): Promise<Scan> {
  if (bytes.length > SCAN_BYTES)
    throw new AppError("file_too_large", 413, "The file is larger than 10 MB.", {
      hint: "Scan it with fewer dots per inch, or in black and white.",
    });
  const mediaType = heads.find(([, fits]) => fits(bytes))?.[0];
  if (mediaType === undefined)
    throw invalid("scan_not_accepted", "This is no PDF, JPEG or PNG file.", {
      hint: "Save the scan as PDF, JPEG or PNG; renaming the file does not help.",
    });
  await deps.db.account(accountId, (tx) => lockOpen(tx, publicId));
  const file = await storeSealed(
    deps,
    accountId,
    { label: LABEL, name: "scan", freeMs: HOUR_MS },
    bytes,
  );
  return deps.db.account(accountId, async (tx) => {
    const request = await lockOpen(tx, publicId);
    if ((await scansOf(tx, request.id)).length >= MOST)
      throw new AppError("too_many_scans", 409, `A case holds ${MOST} scans at most.`);
    const scan = await insertScan(tx, accountId, {
      requestId: request.id,
      mediaType,
      sizeBytes: bytes.length,
      fileId: file.id,
      at: deps.clock.now(),
    });
    await audit(tx, accountId, actor, "data_request.scan_added", {
      objectType: "data_request",
      objectId: publicId,
      detail: { mediaType, bytes: bytes.length },
    });
    return scan;
  });
}

/** Opens a scan; a look at a person, so it is noted. @throws AppError 404 */
export async function openScan(
  deps: RequestsDeps,
  accountId: number,
  actor: Actor,
  publicId: string,
): Promise<{ mediaType: string; bytes: Buffer; name: string }> {
  const found = await deps.db.account(accountId, async (tx) => {
    const scan = await findScan(tx, publicId);
    if (!scan) throw notFound("scan");
    await audit(tx, accountId, actor, "data_request.scan_viewed", {
      objectType: "data_request_scan",
      objectId: publicId,
    });
    return scan;
  });
  const ending = { "application/pdf": "pdf", "image/jpeg": "jpg", "image/png": "png" };
  return {
    mediaType: found.mediaType,
    bytes: await readSealed(deps, accountId, LABEL, found.fileId),
    name: `${publicId}.${ending[found.mediaType as keyof typeof ending]}`,
  };
}
