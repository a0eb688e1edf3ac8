import type { NewImage } from "../../contract/images.ts";
import { audit } from "../accounts/index.ts";
import { type Actor } from "../platform/index.ts";
import type { ImageDeps } from "./deps.ts";
import type { LibraryImage } from "./image.ts";
import { readDetails, requireRights } from "./image-details.ts";
import { insertImage } from "./images.store.ts";
import { keepPicture, storePicture } from "./store-picture.ts";

/**
 * Takes a picture into the library: drawn anew, with its rights confirmed (CNT-10) and its alternative text.
 *
 * @throws AppError 400 `rights_not_confirmed`, `alt_missing`, and what `storePicture` throws
 */
export async function addImage(
  deps: Pick<ImageDeps, "db" | "clock">,
  { accountId, actor }: { accountId: number; actor: Actor },
  input: NewImage,
  original: Buffer,
): Promise<LibraryImage> {
  requireRights(input.rightsConfirmed);
  const at = deps.clock.now();
  const details = readDetails(null, input, { name: actor.name, at });
  const file = await storePicture(deps, accountId, original);
  return deps.db.account(accountId, async (tx) => {
    await keepPicture(tx, file);
    const image = await insertImage(tx, accountId, details, file, at);
    await audit(tx, accountId, actor, "image.added", {
      objectType: "image",
      objectId: image.publicId,
      detail: { name: image.name, showsPeople: image.showsPeople, expiresOn: image.expiresOn },
    });
    return image;
  });
}
