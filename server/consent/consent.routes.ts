import type { Clock, Database, Keys, RouteSpec } from "../platform/index.ts";
import { annexRoutes } from "./annex.routes.ts";
import { ledgerRoutes } from "./ledger.routes.ts";
import { wordingRoutes } from "./wordings.routes.ts";

export interface ConsentDeps {
  db: Database;
  keys: Keys;
  clock: Clock;
  /** Where people reach pages, without a slash at the end. */
  pagesUrl?: string;
}

/** All routes of consent: wordings, the ledger, proofs. */
export function consentRoutes(deps: ConsentDeps): RouteSpec[] {
  return [...wordingRoutes(deps), ...annexRoutes(deps), ...ledgerRoutes(deps)];
}
