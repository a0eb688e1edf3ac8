import { isIP } from "node:net";

/**
 * How the way to the relay is encrypted (SND-04).
 *
 * - `implicit`: TLS from the first byte, certificate checked (RFC 8314, `smtps://`);
 * - `required`: STARTTLS or nothing, certificate checked (`?tls=required`);
 * - `opportunistic`: STARTTLS where offered, any certificate; clear text otherwise (RFC 7435);
 * - `none`: clear text, said explicitly (`?tls=none`).
 */
export type RelayEncryption = "implicit" | "required" | "opportunistic" | "none";

export type Relay = {
  host: string;
  port: number;
  encryption: RelayEncryption;
  /** Certificates trusted besides the system's, PEM; for a relay with a certificate of its own. */
  trustedCertificates?: string | undefined;
  credentials?: { user: string; password: string } | undefined;
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
