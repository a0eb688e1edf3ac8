import type { RelayPlaceView } from "../../contract/relays.ts";
import { amazonCountry, isEea, isOwnNetwork, knownHost } from "../platform/index.ts";
import type { RelayKind, SendingRelay } from "./relay.ts";

const PLACES = {
  eu: { de: "EU", en: "EU" },
  us: { de: "USA", en: "United States" },
  worldwide: {
    de: "weltweit, Anbieter in den USA",
    en: "worldwide, provider in the United States",
  },
} as const;

const PROVIDERS = {
  ses: "Amazon SES",
  postmark: "Postmark",
  mailjet: "Mailjet",
  brevo: "Brevo",
  scaleway: "Scaleway",
} as const;

/**
 * The place of a way out. Of servers that nobody knows the account itself says whether they stand outside the EU
 * (`declared`); what is known is not up for declaration.
 */
export function placeOf(relay: {
  kind: RelayKind;
  host: string | null;
  region: string | null;
  outsideEu: boolean;
}): RelayPlaceView {
  switch (relay.kind) {
    case "mx":
      return {
        outsideEu: false,
        kind: "direct",
        provider: null,
        where: { de: "direkt zum Empfänger", en: "straight to the receiver" },
      };
    case "ses": {
      const region = relay.region ?? "";
      const inEu = isEuRegion(region);
      return {
        outsideEu: !inEu,
        kind: "provider",
        provider: PROVIDERS.ses,
        where: inEu
          ? { de: `EU (${region}), Anbieter in den USA`, en: `EU (${region}), provider in the US` }
          : { de: `außerhalb der EU (${region})`, en: `outside the EU (${region})` },
      };
    }
    case "postmark":
      return known(PROVIDERS.postmark, "us");
    case "mailjet":
    case "brevo":
    case "scaleway":
      return known(PROVIDERS[relay.kind], "eu");
    case "smtp":
      return ofHost((relay.host ?? "").toLowerCase(), relay.outsideEu);
  }
}

function ofHost(host: string, declared: boolean): RelayPlaceView {
  const amazon = /^email-smtp(?:-fips)?\.([a-z0-9-]+)\.amazonaws\.com$/.exec(host);
  if (amazon) return placeOf({ kind: "ses", host: null, region: amazon[1]!, outsideEu: false });
  if (isOwnNetwork(host) && !declared)
    return {
      outsideEu: false,
      kind: "own",
      provider: null,
      where: { de: "in Ihrem eigenen Netz", en: "in your own network" },
    };
  const found = knownHost(host);
  if (found?.sendsMail && found.provider !== null)
    return known(
      found.provider,
      isEea(found.country) ? "eu" : found.isWorldwide ? "worldwide" : "us",
    );
  return {
    outsideEu: declared,
    kind: "own",
    provider: null,
    where: declared
      ? { de: "außerhalb der EU", en: "outside the EU" }
      : { de: "EU, nach Ihrer Angabe", en: "EU, as you stated" },
  };
}

function known(provider: string, place: keyof typeof PLACES): RelayPlaceView {
  return { outsideEu: place !== "eu", kind: "provider", provider, where: PLACES[place] };
}

/** Regions of Amazon within the EU; London and Zurich are called eu- and lie outside. */
export const isEuRegion = (region: string): boolean => isEea(amazonCountry(region));

/** The address of a provider's interface. Null for ways that have none. */
export function apiBase(relay: { kind: RelayKind; region: string | null }): string | null {
  switch (relay.kind) {
    case "ses":
      return `https://email.${relay.region}.amazonaws.com`;
    case "postmark":
      return "https://api.postmarkapp.com";
    case "mailjet":
      return "https://api.mailjet.com";
    case "brevo":
      return "https://api.brevo.com";
    case "scaleway":
      return "https://api.scaleway.com";
    default:
      return null;
  }
}

/** Every host that a way out gives mails or credentials to: itself, its proxy, where its tokens come from. */
export function hostsOf(
  relay: Pick<SendingRelay, "kind" | "host" | "region" | "baseUrl" | "proxyUrl" | "credentials">,
): string[] {
  const base = relay.baseUrl ?? apiBase(relay);
  const hosts = [
    relay.host,
    base === null ? null : URL.parse(base)?.hostname,
    relay.proxyUrl === null ? null : URL.parse(relay.proxyUrl)?.hostname,
    relay.credentials.kind === "oauth2" ? URL.parse(relay.credentials.tokenUrl)?.hostname : null,
  ];
  return [...new Set(hosts.filter((host) => host !== null && host !== undefined))].map((host) =>
    host.toLowerCase(),
  );
}
