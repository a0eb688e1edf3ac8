import {
  AppError,
  keepFile,
  randomToken,
  readFile,
  storeFile,
  type Database,
  type Tx,
} from "../platform/index.ts";
import type { ImageDeps } from "./deps.ts";
import { IMAGE_LIMITS, MEDIA_TYPES, type ImageFile } from "./image.ts";
import { usedBytes } from "./images.store.ts";
import type { Frame } from "./pixels.ts";
import { redrawImage } from "./redraw-image.ts";

const HOUR_MS = 3_600_000;

/**
 * Draws a picture anew and stores it for an hour; `keepPicture` in the transaction that names it keeps it. What is never
 * named leaves by itself.
 *
 * @throws AppError 400 as `redrawImage` does, 409 `image_quota` when the account's 500 MB are used up
 */
export async function storePicture(
  deps: Pick<ImageDeps, "db" | "clock">,
  accountId: number,
  original: Buffer,
  options: { frame?: Frame; originalBytes?: number } = {},
): Promise<ImageFile> {
  const { db, clock } = deps;
  const drawn = await redrawImage(original, options.frame ?? null);
  const { bytes, extension, width, height } = drawn;
  await db.account(accountId, async (tx) =>
    requireRoom((await usedBytes(tx)).usedBytes, bytes.length),
  );
  const stored = await storeFile(db, accountId, once(bytes), {
    name: `image.${extension}`,
    mediaType: MEDIA_TYPES[extension],
    maxBytes: IMAGE_LIMITS.bytes * 2,
    expiresAt: new Date(clock.now().getTime() + HOUR_MS),
  });
  return {
    key: randomToken(16),
    extension,
    fileId: stored.id,
    width,
    height,
    bytes: bytes.length,
    originalBytes: options.originalBytes ?? original.length,
  };
}

export function keepPicture(tx: Tx, file: ImageFile): Promise<void> {
  return keepFile(tx, file.fileId);
}

function requireRoom(used: number, further: number): void {
  if (used + further <= IMAGE_LIMITS.quotaBytes) return;
  throw new AppError("image_quota", 409, "The 500 MB for pictures are used up.", {
    hint: "Delete pictures that no mailing uses.",
  });
}

async function* once(bytes: Buffer): AsyncGenerator<Buffer> {
  yield bytes;
}

/** A stored picture as bytes. */
export async function readPicture(
  db: Database,
  accountId: number,
  fileId: number,
): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const part of readFile(db, accountId, fileId)) parts.push(part);
  return Buffer.concat(parts);
}
