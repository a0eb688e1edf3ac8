import { audit } from "../accounts/index.ts";
import { conflict, notFound, type Actor, type Clock, type Tx } from "../platform/index.ts";
import type { Suppression, SuppressionScope } from "./suppression.ts";
import { findSuppression, liftById, lockSuppression } from "./suppression.store.ts";

/** Only these may be lifted by staff; what a person said is undone by that person alone (UNS-23, DOI-13). */
const LIFTABLE: readonly SuppressionScope[] = ["blacklist", "complaint"];

/** Asks a second person to agree that a block ends. `open`: wait for them; `waived`: there is nobody else. */
export type AskToLift = (
  tx: Tx,
  accountId: number,
  actor: Actor,
  asked: {
    kind: "lift";
    people: number;
    reason: string;
    objectId: string;
    alone?: string | undefined;
  },
) => Promise<{ need: "none" | "waived" | "open" }>;

interface Deps {
  clock: Clock;
  askSecondPerson: AskToLift;
}

/**
 * Asks to end one block, whoever asks and by whatever way: it holds until somebody else with the same right agrees, and
 * ends at once only where the account has nobody else and the asker says why. Throws 404, 409 `retained_address`,
 * `persons_own_decision`, `lift_waits` while a second person is asked already, and `second_person_missing`.
 */
export async function liftSuppression(
  tx: Tx,
  deps: Deps,
  accountId: number,
  actor: Actor,
  asked: { publicId: string; reason: string; alone?: string | undefined },
): Promise<{ waits: boolean; entry: Suppression }> {
  const { publicId, reason } = asked;
  await lockSuppression(tx, publicId);
  const known = await findSuppression(tx, publicId);
  if (!known || known.liftedAt) throw notFound("suppression");
  requireLiftable(known);
  const { need } = await deps.askSecondPerson(tx, accountId, actor, {
    kind: "lift",
    people: 1,
    reason,
    objectId: publicId,
    alone: asked.alone,
  });
  const waits = need === "open";
  if (!waits)
    await liftById(tx, publicId, { at: deps.clock.now(), by: actor.operatorId ?? null, reason });
  await audit(tx, accountId, actor, waits ? "suppression.lift_asked" : "suppression.lifted", {
    objectType: "suppression",
    objectId: publicId,
    detail: { scope: known.scope, reason, secondPerson: need },
  });
  return { waits, entry: (await findSuppression(tx, publicId))! };
}

function requireLiftable(known: Suppression): void {
  if (known.scope === "retained")
    throw conflict("retained_address", "Retained addresses are re-activated, not lifted.", {
      hint: "Send their ids to POST /api/v1/retained-addresses/release.",
    });
  if (!LIFTABLE.includes(known.scope))
    throw conflict(
      "persons_own_decision",
      "This is the person's own decision and cannot be lifted here.",
      { hint: "It ends when the person signs up again and confirms." },
    );
  if (known.liftRequest)
    throw conflict("lift_waits", "A second person has been asked to end this block already.", {
      hint: "Their answer ends the block or lets it stand; whoever asked may withdraw.",
    });
}

/** What of a request the decision about a block needs. */
interface LiftRequest {
  objectId: string | null;
  reason: string;
  requestedBy: number | null;
}

/** What becomes of a block whose end waits for a second person, and what that person sees of it. */
export function heldLifts({ clock }: { clock: Clock }) {
  return {
    async confirmed(tx: Tx, _accountId: number, request: LiftRequest) {
      const { reason, requestedBy } = request;
      const id = request.objectId ?? "";
      const lifted = await liftById(tx, id, { at: clock.now(), by: requestedBy, reason });
      return { reason, ids: lifted ? [id] : [], ...(lifted ? { scope: lifted.scope } : {}) };
    },
    async about(tx: Tx, request: LiftRequest) {
      const entry = await findSuppression(tx, request.objectId ?? "");
      if (!entry) return null;
      return {
        name: entry.emailNormalised ?? (entry.domain === null ? null : `@${entry.domain}`),
        scope: entry.scope as string,
        reason: entry.reason,
        since: entry.createdAt.toISOString(),
      };
    },
    ended: async () => undefined,
  };
}
