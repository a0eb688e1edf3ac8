import { maybe, one, run, sql, type Tx } from "../../platform/index.ts";
import type { SendingIdentity } from "./identity.ts";

type DatabaseMarks = Pick<SendingIdentity, "systemIdentifier" | "databaseOid">;

/** Marks that a copy of the database does not share. */
export function databaseMarks(tx: Tx): Promise<DatabaseMarks> {
  return one<DatabaseMarks>(
    tx,
    sql`select (pg_control_system()).system_identifier::text as system_identifier, (select d.oid::bigint from pg_database d where d.datname = current_database()) as database_oid`,
  );
}

/** The recorded identity, held until the transaction ends. */
export function lockIdentity(tx: Tx): Promise<SendingIdentity | undefined> {
  return maybe<SendingIdentity>(
    tx,
    sql`select i.installation::text as installation, i.system_identifier, i.database_oid, i.beat, i.seen_at from sending_identity i for update`,
  );
}

export function findIdentity(tx: Tx): Promise<SendingIdentity | undefined> {
  return maybe<SendingIdentity>(
    tx,
    sql`select i.installation::text as installation, i.system_identifier, i.database_oid, i.beat, i.seen_at from sending_identity i`,
  );
}

/** Records that this database is the one to send from, under a new name of the installation. */
export async function saveIdentity(
  tx: Tx,
  installation: string,
  marks: DatabaseMarks,
  at: Date,
): Promise<void> {
  await run(
    tx,
    sql`insert into sending_identity (installation, system_identifier, database_oid, beat, seen_at)
        values (${installation}::uuid, ${marks.systemIdentifier}, ${marks.databaseOid}, 1, ${at})
        on conflict (one) do update set installation = excluded.installation, system_identifier = excluded.system_identifier,
          database_oid = excluded.database_oid, seen_at = excluded.seen_at`,
  );
}

/** One more beat, by a machine of this installation. Gives its number; undefined when the database names another one. */
export async function beat(
  tx: Tx,
  mine: { installation: string; machine: string },
  at: Date,
): Promise<number | undefined> {
  const found = await maybe<{ beat: number }>(
    tx,
    sql`update sending_identity i set beat = i.beat + 1, seen_at = greatest(i.seen_at, ${at}) where i.installation::text = ${mine.installation} returning i.beat`,
  );
  if (!found) return undefined;
  await run(
    tx,
    sql`insert into sending_machines (id, seen_at) values (${mine.machine}::uuid, ${at}) on conflict (id) do update set seen_at = excluded.seen_at`,
  );
  return found.beat;
}

/** How many machines are known, and when another one than this was seen last. */
export function machinesKnown(
  tx: Tx,
  except: string | null,
): Promise<{ count: number; othersSeenAt: Date | null }> {
  return one(
    tx,
    sql`select count(*) as count, max(m.seen_at) filter (where ${except}::text is null or m.id::text <> ${except}) as others_seen_at from sending_machines m`,
  );
}

/** Whether any machine was seen since then. */
export async function anybodyWorks(tx: Tx, since: Date): Promise<boolean> {
  const found = await one<{ works: boolean }>(
    tx,
    sql`select exists (select 1 from sending_machines m where m.seen_at > ${since}) as works`,
  );
  return found.works;
}

export async function forgetMachines(tx: Tx, before: Date | null): Promise<void> {
  await run(
    tx,
    sql`delete from sending_machines where ${before}::timestamptz is null or seen_at < ${before}`,
  );
}
