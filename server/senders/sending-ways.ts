/** A way out as far as the DNS of a sender has to know it; given by the composition root. */
export interface SendingWay {
  /** `smtp`: a relay; `mx`: directly from here; otherwise a provider's interface. */
  kind: string;
  /** Relay, or the name this server gives itself. */
  host: string | null;
}

/** Mail services whose servers stand in the DNS under a name to include; the first of `includes` is recommended. */
const services: readonly { kind?: string; host: RegExp; includes: readonly string[] }[] = [
  { kind: "ses", host: /(^|\.)amazonaws\.com$/, includes: ["amazonses.com"] },
  { kind: "postmark", host: /(^|\.)postmarkapp\.com$/, includes: ["spf.mtasv.net"] },
  { kind: "mailjet", host: /(^|\.)mailjet\.com$/, includes: ["spf.mailjet.com"] },
  {
    kind: "brevo",
    host: /(^|\.)(brevo|sendinblue)\.com$/,
    includes: ["spf.brevo.com", "spf.sendinblue.com"],
  },
  {
    kind: "scaleway",
    host: /(^|\.)tem\.(scw\.cloud|scaleway\.com)$/,
    includes: ["_spf.tem.scaleway.com", "_spf.tem.scw.cloud"],
  },
  { host: /(^|\.)mailgun\.org$/, includes: ["mailgun.org", "eu.mailgun.org"] },
  { host: /(^|\.)sendgrid\.net$/, includes: ["sendgrid.net"] },
  { host: /(^|\.)(google|gmail)\.com$/, includes: ["_spf.google.com"] },
  { host: /(^|\.)(office365|outlook)\.com$/, includes: ["spf.protection.outlook.com"] },
];

/** What an SPF record needs for a way out. */
export interface SpfNeed {
  /** To be written into the record. */
  term: string;
  /** One of these names has to be reached by includes. */
  includes: readonly string[];
  /** Mail leaves from this host's own addresses, which have to pass. */
  host: string | null;
}

/** What SPF records need for these ways out, each once. A relay of unknown make is trusted to know its addresses. */
export function spfNeeds(ways: readonly SendingWay[]): SpfNeed[] {
  const needs = new Map<string, SpfNeed>();
  for (const { kind, host } of ways) {
    const service = services.find(
      (one) => one.kind === kind || (host !== null && one.host.test(host.toLowerCase())),
    );
    const need: SpfNeed | undefined = service
      ? { term: `include:${service.includes[0]}`, includes: service.includes, host: null }
      : host !== null && !isLocal(host)
        ? { term: `a:${host}`, includes: [], host: kind === "mx" ? host : null }
        : undefined;
    if (need) needs.set(need.term, need);
  }
  return [...needs.values()];
}

const isLocal = (host: string): boolean =>
  /^(localhost|127\.|\[?::1)|\.(invalid|localhost|test)$/.test(host) || !host.includes(".");
