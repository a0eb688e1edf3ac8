import type { RelayPlaceView } from "../../contract/relays.ts";
import type { RelayKind } from "./relay.ts";

/** Who works on mails at this way out, and where (ORG-09). Hosts by their ending; the first that fits counts. */
const KNOWN_HOSTS: readonly { ending: string; provider: string; place: keyof typeof PLACES }[] = [
  { ending: "smtp.postmarkapp.com", provider: "Postmark", place: "us" },
  { ending: "in-v3.mailjet.com", provider: "Mailjet", place: "eu" },
  { ending: "smtp-relay.brevo.com", provider: "Brevo", place: "eu" },
  { ending: "smtp-relay.sendinblue.com", provider: "Brevo", place: "eu" },
  { ending: "smtp.tem.scaleway.com", provider: "Scaleway", place: "eu" },
  { ending: "smtp.sendgrid.net", provider: "SendGrid", place: "us" },
  { ending: "smtp.eu.sendgrid.net", provider: "SendGrid", place: "eu" },
  { ending: "smtp.mailgun.org", provider: "Mailgun", place: "us" },
  { ending: "smtp.eu.mailgun.org", provider: "Mailgun", place: "eu" },
  { ending: "smtp.sparkpostmail.com", provider: "SparkPost", place: "us" },
  { ending: "smtp.mandrillapp.com", provider: "Mandrill", place: "us" },
  { ending: "smtp.resend.com", provider: "Resend", place: "us" },
  { ending: "smtp.office365.com", provider: "Microsoft 365", place: "worldwide" },
  { ending: "protection.outlook.com", provider: "Microsoft 365", place: "worldwide" },
  { ending: "smtp.gmail.com", provider: "Google", place: "worldwide" },
  { ending: "smtp-relay.gmail.com", provider: "Google", place: "worldwide" },
];

/** This machine and private addresses (RFC 1918, RFC 4193). */
const OWN_NETWORK =
  /^(?:localhost|::1|127\.|10\.|192\.168\.|172\.(?:1[6-9]|2\d|3[01])\.|f[cd][0-9a-f]{2}:)/;

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
  if (OWN_NETWORK.test(host) && !declared)
    return {
      outsideEu: false,
      kind: "own",
      provider: null,
      where: { de: "in Ihrem eigenen Netz", en: "in your own network" },
    };
  const found = KNOWN_HOSTS.find(({ ending }) => host === ending || host.endsWith(`.${ending}`));
  if (found) return known(found.provider, found.place);
  return {
    outsideEu: declared,
    kind: "own",
    provider: null,
    where: declared
      ? { de: "außerhalb der EU", en: "outside the EU" }
      : { de: "EU, nach Ihrer Angabe", en: "EU, as you say" },
  };
}

function known(provider: string, place: keyof typeof PLACES): RelayPlaceView {
  return { outsideEu: place !== "eu", kind: "provider", provider, where: PLACES[place] };
}

/** Regions of Amazon within the EU; London and Zurich are called eu- and lie outside. */
export function isEuRegion(region: string): boolean {
  return /^eu-[a-z]+-\d$/.test(region) && region !== "eu-west-2" && region !== "eu-central-2";
}

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
