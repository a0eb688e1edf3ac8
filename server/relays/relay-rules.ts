import type { Locale, OutsideGuard } from "../platform/index.ts";
import { OutsideRefused, parseMailDomain } from "../platform/index.ts";
import type { RelayCredentials, RelayKind, SendingRelay } from "./relay.ts";

/** Everything somebody sets of a way out, complete. */
export type RelaySettings = Omit<SendingRelay, "id" | "publicId" | "version"> & {
  enabled: boolean;
  outsideEu: boolean;
};

/** A broken rule between fields, in both languages. */
export interface RelayProblem {
  path: string;
  message: Record<Locale, string>;
}

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
export function problemsOf(relay: RelaySettings, guard: OutsideGuard): RelayProblem[] {
  const found: RelayProblem[] = [];
  const say: Say = (path, de, en) => void found.push({ path, message: { de, en } });
  if (API_KINDS.has(relay.kind)) checkApi(relay, guard, say);
  else checkSmtp(relay, guard, say);
  const allowed: RelayCredentials["kind"][] = API_KINDS.has(relay.kind)
    ? ["api"]
    : relay.kind === "smtp"
      ? ["none", "password", "oauth2"]
      : ["none"];
  if (!allowed.includes(relay.credentials.kind))
    say(
      "credentials",
      "Diese Zugangsdaten passen nicht zu dieser Art.",
      `This kind takes credentials of kind ${allowed.join(" or ")}.`,
    );
  return found;
}

type Say = (path: string, de: string, en: string) => void;

function checkSmtp(relay: RelaySettings, guard: OutsideGuard, say: Say): void {
  if (relay.baseUrl !== null)
    say(
      "baseUrl",
      "Nur Schnittstellen von Anbietern haben eine Basisadresse.",
      "Only providers' interfaces have a base address.",
    );
  if (relay.region !== null)
    say(
      "region",
      "Regionen gibt es nur bei Amazon SES und Scaleway.",
      "Only Amazon SES and Scaleway have regions.",
    );
  if (relay.channel !== null)
    say(
      "channel",
      "Das gibt es nur bei Schnittstellen von Anbietern.",
      "Only providers' interfaces have one.",
    );
  if (relay.heloName !== null && parseMailDomain(relay.heloName) === undefined)
    say(
      "heloName",
      "Das ist kein Rechnername wie mail.example.com.",
      "This is no host name such as mail.example.com.",
    );
  if (relay.proxyUrl !== null) checkProxy(relay.proxyUrl, guard, say);
  if (relay.kind === "mx") {
    if (relay.host !== null)
      say(
        "host",
        "Beim direkten Versand stehen die Server im DNS.",
        "Direct delivery finds its hosts in the DNS.",
      );
    if (relay.tls === "implicit" || relay.tls === "none")
      say(
        "tls",
        "Zwischen Mailservern ist TLS erwünscht oder Pflicht.",
        "Between mail servers TLS is opportunistic or required.",
      );
    return;
  }
  const host = relay.host ?? "";
  if (!isHost(host))
    return say(
      "host",
      "Das ist kein Server wie smtp.example.com.",
      "This is no host such as smtp.example.com.",
    );
  if (relay.port === null) return say("port", "Der Port fehlt.", "The port is missing.");
  const own = isOwnHost(guard, host, relay.port, say, "host");
  if (relay.tls === "none" && own === false)
    say(
      "tls",
      "Unverschlüsselt geht es nur zu Servern im eigenen Netz (SND-04).",
      "Clear text goes only to hosts of the own network (SND-04).",
    );
  if (relay.credentials.kind === "oauth2") {
    const url = URL.parse(relay.credentials.tokenUrl);
    if (url === null || url.username !== "")
      return say("credentials", "Die Token-Adresse ist keine URL.", "The token address is no URL.");
    const tokenOwn = isOwnHost(guard, url.hostname, portOf(url), say, "credentials");
    if (url.protocol !== "https:" && !(url.protocol === "http:" && tokenOwn))
      say(
        "credentials",
        "Die Token-Adresse beginnt mit https://.",
        "The token address begins with https://.",
      );
  }
}

function checkProxy(text: string, guard: OutsideGuard, say: Say): void {
  const url = URL.parse(text);
  if (url === null || !["socks5:", "http:"].includes(url.protocol) || url.hostname === "")
    return say(
      "proxyUrl",
      "Ein Proxy ist socks5://host:port oder http://host:port.",
      "A proxy is socks5://host:port or http://host:port.",
    );
  if (url.port === "" && url.protocol === "socks5:")
    return say("proxyUrl", "Der Port des Proxys fehlt.", "The proxy's port is missing.");
  isOwnHost(guard, url.hostname, portOf(url), say, "proxyUrl");
}

function checkApi(relay: RelaySettings, guard: OutsideGuard, say: Say): void {
  const { kind, region, credentials } = relay;
  if (relay.host !== null || relay.port !== null)
    say("host", "Diese Art hat keinen eigenen Server.", "This kind has no host of its own.");
  if (relay.proxyUrl !== null)
    say(
      "proxyUrl",
      "Schnittstellen von Anbietern werden direkt aufgerufen.",
      "Providers' interfaces are called directly.",
    );
  if (relay.heloName !== null)
    say(
      "heloName",
      "Schnittstellen von Anbietern kennen kein EHLO.",
      "Providers' interfaces know no EHLO.",
    );
  if (relay.tls !== "required")
    say(
      "tls",
      "Schnittstellen von Anbietern sind immer verschlüsselt.",
      "Providers' interfaces are always encrypted.",
    );
  const regions = kind === "ses" ? /^[a-z]{2}(?:-[a-z]+)+-\d$/ : /^(?:fr-par|nl-ams|pl-waw)$/;
  const hasRegion = kind === "ses" || kind === "scaleway";
  if (hasRegion && !regions.test(region ?? ""))
    say("region", "Diese Region hat der Anbieter nicht.", "The provider has no such region.");
  if (!hasRegion && region !== null)
    say("region", "Dieser Anbieter hat keine Regionen.", "This provider has no regions.");
  if (relay.channel !== null && !/^[A-Za-z0-9._-]{1,100}$/.test(relay.channel))
    say(
      "channel",
      "Erlaubt sind Buchstaben, Ziffern, Punkt, Bindestrich und Unterstrich.",
      "Letters, digits, dot, dash and underscore.",
    );
  if (kind === "scaleway" && relay.channel === null)
    say("channel", "Die Projekt-ID fehlt.", "The project is missing.");
  if (
    (kind === "ses" || kind === "mailjet") &&
    credentials.kind === "api" &&
    credentials.key === ""
  )
    say(
      "credentials",
      "Der öffentliche Teil des Schlüssels fehlt.",
      "The key's public half is missing.",
    );
  if (relay.baseUrl === null) return;
  const url = URL.parse(relay.baseUrl);
  const own =
    url !== null && isOwnHost(guard, url.hostname, portOf(url), () => undefined, "baseUrl");
  if (url === null || own !== true || !/^https?:$/.test(url.protocol) || url.username !== "")
    say(
      "baseUrl",
      "Eine andere Adresse als die des Anbieters muss in PRIVATE_HOSTS stehen.",
      "Another address than the provider's must name a host in PRIVATE_HOSTS.",
    );
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
    say(
      path,
      `${host} liegt im eigenen Netz. Dafür muss der Betreiber den Namen in PRIVATE_HOSTS eintragen.`,
      `${host} lies in the own network. The installation must name it in PRIVATE_HOSTS.`,
    );
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
