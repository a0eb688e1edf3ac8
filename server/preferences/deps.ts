import type { ComplianceDeps } from "../compliance/index.ts";
import type { LinkTokens } from "../lists/index.ts";
import type { Clock, Database, DataSubject, Keys, Locale, Logger, Tx } from "../platform/index.ts";
import type { RecordedEvent } from "./pages/index.ts";

/** A form, as far as its newsletters can be joined and left singly (DSR-17). */
export interface FormSummary {
  publicId: string;
  version: number;
  /** Public ids of its newsletters, in its order. */
  lists: string[];
  locales: Locale[];
  archived: boolean;
}

/** What the settings of recipients need; given by the composition root. */
export interface PreferenceDeps {
  db: Database;
  clock: Clock;
  keys: Keys;
  log: Logger;
  compliance: ComplianceDeps;
  links: LinkTokens;
  /** Where recipients reach pages, without a slash at the end. */
  pagesUrl: string;
  /** Sign-up's forms and its limits for opt-in mails; a neighbour of the same rank. */
  forms: {
    accountOf(publicId: string): Promise<number | null>;
    find(tx: Tx, publicId: string): Promise<FormSummary | undefined>;
    first(tx: Tx): Promise<FormSummary | undefined>;
  };
  optIn: {
    admit(
      tx: Tx,
      accountId: number,
      emailNormalised: string,
    ): Promise<"admitted" | "limit" | "not_me">;
    days(tx: Tx): Promise<number>;
  };
  /** What was recorded of an address, the newest first. */
  personalEvents(
    tx: Tx,
    emailNormalised: string,
    limit?: number,
  ): Promise<{ newest: RecordedEvent[]; total: number }>;
  /** Everything stored about a person, by slice and table (Art. 15 GDPR). */
  exportDataSubject(subject: DataSubject): Promise<Record<string, Record<string, unknown[]>>>;
  /** Erases a person (Art. 17 GDPR). */
  eraseDataSubject(subject: DataSubject): Promise<unknown>;
  /**
   * Requests for a link are answered at full steps of this length, so that the time does not tell whether an
   * address is known (DSR-11). Milliseconds, default 250.
   */
  answerAfterMs?: number;
}
