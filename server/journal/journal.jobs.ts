import { addressHash } from "../contacts/index.ts";
import type { Clock, Database, Keys } from "../platform/index.ts";
import { insertEntry } from "./journal.store.ts";

/** News this slice acts on: somebody took back the permission to analyse. */
export function journalSubscribers(deps: {
  db: Database;
  keys: Keys;
  clock: Clock;
}): Record<
  string,
  ((event: { accountId: number; payload: Record<string, unknown> }) => Promise<void>)[]
> {
  return {
    "profiling.withdrawn": [
      async ({ accountId, payload }) => {
        const email = payload["emailNormalised"];
        if (typeof email !== "string") throw new Error("The event names no address.");
        await deps.db.account(accountId, (tx) =>
          insertEntry(tx, accountId, {
            kind: "withdrawn",
            addressHash: addressHash(deps.keys, accountId, email),
            contactId: null,
            at: deps.clock.now(),
          }),
        );
      },
    ],
  };
}
