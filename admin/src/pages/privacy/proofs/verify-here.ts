/** First bytes of every commitment, as server/consent computes it: the leaf prefix of RFC 9162 and our domain. */
const DOMAIN = "klarpost/ledger/v1";

/**
 * SHA-256(0x00 ‖ domain ‖ salt ‖ canonical) computed in this browser, hexadecimal. Undefined where browsers offer
 * no cryptography (plain http outside localhost).
 */
export async function computeCommitment(
  salt: string,
  canonical: string,
): Promise<string | undefined> {
  const subtle = globalThis.crypto?.subtle;
  if (!subtle) return undefined;
  const text = new TextEncoder();
  const bytes = Uint8Array.from(salt.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
  const parts = [Uint8Array.of(0), text.encode(DOMAIN), bytes, text.encode(canonical)];
  const all = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  const hash = new Uint8Array(await subtle.digest("SHA-256", all));
  return Array.from(hash, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
