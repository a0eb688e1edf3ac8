import type { ImageView } from "../../contract/images.ts";
import { getAccount } from "../accounts/index.ts";
import { wallClockAt, type Tx } from "../platform/index.ts";
import type { ImageDeps } from "./deps.ts";
import { imagePath, type LibraryImage } from "./image.ts";

/** Shows pictures as of today, by the account's clock. */
export async function presenter(
  tx: Tx,
  { clock, pagesUrl }: Pick<ImageDeps, "clock" | "pagesUrl">,
): Promise<(image: LibraryImage) => ImageView> {
  const { timezone } = await getAccount(tx);
  const today = wallClockAt(clock.now(), timezone).date;
  return (image) => ({
    id: image.publicId,
    url: pagesUrl + imagePath(image),
    path: imagePath(image),
    width: image.width,
    height: image.height,
    bytes: image.bytes,
    originalBytes: image.originalBytes,
    alt: image.alt,
    decorative: image.decorative,
    name: image.name,
    licence: {
      source: image.source,
      licence: image.licence,
      expiresAt: image.expiresOn,
      expired: image.expiresOn !== null && image.expiresOn <= today,
      showsPeople: image.showsPeople,
      confirmedAt: image.confirmedAt.toISOString(),
      confirmedBy: image.confirmedBy,
    },
    createdAt: image.createdAt.toISOString(),
  });
}
