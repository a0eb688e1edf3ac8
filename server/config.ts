import { existsSync } from "node:fs";
import { isIP } from "node:net";
import { join, resolve } from "node:path";
import { loadEnvFile } from "node:process";
import {
  environmentProblems,
  outsideHosts,
  readDeclaredPlaces,
  type DeclaredPlaces,
} from "./declared-places.ts";
import { systemClock } from "./platform/index.ts";
import { decodeSecret, ownSecrets, secretList } from "./secrets.ts";

/** Everything the installation is told from outside, checked and frozen. */
export interface Config {
  port: number;
  host: string;
  /** Workplace and API. */
  publicUrl: string;
  /** Pages for recipients; tracking links; foreign content. Each defaults to `publicUrl`. */
  pagesUrl: string;
  trackUrl: string;
  sandboxUrl: string | null;
  dataDir: string;
  /** Folder of the backups. */
  backupDir: string;
  /** Where the key of the backups lies; made there at the first one. */
  backupKeyFile: string;
  /** Instead of the file; null: not given. */
  backupPassphrase: string | null;
  /** Null: the embedded database. */
  databaseUrl: string | null;
  /** The installation's secrets, the newest first (ORG-19). */
  secretKeys: readonly Buffer[];
  /** Secrets of the measuring links, the current one first; null stands for those of SECRET_KEY. */
  trackingKeys: readonly (Buffer | null)[];
  /** Relay for accounts in live operation; null: no mail leaves. */
  smtpUrl: string | null;
  /** Loopback relay for sandbox accounts instead of the built-in mailbox (tests, benches, drills). */
  sandboxSmtpUrl: string | null;
  /** Domain of the addresses that receive mail; null: none does. */
  inboundDomain: string | null;
  /** Where the SMTP server for mail that comes in listens; null: it does not. */
  inboundSmtp: { host: string; port: number } | null;
  /** Filters that say before sending what they make of a mailing; null: not set up. */
  spamdUrl: string | null;
  rspamdUrl: string | null;
  logLevel: string;
  /** For /.well-known/security.txt, a mailto: or https: address; null: there is no such file. */
  securityContact: string | null;
  /** Hosts of the own network that webhooks and time stamp services may have. */
  privateHosts: readonly string[];
  /** Reverse proxies in front whose X-Forwarded-* is believed. */
  trustedProxies: number;
  /** Where hosts of this environment stand, as the operator says (ORG-09). */
  places: DeclaredPlaces;
  /** Calls of one API key a minute; a signed-in person has three times as many. */
  callsPerMinute: number;
}

const PRIVATE_HOST = /^[a-z0-9.-]+(:\d{1,5})?$|^\[[0-9a-f:]+\](:\d{1,5})?$/;

/** Thrown with every problem at once, so that nobody repairs a configuration line by line. */
export class ConfigError extends Error {
  readonly problems: string[];
  constructor(problems: string[]) {
    super(
      `The configuration has ${problems.length === 1 ? "a problem" : `${problems.length} problems`}:\n${problems.map((problem) => `  - ${problem}`).join("\n")}`,
    );
    this.problems = problems;
  }
}

/** Reads `.env` and the environment. Empty variables count as not set. Throws ConfigError. */
export function readConfig(env: NodeJS.ProcessEnv = environment()): Readonly<Config> {
  const problems: string[] = [];
  const get = (name: string): string | null => {
    const value = env[name]?.trim();
    return value ? value : null;
  };
  const port = integer(get("PORT") ?? "8321", "PORT", 0, 65_535, problems);
  const host = get("HOST") ?? "127.0.0.1";
  if (host !== "localhost" && isIP(host) === 0)
    problems.push(`HOST: expected an IP address or localhost, found "${host}".`);
  const publicUrl = webUrl(get("PUBLIC_URL") ?? `http://localhost:${port}`, "PUBLIC_URL", problems);
  const pagesUrl = webUrl(get("PAGES_URL") ?? publicUrl, "PAGES_URL", problems);
  const databaseUrl = get("DATABASE_URL");
  if (databaseUrl !== null && !/^postgres(ql)?:\/\//.test(databaseUrl))
    problems.push("DATABASE_URL: expected postgresql://user:password@host/database.");
  else if (databaseUrl !== null && isOpenDatabase(databaseUrl, get("PGSSLMODE")))
    problems.push(
      "DATABASE_URL: the database is on another machine and the connection would not be encrypted. Add ?sslmode=verify-full (and &sslrootcert=/path/to/ca.pem for a certificate of your own), or ?sslmode=disable if nobody else can listen on the way.",
    );
  const sandboxSmtpUrl = smtpUrl(get("SANDBOX_SMTP_URL"), "SANDBOX_SMTP_URL", problems);
  if (sandboxSmtpUrl !== null && !isLoopback(new URL(sandboxSmtpUrl).hostname)) {
    problems.push(
      "SANDBOX_SMTP_URL: the sandbox never sends to another machine; expected a loopback address such as smtp://127.0.0.1:2525.",
    );
  }
  const logLevel = get("LOG_LEVEL") ?? "info";
  if (!["trace", "debug", "info", "warn", "error", "fatal", "silent"].includes(logLevel)) {
    problems.push(
      `LOG_LEVEL: expected trace, debug, info, warn, error or silent, found "${logLevel}".`,
    );
  }
  const privateHosts = (get("PRIVATE_HOSTS") ?? "")
    .split(",")
    .map((each) => each.trim().toLowerCase())
    .filter((each) => each !== "");
  for (const each of privateHosts)
    if (!PRIVATE_HOST.test(each))
      problems.push(`PRIVATE_HOSTS: expected name or name:port, found "${each}".`);
  const sandboxHost = get("SANDBOX_URL");
  const dataDir = resolve(get("DATA_DIR") ?? "data");
  const backupPassphrase = get("BACKUP_PASSPHRASE");
  if (backupPassphrase !== null && backupPassphrase.length < 12)
    problems.push("BACKUP_PASSPHRASE: expected at least 12 characters.");
  const config = {
    port,
    host,
    publicUrl,
    pagesUrl,
    trackUrl: webUrl(get("TRACK_URL") ?? pagesUrl, "TRACK_URL", problems),
    sandboxUrl: sandboxHost === null ? null : webUrl(sandboxHost, "SANDBOX_URL", problems),
    dataDir,
    backupDir: resolve(get("BACKUP_DIR") ?? join(dataDir, "backups")),
    backupKeyFile: resolve(get("BACKUP_KEY_FILE") ?? join(dataDir, "backup.key")),
    backupPassphrase,
    databaseUrl,
    smtpUrl: smtpUrl(get("SMTP_URL"), "SMTP_URL", problems),
    sandboxSmtpUrl,
    ...inbound(get, problems),
    spamdUrl: filterUrl(get("SPAMD_URL"), "SPAMD_URL", ["spamd:"], privateHosts, problems),
    rspamdUrl: filterUrl(
      get("RSPAMD_URL"),
      "RSPAMD_URL",
      ["http:", "https:"],
      privateHosts,
      problems,
    ),
    logLevel,
    securityContact: contactUrl(get("SECURITY_CONTACT"), problems),
    privateHosts,
    trustedProxies: integer(get("TRUSTED_PROXIES") ?? "0", "TRUSTED_PROXIES", 0, 10, problems),
    places: readDeclaredPlaces(get("PLACES"), get("TRANSFER_RECORDS"), problems),
    callsPerMinute: integer(
      get("API_CALLS_PER_MINUTE") ?? "600",
      "API_CALLS_PER_MINUTE",
      10,
      10_000_000,
      problems,
    ),
  };
  problems.push(
    ...environmentProblems(
      outsideHosts(config),
      config.places,
      privateHosts,
      systemClock.now().toISOString().slice(0, 10),
    ),
  );
  const given = get("SECRET_KEY");
  if (databaseUrl !== null && given === null) {
    problems.push(
      "SECRET_KEY: required with DATABASE_URL, because every process needs the same one. Make one with: openssl rand -base64 32",
    );
  }
  const decoded = given === null ? null : secretList(given, "SECRET_KEY", problems);
  const trackingKeys = (get("TRACKING_KEYS") ?? OWN_KEY)
    .split(",")
    .map((text) => text.trim())
    .map((text) => (text === OWN_KEY ? null : decodeSecret(text, "TRACKING_KEYS", problems)));
  if (problems.length > 0) throw new ConfigError(problems);
  const secretKeys = decoded ?? ownSecrets(config.dataDir, problems);
  if (problems.length > 0) throw new ConfigError(problems);
  return Object.freeze({ ...config, trackingKeys, secretKeys });
}

function inbound(
  get: (name: string) => string | null,
  problems: string[],
): Pick<Config, "inboundDomain" | "inboundSmtp"> {
  const domain = get("INBOUND_DOMAIN")?.toLowerCase() ?? null;
  if (
    domain !== null &&
    !/^(?=.{1,190}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z0-9-]{2,63}$/.test(domain)
  )
    problems.push(`INBOUND_DOMAIN: expected a domain such as in.example.org, found "${domain}".`);
  const port = get("INBOUND_SMTP_PORT");
  const host = get("INBOUND_SMTP_HOST") ?? "127.0.0.1";
  if (host !== "localhost" && isIP(host) === 0)
    problems.push(`INBOUND_SMTP_HOST: expected an IP address or localhost, found "${host}".`);
  if (port === null) return { inboundDomain: domain, inboundSmtp: null };
  if (domain === null)
    problems.push("INBOUND_SMTP_PORT: needs INBOUND_DOMAIN, the domain whose mail comes in here.");
  return {
    inboundDomain: domain,
    inboundSmtp: { host, port: integer(port, "INBOUND_SMTP_PORT", 0, 65_535, problems) },
  };
}

function environment(): NodeJS.ProcessEnv {
  if (existsSync(".env")) loadEnvFile(".env");
  return process.env;
}

function integer(text: string, name: string, min: number, max: number, problems: string[]): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < min || value > max)
    problems.push(`${name}: expected a whole number from ${min} to ${max}, found "${text}".`);
  return value;
}

function webUrl(text: string, name: string, problems: string[]): string {
  try {
    const url = new URL(text);
    if (!["http:", "https:"].includes(url.protocol)) throw new Error();
    if (url.pathname !== "/" || url.search || url.hash || url.username)
      problems.push(`${name}: expected scheme, host and port only, found "${text}".`);
    return url.origin;
  } catch {
    problems.push(`${name}: expected a URL such as https://post.example.org, found "${text}".`);
    return text;
  }
}

function contactUrl(text: string | null, problems: string[]): string | null {
  if (text === null || /^(mailto:[^\s@]+@[^\s@]+|https:\/\/\S+)$/.test(text)) return text;
  problems.push(
    `SECURITY_CONTACT: expected mailto:security@example.org or an https address, found "${text}".`,
  );
  return null;
}

function smtpUrl(text: string | null, name: string, problems: string[]): string | null {
  if (text === null) return null;
  try {
    const url = new URL(text);
    if (!["smtp:", "smtps:"].includes(url.protocol) || url.hostname === "") throw new Error();
    return text;
  } catch {
    problems.push(`${name}: expected smtp://user:password@host:port or smtps://host.`);
    return null;
  }
}

/** Drafts leave the house to nobody: a filter runs on this machine or on a host the operator named as own. */
function filterUrl(
  text: string | null,
  name: string,
  protocols: string[],
  privateHosts: string[],
  problems: string[],
): string | null {
  if (text === null) return null;
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url === null || !protocols.includes(url.protocol) || url.hostname === "") {
    problems.push(`${name}: expected ${protocols[0]}//host:port.`);
    return null;
  }
  const own =
    isLoopback(url.hostname) ||
    [url.host, url.hostname].some((each) => privateHosts.includes(each));
  if (!own)
    problems.push(
      `${name}: expected this machine or a host named in PRIVATE_HOSTS, found "${url.hostname}".`,
    );
  return text;
}

/** True when a database on another machine would be spoken to in clear and nobody has said that it may (ASVS 12.3.1). */
function isOpenDatabase(databaseUrl: string, fromEnvironment: string | null): boolean {
  const url = URL.parse(databaseUrl);
  if (url === null) return false;
  const host = url.searchParams.get("host") ?? decodeURIComponent(url.hostname);
  if (host === "" || host.startsWith("/") || isLoopback(host)) return false;
  const isEncrypted = ["true", "1"].includes(url.searchParams.get("ssl") ?? "");
  const mode = url.searchParams.get("sslmode") ?? fromEnvironment;
  return !isEncrypted && !DATABASE_MODES.has(mode ?? "");
}

/** Of `sslmode`; "allow" and "prefer" mean one thing to PostgreSQL's own programs and another to ours. */
const DATABASE_MODES = new Set(["disable", "no-verify", "require", "verify-ca", "verify-full"]);

export function isLoopback(host: string): boolean {
  const bare = host.replace(/^\[|\]$/g, "");
  return bare === "localhost" || bare === "::1" || /^127\.\d+\.\d+\.\d+$/.test(bare);
}

/** Stands in TRACKING_KEYS for the key derived from SECRET_KEY. */
const OWN_KEY = "secret-key";
