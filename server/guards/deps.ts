import type { SendSystemMail } from "../accounts/index.ts";
import type { SecondPersonKind, SecondPersonView } from "../../contract/guards.ts";
import type { Actor, Clock, Database, Keys, Logger, Tx } from "../platform/index.ts";
import type { SecondPersonRequest } from "./second-person.ts";

/** What asking a second person needs. */
export interface AskDeps {
  clock: Clock;
  log: Logger;
  /** Address of the workplace, for links in mails. */
  publicUrl: string;
  sendSystemMail: SendSystemMail;
}

/** What becomes of the thing that waited. In the transaction of the decision. */
export interface SecondPersonAct {
  /** Does what was asked for, and gives what the audit log shall say of it. */
  confirmed(
    tx: Tx,
    accountId: number,
    request: SecondPersonRequest,
    by: Actor,
  ): Promise<Record<string, unknown>>;
  /** What it is about, where the second person must see more than a number. */
  about?(tx: Tx, request: SecondPersonRequest): Promise<SecondPersonView["about"]>;
  /** Nothing comes of it: refused, withdrawn or too late. */
  ended(tx: Tx, accountId: number, request: SecondPersonRequest): Promise<void>;
}

export interface GuardDeps extends AskDeps {
  db: Database;
  keys: Keys;
  acts: Readonly<Record<SecondPersonKind, SecondPersonAct>>;
  /** How many addresses were retained since then because nobody has them. */
  wrongRecipients(tx: Tx, since: Date): Promise<number>;
}
