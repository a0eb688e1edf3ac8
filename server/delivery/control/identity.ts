/** What the database says of itself and of the installation that sends from it. */
export interface SendingIdentity {
  installation: string;
  /** Of the PostgreSQL cluster and of the database at the last confirmation; a copy has others. */
  systemIdentifier: string;
  databaseOid: number;
  beat: number;
  seenAt: Date;
}

/** What a machine remembers outside the database. */
export interface MachineNote {
  installation: string;
  machine: string;
  /** The last beat this machine saw. */
  beat: number;
}

export type Distrust = "other_database" | "older_database" | "unknown_machine";
export type Verdict = { trusted: true; joins: boolean } | { trusted: false; why: Distrust };

/**
 * Whether this machine may send from this database. Pure.
 *
 * - A database whose own marks differ from the recorded ones is a copy (dump and restore, CREATE DATABASE … TEMPLATE).
 * - One that is behind what this machine saw of it is older: somebody restored yesterday's.
 * - A machine that remembers nothing is let in where others of the installation work just now, or where nobody ever
 *   did; else it may be a second installation on a copied disk.
 */
export function judgeMachine(facts: {
  identity: SendingIdentity | undefined;
  database: Pick<SendingIdentity, "systemIdentifier" | "databaseOid">;
  note: MachineNote | null;
  /** Machines known, and whether another one was seen lately. */
  machines: number;
  othersWork: boolean;
}): Verdict {
  const { identity, database, note } = facts;
  if (!identity) return { trusted: true, joins: true };
  if (
    identity.systemIdentifier !== database.systemIdentifier ||
    identity.databaseOid !== database.databaseOid
  )
    return { trusted: false, why: "other_database" };
  if (note?.installation === identity.installation)
    return identity.beat < note.beat
      ? { trusted: false, why: "older_database" }
      : { trusted: true, joins: false };
  if (facts.machines === 0 || facts.othersWork) return { trusted: true, joins: true };
  return { trusted: false, why: "unknown_machine" };
}
