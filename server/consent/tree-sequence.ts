import type { Database, Tx } from "../platform/index.ts";
import { edgeOf, growTree, leafBytes, leafHash, type TreeNode } from "./tree.ts";
import {
  accountsWaiting,
  dropPlaced,
  insertLeaves,
  insertNodes,
  queuedEntries,
  readNodes,
  takeFromQueue,
  treeSize,
  tryLockTree,
} from "./tree.store.ts";

/** Entries that get their positions in one transaction. */
const PER_TURN = 2000;

/**
 * Gives the next committed entries their positions, in the caller's transaction, which holds the tree's lock: leaves,
 * the subtrees they complete and their leaving the queue are one commit, so that whoever is killed leaves no gap and no
 * double. Gives the number of placed entries.
 */
export async function placeEntries(tx: Tx, limit = PER_TURN): Promise<number> {
  const entries = await queuedEntries(tx, limit);
  if (entries.length === 0) {
    await dropPlaced(tx);
    return 0;
  }
  const size = await treeSize(tx);
  const edge = edgeOf(size);
  const known = new Map(
    (edge.length === 0 ? [] : await readNodes(tx, edge)).map((node) => [node.level, node.hash]),
  );
  const tree = growTree({
    size,
    edge: edge.map(({ level }) => {
      const hash = known.get(level);
      if (!hash) throw new Error(`The tree of ${size} leaves has lost its node of level ${level}.`);
      return hash;
    }),
  });
  const nodes: TreeNode[] = [];
  for (const entry of entries) nodes.push(...tree.append(leafHash(leafBytes(entry))));
  const ids = entries.map((entry) => entry.entryId);
  await insertLeaves(tx, size, ids);
  await insertNodes(tx, nodes);
  await takeFromQueue(tx, ids);
  return entries.length;
}

/**
 * Orders what waits in one account. Several workers may try at once: one does it, the others go on to something else.
 * Gives the number of placed entries.
 */
export async function sequenceAccount(
  db: Database,
  accountId: number,
  options: { signal?: AbortSignal; perTurn?: number } = {},
): Promise<number> {
  let placed = 0;
  for (;;) {
    if (options.signal?.aborted) return placed;
    const now = await db.account(accountId, async (tx) =>
      (await tryLockTree(tx, accountId)) ? placeEntries(tx, options.perTurn) : 0,
    );
    placed += now;
    if (now < (options.perTurn ?? PER_TURN)) return placed;
  }
}

/** Orders what waits, account by account. One account's failure does not keep the others waiting. */
export async function sequenceAll(db: Database, signal?: AbortSignal): Promise<void> {
  let failure: unknown;
  for (const accountId of await db.worker(accountsWaiting)) {
    try {
      await sequenceAccount(db, accountId, signal === undefined ? {} : { signal });
    } catch (error) {
      failure = error;
    }
  }
  if (failure) throw failure;
}
