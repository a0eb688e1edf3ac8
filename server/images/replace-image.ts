import type { Crop } from "../../contract/images.ts";
import { audit } from "../accounts/index.ts";
import { deleteFile, notFound, type Actor, type Tx } from "../platform/index.ts";
import { requireImage } from "./change-image.ts";
import type { ImageDeps } from "./deps.ts";
import { imagePath, type ImageFile, type LibraryImage } from "./image.ts";
import { requireRights } from "./image-details.ts";
import {
  deleteImageFile,
  findImage,
  insertImage,
  insertImageFile,
  updateImage,
} from "./images.store.ts";
import { keepPicture, readPicture, storePicture } from "./store-picture.ts";

interface By {
  accountId: number;
  actor: Actor;
}

/**
 * Puts another file in a picture's place. Its address is new, because addresses are cached for ever: drafts and
 * templates get the new one, and what was sent keeps the earlier picture.
 */
export async function replaceImage(
  deps: ImageDeps,
  by: By,
  publicId: string,
  original: Buffer,
  rightsConfirmed: boolean,
): Promise<LibraryImage> {
  requireRights(rightsConfirmed);
  await known(deps, by.accountId, publicId);
  const file = await storePicture(deps, by.accountId, original);
  return deps.db.account(by.accountId, async (tx) => {
    const at = deps.clock.now();
    const image = await exchange(tx, deps, by, publicId, file, {
      confirmedBy: by.actor.name,
      confirmedAt: at,
    });
    await audit(tx, by.accountId, by.actor, "image.replaced", {
      objectType: "image",
      objectId: publicId,
    });
    return image;
  });
}

/** Cuts out a part: as a picture of its own with the same rights, or in the whole one's place. */
export async function cropImage(
  deps: ImageDeps,
  by: By,
  publicId: string,
  { keepOriginal, ...frame }: Crop,
): Promise<LibraryImage> {
  const { db, clock } = deps;
  const image = await known(deps, by.accountId, publicId);
  const whole = await readPicture(db, by.accountId, image.fileId);
  const file = await storePicture(deps, by.accountId, whole, {
    frame,
    originalBytes: keepOriginal ? whole.length : image.originalBytes,
  });
  return db.account(by.accountId, async (tx) => {
    const part = keepOriginal
      ? await addPart(tx, by.accountId, image, file, clock.now())
      : await exchange(tx, deps, by, publicId, file, {});
    await audit(tx, by.accountId, by.actor, "image.cropped", {
      objectType: "image",
      objectId: part.publicId,
      detail: { of: publicId },
    });
    return part;
  });
}

async function known(deps: ImageDeps, accountId: number, publicId: string): Promise<LibraryImage> {
  const found = await deps.db.account(accountId, (tx) => findImage(tx, publicId));
  if (!found) throw notFound("image");
  return found;
}

async function addPart(
  tx: Tx,
  accountId: number,
  image: LibraryImage,
  file: ImageFile,
  at: Date,
): Promise<LibraryImage> {
  await keepPicture(tx, file);
  const name = `${image.name.slice(0, 100)} (${file.width} × ${file.height})`;
  return insertImage(tx, accountId, { ...image, name }, file, at);
}

async function exchange(
  tx: Tx,
  deps: ImageDeps,
  { accountId }: By,
  publicId: string,
  file: ImageFile,
  confirmed: Partial<Pick<LibraryImage, "confirmedBy" | "confirmedAt">>,
): Promise<LibraryImage> {
  const at = deps.clock.now();
  const before = await requireImage(tx, publicId);
  await keepPicture(tx, file);
  await insertImageFile(tx, accountId, before.id, file, at);
  await updateImage(tx, before.id, { ...before, ...confirmed, key: file.key }, at);
  const [earlier, now] = [before, file].map((one) => deps.pagesUrl + imagePath(one));
  for (const use of deps.uses) await use.replace(tx, earlier!, now!, at);
  const left = await Promise.all(deps.uses.map((use) => use.find(tx, [before.key])));
  if (left.flat().length === 0) {
    await deleteImageFile(tx, before.key);
    await deleteFile(tx, before.fileId);
  }
  return (await findImage(tx, publicId))!;
}
