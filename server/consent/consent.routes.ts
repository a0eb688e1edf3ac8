import type { RequirePlace, RouteSpec } from "../platform/index.ts";
import type { TreeDeps } from "./checkpoint-make.ts";
import { annexRoutes } from "./annex.routes.ts";
import { ledgerRoutes } from "./ledger.routes.ts";
import { wordingRoutes } from "./wordings.routes.ts";

export interface ConsentDeps extends TreeDeps {
  /** Where people reach pages, without a slash at the end. */
  pagesUrl?: string;
  /** Hosts of the own network that webhooks may have, which may speak plain http. */
  privateHosts?: readonly string[];
  /** Whether an account has settled where a webhook stands (ORG-09). */
  requirePlace?: RequirePlace;
}

/** All routes of consent: wordings, the ledger, proofs. */
export function consentRoutes(deps: ConsentDeps): RouteSpec[] {
  return [...wordingRoutes(deps), ...annexRoutes(deps), ...ledgerRoutes(deps)];
}
