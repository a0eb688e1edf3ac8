import { decideUncertain } from "../delivery/index.ts";
import { conflict, notFound, type Actor, type Tx } from "../platform/index.ts";
import type { MailingDeps } from "./deps.ts";
import type { Mailing } from "./mailing.ts";
import { changeState, findMailingById, lockMailing } from "./mailings.store.ts";

/**
 * What becomes of mails nobody knows the end of: counted as accepted, or sent once more. A finished mailing is under way
 * again until its sum is proven anew. Throws `nothing_uncertain` and what `decideUncertain` throws.
 */
export async function decideUncertainMails(
  tx: Tx,
  deps: Pick<MailingDeps, "clock">,
  actor: Pick<Actor, "operatorId" | "name">,
  publicId: string,
  input: { decision: "accepted" | "resend"; reason: string; deliveryIds?: string[] },
): Promise<{ mailing: Mailing; decided: number }> {
  const mailing = await lockMailing(tx, publicId);
  if (!mailing) throw notFound("mailing");
  const decided =
    mailing.runId === null
      ? 0
      : await decideUncertain(tx, deps, actor, {
          runId: mailing.runId,
          publicIds: input.deliveryIds ?? null,
          decision: input.decision,
          reason: input.reason,
        });
  if (decided === 0)
    throw conflict("nothing_uncertain", "None of these mails waits for this decision.", {
      hint: "Somebody may have decided meanwhile. A mail is sent again once at most.",
    });
  await changeState(tx, mailing.id, ["sent"], "sending", {}, deps.clock.now());
  return { mailing: (await findMailingById(tx, mailing.id))!, decided };
}
