import type { Clock } from "../../platform/index.ts";
import { createDnsClient, type DnsOptions } from "./dns-client.ts";
import { createStsPolicies, type StsPolicies } from "./mta-sts.ts";
import { createMxResolver, type MxHost, type MxResolver, type MxRoute } from "./mx-resolver.ts";
import { type MxSecurity, securityOf } from "./mx-security.ts";
import type { Relay } from "./relay.ts";
import type { TlsOutcomes, TlsPolicyType } from "./tls-outcomes.ts";

/** Where and how one server of a domain is reached. */
export interface MxWay {
  host: string;
  policy: TlsPolicyType;
  /** One for each of its addresses. */
  relays: Relay[];
}

export interface MxRouterOptions {
  clock: Clock;
  dns?: DnsOptions | undefined;
  /** `required`: no mail in clear text, certificates checked, wherever mail goes. */
  tls?: "opportunistic" | "required" | undefined;
  port?: number | undefined;
  allowPrivate?: boolean | undefined;
  trustedCertificates?: string | undefined;
  outcomes?: TlsOutcomes | undefined;
  /** What domains demand by MTA-STS; by default as they publish it. */
  sts?: StsPolicies | undefined;
}

/** Finds the ways to a domain: the servers in their order, each with what secures it. */
export function createMxRouter(options: MxRouterOptions) {
  const port = options.port ?? 25;
  const dns = createDnsClient(options.dns);
  const resolver: MxResolver = createMxResolver(dns, {
    port,
    allowPrivate: options.allowPrivate === true,
  });
  const sts = options.sts ?? createStsPolicies(dns);

  /** @returns the way, or why the server cannot be used */
  function wayOf(
    domain: string,
    host: string,
    found: MxHost,
    allows: ((host: string) => boolean) | null,
  ): MxWay | string {
    if (found.addresses.length === 0) return "no address";
    const { clock } = options;
    const required = options.tls === "required";
    const security: MxSecurity = securityOf({
      domain,
      host,
      tlsa: found.tlsa,
      allows,
      required,
      clock,
    });
    if (!security.ok) {
      options.outcomes?.count(domain, security.policy, security.result);
      return security.detail;
    }
    const { trustedCertificates } = options;
    const relays = found.addresses.map((address) => ({
      ...security.relay,
      host,
      address,
      port,
      trustedCertificates,
    }));
    return { host, policy: security.policy, relays };
  }

  return {
    route: (domain: string): Promise<MxRoute> => resolver.route(domain),
    /** @returns the way to one server of the route, or why it cannot be used */
    async way(domain: string, host: string, isSecure: boolean): Promise<MxWay | string> {
      const [found, allows] = await Promise.all([
        resolver.host(host, isSecure),
        sts.enforcedOf(domain),
      ]);
      return wayOf(domain, host, found, allows);
    },
  };
}
