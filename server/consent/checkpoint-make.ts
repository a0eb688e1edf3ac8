import { getAccount } from "../accounts/index.ts";
import {
  AppError,
  type Clock,
  type Database,
  type Keys,
  type Logger,
  type Tx,
} from "../platform/index.ts";
import { planAnchors } from "./anchor-plan.ts";
import { logKey, originOf, signCheckpoint } from "./checkpoint.ts";
import { sequenceAccount } from "./tree-sequence.ts";
import { rootAt, type ReadNodes } from "./tree.ts";
import {
  insertCheckpoint,
  lastCheckpoint,
  lockTree,
  readNodes,
  treeSize,
  type CheckpointRow,
} from "./tree.store.ts";

export interface TreeDeps {
  db: Database;
  keys: Keys;
  clock: Clock;
  log: Logger;
}

/** Reads the account's stored tree within a transaction. */
export const nodesOf =
  (tx: Tx): ReadNodes =>
  (places) =>
    readNodes(tx, places);

/**
 * Signs the head of the tree as it stands, after giving every committed entry its place, and plans where it goes. The
 * last checkpoint is given again when nothing has been added since; undefined while the ledger is empty.
 * @throws AppError 409 `ledger_altered` when the tree no longer grew out of its last checkpoint: that is never signed
 */
export async function makeCheckpoint(
  deps: TreeDeps,
  accountId: number,
  options: { onDemand?: boolean } = {},
): Promise<CheckpointRow | undefined> {
  await sequenceAccount(deps.db, accountId);
  return deps.db.account(accountId, async (tx) => {
    await lockTree(tx, accountId);
    const [size, last] = [await treeSize(tx), await lastCheckpoint(tx)];
    if (size === 0 && !last) return undefined;
    await requireGrown(deps, tx, accountId, size, last);
    const isNew = last?.treeSize !== size;
    const at = deps.clock.now();
    const checkpoint = isNew ? await sign(tx, deps, size, at) : last!;
    await planAnchors(tx, accountId, checkpoint, {
      at,
      isNew,
      onDemand: options.onDemand ?? false,
    });
    return checkpoint;
  });
}

async function sign(tx: Tx, deps: TreeDeps, size: number, at: Date): Promise<CheckpointRow> {
  const origin = originOf((await getAccount(tx)).publicId);
  const root = await rootAt(size, nodesOf(tx));
  const note = signCheckpoint({ origin, size, root }, logKey(deps.keys));
  return insertCheckpoint(tx, { at, treeSize: size, root, note });
}

/** What was signed once must still be there; signing over an alteration would bless it. */
async function requireGrown(
  deps: TreeDeps,
  tx: Tx,
  accountId: number,
  size: number,
  last: CheckpointRow | undefined,
): Promise<void> {
  if (!last) return;
  const isGrown =
    size >= last.treeSize &&
    (await rootAt(last.treeSize, nodesOf(tx)).catch(() => Buffer.alloc(0))).equals(last.root);
  if (isGrown) return;
  deps.log.error({ accountId, checkpoint: last.publicId }, "the ledger was altered");
  throw new AppError(
    "ledger_altered",
    409,
    "The ledger is not the one whose last checkpoint was signed.",
    { hint: "Verify the ledger, and restore the database from a backup that is whole." },
  );
}
