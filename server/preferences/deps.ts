import type { ComplianceDeps } from "../compliance/index.ts";
import type { LinkTokens } from "../lists/index.ts";
import type {
  AskOwn,
  Clock,
  Database,
  DataSubject,
  Keys,
  Locale,
  Logger,
  Tx,
} from "../platform/index.ts";
import type { Contact } from "../contacts/index.ts";
import type { OwnRequest, RecordedEvent } from "./pages/index.ts";

export type CopyFormat = "json" | "csv" | "pdf" | "portable";

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
  /** Calls that very address as a mail program does, for the checklist. Without it nobody looks. */
  askOwn?: AskOwn;
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
  /** A person's data as a file: the copy of Art. 15 GDPR, or what they take along after Art. 20 (`portable`). */
  copyDataSubject(
    subject: DataSubject & { locale: Locale },
    format: CopyFormat,
  ): Promise<{ name: string; mediaType: string; bytes: Buffer }>;
  /** Erases a person (Art. 17 GDPR); gives rows by slice and table. */
  eraseDataSubject(subject: DataSubject): Promise<Record<string, Record<string, number>>>;
  /** Cases about personal data, which rank higher. */
  requests: {
    ofPerson(
      tx: Tx,
      person: { contactId: number | null; emailNormalised: string },
    ): Promise<OwnRequest[]>;
    /** The person has shown that they read the address; gives how many open cases are proven by it (DSR-11). */
    prove(
      tx: Tx,
      accountId: number,
      person: { contactId: number | null; emailNormalised: string },
    ): Promise<number>;
    /** What a person did here belongs to the register. */
    record(
      tx: Tx,
      accountId: number,
      done: {
        kind: "access" | "portability" | "erasure" | "restriction";
        act?: "restrict" | "lift_restriction";
        locale: Locale;
      },
    ): Promise<void>;
    /** Whoever delivered or received the data is told (Art. 19 GDPR). */
    tellOthers(
      tx: Tx,
      accountId: number,
      contact: Contact,
      reason: "rectification" | "restriction" | "restriction_lifted",
    ): Promise<unknown>;
  };
  /**
   * Requests for a link are answered at full steps of this length, so that the time does not tell whether an
   * address is known (DSR-11). Milliseconds, default 250.
   */
  answerAfterMs?: number;
}
