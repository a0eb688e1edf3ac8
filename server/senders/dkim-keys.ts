import { createPublicKey, generateKeyPair, randomBytes } from "node:crypto";
import { promisify } from "node:util";
import type { Keys, Tx } from "../platform/index.ts";
import {
  insertDkimKey,
  listActiveKeys,
  listDkimKeys,
  type DkimRow,
  type KeyStream,
} from "./dkim-keys.store.ts";

const generate = promisify(generateKeyPair);
const label = (domain: string): string => `dkim/${domain}`;

/** A private key ready for signing. */
export interface SigningKey {
  algorithm: "rsa" | "ed25519";
  /** d= of the signature, aligned with the sender's domain. */
  domain: string;
  selector: string;
  /** PKCS#8 as PEM. */
  privateKey: string;
}

/**
 * Makes a key pair and stores it sealed: RSA with 2048 bits, which every receiver checks, or Ed25519 to stand beside
 * it (SND-01, RFC 8301, RFC 8463). The selector is random, so that several accounts can use one domain.
 */
export async function makeDkimKey(
  tx: Tx,
  keys: Keys,
  accountId: number,
  wanted: Pick<DkimRow, "domain" | "signingDomain" | "algorithm" | "stream" | "state">,
  now: Date,
): Promise<DkimRow> {
  const { privateKey, publicKey } =
    wanted.algorithm === "rsa"
      ? await generate("rsa", { modulusLength: 2048 })
      : await generate("ed25519");
  const pem = privateKey.export({ type: "pkcs8", format: "pem" }).toString();
  return insertDkimKey(
    tx,
    accountId,
    {
      ...wanted,
      selector: `kp${randomBytes(5).toString("hex")}`,
      privateKeySealed: keys.seal(label(wanted.domain), Buffer.from(pem)),
      publicKey: publicKey.export({ type: "spki", format: "der" }).toString("base64"),
    },
    now,
  );
}

/** Makes sure that a domain has a signing key. The first one signs at once: nothing leaves before it is published. */
export async function ensureDkimKey(
  tx: Tx,
  keys: Keys,
  accountId: number,
  domain: string,
  now: Date,
): Promise<void> {
  if ((await listDkimKeys(tx, domain)).some((key) => key.state === "active")) return;
  await makeDkimKey(
    tx,
    keys,
    accountId,
    { domain, signingDomain: domain, algorithm: "rsa", stream: null, state: "active" },
    now,
  );
}

/**
 * The keys with which mail of this domain is signed now. A stream with keys of its own uses those, every other one
 * the domain's common keys (SND-18). Empty when the account has none for it.
 */
export async function signingKeys(
  tx: Tx,
  keys: Keys,
  domain: string,
  stream?: KeyStream,
): Promise<SigningKey[]> {
  return chooseKeys(await listActiveKeys(tx, domain), stream).map((key) => ({
    algorithm: key.algorithm,
    domain: key.signingDomain,
    selector: key.selector,
    privateKey: keys.open(label(key.domain), key.privateKeySealed).toString(),
  }));
}

/**
 * The keys among these that sign a stream. A stream's own keys count once an RSA key is among them, because not every
 * receiver verifies Ed25519 (RFC 8463, 1). Pure.
 */
export function chooseKeys<Key extends Pick<DkimRow, "stream" | "algorithm">>(
  keys: readonly Key[],
  stream: KeyStream | undefined,
): Key[] {
  const own = keys.filter((key) => stream !== undefined && key.stream === stream);
  return own.some((key) => key.algorithm === "rsa")
    ? own
    : keys.filter((key) => key.stream === null);
}

/**
 * The TXT record that publishes a key (RFC 6376, 3.6.1; RFC 8463, 4: Ed25519 as its bare 32 bytes). A withdrawn key
 * has an empty `p=`.
 */
export function dkimRecord(
  key: Pick<DkimRow, "signingDomain" | "selector" | "algorithm" | "publicKey"> & {
    state?: DkimRow["state"];
  },
): { name: string; value: string } {
  return {
    name: `${key.selector}._domainkey.${key.signingDomain}`,
    value: `v=DKIM1; k=${key.algorithm}; p=${key.state === "revoked" ? "" : publishedKey(key)}`,
  };
}

/** The key as it stands in `p=`. */
export function publishedKey(key: Pick<DkimRow, "algorithm" | "publicKey">): string {
  if (key.algorithm === "rsa") return key.publicKey;
  const spki = Buffer.from(key.publicKey, "base64");
  return createPublicKey({ key: spki, format: "der", type: "spki" })
    .export({ type: "spki", format: "der" })
    .subarray(-32)
    .toString("base64");
}
