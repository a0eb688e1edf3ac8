import {
  createPrivateKey,
  createPublicKey,
  generateKeyPair,
  hash,
  type KeyObject,
  sign,
} from "node:crypto";
import { promisify } from "node:util";

/**
 * DKIM signatures (RFC 6376, 8301, 8463), canonicalisation relaxed for headers and simple for the
 * body. RSA with 2048 bits is the signature every receiver checks; Ed25519 may stand beside it
 * (SND-01). Node's own cryptography, nothing else.
 */
export type DkimAlgorithm = "rsa-sha256" | "ed25519-sha256";

export type DkimKey = {
  algorithm: DkimAlgorithm;
  /** Signing domain, aligned with the visible From. */
  domain: string;
  selector: string;
  privateKey: KeyObject;
};

/** What is signed: see `RenderedMessage` of content. */
export type Signable = {
  /** Exact bytes of the body. */
  body: Buffer;
  /** `from:to:subject:…` */
  signedNames: string;
  /** These fields in relaxed form, each ended by CRLF, one character a byte. */
  canonicalHeaders: string;
};

/**
 * Signs a message with every key and gives the `DKIM-Signature` lines to stand before its head.
 * RSA is computed in the thread pool, side by side for all messages in work; Ed25519 is quicker
 * here than its way into the pool and back.
 *
 * @param now time of signing (`t=`)
 */
export async function signMessage(
  message: Signable,
  keys: readonly DkimKey[],
  now: Date,
): Promise<string> {
  if (keys.length === 0) return "";
  const bodyHash = hash("sha256", simpleBody(message.body), "base64");
  const time = Math.floor(now.getTime() / 1000);
  const fields = await Promise.all(keys.map((key) => signatureField(message, key, bodyHash, time)));
  return fields.join("");
}

async function signatureField(
  message: Signable,
  key: DkimKey,
  bodyHash: string,
  time: number,
): Promise<string> {
  // From stands once more than it occurs, so that nobody can add a second one (RFC 6376, 8.15).
  const names = foldNames(`${message.signedNames}:from`);
  const value =
    `v=1; a=${key.algorithm}; c=relaxed/simple;\r\n` +
    ` d=${key.domain}; s=${key.selector}; t=${time};\r\n` +
    ` h=${names};\r\n bh=${bodyHash};\r\n b=`;
  // The field signs itself with an empty b= and without a line end (RFC 6376, 3.7).
  const input = Buffer.from(
    `${message.canonicalHeaders}dkim-signature:${value.replaceAll("\r\n ", " ")}`,
    "latin1",
  );
  const signature =
    key.algorithm === "rsa-sha256"
      ? await signRsa(input, key.privateKey)
      : sign(null, hash("sha256", input, "buffer"), key.privateKey);
  return `DKIM-Signature: ${value}${foldBase64(signature.toString("base64"))}\r\n`;
}

function signRsa(input: Buffer, key: KeyObject): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    sign("sha256", input, key, (error, signature) => (error ? reject(error) : resolve(signature)));
  });
}

/** Simple body: empty lines at the end do not count, and an empty body is one CRLF (RFC 6376, 3.4.3). */
function simpleBody(body: Buffer): Buffer {
  let end = body.length;
  while (end >= 4 && body.toString("latin1", end - 4, end) === "\r\n\r\n") end -= 2;
  if (end < 2 || body.toString("latin1", end - 2, end) !== "\r\n") {
    return Buffer.concat([body.subarray(0, end), Buffer.from("\r\n")]);
  }
  return body.subarray(0, end);
}

let lastNames = "";
let lastFolded = "";

/** Header names in lines of at most 76 characters; the same for all mails of a mailing. */
function foldNames(names: string): string {
  if (names === lastNames) return lastFolded;
  let line = " h=";
  let folded = "";
  for (const [index, name] of names.split(":").entries()) {
    const part = index === 0 ? name : `:${name}`;
    if (line.length + part.length > 74) {
      folded += "\r\n ";
      line = " ";
    }
    folded += part;
    line += part;
  }
  [lastNames, lastFolded] = [names, folded];
  return folded;
}

function foldBase64(text: string): string {
  let folded = "";
  for (let at = 0; at < text.length; at += 72) folded += `\r\n ${text.slice(at, at + 72)}`;
  return folded;
}

const generate = promisify(generateKeyPair);

/** Name under which the public key is published, and its TXT value as one text. */
export type DkimRecord = { name: string; value: string };

/** A new key pair: RSA with 2048 bits or Ed25519. The private key comes as PKCS#8 PEM, to be stored sealed. */
export async function generateDkimKey(
  algorithm: DkimAlgorithm,
): Promise<{ privateKeyPem: string }> {
  const { privateKey } =
    algorithm === "rsa-sha256"
      ? await generate("rsa", { modulusLength: 2048 })
      : await generate("ed25519");
  return { privateKeyPem: privateKey.export({ type: "pkcs8", format: "pem" }).toString() };
}

/** A stored private key, as PEM text or PKCS#8 bytes, ready for signing. */
export function privateKeyOf(stored: string | Buffer): KeyObject {
  return typeof stored === "string"
    ? createPrivateKey(stored)
    : createPrivateKey({ key: stored, format: "der", type: "pkcs8" });
}

/**
 * Reads a stored private key for signing.
 *
 * @throws RangeError when the key is of another kind than `algorithm`, or RSA below 1024 bits (RFC 8301)
 */
export function openDkimKey(stored: {
  algorithm: DkimAlgorithm;
  domain: string;
  selector: string;
  privateKeyPem: string;
}): DkimKey {
  const { algorithm, domain, selector } = stored;
  const privateKey = privateKeyOf(stored.privateKeyPem);
  const expected = algorithm === "rsa-sha256" ? "rsa" : "ed25519";
  if (privateKey.asymmetricKeyType !== expected)
    throw new RangeError(`a key for ${algorithm} is ${expected}`);
  const bits = privateKey.asymmetricKeyDetails?.modulusLength;
  if (bits !== undefined && bits < 1024) throw new RangeError("an RSA key of less than 1024 bits");
  for (const name of [domain, selector]) {
    if (!/^[a-z0-9-]+(\.[a-z0-9-]+)*$/.test(name)) throw new RangeError("DKIM domain or selector");
  }
  return { algorithm, domain, selector, privateKey };
}

/** The DNS record of a key, for the person who publishes it (RFC 6376, 3.6.1; RFC 8463, 4). */
export function dkimRecord(key: DkimKey): DkimRecord {
  const spki = createPublicKey(key.privateKey).export({ type: "spki", format: "der" });
  // Ed25519 is published as the bare 32 bytes of the key, RSA as SubjectPublicKeyInfo.
  const [kind, bytes] =
    key.algorithm === "rsa-sha256" ? ["rsa", spki] : ["ed25519", spki.subarray(-32)];
  return {
    name: `${key.selector}._domainkey.${key.domain}`,
    value: `v=DKIM1; k=${kind}; p=${bytes.toString("base64")}`,
  };
}

/** A TXT value as quoted strings of at most 255 characters, as zone files want it (RFC 1035, 3.3.14). */
export function quotedTxt(value: string): string {
  return (value.match(/.{1,255}/g) ?? []).map((part) => `"${part}"`).join(" ");
}

/** A selector that says when the key was made: `kp202611r`, `kp202611e`. */
export function dkimSelector(algorithm: DkimAlgorithm, created: Date): string {
  const month = created.toISOString().slice(0, 7).replace("-", "");
  return `kp${month}${algorithm === "rsa-sha256" ? "r" : "e"}`;
}
