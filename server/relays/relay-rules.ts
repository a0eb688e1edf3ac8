import type { FieldError, OutsideGuard } from "../platform/index.ts";
import { OutsideRefused, parseMailDomain } from "../platform/index.ts";
import type { RelayCredentials, RelayKind, SendingRelay } from "./relay.ts";

/** Everything somebody sets of a way out, complete. */
export type RelaySettings = Omit<SendingRelay, "id" | "publicId" | "version"> & {
  enabled: boolean;
  outsideEu: boolean;
};

/** Ways that speak HTTP with a provider. */
export const API_KINDS: ReadonlySet<RelayKind> = new Set([
  "ses",
  "postmark",
  "mailjet",
  "brevo",
  "scaleway",
]);

/** What nobody has to say. */
export function defaultsOf(kind: RelayKind): Omit<RelaySettings, "kind" | "name"> {
  return {
    enabled: true,
    host: null,
    port: kind === "smtp" ? 587 : null,
    baseUrl: null,
    region: kind === "ses" ? "eu-central-1" : kind === "scaleway" ? "fr-par" : null,
    channel: null,
    tls: kind === "mx" ? "opportunistic" : "required",
    credentials: { kind: "none" },
    proxyUrl: null,
    heloName: null,
    streams: ["marketing", "opt_in", "transactional"],
    priority: 1,
    weight: 10,
    connections: 4,
    perSecond: null,
    outsideEu: false,
  };
}

/** Rules between the fields; each broken one with a sentence. Empty: all is well. Pure but for the guard's own check. */
export function problemsOf(relay: RelaySettings, guard: OutsideGuard): FieldError[] {
  const found: FieldError[] = [];
  const say = (path: string, message: string) => found.push({ path, message });
  if (API_KINDS.has(relay.kind)) checkApi(relay, guard, say);
  else checkSmtp(relay, guard, say);
  const allowed: RelayCredentials["kind"][] = API_KINDS.has(relay.kind)
    ? ["api"]
    : relay.kind === "smtp"
      ? ["none", "password", "oauth2"]
      : ["none"];
  if (!allowed.includes(relay.credentials.kind))
    say("credentials", `This kind takes credentials of kind ${allowed.join(" or ")}.`);
  return found;
}

type Say = (path: string, message: string) => void;

function checkSmtp(relay: RelaySettings, guard: OutsideGuard, say: Say): void {
  if (relay.baseUrl !== null) say("baseUrl", "Only providers' interfaces have a base address.");
  if (relay.region !== null) say("region", "Only Amazon SES and Scaleway have regions.");
  if (relay.channel !== null) say("channel", "Only providers' interfaces have one.");
  if (relay.heloName !== null && parseMailDomain(relay.heloName) === undefined)
    say("heloName", "This is no host name such as mail.example.com.");
  if (relay.proxyUrl !== null) checkProxy(relay.proxyUrl, guard, say);
  if (relay.kind === "mx") {
    if (relay.host !== null) say("host", "Direct delivery finds its hosts in the DNS.");
    if (relay.tls === "implicit" || relay.tls === "none")
      say("tls", "Between mail servers TLS is opportunistic or required.");
    return;
  }
  const host = relay.host ?? "";
  if (!isHost(host)) return say("host", "This is no host such as smtp.example.com.");
  if (relay.port === null) return say("port", "The port is missing.");
  const own = isOwnHost(guard, host, relay.port, say, "host");
  if (relay.tls === "none" && own === false)
    say("tls", "Clear text goes only to hosts of the own network (SND-04).");
  if (relay.credentials.kind === "oauth2") {
    const url = URL.parse(relay.credentials.tokenUrl);
    if (url === null || url.username !== "")
      return say("credentials", "The token address is no URL.");
    const tokenOwn = isOwnHost(guard, url.hostname, portOf(url), say, "credentials");
    if (url.protocol !== "https:" && !(url.protocol === "http:" && tokenOwn))
      say("credentials", "The token address begins with https://.");
  }
}

function checkProxy(text: string, guard: OutsideGuard, say: Say): void {
  const url = URL.parse(text);
  if (url === null || !["socks5:", "http:"].includes(url.protocol) || url.hostname === "")
    return say("proxyUrl", "A proxy is socks5://host:port or http://host:port.");
  if (url.port === "" && url.protocol === "socks5:")
    return say("proxyUrl", "The proxy's port is missing.");
  isOwnHost(guard, url.hostname, portOf(url), say, "proxyUrl");
}

function checkApi(relay: RelaySettings, guard: OutsideGuard, say: Say): void {
  const { kind, region, credentials } = relay;
  if (relay.host !== null || relay.port !== null) say("host", "This kind has no host of its own.");
  if (relay.proxyUrl !== null) say("proxyUrl", "Providers' interfaces are called directly.");
  if (relay.heloName !== null) say("heloName", "Providers' interfaces know no EHLO.");
  if (relay.tls !== "required") say("tls", "Providers' interfaces are always encrypted.");
  const regions = kind === "ses" ? /^[a-z]{2}(?:-[a-z]+)+-\d$/ : /^(?:fr-par|nl-ams|pl-waw)$/;
  const hasRegion = kind === "ses" || kind === "scaleway";
  if (hasRegion && !regions.test(region ?? "")) say("region", "The provider has no such region.");
  if (!hasRegion && region !== null) say("region", "This provider has no regions.");
  if (relay.channel !== null && !/^[A-Za-z0-9._-]{1,100}$/.test(relay.channel))
    say("channel", "Letters, digits, dot, dash and underscore.");
  if (kind === "scaleway" && relay.channel === null) say("channel", "The project is missing.");
  if (
    (kind === "ses" || kind === "mailjet") &&
    credentials.kind === "api" &&
    credentials.key === ""
  )
    say("credentials", "The key's public half is missing.");
  if (relay.baseUrl === null) return;
  const url = URL.parse(relay.baseUrl);
  const own =
    url !== null && isOwnHost(guard, url.hostname, portOf(url), () => undefined, "baseUrl");
  if (url === null || own !== true || !/^https?:$/.test(url.protocol) || url.username !== "")
    say("baseUrl", "Another address than the provider's must name a host in PRIVATE_HOSTS.");
}

/** True for a host that the installation names as its own; undefined where it is refused. */
function isOwnHost(
  guard: OutsideGuard,
  host: string,
  port: number,
  say: Say,
  path: string,
): boolean | undefined {
  try {
    return guard(host, port) === undefined;
  } catch (error) {
    if (!(error instanceof OutsideRefused)) throw error;
    say(path, `${host} lies in the own network. The installation must name it in PRIVATE_HOSTS.`);
    return undefined;
  }
}

/** A host name or an address; a name need not be a domain of several labels. */
function isHost(text: string): boolean {
  if (text.length > 253) return false;
  const label = "[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?";
  return new RegExp(`^${label}(?:\\.${label})*$`).test(text) || /^[0-9A-Fa-f:]{2,45}$/.test(text);
}

/** The port of an address, also where it is the usual one. */
export function portOf(url: URL): number {
  if (url.port !== "") return Number(url.port);
  return url.protocol === "https:" ? 443 : url.protocol === "http:" ? 80 : 1080;
}
