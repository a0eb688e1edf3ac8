import { hash } from "node:crypto";

/** What of an entry stands in its leaf: everything the log says in clear. */
export interface LeafContent {
  publicId: string;
  at: Date;
  kind: string;
  commitment: Buffer;
}

const LEAF_FORMAT = "klarpost/leaf/v1";
const HASH_BYTES = 32;
const sha256 = (data: Buffer): Buffer => hash("sha256", data, "buffer");

/**
 * The bytes of a leaf: five lines, each ended by a line feed. Name of the format, public id, time (ISO 8601, UTC,
 * milliseconds), kind, commitment in hexadecimal. None of them can hold a line feed.
 */
export function leafBytes(entry: LeafContent): Buffer {
  return Buffer.from(
    `${LEAF_FORMAT}\n${entry.publicId}\n${entry.at.toISOString()}\n${entry.kind}\n${entry.commitment.toString("hex")}\n`,
    "utf8",
  );
}

/** RFC 9162 section 2.1.1: SHA-256(0x00 ‖ data). */
export function leafHash(data: Buffer): Buffer {
  const bytes = Buffer.allocUnsafe(1 + data.length);
  bytes[0] = 0;
  data.copy(bytes, 1);
  return sha256(bytes);
}

// Hashing is over before anybody else comes by: one piece of memory serves all nodes.
const pair = Buffer.alloc(1 + 2 * HASH_BYTES, 1);

/** RFC 9162 section 2.1.1: SHA-256(0x01 ‖ left ‖ right). */
export function nodeHash(left: Buffer, right: Buffer): Buffer {
  if (left.length !== HASH_BYTES || right.length !== HASH_BYTES)
    throw new Error("A node joins two hashes of 32 bytes.");
  left.copy(pair, 1);
  right.copy(pair, 1 + HASH_BYTES);
  return sha256(pair);
}

/** Root of the tree without leaves: the hash of nothing. */
export const EMPTY_ROOT = sha256(Buffer.alloc(0));

/** A complete subtree: at level n it spans the 2^n leaves from `position` · 2^n on. */
export interface NodePlace {
  level: number;
  position: number;
}
export interface TreeNode extends NodePlace {
  hash: Buffer;
}

/** A tree that only grows: it keeps the complete subtrees at its right edge, at most one a level. */
export interface GrowingTree {
  readonly size: number;
  /** Adds a leaf; gives it and every subtree it completed, lowest first. */
  append(hash: Buffer): TreeNode[];
  root(): Buffer;
}

/** Complete subtrees of a tree of this size, from left to right: one for each bit of its size. */
export function edgeOf(size: number): NodePlace[] {
  return placesOf(0, size);
}

/** Goes on with a tree whose edge is known, in the order of `edgeOf`. Without it the tree is empty. */
export function growTree(
  start: { size: number; edge: Buffer[] } = { size: 0, edge: [] },
): GrowingTree {
  const edge = edgeOf(start.size).map((place, index): TreeNode => {
    const hash = start.edge[index];
    if (hash === undefined) throw new Error("The edge of the tree is not whole.");
    return { ...place, hash };
  });
  let size = start.size;
  return {
    get size() {
      return size;
    },
    append(hash) {
      let node: TreeNode = { level: 0, position: size, hash };
      const made = [node];
      while (edge.at(-1)?.level === node.level) {
        const left = edge.pop()!;
        node = {
          level: left.level + 1,
          position: left.position / 2,
          hash: nodeHash(left.hash, node.hash),
        };
        made.push(node);
      }
      edge.push(node);
      size += 1;
      return made;
    },
    root: () => joinRight(edge.map((node) => node.hash)),
  };
}

/** Hash over neighbouring subtrees that become smaller to the right. */
function joinRight(hashes: Buffer[]): Buffer {
  if (hashes.length === 0) return EMPTY_ROOT;
  return hashes.reduceRight((right, left) => nodeHash(left, right));
}

/** Leaves from `from` to before `to`. */
type Span = [from: number, to: number];

/** The complete subtrees of a span that begins at a multiple of a power of two not smaller than itself. */
function placesOf(from: number, to: number): NodePlace[] {
  const places: NodePlace[] = [];
  let at = from;
  while (at < to) {
    let level = 0;
    while (at % 2 ** (level + 1) === 0 && at + 2 ** (level + 1) <= to) level += 1;
    places.push({ level, position: at / 2 ** level });
    at += 2 ** level;
  }
  return places;
}

/** Largest power of two smaller than n (n > 1). */
function splitAt(n: number): number {
  let k = 1;
  while (k * 2 < n) k *= 2;
  return k;
}

/** The spans whose hashes prove that a leaf stands in the tree (RFC 9162 section 2.1.3.1), from the leaf upwards. */
export function inclusionSpans(position: number, size: number): Span[] {
  const spans: Span[] = [];
  let [from, to] = [0, size];
  while (to - from > 1) {
    const middle = from + splitAt(to - from);
    if (position < middle) {
      spans.push([middle, to]);
      to = middle;
    } else {
      spans.push([from, middle]);
      from = middle;
    }
  }
  return spans.reverse();
}

/** The spans whose hashes prove that a tree grew out of a smaller one (RFC 9162 section 2.1.4.1). */
export function consistencySpans(smaller: number, larger: number): Span[] {
  if (smaller === 0 || smaller === larger) return [];
  const spans: Span[] = [];
  let [from, to] = [0, larger];
  // Whether the smaller tree is the whole left part, whose hash the verifier knows.
  let known = true;
  while (to !== smaller) {
    const middle = from + splitAt(to - from);
    if (smaller <= middle) {
      spans.push([middle, to]);
      to = middle;
    } else {
      spans.push([from, middle]);
      from = middle;
      known = false;
    }
  }
  if (!known) spans.push([from, to]);
  return spans.reverse();
}

/** Reads hashes of complete subtrees; a node that does not exist is left out. */
export type ReadNodes = (places: NodePlace[]) => Promise<TreeNode[]>;

const keyOf = (place: NodePlace): string => `${place.level}/${place.position}`;

/**
 * Hashes of many spans with one question for the nodes, in the order asked.
 * @throws Error when a node is missing: then the stored tree is not whole.
 */
async function hashesOf(spans: Span[], read: ReadNodes): Promise<Buffer[]> {
  const wanted = new Map<string, NodePlace>();
  const places = spans.map(([from, to]) => placesOf(from, to));
  for (const place of places.flat()) wanted.set(keyOf(place), place);
  const found = new Map(
    (wanted.size === 0 ? [] : await read([...wanted.values()])).map((node) => [
      keyOf(node),
      node.hash,
    ]),
  );
  return places.map((one) =>
    joinRight(
      one.map((place) => {
        const hash = found.get(keyOf(place));
        if (!hash) throw new Error(`The tree has no node ${keyOf(place)}.`);
        return hash;
      }),
    ),
  );
}

/** Root of the tree as it was when it had `size` leaves. */
export async function rootAt(size: number, read: ReadNodes): Promise<Buffer> {
  return size === 0 ? EMPTY_ROOT : (await hashesOf([[0, size]], read))[0]!;
}

/** Inclusion proofs of several leaves in the tree of `size` leaves, with one question for the nodes. */
export async function inclusionProofs(
  positions: readonly number[],
  size: number,
  read: ReadNodes,
): Promise<Buffer[][]> {
  const spans = positions.map((position) => {
    if (position < 0 || position >= size)
      throw new RangeError(`A tree of ${size} leaves has no leaf ${position}.`);
    return inclusionSpans(position, size);
  });
  const hashes = await hashesOf(spans.flat(), read);
  let at = 0;
  return spans.map((one) => hashes.slice(at, (at += one.length)));
}

/** Proof that the tree of `larger` leaves begins with the tree of `smaller` leaves. */
export async function consistencyProof(
  smaller: number,
  larger: number,
  read: ReadNodes,
): Promise<Buffer[]> {
  if (smaller > larger) throw new RangeError("A tree never becomes smaller.");
  return hashesOf(consistencySpans(smaller, larger), read);
}
