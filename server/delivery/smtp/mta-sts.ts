import { getPolicy, validateMx } from "mailauth/lib/mta-sts.js";
import { isPublicAddress } from "../../platform/index.ts";
import type { DnsClient } from "./dns-client.ts";
import { TtlCache } from "./ttl-cache.ts";

/** Which servers of a domain may take its mail, where it enforces MTA-STS. */
export interface StsPolicies {
  /** Null: the domain publishes no policy that is to be enforced. */
  enforcedOf(domain: string): Promise<((mxHost: string) => boolean) | null>;
}

type Policy = Awaited<ReturnType<typeof getPolicy>>["policy"];

/** The TXT record is looked at again after this time; a policy holds for as long as it says itself. */
const RECHECK_MS = 3_600_000;
const TIMEOUT_MS = 10_000;
const MOST_DOMAINS = 5_000;

/**
 * Policies of RFC 8461, by DNS and https. A domain whose policy cannot be read is treated as without one, unless an
 * earlier policy still holds (5.1 there).
 *
 * @param load mailauth's `getPolicy`; a test gives what a web server would say
 */
export function createStsPolicies(dns: DnsClient, load: typeof getPolicy = getPolicy): StsPolicies {
  const cache = new TtlCache<((mxHost: string) => boolean) | null>(MOST_DOMAINS);
  const known = new Map<string, Policy>();
  const resolver = (name: string, type: string) => resolve(dns, name, type);
  return {
    enforcedOf: (domain) =>
      cache.get(domain, async () => {
        const { policy } = await load(domain, known.get(domain) ?? null, {
          // mailauth's types know one form of answer; its code takes what Node's resolver gives.
          resolver: resolver as never,
          timeout: TIMEOUT_MS,
        });
        known.delete(domain);
        if (policy.id) known.set(domain, policy);
        if (known.size > MOST_DOMAINS) known.delete(known.keys().next().value!);
        const value =
          policy.mode === "enforce" ? (host: string) => validateMx(host, policy).valid : null;
        return { value, holdsMs: RECHECK_MS };
      }),
  };
}

/** Answers as Node's resolver does; addresses of the open internet only, because a policy is fetched from there. */
async function resolve(dns: DnsClient, name: string, type: string): Promise<unknown[]> {
  if (type !== "TXT" && type !== "A" && type !== "AAAA")
    throw new Error(`no questions for ${type}`);
  const { kind, records } = await dns.ask(name, type);
  if (kind !== "found") {
    const code = kind === "unknown" ? "ENOTFOUND" : "ENODATA";
    throw Object.assign(new Error(code), { code });
  }
  return records.flatMap((record): unknown[] => {
    if (record.type === "TXT") {
      const parts = Array.isArray(record.data) ? record.data : [record.data];
      return [parts.map((part) => part.toString())];
    }
    if (record.type !== "A" && record.type !== "AAAA") return [];
    return isPublicAddress(record.data) ? [record.data] : [];
  });
}
