import type { ImageChange } from "../../contract/images.ts";
import { audit } from "../accounts/index.ts";
import { notFound, type Actor, type Tx } from "../platform/index.ts";
import type { LibraryImage } from "./image.ts";
import { changesRights, readDetails, requireRights } from "./image-details.ts";
import { findImage, lockImage, updateImage } from "./images.store.ts";

/** Changes name, alternative text or rights; the rights need their confirmation again (CNT-10). */
export async function changeImage(
  tx: Tx,
  { accountId, actor, at }: { accountId: number; actor: Actor; at: Date },
  publicId: string,
  input: ImageChange,
): Promise<LibraryImage> {
  const before = await requireImage(tx, publicId);
  const after = readDetails(before, input, { name: actor.name, at });
  if (changesRights(before, after)) requireRights(input.rightsConfirmed);
  await updateImage(tx, before.id, { ...after, key: before.key }, at);
  await audit(tx, accountId, actor, "image.changed", {
    objectType: "image",
    objectId: publicId,
    detail: { fields: Object.keys(input) },
  });
  return (await findImage(tx, publicId))!;
}

/** The picture, locked for the transaction. */
export async function requireImage(tx: Tx, publicId: string): Promise<LibraryImage> {
  const found = await lockImage(tx, publicId);
  if (!found) throw notFound("image");
  return found;
}
