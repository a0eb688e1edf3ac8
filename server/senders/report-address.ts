import { base32, fromBase32, sameBytes, type Keys } from "../platform/index.ts";

const PREFIX = "berichte+";
const TAG_BYTES = 16;
const LABEL = "domain-reports/v1";

const tagOf = (keys: Keys, plain: Buffer): Buffer => keys.mac(LABEL, plain).subarray(0, TAG_BYTES);

/** The left part of the address that takes an account's DMARC and TLS reports; always the same (SND-14). */
export function reportLocalPart(keys: Keys, accountId: number): string {
  const plain = Buffer.alloc(4);
  plain.writeUInt32BE(accountId);
  return PREFIX + base32(Buffer.concat([tagOf(keys, plain), plain]));
}

/** The account of a report address by its signed left part; null for every other one. Case does not matter. */
export function readReportAddress(keys: Keys, address: string): number | null {
  const at = address.lastIndexOf("@");
  const text = (at === -1 ? address : address.slice(0, at)).toLowerCase();
  if (!text.startsWith(PREFIX)) return null;
  const bytes = fromBase32(text.slice(PREFIX.length));
  if (bytes?.length !== TAG_BYTES + 4) return null;
  const plain = bytes.subarray(TAG_BYTES);
  return sameBytes(bytes.subarray(0, TAG_BYTES), tagOf(keys, plain)) ? plain.readUInt32BE(0) : null;
}

/** Where receivers may send an account's reports; null while this installation takes no mail. */
export const reportAddressOf = (
  keys: Keys,
  accountId: number,
  inboundDomain: string | null | undefined,
): string | null => (inboundDomain ? `${reportLocalPart(keys, accountId)}@${inboundDomain}` : null);
