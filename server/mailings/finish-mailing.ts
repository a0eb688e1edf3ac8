import type { MailingDeps } from "./deps.ts";
import { changeState, findMailingById } from "./mailings.store.ts";

/** Hears that a run ended (its sum is proven) and closes the mailing. */
export function finishMailing(
  deps: MailingDeps,
): (event: { accountId: number; payload: Record<string, unknown> }) => Promise<void> {
  return async ({ accountId, payload }) => {
    const mailingId = payload["mailingId"];
    if (typeof mailingId !== "number" || payload["state"] !== "done") return;
    await deps.db.account(accountId, async (tx) => {
      const mailing = await findMailingById(tx, mailingId);
      if (!mailing) return;
      const now = deps.clock.now();
      await changeState(tx, mailingId, ["sending", "paused"], "sent", { finishedAt: now }, now);
    });
  };
}
