import type { Clock, Database, Keys, RouteSpec } from "../platform/index.ts";
import { ledgerRoutes } from "./ledger.routes.ts";
import { wordingRoutes } from "./wordings.routes.ts";

export interface ConsentDeps {
  db: Database;
  keys: Keys;
  clock: Clock;
}

/** All routes of consent: wordings, the ledger, proofs. */
export function consentRoutes(deps: ConsentDeps): RouteSpec[] {
  return [...wordingRoutes(deps), ...ledgerRoutes(deps)];
}
