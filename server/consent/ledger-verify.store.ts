import { one, rows, run, sql, type Tx } from "../platform/index.ts";

/** A leaf with everything that must fit together behind it. Null where something is gone. */
export interface LeafRow {
  position: number;
  entryId: number;
  publicId: string | null;
  at: Date | null;
  kind: string | null;
  commitment: Buffer | null;
  subjectId: number | null;
  purpose: string | null;
  wording: string | null;
  ciphertext: Buffer | null;
  keySealed: Buffer | null;
  subjectHash: Buffer | null;
  erasureSalt: Buffer | null;
  erasureEntries: number | null;
}

/** Leaves from one position to before another, in order. */
export function leavesBetween(tx: Tx, from: number, to: number): Promise<LeafRow[]> {
  return rows<LeafRow>(
    tx,
    sql`select l.position, l.entry_id, e.public_id, e.at, e.kind, e.commitment, p.subject_id, p.purpose, w.public_id as wording,
          p.ciphertext, s.key_sealed, s.subject_hash, x.salt as erasure_salt, x.entries as erasure_entries
        from ledger_leaves l
        left join ledger_entries e on e.account_id = l.account_id and e.id = l.entry_id
        left join ledger_payloads p on p.account_id = l.account_id and p.entry_id = l.entry_id
        left join ledger_subjects s on s.account_id = p.account_id and s.id = p.subject_id
        left join wording_versions w on w.account_id = p.account_id and w.id = p.wording_version_id
        left join ledger_erasures x on x.account_id = l.account_id and x.entry_id = l.entry_id
        where l.account_id = app_account() and l.position >= ${from} and l.position < ${to} order by l.position`,
  );
}

/** The hashes of neighbouring subtrees of one level, one after the other. */
export interface NodeRun {
  level: number;
  count: number;
  hashes: Buffer;
}

/** Stored subtrees that the leaves from one position to before another complete, a row a level. */
export function nodesBetween(tx: Tx, from: number, to: number): Promise<NodeRun[]> {
  return rows<NodeRun>(
    tx,
    sql`select v.level, n.count, n.hashes from generate_series(0, 48) as v(level)
        cross join lateral (
          select count(*) as count, string_agg(n.hash, ''::bytea order by n.position) as hashes from ledger_nodes n
          where n.account_id = app_account() and n.level = v.level
            and n.position >= (${from}::bigint >> v.level) and n.position < (${to}::bigint >> v.level)) n
        where n.count > 0`,
  );
}

export interface LedgerCounts {
  /** Entries that have no position and do not wait for one either. */
  unplaced: number;
  /** Entries whose content is gone, and of how many the log says so. One look, so that an erasure between cannot err. */
  empty: number;
  erased: number;
}

export function ledgerCounts(tx: Tx, before: Date): Promise<LedgerCounts> {
  return one<LedgerCounts>(
    tx,
    sql`select
          (select count(*) from ledger_entries e where e.account_id = app_account() and e.at < ${before}
             and not exists (select 1 from ledger_leaves l where l.account_id = e.account_id and l.entry_id = e.id)
             and not exists (select 1 from ledger_queue q where q.account_id = e.account_id and q.entry_id = e.id)) as unplaced,
          (select count(*) from ledger_entries e where e.account_id = app_account() and e.kind <> 'erased'
             and not exists (select 1 from ledger_payloads p where p.account_id = e.account_id and p.entry_id = e.id)) as empty,
          (select coalesce(sum(x.entries), 0) from ledger_erasures x where x.account_id = app_account()) as erased`,
  );
}

export interface VerificationRow {
  id: number;
  publicId: string;
  askedAt: Date;
  finishedAt: Date | null;
  outsideNote: string | null;
  ok: boolean | null;
  entries: number | null;
  checkpoints: number | null;
  findings: { code: string; position?: number; entry?: string; count?: number }[];
  durationMs: number | null;
}
const VERIFICATION = sql.raw(
  "v.id, v.public_id, v.asked_at, v.finished_at, v.outside_note, v.ok, v.entries, v.checkpoints, v.findings, v.duration_ms",
);

export function insertVerification(
  tx: Tx,
  at: Date,
  outsideNote: string | null,
): Promise<VerificationRow> {
  return one<VerificationRow>(
    tx,
    sql`insert into ledger_verifications as v (account_id, asked_at, outside_note) values (app_account(), ${at}, ${outsideNote}) returning ${VERIFICATION}`,
  );
}

export async function endVerification(
  tx: Tx,
  id: number,
  end: Pick<VerificationRow, "ok" | "entries" | "checkpoints" | "findings" | "durationMs"> & {
    at: Date;
  },
): Promise<void> {
  await run(
    tx,
    sql`update ledger_verifications v set finished_at = ${end.at}, ok = ${end.ok}, entries = ${end.entries}, checkpoints = ${end.checkpoints},
          findings = ${JSON.stringify(end.findings)}, duration_ms = ${end.durationMs}
        where v.account_id = app_account() and v.id = ${id} and v.finished_at is null`,
  );
}

/** The newest verifications, newest first. */
export function newestVerifications(tx: Tx, limit: number): Promise<VerificationRow[]> {
  return rows<VerificationRow>(
    tx,
    sql`select ${VERIFICATION} from ledger_verifications v where v.account_id = app_account() order by v.id desc limit ${limit}`,
  );
}

/** The newest that came to an end. */
export async function lastVerdict(tx: Tx): Promise<VerificationRow | undefined> {
  const [row] = await rows<VerificationRow>(
    tx,
    sql`select ${VERIFICATION} from ledger_verifications v where v.account_id = app_account() and v.finished_at is not null order by v.id desc limit 1`,
  );
  return row;
}
