import type { SendSystemMail } from "../accounts/index.ts";
import type { Clock, Database, FetchPage, Keys, LookUp, Tx } from "../platform/index.ts";
import type { SendingWay } from "./sending-ways.ts";

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
  /** Fetches policies and logos that the DNS names. */
  fetch?: FetchPage | undefined;
  /** Domain in which this installation takes mail; null: it takes none. */
  inboundDomain?: string | null;
  /** The account's ways out, as far as its DNS has to know them. */
  sendingWays?: (tx: Tx) => Promise<SendingWay[]>;
}
