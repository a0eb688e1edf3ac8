import type { Clock, Database, FetchOutside, Keys, Logger, Tx } from "../platform/index.ts";
import type { SetupStep } from "../../contract/accounts.ts";
import type { SendSystemMail } from "./system-mail.ts";

/** What the routes of accounts need; given by the composition root. */
export interface AccountsDeps {
  db: Database;
  clock: Clock;
  keys: Keys;
  log: Logger;
  /** Address of the workplace, as in PUBLIC_URL. */
  publicUrl: string;
  /** Queues a mail of the product itself. Without it, invitation links are shown once instead. */
  sendSystemMail?: SendSystemMail | undefined;
  /** Whether mail of the transaction's account leaves the house. Without it none does. */
  systemMailLeaves?: ((tx: Tx) => Promise<boolean>) | undefined;
  /** Calls the house's identity provider. Without it there is none. */
  fetchOutside?: FetchOutside | undefined;
  /** What other slices put into a new account: its wordings. In the transaction that creates it. */
  prepareAccount?: ((tx: Tx, accountId: number) => Promise<void>) | undefined;
  /** How many contacts the account has, or one of its operators is responsible for. */
  countContacts?: ((tx: Tx, responsibleId?: number) => Promise<number>) | undefined;
  /** Steps of the set-up that other slices own (the sender). */
  furtherSetupSteps?: ((tx: Tx) => Promise<SetupStep[]>) | undefined;
}
