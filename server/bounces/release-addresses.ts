import { audit } from "../accounts/index.ts";
import { askSecondPerson, type AskDeps, type SecondPersonAct } from "../guards/index.ts";
import { conflict, type Actor, type Clock, type Database, type Tx } from "../platform/index.ts";
import { releaseRetained } from "../suppression/index.ts";
import { beginProbation } from "./series.store.ts";

/**
 * Re-activates retained addresses by a person's decision (SND-09); many at a time only when a second person agrees. Older
 * mailings count no longer; the next hard bounce retains the address again at once. Throws AppError 409 when the confirmed
 * number is another one, and `second_person_missing`.
 */
export async function releaseAddresses(
  deps: { db: Database; clock: Clock; guards: AskDeps },
  accountId: number,
  actor: Actor,
  decision: {
    ids: readonly string[];
    reason: string;
    confirmAddresses: number;
    alone?: string | undefined;
  },
): Promise<{ released: number; left: number; waits: boolean }> {
  const { ids, reason } = decision;
  if (decision.confirmAddresses !== ids.length)
    throw conflict(
      "confirmation_differs",
      `${ids.length} addresses are named, and the confirmation says ${decision.confirmAddresses}.`,
      { hint: "Read the number again and send it as `confirmAddresses`." },
    );
  return deps.db.account(accountId, async (tx) => {
    const { need } = await askSecondPerson(tx, deps.guards, accountId, actor, {
      kind: "release",
      people: ids.length,
      reason,
      ids,
      alone: decision.alone,
    });
    const waits = need === "open";
    const released = waits
      ? []
      : await release(tx, deps.clock, accountId, { ids, reason, by: actor.operatorId });
    await audit(tx, accountId, actor, waits ? "address.release_asked" : "address.released", {
      objectType: "suppression",
      ...(ids.length === 1 ? { objectId: ids[0]! } : {}),
      detail: {
        reason,
        addresses: waits ? ids.length : released.length,
        ids: waits ? [...ids] : released,
        secondPerson: need,
      },
    });
    return { released: released.length, left: waits ? 0 : ids.length - released.length, waits };
  });
}

/** Frees the addresses and lets them prove themselves anew; gives the ids of those that were retained. */
async function release(
  tx: Tx,
  clock: Clock,
  accountId: number,
  decision: { ids: readonly string[]; reason: string; by: number | undefined },
): Promise<string[]> {
  const at = clock.now();
  const { ids, reason, by = null } = decision;
  const released = await releaseRetained(tx, ids, { at, by, reason });
  const known = released.flatMap(({ addressHash, emailNormalised }) =>
    addressHash === null ? [] : [{ addressHash, emailNormalised }],
  );
  if (known.length > 0) await beginProbation(tx, accountId, known, at);
  return released.map((one) => one.publicId);
}

/** What becomes of a release that waits for a second person. */
export function heldReleases({ clock }: { clock: Clock }): SecondPersonAct {
  return {
    async confirmed(tx, accountId, request) {
      const { act, reason, requestedBy } = request;
      const ids = act.ids ?? [];
      const by = requestedBy ?? undefined;
      const released = await release(tx, clock, accountId, { ids, reason, by });
      return { reason, addresses: released.length, ids: released };
    },
    ended: async () => undefined,
  };
}
