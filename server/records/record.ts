/** On what the core system bases mails to a record (CRM-19); empty: it did not say, so nothing is sent. */
export type RecordBasis = "" | "consent" | "customer_7_3";

/** A list of the core system (Kampagnenliste): one select, for one occasion (CRM-02). */
export interface CoreList {
  id: number;
  publicId: string;
  name: string;
  occasion: string;
  ownerId: number | null;
  ownerName: string | null;
  sourceSystem: string;
  /** Days after the last mail to a record until its data go (RET-03). */
  keepDays: number;
  createdBy: string;
  createdAt: Date;
  endedAt: Date | null;
}

/** One line of a list: a record of its own, whoever else is on the address (CRM-07, CRM-09). */
export interface CoreRecord {
  contactId: number;
  listId: number;
  importId: number;
  line: number;
  /** Empty where the core system gave none. */
  personNumber: string;
  recordNumber: string;
  basis: RecordBasis;
  basisReference: string;
  origin: string;
  profiling: boolean;
  profilingEndedAt: Date | null;
  unsubscribedAt: Date | null;
  raw: string[];
  warnings: string[];
}

/** Whom a campaign mail is about, as its links carry it; it outlives list and record (UNS-22). */
export interface CorePerson {
  source: string;
  /** The core system's number, or a number of our own for a record without one. */
  number: string;
}

/** Numbers of our own begin with this; they never leave in a return file. */
export const OWN_NUMBER = "~";

export const isOwnNumber = (number: string): boolean => number.startsWith(OWN_NUMBER);

/** CRM-14: hours until an unsubscribe the core system did not acknowledge raises an alarm, and stops its campaigns. */
export const ACKNOWLEDGE_HOURS = { alarm: 24, block: 72 } as const;

/** What mails of a record are measured under instead of an address (CRM-11). */
export const measuredAs = (contactId: number): string => `record:${contactId}`;

/** What somebody said after a campaign mail. */
export type WithdrawalKind = "unsubscribe" | "objection" | "profiling" | "erasure";

export interface Withdrawal {
  id: number;
  kind: WithdrawalKind;
  sourceSystem: string;
  personNumber: string;
  listId: number | null;
  contactId: number | null;
  mailingId: number | null;
  origin: string;
  at: Date;
  acknowledgedAt: Date | null;
}
