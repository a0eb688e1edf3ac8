import type {
  Clock,
  Database,
  DataSubject,
  Logger,
  PersonalDataSource,
} from "../platform/index.ts";

export interface PrivacyDeps {
  db: Database;
  clock: Clock;
  log: Logger;
  map: readonly PersonalDataSource[];
}

/** What was removed or minimised, by slice and table. Holds no personal data. */
export type ErasureReport = Record<string, Record<string, number>>;

/**
 * Erases a person (Art. 17 GDPR) in one transaction: everything on the personal-data map, except the keyed hashes that
 * go on honouring an objection and the sealed evidence of Art. 17(3)(e), each in its slice.
 */
export function eraseDataSubject(
  deps: PrivacyDeps,
): (subject: DataSubject) => Promise<ErasureReport> {
  return (subject) =>
    deps.db.retention(subject.accountId, async (tx) => {
      const report: ErasureReport = {};
      for (const source of deps.map) report[source.slice] = await source.eraseFor(tx, subject);
      return report;
    });
}

/** A person's copy (Art. 15, 20 GDPR): everything on the map, in the order of collection. */
export function exportDataSubject(
  deps: PrivacyDeps,
): (subject: DataSubject) => Promise<Record<string, Record<string, unknown[]>>> {
  return (subject) =>
    deps.db.account(subject.accountId, async (tx) => {
      const copy: Record<string, Record<string, unknown[]>> = {};
      for (const source of [...deps.map].reverse())
        copy[source.slice] = await source.exportFor(tx, subject);
      return copy;
    });
}
