import type { RelayInput, RelayView } from "../../../../../contract/relays.ts";

export type PresetId =
  | "postfix"
  | "ses"
  | "postmark"
  | "mailjet"
  | "brevo"
  | "scaleway"
  | "microsoft"
  | "google"
  | "direct"
  | "other";

/** What a preset fills in; people add only what is theirs. */
export interface Preset {
  id: PresetId;
  start: Partial<RelayInput> & Pick<RelayInput, "kind" | "name">;
  /** How one signs in; the form shows only these fields. */
  sign: "none" | "password" | "oauth2" | "api";
  /** Where mails are worked on, to be seen before one chooses. */
  place: "own" | "eu" | "euUsOwner" | "us" | "world" | "direct";
}

const oauth = (tokenUrl: string) =>
  ({
    kind: "oauth2",
    user: "",
    tokenUrl,
    clientId: "",
    clientSecret: "",
    refreshToken: "",
  }) as const;
const password = { kind: "password", user: "", password: "" } as const;
const key = { kind: "api", key: "", secret: "" } as const;

export const presets: readonly Preset[] = [
  {
    id: "postfix",
    start: { kind: "smtp", name: "Postfix", host: "127.0.0.1", port: 25, tls: "opportunistic" },
    sign: "none",
    place: "own",
  },
  {
    id: "brevo",
    start: { kind: "brevo", name: "Brevo", credentials: key },
    sign: "api",
    place: "eu",
  },
  {
    id: "mailjet",
    start: { kind: "mailjet", name: "Mailjet", credentials: key },
    sign: "api",
    place: "eu",
  },
  {
    id: "scaleway",
    start: { kind: "scaleway", name: "Scaleway", region: "fr-par", credentials: key },
    sign: "api",
    place: "eu",
  },
  {
    id: "ses",
    start: { kind: "ses", name: "Amazon SES", region: "eu-central-1", credentials: key },
    sign: "api",
    place: "euUsOwner",
  },
  {
    id: "postmark",
    start: { kind: "postmark", name: "Postmark", credentials: key },
    sign: "api",
    place: "us",
  },
  {
    id: "microsoft",
    start: {
      kind: "smtp",
      name: "Microsoft 365",
      host: "smtp.office365.com",
      port: 587,
      tls: "required",
      credentials: oauth("https://login.microsoftonline.com/organizations/oauth2/v2.0/token"),
    },
    sign: "oauth2",
    place: "world",
  },
  {
    id: "google",
    start: {
      kind: "smtp",
      name: "Google Workspace",
      host: "smtp.gmail.com",
      port: 587,
      tls: "required",
      credentials: oauth("https://oauth2.googleapis.com/token"),
    },
    sign: "oauth2",
    place: "world",
  },
  {
    id: "direct",
    start: { kind: "mx", name: "Direkt", tls: "opportunistic" },
    sign: "none",
    place: "direct",
  },
  {
    id: "other",
    start: { kind: "smtp", name: "SMTP", port: 587, tls: "required", credentials: password },
    sign: "password",
    place: "own",
  },
];

/** Regions of Amazon SES within the EU; others can be typed and need a confirmation. */
export const SES_REGIONS = [
  "eu-central-1",
  "eu-west-1",
  "eu-west-3",
  "eu-north-1",
  "eu-south-1",
] as const;
export const SCALEWAY_REGIONS = ["fr-par", "nl-ams", "pl-waw"] as const;

export const API_KINDS: readonly RelayView["kind"][] = [
  "ses",
  "postmark",
  "mailjet",
  "brevo",
  "scaleway",
];
