import type { ComplianceDeps } from "../compliance/index.ts";
import type { LetterDesk, TemplateEngine } from "../content/index.ts";
import type { LinkTokens } from "../lists/index.ts";
import type { Clock, Database, Keys, Logger, OutsideGuard } from "../platform/index.ts";
import type { TrackingTokens } from "../tracking/index.ts";

export interface MailingDeps {
  db: Database;
  clock: Clock;
  keys: Keys;
  log: Logger;
  compliance: ComplianceDeps;
  engine: TemplateEngine;
  /** Where drafts are read for their preview. */
  desk: LetterDesk;
  links: LinkTokens;
  tracking: TrackingTokens;
  pagesUrl: string;
  trackUrl: string;
  /** How hosts of links and feeds are found, which people typed in (SSRF). */
  guard: OutsideGuard;
  /** A relay is configured for accounts in live operation. */
  hasRelay: boolean;
  /** That relay belongs to a provider who may rewrite or archive mails. */
  relayKeepsContent: boolean;
  /** Looks again at a live account's mandatory checks before a mailing begins (CHK). */
  checkBeforeSending?: (accountId: number) => Promise<void>;
}
