import type {
  Clock,
  Database,
  Keys,
  Logger,
  MayReach,
  OutsideGuard,
  PostOutside,
  RequirePlace,
  Tx,
} from "../platform/index.ts";
import type { Mailbox } from "./mailbox.ts";

/** What mailboxes and bounce domains need; given by the composition root. */
export interface MailboxDeps {
  db: Database;
  clock: Clock;
  keys: Keys;
  log: Logger;
  guard: OutsideGuard;
  /** Whether mails of an account may lie at a host, asked when it is called and when it is entered (ORG-09). */
  mayReach?: MayReach;
  requirePlace?: RequirePlace;
  /** For access tokens. */
  post: PostOutside;
  /** `INBOUND_DOMAIN`, null where the installation receives no mail. */
  inboundDomain: string | null;
  /** Certificate authorities instead of the usual ones (tests). */
  ca?: string | undefined;
}

/** A message that was fetched. */
export interface FetchedMessage {
  mailbox: Mailbox;
  raw: Buffer;
  /** `raw` is all of it. */
  complete: boolean;
  /**
   * To be called in the transaction that commits what the message did. `remove`: it may then leave the mailbox; what a
   * person still has to read stays.
   */
  seen(tx: Tx, messageKey: Buffer, remove: boolean): Promise<void>;
}

/** Acts on a fetched message. Throws when it could not; the message is then fetched again later. */
export type TakeMessage = (message: FetchedMessage) => Promise<void>;
