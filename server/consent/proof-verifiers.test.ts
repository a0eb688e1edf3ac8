import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { seededRandom } from "../../test/support/ledger-tampering.ts";
import { consistencyProof, growTree, inclusionProofs, leafHash, type TreeNode } from "./tree.ts";

const root = join(import.meta.dirname, "../..");
const folder = mkdtempSync(join(tmpdir(), "klarpost-trees-"));
after(() => rmSync(folder, { recursive: true, force: true }));
const seed = Number(process.env["SEED"] ?? Math.floor(Math.random() * 2 ** 31));
const hasPython = spawnSync("python3", ["--version"]).status === 0;

interface Verifier {
  rootFromInclusion(leaf: Buffer, index: number, size: number, path: Buffer[]): Buffer | null;
  isConsistent(m: number, old: Buffer, n: number, root: Buffer, path: Buffer[]): boolean;
}

const CASES = 10_000;
const PER_TREE = 20;

test(`CON-06: the product, the stand-alone program and a second implementation in Python agree on ${CASES} random trees and proofs (seed ${seed})`, async (t) => {
  const verifier = (await import(
    new URL("../../scripts/verify-proof.mjs", import.meta.url).href
  )) as Verifier;
  const pick = seededRandom(seed);
  const lines: string[] = [];
  let refused = 0;
  for (let no = 0; no < CASES / PER_TREE; no += 1) {
    const name = `tree ${seed} ${no}`;
    const leaves = 1 + pick(no % 50 === 0 ? 5000 : 300);
    const tree = growTree();
    const nodes = new Map<string, TreeNode>();
    const roots = [tree.root()];
    for (let at = 0; at < leaves; at += 1) {
      for (const node of tree.append(leafHash(Buffer.from(`${name}/${at}`))))
        nodes.set(`${node.level}/${node.position}`, node);
      roots.push(tree.root());
    }
    const read = async (places: { level: number; position: number }[]) =>
      places.map((place) => nodes.get(`${place.level}/${place.position}`)!);
    for (let each = 0; each < PER_TREE; each += 1) {
      const size = 1 + pick(leaves);
      const [index, from] = [pick(size), 1 + pick(size)];
      const inclusion = (await inclusionProofs([index], size, read))[0]!;
      const consistency = await consistencyProof(from, size, read);
      const leaf = nodes.get(`0/${index}`)!.hash;
      assert.deepEqual(verifier.rootFromInclusion(leaf, index, size, inclusion), roots[size]);
      assert.ok(verifier.isConsistent(from, roots[from]!, size, roots[size]!, consistency));
      const kind = pick(2) === 0 ? "inclusion" : "consistency";
      const bent = bend(kind === "inclusion" ? inclusion : consistency, pick);
      const at = pick(3) === 0 ? pick(size + 1) : kind === "inclusion" ? index : from;
      const taken =
        kind === "inclusion"
          ? verifier.rootFromInclusion(leaf, at, size, bent)?.equals(roots[size]!) === true
          : verifier.isConsistent(at, roots[from]!, size, roots[size]!, bent);
      if (!taken) refused += 1;
      lines.push(
        JSON.stringify({
          tree: name,
          leaves,
          size,
          index,
          from,
          root: roots[size]!.toString("hex"),
          inclusion: hex(inclusion),
          consistency: hex(consistency),
          bent: { kind, index: at, path: hex(bent), taken },
        }),
      );
    }
  }
  assert.ok(refused > CASES / 2, `only ${refused} altered proofs were refused`);
  if (!hasPython)
    return t.diagnostic("python3 is not here: the second implementation was not asked");
  const file = join(folder, "cases.jsonl");
  writeFileSync(file, `${lines.join("\n")}\n`);
  const done = spawnSync("python3", ["test/support/ledger_verifier.py", "trees", file], {
    cwd: root,
    encoding: "utf8",
  });
  assert.equal(done.status, 0, done.stdout.slice(0, 2000) + done.stderr);
  assert.match(done.stdout, new RegExp(`^${CASES} cases, 0 wrong`, "m"));
});

test("CON-06 CON-24: the published test vectors fit, in both languages, and bent ones do not", () => {
  const vectors = join(root, "test/vectors/ledger");
  const run = (command: string, ...args: string[]) => {
    const done = spawnSync(command, args, { cwd: root, encoding: "utf8" });
    return { code: done.status, said: done.stdout + done.stderr };
  };
  const kept = join(vectors, "checkpoint.txt");
  const files = ["proof.json", "consistency.json", "evidence.jsonl"].map((name) =>
    join(vectors, name),
  );
  const verifier = ["scripts/verify-proof.mjs", "--checkpoint", kept];
  const good = run(process.execPath, ...verifier, ...files);
  assert.equal(good.code, 0, good.said);
  assert.equal(good.said.match(/fits the checkpoint of 4 entries/g)!.length, 3);
  if (hasPython)
    assert.equal(run("python3", "test/support/ledger_verifier.py", "proof", files[0]!).code, 0);
  for (const file of files) {
    const text = readFileSync(file, "utf8");
    // One hexadecimal digit of a hash somewhere in the file.
    const at = text.search(/[0-9a-f]{64}/) + 7;
    const bent = join(folder, "bent");
    writeFileSync(bent, text.slice(0, at) + (text[at] === "0" ? "1" : "0") + text.slice(at + 1));
    assert.equal(run(process.execPath, "scripts/verify-proof.mjs", bent).code, 1, file);
  }
});

const hex = (hashes: Buffer[]) => hashes.map((hash) => hash.toString("hex"));

/** A proof with something altered: a bit, a hash too many or too few, two that changed places; sometimes nothing. */
function bend(path: Buffer[], pick: (below: number) => number): Buffer[] {
  const bent = path.map((hash) => Buffer.from(hash));
  const at = pick(bent.length || 1);
  switch (pick(5)) {
    case 0:
      bent.splice(at, 1);
      break;
    case 1:
      bent.splice(at, 0, Buffer.alloc(32, pick(256)));
      break;
    case 2:
      if (bent[at]) bent[at][pick(32)]! ^= 1 << pick(8);
      break;
    case 3:
      bent.reverse();
      break;
    default:
      break;
  }
  return bent;
}
