import { isIP } from "node:net";

/** A host whose provider is known by its name, and where that provider works on what it is given. */
export interface KnownHost {
  /** Null: only the region is known, by the host's name. */
  provider: string | null;
  /** The company behind it, as it stands in contracts. */
  company: string | null;
  /** ISO 3166-1; `EU` where the provider promises the Union without naming a country. */
  country: string;
  /** The provider may take the data anywhere. */
  isWorldwide: boolean;
  /** It sends mail for its customers, and may keep or rewrite it. */
  sendsMail: boolean;
}

type Row = readonly [
  ending: string,
  provider: string,
  company: string,
  country: string,
  isWorldwide?: true,
];
const OTHERS: readonly Row[] = [
  ["outlook.office365.com", "Microsoft 365", "Microsoft", "US", true],
  ["login.microsoftonline.com", "Microsoft Entra ID", "Microsoft", "US", true],
  ["imap.gmail.com", "Google", "Google", "US", true],
  ["pop.gmail.com", "Google", "Google", "US", true],
  ["oauth2.googleapis.com", "Google", "Google", "US", true],
  ["accounts.google.com", "Google", "Google", "US", true],
  ["eu.auth0.com", "Auth0", "Okta, Inc.", "EU"],
  ["auth0.com", "Auth0", "Okta, Inc.", "US"],
  ["okta.com", "Okta", "Okta, Inc.", "US"],
  ["imap.ionos.de", "IONOS", "IONOS SE", "DE"],
  ["smtp.ionos.de", "IONOS", "IONOS SE", "DE"],
  ["imap.strato.de", "STRATO", "STRATO GmbH", "DE"],
  ["smtp.strato.de", "STRATO", "STRATO GmbH", "DE"],
  ["mailbox.org", "mailbox.org", "Heinlein Hosting GmbH", "DE"],
  ["your-server.de", "Hetzner", "Hetzner Online GmbH", "DE"],
  ["ssl0.ovh.net", "OVHcloud", "OVH SAS", "FR"],
  ["zeitstempel.dfn.de", "DFN-PKI", "DFN-Verein e. V.", "DE"],
  ["timestamp.digicert.com", "DigiCert", "DigiCert, Inc.", "US"],
];

/**
 * The one table of providers (ORG-09): hosts by their ending, the first that fits counts. From what
 * the providers state in public about where they work; an operator cannot declare it away.
 */
const SENDING: readonly Row[] = [
  ["smtp.postmarkapp.com", "Postmark", "ActiveCampaign, LLC", "US"],
  ["api.postmarkapp.com", "Postmark", "ActiveCampaign, LLC", "US"],
  ["in-v3.mailjet.com", "Mailjet", "Mailjet SAS", "FR"],
  ["api.mailjet.com", "Mailjet", "Mailjet SAS", "FR"],
  ["smtp-relay.brevo.com", "Brevo", "Sendinblue SAS (Brevo)", "FR"],
  ["smtp-relay.sendinblue.com", "Brevo", "Sendinblue SAS (Brevo)", "FR"],
  ["api.brevo.com", "Brevo", "Sendinblue SAS (Brevo)", "FR"],
  ["smtp.tem.scaleway.com", "Scaleway", "Scaleway SAS", "FR"],
  ["api.scaleway.com", "Scaleway", "Scaleway SAS", "FR"],
  ["smtp.eu.sendgrid.net", "SendGrid", "Twilio Inc.", "EU"],
  ["smtp.sendgrid.net", "SendGrid", "Twilio Inc.", "US"],
  ["smtp.eu.mailgun.org", "Mailgun", "Mailgun Technologies, Inc.", "DE"],
  ["smtp.mailgun.org", "Mailgun", "Mailgun Technologies, Inc.", "US"],
  ["smtp.sparkpostmail.com", "SparkPost", "Bird", "US"],
  ["smtp.mandrillapp.com", "Mandrill", "Intuit Inc.", "US"],
  ["smtp.resend.com", "Resend", "Plus Five Five, Inc.", "US"],
  ["smtp.office365.com", "Microsoft 365", "Microsoft", "US", true],
  ["protection.outlook.com", "Microsoft 365", "Microsoft", "US", true],
  ["smtp.gmail.com", "Google", "Google", "US", true],
  ["smtp-relay.gmail.com", "Google", "Google", "US", true],
];

/** Regions of Amazon; London and Zurich are called eu- and lie outside the Union. */
const AMAZON: Readonly<Record<string, string>> = {
  "eu-central-1": "DE",
  "eu-west-1": "IE",
  "eu-west-3": "FR",
  "eu-north-1": "SE",
  "eu-south-1": "IT",
  "eu-south-2": "ES",
  "eu-west-2": "GB",
  "eu-central-2": "CH",
  "ca-central-1": "CA",
  "ca-west-1": "CA",
  "ap-northeast-1": "JP",
  "ap-northeast-3": "JP",
  "ap-northeast-2": "KR",
  "ap-south-1": "IN",
  "ap-southeast-1": "SG",
  "ap-southeast-2": "AU",
  "sa-east-1": "BR",
  "il-central-1": "IL",
  "me-south-1": "BH",
  "af-south-1": "ZA",
};

/** The country of a region of Amazon; `XX` where it is none that is known, which lies nowhere in the Union. */
export const amazonCountry = (region: string): string =>
  AMAZON[region] ?? (region.startsWith("us-") ? "US" : "XX");

/** What a host's name says of its region, whoever runs it: smtp.us-east-1.example.net. */
const REGION =
  /(?:^|[.-])(us|ca|ap|sa)-(?:gov-)?(?:east|west|north|south|central|northeast|southeast)(?:-?\d)?(?:[.-]|$)/;
const REGION_COUNTRY: Readonly<Record<string, string>> = { us: "US", ca: "CA", ap: "XX", sa: "XX" };

/** Who works behind a host, where its name alone says so. */
export function knownHost(host: string): KnownHost | undefined {
  const name = host.toLowerCase().replace(/\.$/, "");
  const amazon = /(?:^|\.)([a-z]{2}(?:-[a-z]+)+-\d)(?:\.[a-z0-9-]+)*\.amazonaws\.com$/.exec(name);
  if (amazon)
    return {
      provider: name.startsWith("email") ? "Amazon SES" : "Amazon Web Services",
      company: "Amazon Web Services EMEA SARL",
      country: amazonCountry(amazon[1]!),
      isWorldwide: false,
      sendsMail: name.startsWith("email"),
    };
  const fits = ([ending]: Row) => name === ending || name.endsWith(`.${ending}`);
  const sending = SENDING.find(fits);
  const row = sending ?? OTHERS.find(fits);
  if (row) {
    const [, provider, company, country, isWorldwide = false] = row;
    return { provider, company, country, isWorldwide, sendsMail: sending !== undefined };
  }
  const region = REGION.exec(name)?.[1];
  if (region === undefined) return undefined;
  return {
    provider: null,
    company: null,
    country: REGION_COUNTRY[region]!,
    isWorldwide: false,
    sendsMail: false,
  };
}

/** The Union with Iceland, Liechtenstein and Norway: one space for personal data (Joint Committee decision 154/2018). */
const EEA: ReadonlySet<string> = new Set(
  "EU AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK IS LI NO".split(
    " ",
  ),
);
export const isEea = (country: string): boolean => EEA.has(country);

/** This machine, private networks (RFC 1918, RFC 4193, RFC 6598) and names without a domain, which no resolver outside knows. */
export function isOwnNetwork(host: string): boolean {
  const name = host.replace(/^\[|\]$/g, "").toLowerCase();
  if (name === "" || !/[.:]/.test(name)) return true;
  if (isIP(name) === 0) return /\.(?:localhost|local|internal|lan|home\.arpa|invalid)$/.test(name);
  return /^(?:::1$|127\.|10\.|192\.168\.|172\.(?:1[6-9]|2\d|3[01])\.|100\.(?:6[4-9]|[7-9]\d|1[01]\d|12[0-7])\.|169\.254\.|f[cd][0-9a-f]{2}:|fe80:)/.test(
    name,
  );
}
