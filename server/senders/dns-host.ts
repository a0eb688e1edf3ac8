import type { DnsHost } from "../../contract/domains.ts";
import type { LookUp } from "../platform/index.ts";

/** How the name servers of these hosts are called. */
const nameServers: Readonly<Record<DnsHost, RegExp>> = {
  ionos: /\.ui-dns\.(com|de|org|biz)$/,
  strato: /\.(rzone|strato)\.de$/,
  hetzner: /\.(ns\.hetzner\.(com|de)|first-ns\.de|second-ns\.(com|de))$/,
  cloudflare: /\.ns\.cloudflare\.com$/,
  inwx: /(^|\.)inwx\.(de|com|eu|net|org)$/,
  netcup: /\.(dns\.)?netcup\.net$/,
  route53: /(^|\.)awsdns-\d+\.(com|net|org|co\.uk)$/,
};

/** The host that these name servers belong to; null for all others. Pure. */
export function dnsHostOf(servers: readonly string[]): DnsHost | null {
  const names = servers.map((name) => name.toLowerCase().replace(/\.$/, ""));
  const found = (Object.keys(nameServers) as DnsHost[]).find((host) =>
    names.some((name) => nameServers[host].test(name)),
  );
  return found ?? null;
}

/** Where the zone begins that a domain lies in, and whose name servers keep it; null when nobody could be asked. */
export async function findZone(
  domain: string,
  lookUp: LookUp | undefined,
): Promise<{ zone: string; host: DnsHost | null } | null> {
  if (!lookUp?.resolve) return null;
  const labels = domain.split(".");
  for (let at = 0; at < labels.length - 1; at++) {
    const zone = labels.slice(at).join(".");
    try {
      const servers = await lookUp.resolve(zone, "NS");
      if (servers.length > 0) return { zone, host: dnsHostOf(servers.map(String)) };
    } catch (error) {
      if (!["ENOTFOUND", "ENODATA"].includes((error as { code?: string }).code ?? "")) return null;
    }
  }
  return null;
}
