import { Resolver } from "node:dns/promises";
import { lookup as lookUpHost, type LookupAddress } from "node:dns";
import { get as getHttps, request as requestHttps } from "node:https";
import { request as requestHttp, type IncomingMessage } from "node:http";
import type { LookupFunction } from "node:net";
import ipaddr from "ipaddr.js";
import { noteSecurityEvent } from "./security-events.ts";
import type { Tx } from "./database.ts";

/** Questions to the DNS. No such name or record is an empty answer; rejects when nobody could be asked. */
export interface LookUp {
  /** Each record as its strings. */
  txt(name: string): Promise<string[][]>;
  mx(name: string): Promise<string[]>;
  ptr(address: string): Promise<string[]>;
  a(name: string): Promise<string[]>;
  /**
   * The answer as `dns.resolve` gives it, for those who must tell a name that does not exist (`ENOTFOUND`) from one
   * without such a record (`ENODATA`). Without it those who need it ask the functions above.
   */
  resolve?(name: string, type: RecordType): Promise<unknown[]>;
}

export type RecordType = "A" | "AAAA" | "CNAME" | "MX" | "NS" | "PTR" | "TXT";

/** Fetches a page of the web; rejects when it cannot be reached. */
export type FetchPage = (url: string) => Promise<{ status: number; text: string; url: string }>;

/** Posts to an address that somebody typed in and gives the answer; rejects when it cannot be reached. */
export type PostOutside = (
  url: string,
  message: {
    body: Buffer;
    /** Media type of the body. */
    type: string;
    /** Plain http will do, because the answer carries a signature of its own. */
    plain?: boolean;
  },
) => Promise<{ status: number; body: Buffer }>;

/** What every TLS connection asks for at least, whatever the runtime was started with (ORG-05). */
export const LEAST_TLS = { minVersion: "TLSv1.2" } as const;

const TIMEOUT_MS = 5_000;
const MAX_PAGE_BYTES = 1024 * 1024;
const MAX_REDIRECTS = 5;

/** Asks the system's name servers, or the given ones (`127.0.0.1:5353` in tests). */
export function createLookUp(options: { servers?: string[] } = {}): LookUp {
  const resolver = new Resolver({ timeout: TIMEOUT_MS, tries: 2 });
  if (options.servers) resolver.setServers(options.servers);
  const orNothing = async <T>(question: Promise<T[]>): Promise<T[]> => {
    try {
      return await question;
    } catch (error) {
      if (["ENOTFOUND", "ENODATA"].includes((error as { code?: string }).code ?? "")) return [];
      throw error;
    }
  };
  return {
    txt: (name) => orNothing(resolver.resolveTxt(name)),
    mx: async (name) =>
      (await orNothing(resolver.resolveMx(name)))
        .toSorted((a, b) => a.priority - b.priority)
        .map((record) => record.exchange),
    ptr: (address) => orNothing(resolver.reverse(address)),
    a: async (name) => [
      ...(await orNothing(resolver.resolve4(name))),
      ...(await orNothing(resolver.resolve6(name))),
    ],
    resolve: async (name, type) => (await resolver.resolve(name, type)) as unknown[],
  };
}

/** True for addresses of the open internet; false for this machine, private networks and everything reserved. */
export function isPublicAddress(address: string): boolean {
  return ipaddr.isValid(address) && ipaddr.process(address).range() === "unicast";
}

/**
 * The check stands inside the connection's own name resolution, so that a name cannot answer differently the
 * second time (DNS rebinding).
 */
const publicOnly: LookupFunction = (host, options, done) => {
  lookUpHost(host, { ...options, all: true }, (error, found) => {
    const addresses = found as LookupAddress[] | undefined;
    if (error || !addresses) return done(error ?? new Error("No address."), "", 4);
    const [first] = addresses;
    if (!first || addresses.some((each) => !isPublicAddress(each.address)))
      return done(new OutsideRefused(`${host} does not lie in the open internet.`), "", 4);
    if (options.all === true) done(null, addresses);
    else done(null, first.address, first.family);
  });
};

/**
 * Makes a fetcher for addresses that people type in: https only, to the open internet only, at most five
 * redirects, one megabyte and a few seconds; no cookies, no credentials (SSRF).
 */
export function createPageFetcher(): FetchPage {
  return async (address) => {
    let url = new URL(address);
    for (let hop = 0; hop <= MAX_REDIRECTS; hop++) {
      requireOpenHttps(url);
      const response = await request(url);
      const { statusCode = 0, headers } = response;
      if (statusCode >= 300 && statusCode < 400 && headers.location !== undefined) {
        response.destroy();
        url = new URL(headers.location, url);
        continue;
      }
      return { status: statusCode, text: await readText(response), url: url.href };
    }
    throw new Error("Too many redirects.");
  };
}

function requireOpenHttps(url: URL): void {
  const host = url.hostname.replace(/^\[|\]$/g, "");
  const literal = ipaddr.isValid(host);
  if (url.protocol !== "https:" || url.username !== "" || (literal && !isPublicAddress(host)))
    throw new OutsideRefused("Only https addresses of the open internet are fetched.");
}

/**
 * Makes a poster for addresses that people type in: to the open internet, or to the hosts named here (`name` or
 * `name:port`), which may be private and speak plain http. No redirects, one megabyte and a few seconds (SSRF).
 */
export function createPoster(
  options: { privateHosts?: readonly string[]; mayReach?: (host: string) => Promise<void> } = {},
): PostOutside {
  const own = new Set(options.privateHosts ?? []);
  return async (address, message) => {
    const url = new URL(address);
    const isOwn = own.has(url.host) || own.has(url.hostname);
    const isPlain = url.protocol === "http:" && (isOwn || message.plain === true);
    if (url.username !== "" || (!isPlain && url.protocol !== "https:"))
      throw new OutsideRefused("Only https addresses without a password are called.");
    const host = url.hostname.replace(/^\[|\]$/g, "");
    if (!isOwn && ipaddr.isValid(host) && !isPublicAddress(host))
      throw new OutsideRefused("Only addresses of the open internet are called.");
    if (!isOwn) await options.mayReach?.(host);
    const response = await new Promise<IncomingMessage>((resolve, reject) => {
      const call = (isPlain ? requestHttp : requestHttps)(
        url,
        {
          method: "POST",
          ...(isOwn ? {} : { lookup: publicOnly }),
          signal: AbortSignal.timeout(2 * TIMEOUT_MS),
          headers: {
            "user-agent": "Klarpost",
            "content-type": message.type,
            "content-length": message.body.length,
            connection: "close",
          },
          agent: false,
          ...LEAST_TLS,
        },
        resolve,
      );
      call.on("error", reject).end(message.body);
    });
    return { status: response.statusCode ?? 0, body: await readBytes(response) };
  };
}

/** Like `fetch`, for addresses that people type in or that such an address names. Rejects when it cannot be reached. */
export type FetchOutside = (
  url: string,
  request: {
    method?: string | undefined;
    headers?: Record<string, string> | undefined;
    body?: string | undefined;
    signal?: AbortSignal | undefined;
  },
) => Promise<Response>;

/**
 * Makes a fetcher for interfaces of servers that people name: to the open internet by https, or to the hosts named here
 * (`name` or `name:port`), which may be private and speak plain http. No redirects, one megabyte and a few seconds
 * (SSRF).
 */
export function createOutsideFetch(
  options: { privateHosts?: readonly string[]; mayReach?: (host: string) => Promise<void> } = {},
): FetchOutside {
  const guard = createOutsideGuard(options);
  return async (address, { method = "GET", headers = {}, body, signal }) => {
    const url = new URL(address);
    const isPlain = url.protocol === "http:";
    const lookup = guard(url.hostname, Number(url.port || (isPlain ? 80 : 443)));
    if (url.username !== "" || (isPlain ? lookup !== undefined : url.protocol !== "https:"))
      throw new OutsideRefused("Only https addresses without a password are called.");
    if (lookup !== undefined) await options.mayReach?.(url.hostname);
    const limit = AbortSignal.timeout(2 * TIMEOUT_MS);
    const response = await new Promise<IncomingMessage>((resolve, reject) => {
      const call = (isPlain ? requestHttp : requestHttps)(
        url,
        {
          method,
          ...(lookup === undefined ? {} : { lookup }),
          signal: signal ? AbortSignal.any([signal, limit]) : limit,
          headers: { ...headers, "user-agent": "Klarpost", connection: "close" },
          agent: false,
          ...LEAST_TLS,
        },
        resolve,
      );
      call.on("error", reject).end(body);
    });
    const bytes = await readBytes(response);
    const status = response.statusCode ?? 502;
    const type = response.headers["content-type"];
    return new Response([204, 205, 304].includes(status) ? null : new Uint8Array(bytes), {
      status,
      headers: type === undefined ? {} : { "content-type": type },
    });
  };
}

/**
 * How a connection to a host that somebody typed in finds its address: `outsideGuard(hosts)(host, port)` gives the
 * `lookup` for `net.connect`, `tls.connect` or `http.request`. Hosts of the own network must be named, as `name` or
 * `name:port` (PRIVATE_HOSTS); they are looked up as usual. Every other name is refused inside the connection when it
 * leads to this machine or a private network, so that it cannot answer differently the second time (SSRF).
 *
 * @throws OutsideRefused at once for an address that is private itself
 */
export type OutsideGuard = (host: string, port: number) => LookupFunction | undefined;

/** A host that lies in the own network and is not allowed to. */
export class OutsideRefused extends Error {
  override readonly name = "OutsideRefused";
  constructor(message: string) {
    super(message);
    noteSecurityEvent({ event: "outside.blocked", code: "outside_refused" });
  }
}

export function createOutsideGuard(
  options: { privateHosts?: readonly string[] } = {},
): OutsideGuard {
  const own = new Set((options.privateHosts ?? []).map((host) => host.toLowerCase()));
  return (host, port) => {
    const name = host.replace(/^\[|\]$/g, "").toLowerCase();
    const shown = name.includes(":") ? `[${name}]` : name;
    if (own.has(name) || own.has(shown) || own.has(`${shown}:${port}`)) return undefined;
    if (name === "localhost" || (ipaddr.isValid(name) && !isPublicAddress(name)))
      throw new OutsideRefused(`${name} does not lie in the open internet.`);
    return publicOnly;
  };
}

/**
 * Asked before a host of the open internet is called that would receive personal data of an account; null: of the
 * installation (ORG-09).
 *
 * @throws OutsideRefused where the account has not settled that its data may go there
 */
export type MayReach = (host: string, accountId: number | null) => Promise<void>;

/** Asked before somebody enters such a host. @throws AppError with what to do */
export type RequirePlace = (tx: Tx, accountId: number, host: string) => Promise<void>;

/** The same guard, which also asks about every host of the open internet before its name is looked up. */
export function guardAsking(
  guard: OutsideGuard,
  mayReach: ((host: string) => Promise<void>) | undefined,
): OutsideGuard {
  if (!mayReach) return guard;
  return (host, port) => {
    const lookup = guard(host, port);
    if (lookup === undefined) return undefined;
    return (name, options, done) => {
      mayReach(name).then(
        () => lookup(name, options, done),
        (error: unknown) => done(error as NodeJS.ErrnoException, "", 4),
      );
    };
  };
}

/** Calls an address of this installation as anybody outside would; no redirects. Rejects when nobody answers. */
export type AskOwn = (
  url: string,
  request?: {
    method?: "GET" | "HEAD" | "POST";
    headers?: Record<string, string>;
    body?: { type: string; text: string };
  },
) => Promise<{ status: number; headers: IncomingMessage["headers"]; text: string }>;

/**
 * Makes a caller for addresses out of the configuration (PUBLIC_URL, PAGES_URL, TRACK_URL), which may be private; only the
 * origins named here are called (SSRF).
 */
export function createOwnAsker(addresses: readonly string[]): AskOwn {
  const origins = new Set(addresses.map((address) => new URL(address).origin));
  return async (address, { method = "GET", headers = {}, body } = {}) => {
    const url = new URL(address);
    if (!origins.has(url.origin)) throw new OutsideRefused(`${url.origin} is no address of ours.`);
    const response = await new Promise<IncomingMessage>((resolve, reject) => {
      const call = (url.protocol === "https:" ? requestHttps : requestHttp)(
        url,
        {
          method,
          signal: AbortSignal.timeout(TIMEOUT_MS),
          headers: {
            "user-agent": "Klarpost",
            connection: "close",
            ...headers,
            ...(body === undefined
              ? {}
              : { "content-type": body.type, "content-length": Buffer.byteLength(body.text) }),
          },
          agent: false,
          ...LEAST_TLS,
        },
        resolve,
      );
      call.on("error", reject).end(body?.text);
    });
    return {
      status: response.statusCode ?? 0,
      headers: response.headers,
      text: await readText(response),
    };
  };
}

function request(url: URL): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    getHttps(
      url,
      {
        lookup: publicOnly,
        signal: AbortSignal.timeout(2 * TIMEOUT_MS),
        headers: { "user-agent": "Klarpost", accept: "text/html, text/plain", connection: "close" },
        agent: false,
        ...LEAST_TLS,
      },
      resolve,
    ).on("error", reject);
  });
}

async function readText(response: IncomingMessage): Promise<string> {
  return (await readBytes(response)).toString("utf8");
}

async function readBytes(response: IncomingMessage): Promise<Buffer> {
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of response as AsyncIterable<Buffer>) {
    size += part.length;
    parts.push(part);
    if (size > MAX_PAGE_BYTES) break;
  }
  response.destroy();
  return Buffer.concat(parts).subarray(0, MAX_PAGE_BYTES);
}
