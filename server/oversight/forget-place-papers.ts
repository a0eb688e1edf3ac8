import { removePapersOf } from "../evidence/index.ts";
import type { Tx } from "../platform/index.ts";
import { removedPlaces } from "./places.store.ts";

/**
 * What proves a contract or a transfer is needed while somebody can ask about the time in which data went there: claims
 * and fines lapse after three years, counted from the end of the year (Art. 5(2), 28, 44 GDPR; section 199 BGB, section 31
 * OWiG).
 */
const YEARS = 3;

/** Deletes the papers behind places that were removed so long ago. Gives how many. */
export async function forgetPlacePapers(tx: Tx, accountId: number, now: Date): Promise<number> {
  const before = new Date(Date.UTC(now.getUTCFullYear() - YEARS, 0, 1));
  return removePapersOf(tx, accountId, "places", await removedPlaces(tx, before));
}
