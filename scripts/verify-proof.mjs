/**
 * Checks proofs of consent, without a network and without Klarpost: `node verify-proof.mjs proof.json …`
 * Compare the commitments it prints with what you hold from elsewhere (a receipt, a checkpoint): that is what
 * binds a proof to its time. Exit code 0: everything fits; 1: something does not; 2: not a proof.
 */
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";

const DOMAIN = "klarpost/ledger/v1";

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

const sha256 = (...parts) => {
  const hash = createHash("sha256");
  for (const part of parts) hash.update(part);
  return hash.digest("hex");
};

/** Problems of one entry; none when it fits. */
function checkEntry(entry, wordings) {
  if (entry.document === null) return ["its content is destroyed; nothing can be checked"];
  const salt = Buffer.from(entry.salt, "hex");
  const problems = [];
  if (salt.length !== 32) problems.push("the salt has not 32 bytes");
  if (canonical(entry.document) !== entry.canonical)
    problems.push("the document is not what the canonical text says");
  if (sha256(Buffer.from([0]), DOMAIN, salt, entry.canonical) !== entry.commitment)
    problems.push("the commitment does not fit the payload");
  for (const field of ["id", "kind", "at"])
    if (entry.document[field] !== entry[field]) problems.push(`${field} differs from the payload`);
  const named = entry.document.wording;
  if (named) {
    const wording = wordings.find((one) => one.id === named.id);
    if (!wording) problems.push("the wording is missing");
    else if (wording.sha256 !== named.sha256) problems.push("another wording was agreed to");
  }
  return problems;
}

function checkProof(proof) {
  if (proof?.format !== "klarpost-proof/1")
    throw new Error("not a proof of format klarpost-proof/1");
  const findings = [];
  for (const wording of proof.wordings)
    if (sha256(wording.text) !== wording.sha256)
      findings.push(`wording ${wording.id}: the text does not fit its SHA-256`);
  for (const entry of [proof.entry, ...proof.related])
    for (const problem of checkEntry(entry, proof.wordings))
      findings.push(`entry ${entry.id} (${entry.kind}, ${entry.at}): ${problem}`);
  return findings;
}

const files = process.argv.slice(2);
if (files.length === 0) {
  console.error("usage: node verify-proof.mjs proof.json …");
  process.exit(2);
}
for (const file of files) {
  try {
    const proof = JSON.parse(readFileSync(file, "utf8"));
    const findings = checkProof(proof);
    for (const entry of [proof.entry, ...proof.related])
      console.log(`${file}: ${entry.at} ${entry.kind} ${entry.commitment}`);
    for (const finding of findings) console.log(`${file}: DOES NOT FIT: ${finding}`);
    console.log(`${file}: ${findings.length === 0 ? "fits" : "does not fit"}`);
    if (findings.length > 0) process.exitCode = 1;
  } catch (error) {
    console.error(`${file}: ${error.message}`);
    process.exitCode = 2;
  }
}
