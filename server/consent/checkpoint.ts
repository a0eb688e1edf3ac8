import {
  createHash,
  createPrivateKey,
  createPublicKey,
  sign,
  verify,
  type KeyObject,
} from "node:crypto";
import type { Keys } from "../platform/index.ts";

/** Head of a tree: what a checkpoint signs. */
export interface TreeHead {
  origin: string;
  size: number;
  root: Buffer;
}

/** Names the log of an account; does not change with host names. */
export function originOf(accountPublicId: string): string {
  return `klarpost/ledger/${accountPublicId}`;
}

/** The installation's key for checkpoints and manifests. */
export interface LogKey {
  privateKey: KeyObject;
  /** 32 bytes. */
  publicKey: Buffer;
}

const PKCS8_ED25519 = Buffer.from("302e020100300506032b657004220420", "hex");
const SPKI_ED25519 = Buffer.from("302a300506032b6570032100", "hex");
const ED25519 = 1;
const made = new WeakMap<Keys, LogKey>();

/** Derived from the instance's secret: every process has the same, and it is in no database. */
export function logKey(keys: Keys): LogKey {
  const known = made.get(keys);
  if (known) return known;
  const privateKey = createPrivateKey({
    key: Buffer.concat([PKCS8_ED25519, keys.deriveLasting("ledger/checkpoint/v1")]),
    format: "der",
    type: "pkcs8",
  });
  const spki = createPublicKey(privateKey).export({ format: "der", type: "spki" });
  const key = { privateKey, publicKey: spki.subarray(SPKI_ED25519.length) };
  made.set(keys, key);
  return key;
}

/** C2SP signed-note: the first four bytes of SHA-256(name ‖ 0x0A ‖ 0x01 ‖ public key). */
export function keyId(name: string, publicKey: Buffer): Buffer {
  return createHash("sha256")
    .update(`${name}\n`, "utf8")
    .update(Buffer.from([ED25519]))
    .update(publicKey)
    .digest()
    .subarray(0, 4);
}

/** The public key as signed-note's tools read it: name, key id and key, joined by "+". */
export function verifierKey(name: string, publicKey: Buffer): string {
  const key = Buffer.concat([Buffer.from([ED25519]), publicKey]).toString("base64");
  return `${name}+${keyId(name, publicKey).toString("hex")}+${key}`;
}

/** Signs a text as a C2SP signed note. The text ends with a line feed. */
export function signNote(text: string, name: string, key: LogKey): string {
  const signature = sign(null, Buffer.from(text, "utf8"), key.privateKey);
  const line = Buffer.concat([keyId(name, key.publicKey), signature]).toString("base64");
  return `${text}\n— ${name} ${line}\n`;
}

/** The head as a C2SP tlog-checkpoint: origin, size, root, signed. */
export function signCheckpoint(head: TreeHead, key: LogKey): string {
  return signNote(
    `${head.origin}\n${head.size}\n${head.root.toString("base64")}\n`,
    head.origin,
    key,
  );
}

/**
 * Reads a checkpoint and checks its signature. Null when it is none, or nobody we know signed it. Takes a note as mail
 * programs leave it: quoted, indented, with blank lines.
 */
export function openCheckpoint(note: string, publicKey: Buffer): TreeHead | null {
  const lines = note
    .split(/\r?\n/)
    .map((line) => line.replace(/^[>\s]+/, "").trim())
    .filter((line) => line !== "");
  const at = lines.findIndex((line) => line.startsWith("— "));
  const [origin, size, root] = lines.slice(Math.max(0, at - 3), at);
  if (at < 3 || !origin || !/^(0|[1-9]\d{0,15})$/.test(size!)) return null;
  const head = { origin, size: Number(size), root: Buffer.from(root!, "base64") };
  if (head.root.length !== 32 || head.root.toString("base64") !== root) return null;
  const key = createPublicKey({
    key: Buffer.concat([SPKI_ED25519, publicKey]),
    format: "der",
    type: "spki",
  });
  const text = Buffer.from(`${origin}\n${size}\n${root}\n`, "utf8");
  const isSigned = lines.slice(at).some((line) => {
    const [dash, name, bytes, ...more] = line.split(" ");
    if (dash !== "—" || name !== origin || !bytes || more.length > 0) return false;
    const signature = Buffer.from(bytes, "base64");
    return (
      signature.length === 68 &&
      signature.subarray(0, 4).equals(keyId(origin, publicKey)) &&
      verify(null, text, key, signature.subarray(4))
    );
  });
  return isSigned ? head : null;
}
