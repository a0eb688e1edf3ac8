import { maybe, one, rows, run, sql, type Tx } from "../platform/index.ts";
import type { LeafContent, NodePlace, TreeNode } from "./tree.ts";

/** Distinguishes our advisory locks from those of others. */
const LOCK = 9_162_001;

/** The one sequencer of an account, until the transaction ends. False: somebody else is at it. */
export async function tryLockTree(tx: Tx, accountId: number): Promise<boolean> {
  const found = await one<{ mine: boolean }>(
    tx,
    sql`select pg_try_advisory_xact_lock(${LOCK}, ${accountId}) as mine`,
  );
  return found.mine;
}

/** The same, waiting for its turn. */
export async function lockTree(tx: Tx, accountId: number): Promise<void> {
  await one(tx, sql`select pg_advisory_xact_lock(${LOCK}, ${accountId}) as locked`);
}

export async function treeSize(tx: Tx): Promise<number> {
  const found = await one<{ size: number }>(
    tx,
    sql`select coalesce(max(position) + 1, 0) as size from ledger_leaves where account_id = app_account()`,
  );
  return found.size;
}

/** Accounts with entries that have no position yet. For the worker role. */
export async function accountsWaiting(tx: Tx): Promise<number[]> {
  const found = await rows<{ accountId: number }>(
    tx,
    sql`select distinct account_id from ledger_queue order by account_id`,
  );
  return found.map((row) => row.accountId);
}

/** How many entries wait for a position, and since when the oldest does. */
export function waitingEntries(tx: Tx): Promise<{ count: number; since: Date | null }> {
  return one(
    tx,
    sql`select count(*) as count, min(e.at) as since from ledger_queue q
        join ledger_entries e on e.account_id = q.account_id and e.id = q.entry_id
        where q.account_id = app_account()`,
  );
}

export interface QueuedEntry extends LeafContent {
  entryId: number;
}

/** Committed entries without a position, in the order in which they got their number. */
export function queuedEntries(tx: Tx, limit: number): Promise<QueuedEntry[]> {
  return rows<QueuedEntry>(
    tx,
    sql`select e.id as entry_id, e.public_id, e.at, e.kind, e.commitment from ledger_queue q
        join ledger_entries e on e.account_id = q.account_id and e.id = q.entry_id
        where q.account_id = app_account()
          and not exists (select 1 from ledger_leaves l where l.account_id = q.account_id and l.entry_id = q.entry_id)
        order by q.entry_id limit ${limit}`,
  );
}

export async function insertLeaves(tx: Tx, first: number, entryIds: number[]): Promise<void> {
  await run(
    tx,
    sql`insert into ledger_leaves (account_id, position, entry_id)
        select app_account(), ${first}::bigint + n.no - 1, n.id from unnest(${entryIds}::bigint[]) with ordinality as n(id, no)`,
  );
}

export async function insertNodes(tx: Tx, nodes: TreeNode[]): Promise<void> {
  await run(
    tx,
    sql`insert into ledger_nodes (account_id, level, position, hash)
        select app_account(), n.level, n.position, n.hash
        from unnest(${nodes.map((node) => node.level)}::smallint[], ${nodes.map((node) => node.position)}::bigint[], ${nodes.map((node) => node.hash)}::bytea[]) as n(level, position, hash)`,
  );
}

export async function takeFromQueue(tx: Tx, entryIds: number[]): Promise<void> {
  await run(
    tx,
    sql`delete from ledger_queue where account_id = app_account() and entry_id = any(${entryIds}::bigint[])`,
  );
}

/** What somebody queued a second time has its place already. */
export async function dropPlaced(tx: Tx): Promise<void> {
  await run(
    tx,
    sql`delete from ledger_queue q using ledger_leaves l
        where q.account_id = app_account() and l.account_id = q.account_id and l.entry_id = q.entry_id`,
  );
}

export function readNodes(tx: Tx, places: NodePlace[]): Promise<TreeNode[]> {
  return rows<TreeNode>(
    tx,
    sql`select n.level, n.position, n.hash from unnest(${places.map((place) => place.level)}::smallint[], ${places.map((place) => place.position)}::bigint[]) as w(level, position)
        join ledger_nodes n on n.account_id = app_account() and n.level = w.level and n.position = w.position`,
  );
}

/** Positions of entries that have one. */
export function positionsOf(
  tx: Tx,
  entryIds: number[],
): Promise<{ entryId: number; position: number }[]> {
  return rows(
    tx,
    sql`select l.entry_id, l.position from ledger_leaves l where l.account_id = app_account() and l.entry_id = any(${entryIds}::bigint[])`,
  );
}

export interface CheckpointRow {
  id: number;
  publicId: string;
  at: Date;
  treeSize: number;
  root: Buffer;
  note: string;
}
const CHECKPOINT = sql.raw("c.id, c.public_id, c.at, c.tree_size, c.root, c.note");

export function insertCheckpoint(
  tx: Tx,
  made: Pick<CheckpointRow, "at" | "treeSize" | "root" | "note">,
): Promise<CheckpointRow> {
  return one<CheckpointRow>(
    tx,
    sql`insert into ledger_checkpoints as c (account_id, at, tree_size, root, note)
        values (app_account(), ${made.at}, ${made.treeSize}, ${made.root}, ${made.note}) returning ${CHECKPOINT}`,
  );
}

export function lastCheckpoint(tx: Tx): Promise<CheckpointRow | undefined> {
  return maybe<CheckpointRow>(
    tx,
    sql`select ${CHECKPOINT} from ledger_checkpoints c where c.account_id = app_account() order by c.tree_size desc limit 1`,
  );
}

export function findCheckpointOfSize(tx: Tx, size: number): Promise<CheckpointRow | undefined> {
  return maybe<CheckpointRow>(
    tx,
    sql`select ${CHECKPOINT} from ledger_checkpoints c where c.account_id = app_account() and c.tree_size = ${size}`,
  );
}

export function findCheckpoint(tx: Tx, publicId: string): Promise<CheckpointRow | undefined> {
  return maybe<CheckpointRow>(
    tx,
    sql`select ${CHECKPOINT} from ledger_checkpoints c where c.account_id = app_account() and c.public_id = ${publicId}`,
  );
}

export function findCheckpointById(tx: Tx, id: number): Promise<CheckpointRow> {
  return one<CheckpointRow>(
    tx,
    sql`select ${CHECKPOINT} from ledger_checkpoints c where c.account_id = app_account() and c.id = ${id}`,
  );
}

/** All checkpoints, smallest first; with `before`, newest first from there on. */
export function listCheckpoints(
  tx: Tx,
  page?: { before?: number | undefined; limit: number },
): Promise<CheckpointRow[]> {
  if (page === undefined)
    return rows<CheckpointRow>(
      tx,
      sql`select ${CHECKPOINT} from ledger_checkpoints c where c.account_id = app_account() order by c.tree_size`,
    );
  return rows<CheckpointRow>(
    tx,
    sql`select ${CHECKPOINT} from ledger_checkpoints c where c.account_id = app_account()
          and (${page.before ?? null}::bigint is null or c.tree_size < ${page.before ?? null})
        order by c.tree_size desc limit ${page.limit}`,
  );
}
