/** How a connection was secured, or why it was not; failures in the words of RFC 8460, 4.3. */
export type TlsResult =
  | "encrypted"
  | "clear"
  | "starttls-not-supported"
  | "certificate-host-mismatch"
  | "certificate-expired"
  | "certificate-not-trusted"
  | "tlsa-invalid"
  | "dnssec-invalid"
  | "sts-webpki-invalid"
  | "validation-failure";

export type TlsReport = (result: TlsResult) => void;

/** What demanded the encryption: DANE, MTA-STS, our own setting, or nobody. */
export type TlsPolicyType = "tlsa" | "sts" | "own" | "none";

export interface TlsCount {
  /** Receiving domain, or host name of a relay. */
  domain: string;
  policy: TlsPolicyType;
  results: Partial<Record<TlsResult, number>>;
}

export interface TlsOutcomes {
  count(domain: string, policy: TlsPolicyType, result: TlsResult): void;
  /** Since the start, most recently used domains last. */
  snapshot(): TlsCount[];
}

const MOST_DOMAINS = 2_000;

/** Counters in memory of how connections were secured, for the domains used last (SND-04; as RFC 8460 counts). */
export function createTlsOutcomes(): TlsOutcomes {
  const counts = new Map<string, TlsCount>();
  return {
    count(domain, policy, result) {
      const key = `${policy} ${domain}`;
      const entry = counts.get(key) ?? { domain, policy, results: {} };
      entry.results[result] = (entry.results[result] ?? 0) + 1;
      counts.delete(key);
      counts.set(key, entry);
      if (counts.size > MOST_DOMAINS) counts.delete(counts.keys().next().value!);
    },
    snapshot: () => [...counts.values()].map((each) => ({ ...each, results: { ...each.results } })),
  };
}

/** The failure that a text of the connection stands for; undefined when it is not about TLS. */
export function tlsFailureOf(stage: string, detail: string): TlsResult | undefined {
  if (stage !== "TLS" && stage !== "STARTTLS" && !detail.includes("tls_failed")) return undefined;
  if (stage === "STARTTLS") return "starttls-not-supported";
  if (/altname/i.test(detail)) return "certificate-host-mismatch";
  if (/CERT_HAS_EXPIRED|CERT_NOT_YET_VALID/.test(detail)) return "certificate-expired";
  if (/SELF_SIGNED|UNABLE_TO|UNTRUSTED|CERT_/.test(detail)) return "certificate-not-trusted";
  if (/tlsa/.test(detail)) return "tlsa-invalid";
  return "validation-failure";
}
