import { pause, type Clock, type Database, type Tx } from "../../platform/index.ts";
import {
  INSTALLATION,
  SETTLE_MS,
  type SendingStop,
  type StopCause,
  type StopScope,
} from "./stop.ts";
import { insertStop, openMarks, passMarks } from "./stops.store.ts";

const LOOK_MS = 50;

/**
 * Emergency stop (ORG-12), of one account or, for 0, of the installation. When it returns no process gives a mark any
 * more, so no final dot can follow; mails whose dot had left before are let end for up to two seconds. `noting` writes
 * the log in the same transaction.
 */
export async function stopSending(
  deps: { db: Database; clock: Clock },
  stop: {
    accountId: number;
    scope: StopScope;
    cause?: StopCause;
    reason: string | null;
    by: string;
  },
  noting?: (tx: Tx, made: SendingStop) => Promise<void>,
): Promise<SendingStop> {
  const { db, clock } = deps;
  const begin = async (tx: Tx): Promise<SendingStop> => {
    const made = await insertStop(tx, { cause: "operator", ...stop, at: clock.now() });
    await noting?.(tx, made);
    return made;
  };
  const made =
    stop.accountId === INSTALLATION
      ? await db.instance(begin)
      : await db.account(stop.accountId, begin);
  await db.worker(passMarks);
  for (let waited = 0; waited < SETTLE_MS; waited += LOOK_MS) {
    if ((await db.worker((tx) => openMarks(tx, stop.accountId))) === 0) break;
    await pause(LOOK_MS);
  }
  return made;
}
