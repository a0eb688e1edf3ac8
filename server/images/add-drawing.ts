import { randomToken, storeFile } from "../platform/index.ts";
import type { ImageDeps } from "./deps.ts";
import { MEDIA_TYPES } from "./image.ts";
import { findDrawing, insertImage } from "./images.store.ts";
import { keepPicture } from "./store-picture.ts";

const HOUR_MS = 3_600_000;

/** Puts a drawing of our own into an account's library; one that is there already stays. */
export async function addDrawing(
  { db, clock }: Pick<ImageDeps, "db" | "clock">,
  accountId: number,
  drawing: {
    id: string;
    name: string;
    licence: string;
    bytes: Buffer;
    width: number;
    height: number;
  },
): Promise<void> {
  const at = clock.now();
  const { bytes, width, height } = drawing;
  const stored = await storeFile(
    db,
    accountId,
    (async function* () {
      yield bytes;
    })(),
    {
      name: "drawing.png",
      mediaType: MEDIA_TYPES.png,
      maxBytes: bytes.length,
      expiresAt: new Date(at.getTime() + HOUR_MS),
    },
  );
  const file = {
    key: randomToken(16),
    extension: "png" as const,
    fileId: stored.id,
    width,
    height,
    bytes: bytes.length,
    originalBytes: bytes.length,
  };
  await db.account(accountId, async (tx) => {
    if (await findDrawing(tx, drawing.id)) return;
    await keepPicture(tx, file);
    const details = {
      name: drawing.name,
      alt: "",
      decorative: true,
      source: "Klarpost",
      licence: drawing.licence,
      expiresOn: null,
      showsPeople: false,
      confirmedBy: "Klarpost",
      confirmedAt: at,
    };
    await insertImage(tx, accountId, details, file, at, drawing.id);
  });
}
