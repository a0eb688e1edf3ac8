import type { ComplianceDeps } from "../compliance/index.ts";
import type { LinkTokens } from "../lists/index.ts";
import type { Clock, Database, Keys, Logger } from "../platform/index.ts";

/** What mails to one person need; given by the composition root. */
export interface CorrespondenceDeps {
  db: Database;
  clock: Clock;
  keys: Keys;
  log: Logger;
  compliance: ComplianceDeps;
  links: LinkTokens;
  /** Where recipients reach pages, without a slash at the end. */
  pagesUrl: string;
}
