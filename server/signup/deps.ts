import type { ComplianceDeps } from "../compliance/index.ts";
import type { Clock, Database, Keys, Logger } from "../platform/index.ts";

/** What sign-up needs; given by the composition root. */
export interface SignupDeps {
  db: Database;
  clock: Clock;
  keys: Keys;
  log: Logger;
  compliance: ComplianceDeps;
  /** Where recipients reach pages, without a slash at the end. */
  pagesUrl: string;
  /**
   * Sign-ups are answered at full steps of this length, so that the time does not tell whether an address is
   * known (DOI-11). Milliseconds, default 250.
   */
  answerAfterMs?: number;
}
