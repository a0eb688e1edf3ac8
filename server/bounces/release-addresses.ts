import { audit } from "../accounts/index.ts";
import { conflict, type Actor, type Database, type Clock } from "../platform/index.ts";
import { releaseRetained } from "../suppression/index.ts";
import { beginProbation } from "./series.store.ts";

/**
 * Re-activates retained addresses by a person's decision (SND-09). Older mailings count no longer; the next hard bounce
 * retains the address again at once. Throws AppError 409 when the confirmed number is another one.
 */
export async function releaseAddresses(
  deps: { db: Database; clock: Clock },
  accountId: number,
  actor: Actor,
  decision: { ids: readonly string[]; reason: string; confirmAddresses: number },
): Promise<{ released: number; left: number }> {
  const { ids, reason } = decision;
  if (decision.confirmAddresses !== ids.length)
    throw conflict(
      "confirmation_differs",
      `${ids.length} addresses are named, and the confirmation says ${decision.confirmAddresses}.`,
      { hint: "Read the number again and send it as `confirmAddresses`." },
    );
  const now = deps.clock.now();
  return deps.db.account(accountId, async (tx) => {
    const by = actor.operatorId ?? null;
    const released = await releaseRetained(tx, ids, { at: now, by, reason });
    const known = released.flatMap(({ addressHash, emailNormalised }) =>
      addressHash === null ? [] : [{ addressHash, emailNormalised }],
    );
    if (known.length > 0) await beginProbation(tx, accountId, known, now);
    await audit(tx, accountId, actor, "address.released", {
      objectType: "suppression",
      ...(ids.length === 1 ? { objectId: ids[0]! } : {}),
      detail: { reason, addresses: released.length, ids: released.map((one) => one.publicId) },
    });
    return { released: released.length, left: ids.length - released.length };
  });
}
