import { drawRandomBytes, newPublicId, type Tx } from "../platform/index.ts";
import { relyingSubjects, sealLonger } from "./ended.store.ts";
import { commitmentOf, erasureText, type LedgerSubject } from "./ledger.ts";
import { countPayloads, destroySubject, subjectsToDestroy } from "./ledger.store.ts";
import { subjectHash, type LedgerDeps } from "./record-entry.ts";

/** After how many days proofs that had to stay past their end are looked at again: RET-09 leaves 31. */
const AGAIN_DAYS = 30;

/**
 * Destroys what was sealed and is due, and appends `erased`. Runs in a transaction of the retention role
 * (`db.retention`). What somebody under a legal hold said stays (RET-10), and so does what a subscription or a permission
 * rests on after all. Gives the number of destroyed subjects.
 */
export async function destroySealedSubjects(
  tx: Tx,
  { keys, clock }: LedgerDeps,
  accountId: number,
  { held = [], limit = 500 }: { held?: LedgerSubject[]; limit?: number } = {},
): Promise<number> {
  const at = clock.now();
  const due = await subjectsToDestroy(tx, at, limit);
  if (due.length === 0) return 0;
  const kept = await relyingSubjects(
    tx,
    due.map((one) => one.id),
  );
  const hashes = new Set(held.map((one) => subjectHash(keys, accountId, one).toString("base64")));
  for (const one of due) if (hashes.has(one.subjectHash.toString("base64"))) kept.add(one.id);
  await sealLonger(tx, [...kept], at, AGAIN_DAYS);
  const over = due.map((one) => one.id).filter((id) => !kept.has(id));
  for (const subjectId of over) {
    const salt = drawRandomBytes(32);
    const entries = await countPayloads(tx, subjectId);
    // Says of how many entries the content went, so that none can vanish without it; never of whom, or which.
    await destroySubject(tx, subjectId, {
      publicId: newPublicId("led"),
      commitment: commitmentOf(salt, erasureText(entries)),
      salt,
      entries,
      at,
    });
  }
  return over.length;
}
