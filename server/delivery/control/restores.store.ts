import { maybe, one, run, sql, type Tx } from "../../platform/index.ts";

/** A database that was put back, and what became of it (RET-11). */
export interface Restore {
  id: number;
  restoredAt: Date;
  backup: string;
  backupAt: Date | null;
  fromNo: number;
  state: "pending" | "replayed" | "confirmed";
  replayedAt: Date | null;
  toNo: number | null;
  counts: Record<string, number>;
  /** Why the journal may not say everything; see `server/journal/entry.ts`. */
  missing: { what: string; [more: string]: unknown }[];
  confirmedBy: string | null;
  confirmedAt: Date | null;
  reason: string | null;
}

const RESTORE = sql.raw(
  "r.id, r.restored_at, r.backup, r.backup_at, r.from_no, r.state, r.replayed_at, r.to_no, r.counts, r.missing, r.confirmed_by, r.confirmed_at, r.reason",
);

/** The restore that still waits for a word, if there is one. */
export function openRestore(tx: Tx): Promise<Restore | undefined> {
  return maybe<Restore>(
    tx,
    sql`select ${RESTORE} from restores r where r.state <> 'confirmed' order by r.id desc limit 1`,
  );
}

export function newestRestore(tx: Tx): Promise<Restore | undefined> {
  return maybe<Restore>(tx, sql`select ${RESTORE} from restores r order by r.id desc limit 1`);
}

export async function insertRestore(
  tx: Tx,
  restore: { at: Date; backup: string; backupAt: Date | null; fromNo: number },
): Promise<number> {
  const made = await one<{ id: number }>(
    tx,
    sql`insert into restores (restored_at, backup, backup_at, from_no) values (${restore.at}, ${restore.backup}, ${restore.backupAt}, ${restore.fromNo}) returning id`,
  );
  return made.id;
}

export async function noteReplay(
  tx: Tx,
  id: number,
  replay: { at: Date; toNo: number; counts: Record<string, number>; missing: unknown[] },
): Promise<void> {
  await run(
    tx,
    sql`update restores set state = 'replayed', replayed_at = ${replay.at}, to_no = ${replay.toNo}, counts = ${JSON.stringify(replay.counts)}::jsonb,
          missing = ${JSON.stringify(replay.missing)}::jsonb where id = ${id}`,
  );
}

export async function confirmRestores(
  tx: Tx,
  by: string,
  reason: string | null,
  at: Date,
): Promise<void> {
  await run(
    tx,
    sql`update restores set state = 'confirmed', confirmed_by = ${by}, reason = ${reason}, confirmed_at = ${at} where state <> 'confirmed'`,
  );
}
