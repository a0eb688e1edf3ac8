import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import {
  consistencyProof,
  EMPTY_ROOT,
  growTree,
  inclusionProofs,
  leafBytes,
  leafHash,
  rootAt,
  type NodePlace,
  type TreeNode,
} from "./tree.ts";

const vectors = JSON.parse(
  readFileSync(join(import.meta.dirname, "../../test/vectors/ledger/rfc6962.json"), "utf8"),
) as {
  emptyRoot: string;
  leaves: string[];
  roots: string[];
  inclusion: { index: number; size: number; path: string[] }[];
  consistency: { from: number; to: number; path: string[] }[];
  leaf: {
    publicId: string;
    at: string;
    kind: string;
    commitment: string;
    bytes: string;
    hash: string;
  };
};

const hex = (hashes: Buffer[]) => hashes.map((hash) => hash.toString("hex"));

/** A tree in memory with a reader over its nodes. */
function treeOf(leaves: Buffer[]) {
  const tree = growTree();
  const nodes = new Map<string, TreeNode>();
  const roots = [tree.root()];
  for (const leaf of leaves) {
    for (const node of tree.append(leafHash(leaf)))
      nodes.set(`${node.level}/${node.position}`, node);
    roots.push(tree.root());
  }
  const read = async (places: NodePlace[]) =>
    places.flatMap((place) => nodes.get(`${place.level}/${place.position}`) ?? []);
  return { tree, roots, read };
}

const known = treeOf(vectors.leaves.map((leaf) => Buffer.from(leaf, "hex")));

test("CON-06: the tree has the roots of the known vectors of RFC 6962 and RFC 9162", async () => {
  assert.equal(EMPTY_ROOT.toString("hex"), vectors.emptyRoot);
  assert.deepEqual(hex(known.roots.slice(1)), vectors.roots);
  for (let size = 0; size <= vectors.leaves.length; size += 1)
    assert.deepEqual(await rootAt(size, known.read), known.roots[size]);
});

test("CON-06: inclusion and consistency proofs are those of the known vectors", async () => {
  for (const { index, size, path } of vectors.inclusion)
    assert.deepEqual(hex((await inclusionProofs([index], size, known.read))[0]!), path);
  for (const { from, to, path } of vectors.consistency)
    assert.deepEqual(hex(await consistencyProof(from, to, known.read)), path);
});

test("CON-06: a leaf is five lines of what the log says in clear", () => {
  const { publicId, at, kind, commitment, bytes, hash } = vectors.leaf;
  const made = leafBytes({
    publicId,
    at: new Date(at),
    kind,
    commitment: Buffer.from(commitment, "hex"),
  });
  assert.equal(made.toString("utf8"), bytes);
  assert.equal(leafHash(made).toString("hex"), hash);
});

test("CON-06: a tree goes on from its right edge as if it had never stopped", () => {
  const leaves = Array.from({ length: 70 }, (_, no) => leafHash(Buffer.from([no])));
  const whole = growTree();
  const edge: TreeNode[] = [];
  for (const [no, leaf] of leaves.entries()) {
    const again = growTree({
      size: no,
      edge: edge.map((node) => node.hash),
    });
    const made = again.append(leaf);
    assert.deepEqual(made, whole.append(leaf));
    assert.deepEqual(again.root(), whole.root());
    edge.length -= made.length - 1;
    edge.push(made.at(-1)!);
  }
});

test("CON-06: what is outside the tree has no proof, and a lost node is told", async () => {
  await assert.rejects(inclusionProofs([8], 8, known.read), RangeError);
  await assert.rejects(inclusionProofs([-1], 8, known.read), RangeError);
  await assert.rejects(consistencyProof(5, 4, known.read), RangeError);
  await assert.rejects(
    rootAt(8, async () => []),
    /has no node/,
  );
  assert.throws(() => growTree({ size: 3, edge: [] }), /not whole/);
});
