import { argon2, randomBytes, type Argon2Parameters } from "node:crypto";
import { promisify } from "node:util";
import { sameBytes } from "../platform/index.ts";
import { isBreached } from "./breached-passwords.ts";
import { isCommonPassword } from "./common-passwords.ts";

// OWASP Password Storage Cheat Sheet: Argon2id with 19 MiB, two passes, one lane.
const MEMORY_KIB = 19_456;
const PASSES = 2;
const LANES = 1;
const TAG_BYTES = 32;
const MIN_LENGTH = 12;
const MAX_LENGTH = 200;

const derive = promisify(argon2) as (
  algorithm: "argon2id",
  parameters: Argon2Parameters,
) => Promise<Buffer>;

const PHC = /^\$argon2id\$v=19\$m=(\d+),t=(\d+),p=(\d+)\$([A-Za-z0-9+/]+)\$([A-Za-z0-9+/]+)$/;

/** One password typed on two keyboards has one form (RFC 8265: OpaqueString is NFC). */
const normal = (password: string): string => password.normalize("NFC");
const base64 = (bytes: Buffer): string => bytes.toString("base64").replaceAll("=", "");

/** Hashes a password (Argon2id) into a PHC string that carries its own parameters (ORG-02). */
export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(16);
  const tag = await derive("argon2id", {
    message: normal(password),
    nonce: salt,
    memory: MEMORY_KIB,
    passes: PASSES,
    parallelism: LANES,
    tagLength: TAG_BYTES,
  });
  return `$argon2id$v=19$m=${MEMORY_KIB},t=${PASSES},p=${LANES}$${base64(salt)}$${base64(tag)}`;
}

let stand: Promise<string> | undefined;

/**
 * True when the password belongs to the hash. Without a hash (unknown address, no password yet) the same work
 * is done against a stand-in and the answer is false, so that the time tells nothing.
 */
export async function verifyPassword(
  password: string,
  stored: string | null | undefined,
): Promise<boolean> {
  stand ??= hashPassword(randomBytes(24).toString("base64"));
  const [, memory, passes, lanes, salt = "", tag = ""] = PHC.exec(stored ?? (await stand)) ?? [];
  if (tag === "") throw new Error("A stored password hash is not an Argon2id PHC string.");
  const expected = Buffer.from(tag, "base64");
  const found = await derive("argon2id", {
    message: normal(password),
    nonce: Buffer.from(salt, "base64"),
    memory: Number(memory),
    passes: Number(passes),
    parallelism: Number(lanes),
    tagLength: expected.length,
  });
  return sameBytes(found, expected) && stored !== null && stored !== undefined;
}

export type PasswordProblem = "too_short" | "too_long" | "too_common";

/**
 * Whether a new password will do: 12 to 200 characters, not a leaked, common or simply built one, not made of the
 * person's own name or address. No rules about kinds of characters (NIST SP 800-63B, 5.1.1.2).
 */
export function passwordProblem(
  password: string,
  about: { email: string; name: string },
): PasswordProblem | undefined {
  const length = [...normal(password)].length;
  if (length < MIN_LENGTH) return "too_short";
  if (length > MAX_LENGTH) return "too_long";
  const own = [about.email, about.email.split("@")[0] ?? "", about.name];
  const text = normal(password);
  return isBreached(text) || isCommonPassword(text, own) ? "too_common" : undefined;
}
