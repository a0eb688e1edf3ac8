import type { SendSystemMail } from "../accounts/index.ts";
import type { LinkTokens, MailtoTokens } from "../lists/index.ts";
import type { BounceAddresses } from "../mailboxes/index.ts";
import type { Clock, Database, Keys, Logger } from "../platform/index.ts";

/** What receiving mail needs; given by the composition root. */
export interface InboundDeps {
  db: Database;
  clock: Clock;
  keys: Keys;
  log: Logger;
  links: LinkTokens;
  mailtos: MailtoTokens;
  bounces: BounceAddresses;
  /** Passes replies on to people. */
  sendSystemMail: SendSystemMail;
  /** Domain of the addresses that receive; null where the installation receives no mail. */
  inboundDomain: string | null;
}
