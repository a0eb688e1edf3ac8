import type { Tx } from "../platform/index.ts";
import { keyOfAddress } from "./image.ts";
import { imagesOfKeys } from "./images.store.ts";

/** A picture of a content whose licence has ended. */
export interface ExpiredImage {
  /** As it stands in the content. */
  url: string;
  name: string;
  /** First day on which it may not be used, YYYY-MM-DD. */
  expiresOn: string;
}

/**
 * Which of the addresses in a content are pictures of the library whose licence has ended by `today` (YYYY-MM-DD, the
 * account's day): CNT-10 refuses to send them. Addresses of anything else are passed over.
 */
export async function expiredImages(
  tx: Tx,
  urls: readonly string[],
  today: string,
): Promise<ExpiredImage[]> {
  const keys = new Map(
    urls.flatMap((url) => {
      const key = keyOfAddress(url);
      return key === undefined ? [] : [[key, url] as const];
    }),
  );
  if (keys.size === 0) return [];
  return (await imagesOfKeys(tx, [...keys.keys()])).flatMap(({ askedKey, name, expiresOn }) =>
    expiresOn !== null && expiresOn <= today ? [{ url: keys.get(askedKey)!, name, expiresOn }] : [],
  );
}
