import { audit, systemActor } from "../../accounts/index.ts";
import type { Clock, Database, Tx } from "../../platform/index.ts";
import { stopSending } from "./stop-sending.ts";
import { changeReason, endStopForChecks, stopForChecks } from "./stops.store.ts";

/**
 * Holds an account's advertising while mandatory checks are red, mailings under way and one-to-one mail included, and lets
 * it go on when none is (CHK, preamble). Opt-in, transactional and system mails are not held.
 *
 * @param red ids of the checks, `CHK-10`; empty when all are green
 */
export async function holdForChecks(
  deps: { db: Database; clock: Clock },
  accountId: number,
  red: readonly string[],
): Promise<void> {
  const { db, clock } = deps;
  const inAccount = <T>(work: (tx: Tx) => Promise<T>): Promise<T> => db.account(accountId, work);
  const active = await inAccount((tx) => stopForChecks(tx, accountId));
  const reason = red.join(", ");
  if (red.length === 0) {
    if (active === undefined) return;
    await inAccount(async (tx) => {
      if (await endStopForChecks(tx, accountId, systemActor.name, clock.now()))
        await audit(tx, accountId, systemActor, "sending.checks_green");
    });
  } else if (active === undefined) {
    await stopSending(
      deps,
      { accountId, scope: "advertising", cause: "checks", reason, by: systemActor.name },
      async (tx, made) => {
        await audit(tx, accountId, systemActor, "sending.checks_held", {
          objectType: "stop",
          objectId: made.publicId,
          detail: { checks: [...red] },
        });
      },
    );
  } else if (active.reason !== reason) {
    await inAccount((tx) => changeReason(tx, accountId, active.id, reason));
  }
}
