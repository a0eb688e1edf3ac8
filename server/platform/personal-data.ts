import type { Tx } from "./database.ts";

/** Whose data: the address always, the contact where there is one. */
export interface DataSubject {
  accountId: number;
  emailNormalised: string;
  contactId?: number;
}

/**
 * What a slice holds about a person (Art. 15, 17). Every table with personal data is named by exactly one slice;
 * a test reads the schema and fails on a table nobody claims.
 */
export interface PersonalDataSource {
  slice: string;
  tables: string[];
  /** Rows per table, in words a person understands. */
  exportFor(tx: Tx, subject: DataSubject): Promise<Record<string, unknown[]>>;
  /** Removes or minimises; gives the number of rows per table. */
  eraseFor(tx: Tx, subject: DataSubject): Promise<Record<string, number>>;
  retention: { table: string; rule: string; after: string }[];
}
