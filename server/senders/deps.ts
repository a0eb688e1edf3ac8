import type { SendSystemMail } from "../accounts/index.ts";
import type { Clock, Database, Keys, LookUp } from "../platform/index.ts";

/** What the routes of senders need; given by the composition root. */
export interface SendersDeps {
  db: Database;
  clock: Clock;
  keys: Keys;
  /** Host of the pages that confirm addresses. */
  publicUrl: string;
  sendSystemMail: SendSystemMail;
  /** Asks the DNS; without it, domain records stay "not checked". */
  lookUp?: LookUp | undefined;
}
