import { getAccount } from "../accounts/index.ts";
import { logKey, openCheckpoint, originOf, type TreeHead } from "./checkpoint.ts";
import type { TreeDeps } from "./checkpoint-make.ts";
import { checkLeafContent, createSubjectKeys } from "./ledger-verify-content.ts";
import type { Finding, FindingCode } from "./ledger-findings.ts";
import {
  leavesBetween,
  ledgerCounts,
  nodesBetween,
  type LeafRow,
  type NodeRun,
} from "./ledger-verify.store.ts";
import { growTree, leafBytes, leafHash, type GrowingTree, type NodePlace } from "./tree.ts";
import { listCheckpoints, treeSize } from "./tree.store.ts";

export interface LedgerVerdict {
  ok: boolean;
  /** Leaves looked at. */
  entries: number;
  /** Stored checkpoints compared with. */
  checkpoints: number;
  /** At most a hundred. */
  findings: Finding[];
  durationMs: number;
}

const BATCH = 4096;
const MAX_FINDINGS = 100;
/** After this an entry must have its place; the sequencer needs seconds. Milliseconds. */
const GRACE_MS = 600_000;

/**
 * Looks at the whole ledger of an account: each entry against its leaf, each content against its commitment, each
 * stored subtree, every signed checkpoint, and those that come from outside (CON-06). Reads in batches, each in a
 * transaction of its own; what is added meanwhile is looked at next time.
 */
export async function verifyLedger(
  deps: TreeDeps,
  accountId: number,
  options: { outside?: readonly string[]; signal?: AbortSignal } = {},
): Promise<LedgerVerdict> {
  const began = performance.now();
  const findings: Finding[] = [];
  const find = (code: FindingCode, more: Omit<Finding, "code"> = {}) => {
    if (findings.length < MAX_FINDINGS) findings.push({ code, ...more });
  };
  const { size, heads, checkpoints } = await deps.db.account(accountId, async (tx) => {
    const stored = await listCheckpoints(tx);
    const origin = originOf((await getAccount(tx)).publicId);
    const { publicKey } = logKey(deps.keys);
    const known: Head[] = [];
    for (const row of stored) {
      const head = openCheckpoint(row.note, publicKey);
      const isOurs = head?.origin === origin && head.size === row.treeSize;
      if (isOurs && head.root.equals(row.root)) known.push({ ...head, from: "checkpoint" });
      else find("checkpoint_signature", { position: row.treeSize });
    }
    for (const note of options.outside ?? []) {
      const head = openCheckpoint(note, publicKey);
      if (head?.origin === origin) known.push({ ...head, from: "outside" });
      else find("outside_unreadable");
    }
    return { size: await treeSize(tx), heads: known, checkpoints: stored.length };
  });
  await walk(deps, accountId, size, heads, find, options.signal);
  await deps.db.account(accountId, async (tx) => {
    const counts = await ledgerCounts(tx, new Date(deps.clock.now().getTime() - GRACE_MS));
    if (counts.unplaced > 0) find("entry_unplaced", { count: counts.unplaced });
    if (counts.empty !== counts.erased)
      find("content_missing", { count: Math.abs(counts.empty - counts.erased) });
  });
  const durationMs = Math.round(performance.now() - began);
  return { ok: findings.length === 0, entries: size, checkpoints, findings, durationMs };
}

type Head = TreeHead & { from: "checkpoint" | "outside" };
type Find = (code: FindingCode, more?: Omit<Finding, "code">) => void;

/** Builds the tree anew from the entries themselves and compares it with everything that is stored and signed. */
async function walk(
  deps: TreeDeps,
  accountId: number,
  size: number,
  heads: Head[],
  find: Find,
  signal?: AbortSignal,
): Promise<void> {
  const tree = growTree();
  const keys = createSubjectKeys(deps.keys, accountId);
  const waiting = heads.toSorted((a, b) => a.size - b.size);
  const compare = () => {
    while (waiting[0] && waiting[0].size <= tree.size) {
      const head = waiting.shift()!;
      if (head.size === tree.size && !tree.root().equals(head.root))
        find(`${head.from}_differs`, { position: head.size });
    }
  };
  const read = (from: number) =>
    deps.db.account(accountId, async (tx) => {
      const to = Math.min(from + BATCH, size);
      return { leaves: await leavesBetween(tx, from, to), nodes: await nodesBetween(tx, from, to) };
    });
  compare();
  // The next batch is read while this one is computed.
  let next = size > 0 ? read(0) : undefined;
  for (let from = 0; from < size; from += BATCH) {
    signal?.throwIfAborted();
    const { leaves, nodes } = await next!;
    next = from + BATCH < size ? read(from + BATCH) : undefined;
    // A rejection must find somebody who waits for it, also when this batch throws.
    next?.catch(() => undefined);
    const to = Math.min(from + BATCH, size);
    const stored = storedNodes(nodes, from, to);
    let no = 0;
    for (let at = from; at < to; at += 1) {
      const leaf = leaves[no]?.position === at ? leaves[no++] : undefined;
      placeLeaf(tree, at, leaf, stored, find);
      const code = leaf && checkLeafContent(leaf, keys);
      if (code) find(code, { position: at, entry: leaf!.publicId! });
      compare();
    }
  }
  for (const head of waiting) find(`${head.from}_ahead`, { position: head.size });
}

type StoredNode = (place: NodePlace) => Buffer | undefined;

/** Finds a stored subtree by its place. A level in which one is missing counts as missing altogether. */
function storedNodes(runs: NodeRun[], from: number, to: number): StoredNode {
  const levels = new Map(
    runs.map(({ level, count, hashes }) => {
      const first = Math.floor(from / 2 ** level);
      const isWhole = count === Math.floor(to / 2 ** level) - first;
      return [level, isWhole ? { first, hashes } : undefined];
    }),
  );
  return ({ level, position }) => {
    const run = levels.get(level);
    const at = run && (position - run.first) * 32;
    return at === undefined ? undefined : run!.hashes.subarray(at, at + 32);
  };
}

/** Adds one entry to the tree that is built anew and compares what it completes with what is stored. */
function placeLeaf(
  tree: GrowingTree,
  position: number,
  leaf: LeafRow | undefined,
  stored: StoredNode,
  find: Find,
): void {
  const entry = leaf?.publicId == null ? undefined : leaf;
  if (!leaf) find("position_missing", { position });
  else if (!entry) find("entry_missing", { position });
  const hash = entry
    ? leafHash(
        leafBytes({
          publicId: entry.publicId!,
          at: entry.at!,
          kind: entry.kind!,
          commitment: entry.commitment!,
        }),
      )
    : Buffer.alloc(32);
  for (const node of tree.append(hash)) {
    if (stored(node)?.equals(node.hash)) continue;
    // One alteration breaks every subtree above it: the leaf says it, and a subtree only where its leaves fit.
    if (node.level === 0 && entry) find("entry_changed", { position, entry: entry.publicId! });
    else if (node.level > 0) find("node_changed", { position });
    break;
  }
}
