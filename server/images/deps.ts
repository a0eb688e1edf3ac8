import type { Clock, Database } from "../platform/index.ts";
import type { ImageUses } from "./image.ts";

export interface ImageDeps {
  db: Database;
  clock: Clock;
  /** Public address of pages, where pictures are loaded from. */
  pagesUrl: string;
  /** What the slices above know of where a picture stands. */
  uses: readonly ImageUses[];
}
