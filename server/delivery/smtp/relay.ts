import { isIP, type LookupFunction } from "node:net";
import type { TLSSocket } from "node:tls";
import type { Proxy } from "./proxy.ts";

/**
 * How the way to the relay is encrypted (SND-04).
 *
 * - `implicit`: TLS from the first byte, certificate checked (RFC 8314, `smtps://`);
 * - `required`: STARTTLS or nothing, certificate checked (`?tls=required`);
 * - `opportunistic`: STARTTLS where offered, any certificate; clear text otherwise (RFC 7435);
 * - `none`: clear text, said explicitly (`?tls=none`).
 */
export type RelayEncryption = "implicit" | "required" | "opportunistic" | "none";

/** Tokens for SASL XOAUTH2. */
export interface TokenProvider {
  /** A token that still holds. Rejects when none is to be had; the text is for the log. */
  get(): Promise<string>;
  /** The relay refused this token: the next `get` gives another. */
  drop(token: string): void;
}

/** How we sign in: PLAIN or LOGIN with a password, XOAUTH2 with a token. */
export type Credentials =
  | { user: string; password: string }
  | { user: string; token: TokenProvider };

export type Relay = {
  /** Also the name the certificate must bear. */
  host: string;
  port: number;
  /** Address to connect to, where the name was looked up before; otherwise the system looks it up. */
  address?: string | undefined;
  /** Finds the address of `host` and refuses those of the own network; otherwise the system looks it up. */
  lookup?: LookupFunction | undefined;
  proxy?: Proxy | undefined;
  encryption: RelayEncryption;
  /** Certificates trusted besides the system's, PEM; for a relay with a certificate of its own. */
  trustedCertificates?: string | undefined;
  /** Judges the certificate in place of the known authorities (DANE): a text when it will not do. */
  verifyPeer?: ((socket: TLSSocket) => string | undefined) | undefined;
  credentials?: Credentials | undefined;
};

/**
 * Reads `smtp://user:password@host:port?tls=none|required` or `smtps://…`.
 *
 * @throws RangeError with a text for the operator; never repeats the URL, which may hold a password
 */
export function parseRelayUrl(text: string): Relay {
  const url = URL.parse(text);
  if (url === null)
    throw new RangeError("the relay is no URL such as smtp://relay.example.com:587");
  const implicit = url.protocol === "smtps:";
  if (!implicit && url.protocol !== "smtp:") {
    throw new RangeError("the relay's URL begins with smtp:// or smtps://");
  }
  const host = url.hostname.replace(/^\[(.*)\]$/, "$1");
  if (host === "" || (url.pathname !== "" && url.pathname !== "/") || url.hash !== "") {
    throw new RangeError("the relay's URL has a host, and nothing behind it but ?tls=");
  }
  const tls = url.searchParams.get("tls");
  for (const name of url.searchParams.keys()) {
    if (name !== "tls") throw new RangeError(`the relay's URL knows tls=, not ${name}=`);
  }
  if (tls !== null && tls !== "none" && tls !== "required") {
    throw new RangeError("tls= is none or required");
  }
  if (implicit && tls === "none")
    throw new RangeError("smtps:// is encrypted; tls=none contradicts it");
  const user = decodeURIComponent(url.username);
  const password = decodeURIComponent(url.password);
  return {
    host,
    port: url.port === "" ? (implicit ? 465 : 25) : Number(url.port),
    encryption: implicit ? "implicit" : (tls ?? "opportunistic"),
    credentials: user === "" ? undefined : { user, password },
  };
}

/** The machine itself: clear text does not leave it. */
export function isLoopback(host: string): boolean {
  if (host === "localhost" || host === "::1") return true;
  return isIP(host) === 4 && host.startsWith("127.");
}

/**
 * How long to wait for what, in milliseconds. The defaults are those of RFC 5321, 4.5.3.2; the ten
 * minutes for the final dot matter most, because giving up there means not knowing.
 */
export type SmtpTimeouts = {
  connect: number;
  greeting: number;
  /** EHLO, STARTTLS, AUTH, RSET, QUIT. */
  command: number;
  mail: number;
  rcpt: number;
  data: number;
  final: number;
  /** An open connection without work is closed after this time. */
  idle: number;
};

export const DEFAULT_TIMEOUTS: SmtpTimeouts = {
  connect: 30_000,
  greeting: 300_000,
  command: 300_000,
  mail: 300_000,
  rcpt: 300_000,
  data: 120_000,
  final: 600_000,
  idle: 20_000,
};
