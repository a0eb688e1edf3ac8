import { askSecondPerson, guardRoutes } from "../../server/guards/index.ts";
import type { Clock, Database, Keys, RouteSpec } from "../../server/platform/index.ts";
import { heldLifts, suppressionRoutes } from "../../server/suppression/index.ts";
import { quietAsking } from "./quiet-asking.ts";

const never = { confirmed: async () => ({}), ended: async () => undefined };

/** Blocks with the second persons that their ends wait for, put together as the product does. */
export function blockRoutes(deps: { db: Database; clock: Clock; keys: Keys }): RouteSpec[] {
  const asking = quietAsking(deps.clock);
  return [
    ...suppressionRoutes({
      ...deps,
      askSecondPerson: (tx, accountId, actor, asked) =>
        askSecondPerson(tx, asking, accountId, actor, asked),
    }),
    ...guardRoutes({
      ...deps,
      ...asking,
      wrongRecipients: async () => 0,
      acts: {
        export: never,
        evidence: never,
        release: never,
        lift: heldLifts(deps),
        guards: never,
      },
    }),
  ];
}
