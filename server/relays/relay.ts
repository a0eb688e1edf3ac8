/** What kind of mail may use a way out; each can have domains, keys and relays of its own (SND-18). */
export type Stream = "marketing" | "opt_in" | "transactional";

/** How mail leaves: over a relay, directly to the receivers' servers, or through a provider's HTTP interface. */
export type RelayKind = "smtp" | "mx" | "ses" | "postmark" | "mailjet" | "brevo" | "scaleway";

export type RelayCredentials =
  | { kind: "none" }
  | { kind: "password"; user: string; password: string }
  /** OAuth 2 with a refresh token (SASL XOAUTH2). */
  | {
      kind: "oauth2";
      user: string;
      tokenUrl: string;
      clientId: string;
      clientSecret: string;
      refreshToken: string;
    }
  /** HTTP providers: `secret` is the token or secret key, `key` the public half where there is one. */
  | { kind: "api"; key: string; secret: string };

/** A way out with everything needed to use it; secrets are open here and stay in memory. */
export interface SendingRelay {
  id: number;
  publicId: string;
  kind: RelayKind;
  name: string;
  /** SMTP: host and port. HTTP providers: base address of the interface, so that tests can name a local server. */
  host: string | null;
  port: number | null;
  baseUrl: string | null;
  /** Region of the provider where it has several (SES, Scaleway). */
  region: string | null;
  /** The provider's own division: SES configuration set, Postmark message stream, Scaleway project. */
  channel: string | null;
  /** `required`: no mail in clear text (SND-04). */
  tls: "implicit" | "required" | "opportunistic" | "none";
  credentials: RelayCredentials;
  /** socks5://user:password@host:port or http://host:port; null: directly. */
  proxyUrl: string | null;
  /** Name in EHLO; null: the installation's. */
  heloName: string | null;
  streams: readonly Stream[];
  /** Lower is used first; others only when those fail. Among equals `weight` decides. */
  priority: number;
  weight: number;
  connections: number;
  /** Mails a second at most; null: no limit of its own. */
  perSecond: number | null;
  /** Changes with every edit, so that open connections are replaced. */
  version: number;
}
