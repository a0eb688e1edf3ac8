import { randomBytes } from "node:crypto";
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";

const SECRET_BYTES = 32;
/** One for each year of a long life; each is tried where a token is read. */
const MOST_SECRETS = 20;

/** Base64 or hex of at least 32 bytes. Otherwise null, and `problems` says what was found under this name. */
export function decodeSecret(text: string, name: string, problems: string[]): Buffer | null {
  const bytes =
    /^[0-9a-fA-F]+$/.test(text) && text.length % 2 === 0
      ? Buffer.from(text, "hex")
      : Buffer.from(text, "base64");
  if (bytes.length >= SECRET_BYTES) return bytes;
  problems.push(
    `${name}: expected at least 32 bytes as base64 or hex, found ${bytes.length}. Make one with: openssl rand -base64 32`,
  );
  return null;
}

/** Secrets divided by commas or lines, the newest first (ORG-19). What is wrong with them stands in `problems`. */
export function secretList(text: string, name: string, problems: string[]): Buffer[] {
  const found = text
    .split(/[,\n]/)
    .map((each) => each.trim())
    .filter((each) => each !== "")
    .map((each) => decodeSecret(each, name, problems))
    .filter((each) => each !== null);
  if (found.length === 0 && problems.length === 0)
    problems.push(`${name}: expected secrets divided by commas, found none.`);
  if (found.length > MOST_SECRETS)
    problems.push(`${name}: expected at most ${MOST_SECRETS} secrets, found ${found.length}.`);
  if (new Set(found.map((each) => each.toString("hex"))).size < found.length)
    problems.push(`${name}: the same secret stands there twice; leave one out.`);
  return found;
}

/** Where the embedded installation keeps its secrets: the newest in the first line. */
export const secretFile = (dataDir: string): string => join(dataDir, "secret.key");

const newSecret = (): string => randomBytes(SECRET_BYTES).toString("base64");

/** The embedded installation's own secrets: the first made at the first start, readable by its user alone. */
export function ownSecrets(dataDir: string, problems: string[]): Buffer[] {
  const file = secretFile(dataDir);
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  if (!existsSync(file)) {
    try {
      writeFileSync(file, `${newSecret()}\n`, { mode: 0o600, flag: "wx" });
    } catch (error) {
      // Another process of the same start may have been first.
      if ((error as { code?: string }).code !== "EEXIST") throw error;
    }
    chmodSync(file, 0o600);
  }
  const wrong: string[] = [];
  const secrets = secretList(readFileSync(file, "utf8"), file, wrong);
  if (wrong.length > 0 || secrets.length === 0)
    problems.push(
      `${file}: expected 32 bytes as base64 in each line. Restore it from your backup; without it links in sent mails and proofs cannot be read.`,
    );
  return secrets;
}

/**
 * Puts a new secret in front of those in the file, whole or not at all (ORG-19).
 *
 * @throws when the file holds as many as it may
 */
export function addOwnSecret(dataDir: string): { file: string; secrets: number } {
  const file = secretFile(dataDir);
  const lines = readFileSync(file, "utf8")
    .split("\n")
    .filter((line) => line.trim() !== "");
  if (lines.length >= MOST_SECRETS)
    throw new Error(`${file} holds ${lines.length} secrets already, which is the most.`);
  const partial = `${file}.new`;
  rmSync(partial, { force: true });
  const all = [newSecret(), ...lines];
  writeFileSync(partial, `${all.join("\n")}\n`, { mode: 0o600, flag: "wx", flush: true });
  renameSync(partial, file);
  return { file, secrets: all.length };
}
