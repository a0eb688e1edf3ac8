import type { Database, Logger } from "../platform/index.ts";
import type { RelayChangeOfHealth } from "./relay-health.ts";
import { saveHealth } from "./relays.store.ts";

/**
 * What `createRelayHealth` tells when a way out begins to fail or works again: written for the page, which another
 * process may show. Never throws; a change that cannot be written is told again by the next one.
 */
export function relayHealthNotes(deps: {
  db: Database;
  log: Logger;
}): (change: RelayChangeOfHealth) => void {
  return ({ id, failingSince, detail }) => {
    deps.db
      .worker((tx) => saveHealth(tx, id, failingSince, detail))
      .catch((error: unknown) =>
        deps.log.warn({ err: error, relayId: id }, "the state of a sending route was not written"),
      );
  };
}
