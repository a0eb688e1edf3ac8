/**
 * Checks proofs of consent without a network and without Klarpost (Node.js 18 or newer, nothing else):
 *
 *   node verify-proof.mjs [--key KEY] [--checkpoint FILE] … FILE …
 *
 * FILE: proofs (klarpost-proof/1 and /2), evidence bundles (klarpost-evidence/1), consistency proofs
 * (klarpost-consistency/1). --key: the public key of the installation, as somebody gave it to you. --checkpoint: a
 * checkpoint that you kept, as it came by mail or webhook; the proofs must fit it, directly or by a consistency proof.
 * Exit code 0: everything fits; 1: something does not; 2: a file cannot be read. The format: docs/privacy/ledger.md.
 */
import { createHash, createPublicKey, verify } from "node:crypto";
import { readFileSync } from "node:fs";

const COMMITMENT = "klarpost/ledger/v1";
const LEAF = "klarpost/leaf/v1";
const SPKI_ED25519 = "302a300506032b6570032100";

const sha256 = (...parts) => {
  const hash = createHash("sha256");
  for (const part of parts) hash.update(part);
  return hash.digest();
};
const leafHash = (data) => sha256(Buffer.from([0]), data);
const nodeHash = (left, right) => sha256(Buffer.from([1]), left, right);
const fromHex = (text) => {
  if (typeof text !== "string" || !/^([0-9a-f]{2})*$/.test(text))
    throw new Error("not hexadecimal");
  return Buffer.from(text, "hex");
};
const hashes = (list) =>
  list.map((text) => {
    const hash = fromHex(text);
    if (hash.length !== 32) throw new Error("a hash has not 32 bytes");
    return hash;
  });

/** JSON Canonicalization Scheme, RFC 8785. */
function canonical(value) {
  if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`;
  if (value !== null && typeof value === "object")
    return `{${Object.keys(value)
      .sort()
      .map((key) => `${JSON.stringify(key)}:${canonical(value[key])}`)
      .join(",")}}`;
  return JSON.stringify(value);
}

/** RFC 9162 section 2.1.3.2. The root that a leaf and its path lead to; null when the path has not the right length. */
export function rootFromInclusion(leaf, index, size, path) {
  if (!Number.isSafeInteger(index) || !Number.isSafeInteger(size) || index < 0 || index >= size)
    return null;
  let [fn, sn, root] = [index, size - 1, leaf];
  for (const hash of path) {
    if (sn === 0) return null;
    if (fn % 2 === 1 || fn === sn) {
      root = nodeHash(hash, root);
      while (fn % 2 === 0 && fn !== 0) [fn, sn] = [fn / 2, Math.floor(sn / 2)];
    } else root = nodeHash(root, hash);
    [fn, sn] = [Math.floor(fn / 2), Math.floor(sn / 2)];
  }
  return sn === 0 ? root : null;
}

/** RFC 9162 section 2.1.4.2. Whether the larger tree begins with the smaller one. */
export function isConsistent(smaller, smallRoot, larger, largeRoot, path) {
  if (smaller > larger || smaller < 1) return false;
  if (smaller === larger) return path.length === 0 && smallRoot.equals(largeRoot);
  const proof = Number.isInteger(Math.log2(smaller)) ? [smallRoot, ...path] : [...path];
  if (proof.length === 0) return false;
  let [fn, sn] = [smaller - 1, larger - 1];
  while (fn % 2 === 1) [fn, sn] = [Math.floor(fn / 2), Math.floor(sn / 2)];
  let [fr, sr] = [proof[0], proof[0]];
  for (const hash of proof.slice(1)) {
    if (sn === 0) return false;
    if (fn % 2 === 1 || fn === sn) {
      fr = nodeHash(hash, fr);
      sr = nodeHash(hash, sr);
      while (fn % 2 === 0 && fn !== 0) [fn, sn] = [fn / 2, Math.floor(sn / 2)];
    } else sr = nodeHash(sr, hash);
    [fn, sn] = [Math.floor(fn / 2), Math.floor(sn / 2)];
  }
  return sn === 0 && fr.equals(smallRoot) && sr.equals(largeRoot);
}

/** The public key as C2SP signed-note writes it: name+id+base64(0x01 ‖ key). */
function readKey(text) {
  const match = /^(\S+?)\+([0-9a-f]{8})\+(\S+)$/.exec(String(text).trim());
  const bytes = Buffer.from(match?.[3] ?? "", "base64");
  if (!match || bytes.length !== 33 || bytes[0] !== 1) throw new Error("not a public key of a log");
  const id = sha256(`${match[1]}\n`, bytes).subarray(0, 4);
  if (id.toString("hex") !== match[2]) throw new Error("the public key does not fit its id");
  const der = Buffer.concat([Buffer.from(SPKI_ED25519, "hex"), bytes.subarray(1)]);
  return {
    name: match[1],
    id,
    text: match[0],
    key: createPublicKey({ key: der, format: "der", type: "spki" }),
  };
}

/** The signed lines of a note, as it is or as mail programs leave it: quoted, indented, with blank lines between. */
function openNote(note, key, count) {
  const lines = String(note)
    .split(/\r?\n/)
    .map((line) => line.replace(/^[>\s]+/, "").trim())
    .filter((line) => line !== "");
  const at = lines.findIndex((line) => line.startsWith("— "));
  if (at < count) throw new Error("not a signed note");
  const signed = lines.slice(at - count, at);
  const text = Buffer.from(`${signed.join("\n")}\n`, "utf8");
  const fits = lines.slice(at).some((line) => {
    const [dash, name, base64] = line.split(" ");
    const bytes = Buffer.from(base64 ?? "", "base64");
    return (
      dash === "—" &&
      name === key.name &&
      bytes.length === 68 &&
      bytes.subarray(0, 4).equals(key.id) &&
      verify(null, text, key.key, bytes.subarray(4))
    );
  });
  if (!fits) throw new Error("the signature does not fit");
  return signed;
}

/** Opens a checkpoint: C2SP tlog-checkpoint. */
function openCheckpoint(note, key) {
  const [origin, size, root] = openNote(note, key, 3);
  if (origin !== key.name) throw new Error(`the checkpoint is of another log: ${origin}`);
  const head = { size: Number(size), root: Buffer.from(root, "base64") };
  if (!/^\d{1,15}$/.test(size) || head.root.length !== 32) throw new Error("not a checkpoint");
  return head;
}

/** Problems of one entry's content; none when it fits. */
function checkEntry(entry, wordings) {
  if (entry.canonical === null) return [];
  const problems = [];
  const salt = fromHex(entry.salt);
  if (salt.length !== 32) problems.push("the salt has not 32 bytes");
  if (canonical(entry.document) !== entry.canonical)
    problems.push("the document is not what the canonical text says");
  const commitment = sha256(Buffer.from([0]), COMMITMENT, salt, entry.canonical);
  if (commitment.toString("hex") !== entry.commitment)
    problems.push("the commitment does not fit the payload");
  for (const field of ["id", "kind", "at"])
    if (entry.document[field] !== entry[field]) problems.push(`${field} differs from the payload`);
  const { wording, evidence = {} } = entry.document;
  if (wording && wordings) {
    const found = wordings.find((one) => one.id === wording.id);
    if (!found) problems.push("the wording is missing");
    else if (found.sha256 !== wording.sha256) problems.push("another wording was agreed to");
  }
  const { mail, mailHtml } = evidence;
  if (mail && typeof mailHtml === "string") {
    const hash = sha256(JSON.stringify([mail.subject, mailHtml, mail.text])).toString("hex");
    if (hash !== mail.sha256) problems.push("the opt-in mail does not fit its SHA-256");
  }
  return problems;
}

/** Problems of an entry's place in the tree of a checkpoint. */
function checkLeaf(entry, head) {
  const lines = [LEAF, entry.id, entry.at, entry.kind, entry.commitment];
  const hash = leafHash(Buffer.from(lines.map((line) => `${line}\n`).join(""), "utf8"));
  if (!entry.leaf) return ["the place in the tree is missing"];
  if (hash.toString("hex") !== entry.leaf.hash) return ["the leaf does not fit the entry"];
  const root = rootFromInclusion(hash, entry.leaf.index, head.size, hashes(entry.leaf.path));
  return root?.equals(head.root) ? [] : ["the entry does not stand in the tree of the checkpoint"];
}

/** What an RFC 3161 token says: the time at which it was made for this text. The service's own signature is not checked. */
function timeOfToken(token, note) {
  const der = Buffer.from(token, "base64");
  const at = der.indexOf(sha256(note));
  if (at < 0) return undefined;
  // After the hash: serial number (INTEGER), then the time (GeneralizedTime).
  const time = at + 32 + 2 + der[at + 33];
  if (der[at + 32] !== 0x02 || der[time] !== 0x18) return undefined;
  return der.subarray(time + 2, time + 2 + der[time + 1]).toString("latin1");
}

/** Everything that was said about one file. `look` runs a check; what it throws is a finding. */
function report() {
  const findings = [];
  const look = (what, check) => {
    try {
      for (const problem of check() ?? []) findings.push(`${what}: ${problem}`);
    } catch (error) {
      findings.push(`${what}: ${error.message}`);
    }
  };
  return { findings, facts: [], look };
}

function keyOf(log, options, said) {
  const key = readKey(log.publicKey);
  if (options.key === undefined)
    said.facts.push(`signed with the key ${key.text}; compare it with one you have from elsewhere`);
  else if (options.key !== key.text) said.findings.push("signed with another key than yours");
  if (log.origin !== undefined && key.name !== log.origin)
    said.findings.push("the key is of another log");
  return key;
}

function checkWordings(wordings, said) {
  for (const wording of wordings)
    said.look(`wording ${wording.id}`, () =>
      sha256(wording.text).toString("hex") === wording.sha256
        ? []
        : ["the text does not fit its SHA-256"],
    );
}

const nameOf = (entry) => `entry ${entry.id} (${entry.kind}, ${entry.at})`;

/** A checkpoint that somebody kept: the head must be it, or have grown out of it. */
function compareOutside(options, key, head, steps, said) {
  for (const { file, text } of options.checkpoints)
    said.look(`checkpoint ${file}`, () => {
      const kept = openCheckpoint(text, key);
      if (kept.size === head.size)
        return kept.root.equals(head.root) ? [] : ["the log is not the one that was signed then"];
      const step = [...steps, ...options.steps].find(
        (one) =>
          Math.min(kept.size, head.size) === one.from && Math.max(kept.size, head.size) === one.to,
      );
      if (!step)
        return [
          `there is no consistency proof between ${kept.size} and ${head.size} entries; ask the operator for /api/v1/ledger/consistency?from=${Math.min(kept.size, head.size)}&to=${Math.max(kept.size, head.size)}`,
        ];
      const [small, large] = kept.size < head.size ? [kept, head] : [head, kept];
      if (!isConsistent(small.size, small.root, large.size, large.root, hashes(step.path)))
        return ["the log did not grow out of the one that was signed then"];
      said.facts.push(`fits the checkpoint of ${kept.size} entries in ${file}`);
      return [];
    });
}

function checkProof1(proof, options, said) {
  checkWordings(proof.wordings, said);
  for (const entry of [proof.entry, ...proof.related])
    said.look(nameOf(entry), () =>
      entry.canonical === null
        ? ["its content is destroyed; nothing can be checked"]
        : checkEntry(entry, proof.wordings),
    );
  for (const entry of [proof.entry, ...proof.related])
    said.facts.push(`${entry.at} ${entry.kind} ${entry.commitment}`);
  if (options.checkpoints.length > 0)
    said.findings.push("a proof of format 1 holds no place in the tree; ask for one of format 2");
}

function checkProof2(proof, options, said) {
  const key = keyOf(proof.log, options, said);
  const head = openCheckpoint(proof.log.checkpoint, key);
  if (head.size !== proof.log.size) said.findings.push("the size is not that of the checkpoint");
  if (proof.entries.length === 0) said.findings.push("there are no entries");
  if (proof.about === "entry" && proof.entries[0]?.canonical === null)
    said.findings.push(
      `${nameOf(proof.entries[0])}: its content is destroyed; only its place is proven`,
    );
  checkWordings(proof.wordings, said);
  for (const entry of proof.entries) {
    said.look(nameOf(entry), () => [
      ...checkEntry(entry, proof.wordings),
      ...checkLeaf(entry, head),
    ]);
    said.facts.push(
      `${entry.at} ${entry.kind} place ${entry.leaf?.index} ${entry.commitment}${entry.canonical === null ? " (content destroyed; only its place is proven)" : ""}`,
    );
  }
  said.facts.push(`checkpoint of ${head.size} entries, root ${head.root.toString("base64")}`);
  const steps = [];
  for (const anchor of proof.anchors ?? [])
    said.look(`${anchor.kind} of ${anchor.at}`, () => {
      const then = openCheckpoint(anchor.checkpoint, key);
      if (!isConsistent(then.size, then.root, head.size, head.root, hashes(anchor.consistency)))
        return ["the log did not grow out of the one that was anchored"];
      steps.push({ from: then.size, to: head.size, path: anchor.consistency });
      let time = "";
      if (anchor.token) {
        const at = timeOfToken(anchor.token, anchor.checkpoint);
        if (!at) return ["the time stamp is not for this checkpoint"];
        time = `, time stamp ${at} (check the service's signature: openssl ts -verify)`;
      }
      said.facts.push(`anchored by ${anchor.kind} at ${then.size} entries, ${anchor.at}${time}`);
      return [];
    });
  compareOutside(options, key, head, steps, said);
}

function checkConsistency(proof, options, said) {
  const key = keyOf(proof, options, said);
  const to = openCheckpoint(proof.to.note, key);
  const heads = [to];
  const steps = [{ from: proof.from.size, to: to.size, path: proof.path }];
  if (proof.from.note !== null) {
    const from = openCheckpoint(proof.from.note, key);
    heads.push(from);
    if (!isConsistent(from.size, from.root, to.size, to.root, hashes(proof.path)))
      said.findings.push("the later log did not grow out of the earlier one");
  }
  said.facts.push(`from ${proof.from.size} to ${to.size} entries`);
  compareOutside(options, key, to, steps, said);
}

function checkEvidence(text, options, said) {
  const lines = text.split("\n").filter((line) => line !== "");
  const manifest = JSON.parse(lines.at(-1));
  const items = lines.slice(0, -1).map((line) => JSON.parse(line));
  const [header] = items;
  const key = keyOf(header.log, options, said);
  if (manifest.type !== "manifest") throw new Error("the manifest is missing: the file was cut");
  const [format, origin, count, hash] = openNote(manifest.note, key, 4);
  if (format !== "klarpost-evidence/1" || origin !== key.name)
    said.findings.push("the manifest is for something else");
  const body = text.slice(0, text.lastIndexOf(lines.at(-1)));
  if (Number(count) !== items.length || sha256(body).toString("base64") !== hash)
    said.findings.push("the lines are not those that the manifest signs");
  const wordings = items.filter((item) => item.type === "wording");
  checkWordings(wordings, said);
  const opened = new Map();
  const entries = items.filter((item) => item.type === "entry");
  for (const entry of entries)
    said.look(nameOf(entry), () => {
      if (!opened.has(entry.checkpoint))
        opened.set(entry.checkpoint, openCheckpoint(entry.checkpoint, key));
      return [...checkEntry(entry, wordings), ...checkLeaf(entry, opened.get(entry.checkpoint))];
    });
  said.facts.push(
    `list ${header.list.name}: ${entries.length} entries, ${wordings.length} wordings`,
  );
  for (const head of opened.values()) compareOutside(options, key, head, [], said);
}

function readFile(file) {
  const text = readFileSync(file, "utf8");
  const isLines = text.startsWith('{"type":"header"');
  const proof = isLines ? { format: "klarpost-evidence/1" } : JSON.parse(text);
  return { file, text, proof };
}

const checks = {
  "klarpost-proof/1": ({ proof }, options, said) => checkProof1(proof, options, said),
  "klarpost-proof/2": ({ proof }, options, said) => checkProof2(proof, options, said),
  "klarpost-consistency/1": ({ proof }, options, said) => checkConsistency(proof, options, said),
  "klarpost-evidence/1": ({ text }, options, said) => checkEvidence(text, options, said),
};

function main(args) {
  const files = [];
  const options = { key: undefined, checkpoints: [], steps: [] };
  for (let at = 0; at < args.length; at += 1) {
    if (args[at] === "--key") options.key = readKey(args[(at += 1)]).text;
    else if (args[at] === "--checkpoint") {
      const file = args[(at += 1)];
      options.checkpoints.push({ file, text: readFileSync(file, "utf8") });
    } else files.push(args[at]);
  }
  if (files.length === 0) {
    console.error("usage: node verify-proof.mjs [--key KEY] [--checkpoint FILE] … FILE …");
    return 2;
  }
  let code = 0;
  const read = [];
  for (const file of files)
    try {
      const found = readFile(file);
      if (!Object.hasOwn(checks, found.proof?.format ?? ""))
        throw new Error("not a proof of a format that this program knows");
      if (found.proof.format === "klarpost-consistency/1")
        options.steps.push({
          from: found.proof.from.size,
          to: found.proof.to.size,
          path: found.proof.path,
        });
      read.push(found);
    } catch (error) {
      console.error(`${file}: ${error.message}`);
      code = 2;
    }
  for (const found of read) {
    const said = report();
    said.look("file", () => void checks[found.proof.format](found, options, said));
    for (const fact of said.facts) console.log(`${found.file}: ${fact}`);
    for (const finding of said.findings) console.log(`${found.file}: DOES NOT FIT: ${finding}`);
    console.log(`${found.file}: ${said.findings.length === 0 ? "fits" : "does not fit"}`);
    if (said.findings.length > 0) code = Math.max(code, 1);
  }
  return code;
}

if (import.meta.main ?? process.argv[1]?.endsWith("verify-proof.mjs"))
  try {
    process.exitCode = main(process.argv.slice(2));
  } catch (error) {
    console.error(error.message);
    process.exitCode = 2;
  }
