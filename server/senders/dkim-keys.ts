import { generateKeyPair, randomBytes } from "node:crypto";
import { promisify } from "node:util";
import type { Keys, Tx } from "../platform/index.ts";
import { insertDkimKey, listDkimKeys, type DkimRow } from "./senders.store.ts";

const generate = promisify(generateKeyPair);
const label = (domain: string): string => `dkim/${domain}`;

/** A private key ready for signing. */
export interface SigningKey {
  algorithm: "rsa" | "ed25519";
  domain: string;
  selector: string;
  /** PKCS#8 as PEM. */
  privateKey: string;
}

/**
 * Makes sure that a domain has a signing key: RSA with 2048 bits, which every receiver checks (SND-01, RFC 8301).
 * The selector is random, so that several accounts can use one domain. Stored sealed.
 */
export async function ensureDkimKey(
  tx: Tx,
  keys: Keys,
  accountId: number,
  domain: string,
  now: Date,
): Promise<void> {
  if ((await listDkimKeys(tx, domain)).length > 0) return;
  const { privateKey, publicKey } = await generate("rsa", { modulusLength: 2048 });
  const pem = privateKey.export({ type: "pkcs8", format: "pem" }).toString();
  await insertDkimKey(
    tx,
    accountId,
    {
      domain,
      selector: `kp${randomBytes(5).toString("hex")}`,
      algorithm: "rsa",
      privateKeySealed: keys.seal(label(domain), Buffer.from(pem)),
      publicKey: publicKey.export({ type: "spki", format: "der" }).toString("base64"),
    },
    now,
  );
}

/** The keys with which mail of this domain is signed now. Empty when the account has none for it. */
export async function signingKeys(tx: Tx, keys: Keys, domain: string): Promise<SigningKey[]> {
  return (await listDkimKeys(tx, domain)).map((key) => ({
    algorithm: key.algorithm,
    domain: key.domain,
    selector: key.selector,
    privateKey: keys.open(label(domain), key.privateKeySealed).toString(),
  }));
}

/** The TXT record that publishes a key (RFC 6376, 3.6.1). */
export function dkimRecord(key: Pick<DkimRow, "domain" | "selector" | "algorithm" | "publicKey">): {
  name: string;
  value: string;
} {
  return {
    name: `${key.selector}._domainkey.${key.domain}`,
    value: `v=DKIM1; k=${key.algorithm}; p=${key.publicKey}`,
  };
}
