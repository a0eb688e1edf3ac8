import { X509Certificate, createHash } from "node:crypto";
import type { DetailedPeerCertificate, TLSSocket } from "node:tls";
import type { TlsaData } from "dns-packet";
import type { Clock } from "../../platform/index.ts";

/** The records that count for mail: DANE-EE and DANE-TA with parameters we know (RFC 7672, 3.1). */
export function usableTlsa(records: readonly TlsaData[]): TlsaData[] {
  return records.filter(
    ({ usage, selector, matchingType }) =>
      (usage === 2 || usage === 3) && selector <= 1 && matchingType <= 2,
  );
}

const LONGEST_CHAIN = 10;

/**
 * Judges a server's certificate by its TLSA records (RFC 7672, 3.1): DANE-EE by the key alone, whatever the
 * certificate says of names and dates; DANE-TA by a valid chain up to the anchor and one of the names.
 *
 * @param names the server's name and the domain mail is for
 * @returns a check that says what is wrong, or nothing
 */
export function daneCheck(
  records: readonly TlsaData[],
  names: readonly string[],
  clock: Clock,
): (socket: TLSSocket) => string | undefined {
  return (socket) => {
    const chain = chainOf(socket);
    const [leaf] = chain;
    if (!leaf) return "tlsa: no certificate";
    if (records.some((each) => each.usage === 3 && matches(leaf, each))) return undefined;
    const anchor = chain.findIndex((certificate) =>
      records.some((each) => each.usage === 2 && matches(certificate, each)),
    );
    if (anchor < 0) return "tlsa: no record matches";
    const path = chain.slice(0, anchor + 1);
    const now = clock.now();
    const holds = path.every(
      (each, at) =>
        each.validFromDate <= now && now <= each.validToDate && isIssued(each, path[at + 1]),
    );
    if (!holds) return "tlsa: the chain to the anchor does not hold";
    return names.some((name) => leaf.checkHost(name) !== undefined)
      ? undefined
      : "tlsa: the certificate is for another name";
  };
}

function isIssued(certificate: X509Certificate, issuer: X509Certificate | undefined): boolean {
  if (!issuer) return true;
  return issuer.ca && certificate.checkIssued(issuer) && certificate.verify(issuer.publicKey);
}

function matches(certificate: X509Certificate, record: TlsaData): boolean {
  const bytes =
    record.selector === 0
      ? certificate.raw
      : certificate.publicKey.export({ type: "spki", format: "der" });
  if (record.matchingType === 0) return bytes.equals(record.certificate);
  const hash = record.matchingType === 1 ? "sha256" : "sha512";
  return createHash(hash).update(bytes).digest().equals(record.certificate);
}

function chainOf(socket: TLSSocket): X509Certificate[] {
  const chain: X509Certificate[] = [];
  let next: DetailedPeerCertificate | undefined = socket.getPeerCertificate(true);
  while (next?.raw && chain.length < LONGEST_CHAIN) {
    chain.push(new X509Certificate(next.raw));
    // The root names itself as its issuer.
    next = next.issuerCertificate === next ? undefined : next.issuerCertificate;
  }
  return chain;
}
