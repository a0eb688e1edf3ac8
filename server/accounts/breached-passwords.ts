import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";

/** Of each SHA-256: among 44,000 entries one of 25 million other passwords would be refused by mistake. */
const BYTES = 5;
const SHORTEST = 12;
/** Digits and signs that are taken away at each end, one after the other. */
const MOST_AROUND = 8;
const FILE = new URL("./breached-passwords.bin", import.meta.url);
let known: Buffer | undefined;

/** Upper and lower case are one: whoever tries leaked passwords tries both. */
const fingerprint = (password: string): Buffer =>
  createHash("sha256").update(password.normalize("NFC").toLowerCase()).digest().subarray(0, BYTES);

/** Fingerprints of those passwords of a list that are long enough to be chosen here, in order, each once. */
export function fingerprintsOf(list: readonly string[]): Buffer {
  const found = list
    .map((line) => line.trim())
    .filter((line) => [...line].length >= SHORTEST)
    .map((line) => fingerprint(line).toString("hex"));
  return Buffer.from([...new Set(found)].toSorted().join(""), "hex");
}

/** How many leaked passwords the product knows. */
export const breachedPasswords = (): number => load().length / BYTES;

/**
 * True for a password that stands in the list of leaked ones in any case, also with digits and signs before and after
 * it. Asks nobody outside (docs/decisions/0024-breached-passwords.md).
 */
export function isBreached(password: string): boolean {
  const before = Math.min(/^[^\p{L}]*/u.exec(password)![0].length, MOST_AROUND);
  const after = Math.min(/[^\p{L}]*$/u.exec(password)![0].length, MOST_AROUND);
  for (let from = 0; from <= before; from++)
    for (let cut = 0; cut <= after; cut++)
      if (isListed(password.slice(from, password.length - cut))) return true;
  return false;
}

function isListed(password: string): boolean {
  const list = load();
  const wanted = fingerprint(password);
  let [low, high] = [0, list.length / BYTES];
  while (low < high) {
    const middle = (low + high) >>> 1;
    const order = list.compare(wanted, 0, BYTES, middle * BYTES, (middle + 1) * BYTES);
    if (order === 0) return true;
    if (order < 0) low = middle + 1;
    else high = middle;
  }
  return false;
}

const load = (): Buffer => (known ??= readFileSync(FILE));
