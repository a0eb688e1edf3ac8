import type { TlsaData } from "dns-packet";
import { isPublicAddress } from "../../platform/index.ts";
import { DnsFailure, type DnsAnswer, type DnsClient } from "./dns-client.ts";
import { TtlCache } from "./ttl-cache.ts";

/** Where mail for a domain goes. */
export type MxRoute =
  /** Servers in the order in which they are to be tried; `isSecure`: proven by DNSSEC. */
  | { kind: "hosts"; hosts: { name: string; preference: number }[]; isSecure: boolean }
  /** The domain takes no mail, for good; worded as a server would. */
  | { kind: "refused"; code: number; enhanced: string; text: string }
  /** The DNS could not be asked. */
  | { kind: "unreachable"; detail: string };

/** A server with its addresses and what it publishes about its certificate (RFC 7672). */
export interface MxHost {
  addresses: string[];
  /** `failed`: there may be records, but they cannot be read: the server must not be used. */
  tlsa: TlsaData[] | "failed";
}

export interface MxResolver {
  route(domain: string): Promise<MxRoute>;
  /** @param isSecure the route to the server is proven by DNSSEC; otherwise TLSA records count nothing */
  host(name: string, isSecure: boolean): Promise<MxHost>;
}

const MOST_ENTRIES = 10_000;
/** Servers and addresses of a server that are tried at most. */
const MOST_HOSTS = 10;
const MOST_ADDRESSES = 4;
const SHORTEST_MS = 30_000;
const LONGEST_MS = 3_600_000;

/**
 * Finds the servers of a domain (RFC 5321, 5.1): MX records by preference, in chance order among equals; the domain
 * itself where there are none; nothing where the only one is "." (RFC 7505).
 *
 * @param options.port of the servers, for the name of the TLSA records
 * @param options.allowPrivate also addresses of this machine and of private networks; for tests
 */
export function createMxResolver(
  dns: DnsClient,
  options: { port: number; allowPrivate: boolean },
): MxResolver {
  const routes = new TtlCache<MxRoute>(MOST_ENTRIES);
  const hosts = new TtlCache<MxHost>(MOST_ENTRIES);

  async function findRoute(domain: string): Promise<{ value: MxRoute; holdsMs: number }> {
    try {
      const answer = await dns.ask(domain, "MX");
      return { value: routeOf(domain, answer), holdsMs: holds(answer.ttl) };
    } catch (error) {
      if (!(error instanceof DnsFailure)) throw error;
      return { value: { kind: "unreachable", detail: error.message }, holdsMs: SHORTEST_MS };
    }
  }

  async function findHost(name: string, isSecure: boolean) {
    const asked = await Promise.allSettled([dns.ask(name, "A"), dns.ask(name, "AAAA")]);
    const answers = asked.flatMap((each) => (each.status === "fulfilled" ? [each.value] : []));
    const addresses = answers
      .flatMap(({ records }) => records.slice(0, MOST_ADDRESSES))
      .flatMap((record) => (record.type === "A" || record.type === "AAAA" ? [record.data] : []))
      .filter((address) => options.allowPrivate || isPublicAddress(address))
      .slice(0, MOST_ADDRESSES);
    // Only a server whose addresses are proven can prove anything about its certificate (RFC 7672, 2.2.2).
    const proven = isSecure && answers.some((each) => each.kind === "found" && each.isSecure);
    const { tlsa, ttl } = proven ? await findTlsa(name) : { tlsa: [], ttl: LONGEST_MS };
    const holdsMs =
      addresses.length === 0 || tlsa === "failed"
        ? SHORTEST_MS
        : holds(Math.min(ttl, ...answers.map((each) => each.ttl)));
    return { value: { addresses, tlsa } satisfies MxHost, holdsMs };
  }

  async function findTlsa(name: string): Promise<{ tlsa: TlsaData[] | "failed"; ttl: number }> {
    try {
      const answer = await dns.ask(`_${options.port}._tcp.${name}`, "TLSA");
      if (!answer.isSecure) return { tlsa: [], ttl: answer.ttl };
      const tlsa = answer.records.flatMap((each) => (each.type === "TLSA" ? [each.data] : []));
      return { tlsa, ttl: answer.ttl };
    } catch (error) {
      if (!(error instanceof DnsFailure)) throw error;
      return { tlsa: "failed", ttl: 0 };
    }
  }

  return {
    async route(domain) {
      const route = await routes.get(domain, () => findRoute(domain));
      return route.kind === "hosts" ? { ...route, hosts: ordered(route.hosts) } : route;
    },
    host: (name, isSecure) => hosts.get(`${isSecure} ${name}`, () => findHost(name, isSecure)),
  };
}

function routeOf(domain: string, answer: DnsAnswer): MxRoute {
  if (answer.kind === "unknown") {
    return { kind: "refused", code: 550, enhanced: "5.1.2", text: "There is no such domain." };
  }
  const named = answer.records
    .flatMap((record) => (record.type === "MX" ? [record.data] : []))
    .map(({ preference = 0, exchange }) => ({ preference, name: exchange.replace(/\.$/, "") }));
  const usable = named.filter(({ name }) => /^[a-z0-9_.-]+$/i.test(name));
  if (answer.kind === "found" && usable.length === 0) {
    const text = "The domain does not accept mail (RFC 7505).";
    return { kind: "refused", code: 556, enhanced: "5.1.10", text };
  }
  const list = usable.length === 0 ? [{ preference: 0, name: domain }] : usable;
  return {
    kind: "hosts",
    hosts: list.map(({ preference, name }) => ({ preference, name: name.toLowerCase() })),
    isSecure: answer.isSecure,
  };
}

/** By preference; among equals chance spreads the load. */
function ordered<Host extends { preference: number }>(hosts: readonly Host[]): Host[] {
  return hosts
    .map((host) => ({ host, chance: Math.random() }))
    .toSorted((a, b) => a.host.preference - b.host.preference || a.chance - b.chance)
    .map(({ host }) => host)
    .slice(0, MOST_HOSTS);
}

/** Seconds of the DNS as milliseconds, within reason. */
function holds(ttl: number): number {
  return Math.min(Math.max(ttl * 1_000, SHORTEST_MS), LONGEST_MS);
}
