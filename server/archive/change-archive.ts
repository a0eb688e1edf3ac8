import type { List } from "../lists/index.ts";
import type { Tx } from "../platform/index.ts";
import { newSlug, type ListArchive } from "./archive.ts";
import { findArchive, saveArchive } from "./archive.store.ts";

/** Opens or closes the public archive of a list; what is left out stays as it is. Its address is made once. */
export async function changeArchive(
  tx: Tx,
  accountId: number,
  list: Pick<List, "id" | "name">,
  change: { open?: boolean; indexed?: boolean },
  now: Date,
): Promise<ListArchive> {
  const known = await findArchive(tx, list.id);
  return saveArchive(tx, accountId, list.id, {
    slug: known?.slug ?? newSlug(list.name),
    isOpen: change.open ?? known?.isOpen ?? false,
    isIndexed: change.indexed ?? known?.isIndexed ?? false,
    at: now,
  });
}
