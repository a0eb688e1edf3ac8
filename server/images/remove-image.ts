import { audit } from "../accounts/index.ts";
import { conflict, deleteFile, type Actor, type Tx } from "../platform/index.ts";
import { requireImage } from "./change-image.ts";
import type { ImageDeps } from "./deps.ts";
import type { ImageUse } from "./image.ts";
import { deleteImageRow, filesOfImage } from "./images.store.ts";

/**
 * Deletes a picture with all its files.
 *
 * @throws AppError 409 `image_in_use` while a mailing that was sent or is planned shows it: mails in people's mailboxes
 * would lose it
 */
export async function removeImage(
  tx: Tx,
  deps: ImageDeps,
  { accountId, actor }: { accountId: number; actor: Actor },
  publicId: string,
): Promise<string[]> {
  const image = await requireImage(tx, publicId);
  const files = await filesOfImage(tx, image.id);
  const keys = files.map((file) => file.key);
  const sent = (await usesOf(tx, deps, keys)).filter((use) => use.sent);
  if (sent.length > 0)
    throw conflict("image_in_use", `Mailings show this picture: ${namesOf(sent)}.`, {
      hint: "Mails in people's mailboxes would lose it. Replace it for what comes.",
      extra: { uses: sent },
    });
  await deleteImageRow(tx, image.id);
  for (const file of files) await deleteFile(tx, file.fileId);
  await audit(tx, accountId, actor, "image.deleted", {
    objectType: "image",
    objectId: publicId,
    detail: { name: image.name },
  });
  return keys;
}

/** Where a picture stands, in any of its versions. */
export async function usesOf(
  tx: Tx,
  deps: Pick<ImageDeps, "uses">,
  keys: readonly string[],
): Promise<ImageUse[]> {
  const found: ImageUse[] = [];
  for (const use of deps.uses) found.push(...(await use.find(tx, keys)));
  return found;
}

function namesOf(uses: readonly ImageUse[]): string {
  const shown = uses.slice(0, 3).map((use) => `“${use.name}”`);
  return shown.join(", ") + (uses.length > 3 ? ` and ${uses.length - 3} more` : "");
}
