import { IdParams, RelayTest } from "../../contract/relays.ts";
import { audit } from "../accounts/index.ts";
import {
  notFound,
  route,
  type Database,
  type Keys,
  type MayReach,
  type RouteSpec,
} from "../platform/index.ts";
import { findRelay, openRelay, saveTest } from "../relays/index.ts";
import { listSenders } from "../senders/index.ts";
import { tryRelay, type TryRelayDeps } from "./try-relay.ts";

/** Trying a way out of an account; the ways themselves are routes of `relays`. */
export function relayTestRoutes({
  mayReach,
  ...deps
}: Omit<TryRelayDeps, "mayReach"> & {
  db: Database;
  keys: Keys;
  mayReach?: MayReach;
}): RouteSpec[] {
  const { db, keys, clock } = deps;
  return [
    route({
      method: "POST",
      path: "/api/v1/relays/:id/test",
      permission: "relays.write",
      summary: "Connect and sign in as for sending, without sending anything",
      tag: "Sending routes",
      params: IdParams,
      response: RelayTest,
      handle: async ({ accountId, actor, params }) => {
        const { relay, domain } = await db.account(accountId, async (tx) => {
          const found = await findRelay(tx, params.id);
          if (!found) throw notFound("sending route");
          const [sender] = await listSenders(tx);
          return { relay: openRelay(keys, found), domain: sender?.domain ?? null };
        });
        // Outside any transaction: servers may let us wait.
        const asking = mayReach && { mayReach: (host: string) => mayReach(host, accountId) };
        const report = await tryRelay({ ...deps, ...asking }, relay, domain);
        await db.account(accountId, async (tx) => {
          await saveTest(tx, relay.id, report, clock.now());
          await audit(tx, accountId, actor, "relay.tested", {
            objectType: "relay",
            objectId: params.id,
            detail: { name: relay.name, ok: report.ok },
          });
        });
        return report;
      },
    }),
  ];
}
