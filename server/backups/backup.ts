/** What a backup says of itself, readable without its key: no personal data, sealed with the key. */
export interface Manifest {
  format: 1;
  name: string;
  madeAt: string;
  /** Version of the schema the rows fit into. */
  schema: number;
  /** How the key that opens the backup's own key is made from the secret (scrypt, RFC 7914). */
  kdf: { salt: string; N: number; r: number; p: number };
  /** Tells whether a SECRET_KEY is the one the rows were begun with; the key itself is in no backup. */
  secretCheck: string;
  /** The same of secrets that were added since, the newest first; absent in backups of before. */
  newerSecretChecks?: string[];
  /** The backup's own key, sealed. */
  key: string;
  tables: ManifestTable[];
  sequences: { name: string; last: number }[];
  /** Number of the newest entry of the erasure journal that the rows know of (RET-11). */
  journalNo: number;
  /** Newest checkpoint of each account's ledger of proofs: where its tree stood. */
  checkpoints: { account: number; treeSize: number; root: string }[];
  rows: number;
  /** Bytes on disk. */
  bytes: number;
}

export interface ManifestTable {
  name: string;
  file: string;
  columns: string[];
  rows: number;
  /** SHA-256 of the rows in PostgreSQL's text format, in the order of the primary key. */
  sha256: string;
  bytes: number;
}

export interface BackupInfo {
  name: string;
  madeAt: Date;
  rows: number;
  bytes: number;
  schema: number;
}

/** How many backups stay (RET-12). */
export interface KeepPolicy {
  keepDaily: number;
  keepWeekly: number;
  keepMonthly: number;
  maxAgeDays: number;
}

const DAY_MS = 86_400_000;

/**
 * Names of the backups that stay: the newest of each of so many days, weeks and months, and never one that is older than
 * `maxAgeDays`, whatever else is true of it. Pure; days are those of UTC.
 */
export function whichStay(
  backups: readonly { name: string; madeAt: Date }[],
  policy: KeepPolicy,
  now: Date,
): Set<string> {
  const young = backups
    .filter(({ madeAt }) => now.getTime() - madeAt.getTime() <= policy.maxAgeDays * DAY_MS)
    .toSorted((a, b) => b.madeAt.getTime() - a.madeAt.getTime());
  const stay = new Set<string>(young.slice(0, 1).map(({ name }) => name));
  const keep = (count: number, period: (at: Date) => string): void => {
    const seen = new Set<string>();
    for (const { name, madeAt } of young) {
      const key = period(madeAt);
      if (seen.has(key)) continue;
      if (seen.size >= count) return;
      seen.add(key);
      stay.add(name);
    }
  };
  keep(policy.keepDaily, (at) => at.toISOString().slice(0, 10));
  // Weeks from Monday on: day 0 of the count was a Thursday.
  keep(policy.keepWeekly, (at) => String(Math.floor((at.getTime() / DAY_MS + 3) / 7)));
  keep(policy.keepMonthly, (at) => at.toISOString().slice(0, 7));
  return stay;
}

/** The folder's name: when it was made, in UTC. */
export const backupName = (at: Date): string =>
  `klarpost-${at.toISOString().slice(0, 19).replaceAll(/[-:]/g, "")}Z`;

/** When the folder of this name was made. */
export const madeAtOf = (name: string): Date =>
  new Date(
    name.replace(/^klarpost-(....)(..)(..)T(..)(..)(..)Z$/, (_all, ...at: string[]) => {
      const [year, month, day, hour, minute, second] = at;
      return `${year}-${month}-${day}T${hour}:${minute}:${second}Z`;
    }),
  );

export const isBackupName = (name: string): boolean => /^klarpost-\d{8}T\d{6}Z$/.test(name);
