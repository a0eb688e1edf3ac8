import type { FastifyReply, FastifyRequest } from "fastify";
import { AppError, hashToken, randomToken, type Tx } from "../platform/index.ts";
import { noteDevice } from "./factors/factors.store.ts";
import { deleteSession, insertSession, markProved, replaceToken } from "./sessions.store.ts";

/** A session ends 12 hours after it was last used, and after 7 days in any case (ORG-02). */
export const IDLE_MS = 12 * 3_600_000;
export const ABSOLUTE_MS = 7 * 24 * 3_600_000;
const DEVICE_MS = 400 * 24 * 3_600_000;
const TOKEN_BYTES = 32;

const isHttps = (publicUrl: string): boolean => publicUrl.startsWith("https:");

/** What a cookie of ours holds: the session, the sign-in under way, or which browser this is. */
type CookieUse = "session" | "step" | "browser";

/** With TLS the prefix makes browsers refuse the cookie from any other host, path or plain connection (RFC 6265bis). */
export function cookieName(publicUrl: string, use: CookieUse = "session"): string {
  return isHttps(publicUrl) ? `__Host-klarpost_${use}` : `klarpost_${use}`;
}

export function cookieOf(
  request: FastifyRequest,
  publicUrl: string,
  use: CookieUse,
): string | undefined {
  return request.cookies[cookieName(publicUrl, use)];
}

export function sessionTokenOf(request: FastifyRequest, publicUrl: string): string | undefined {
  return cookieOf(request, publicUrl, "session");
}

const attributes = (publicUrl: string) => ({
  path: "/",
  httpOnly: true,
  sameSite: "strict" as const,
  secure: isHttps(publicUrl),
});

export function setCookie(
  reply: FastifyReply,
  publicUrl: string,
  cookie: { use: CookieUse; token: string; maxAgeMs: number },
): void {
  reply.setCookie(cookieName(publicUrl, cookie.use), cookie.token, {
    ...attributes(publicUrl),
    maxAge: cookie.maxAgeMs / 1000,
  });
}

export function clearCookie(
  reply: FastifyReply,
  publicUrl: string,
  use: CookieUse = "session",
): void {
  reply.clearCookie(cookieName(publicUrl, use), attributes(publicUrl));
}

/** What a request and its answer are needed for here, and whose host it is. */
export interface AtDoor {
  request: FastifyRequest;
  reply: FastifyReply;
  publicUrl: string;
}

export type SignInMethod = "password" | "passkey" | "provider";

/**
 * Signs an operator in: a new token, of which only the hash is stored. A session that the browser brought
 * along ends, so that a planted cookie gains nothing (session fixation). True when the browser is new to somebody
 * who used another one before.
 */
export async function startSession(
  tx: Tx,
  operatorId: number,
  at: AtDoor & { now: Date; method?: SignInMethod; withFactor?: boolean },
): Promise<boolean> {
  const brought = sessionTokenOf(at.request, at.publicUrl);
  if (brought !== undefined) await deleteSession(tx, hashToken(brought));
  const token = randomToken(TOKEN_BYTES);
  await insertSession(tx, {
    tokenHash: hashToken(token),
    operatorId,
    userAgent: browserOf(at.request.headers["user-agent"]),
    method: at.method ?? "password",
    withFactor: at.withFactor ?? false,
    now: at.now,
    expiresAt: new Date(at.now.getTime() + ABSOLUTE_MS),
  });
  setCookie(at.reply, at.publicUrl, { use: "session", token, maxAgeMs: ABSOLUTE_MS });
  const browser = cookieOf(at.request, at.publicUrl, "browser") ?? randomToken(TOKEN_BYTES);
  setCookie(at.reply, at.publicUrl, { use: "browser", token: browser, maxAgeMs: DEVICE_MS });
  const { known, first } = await noteDevice(tx, {
    operatorId,
    tokenHash: hashToken(browser),
    now: at.now,
  });
  return !known && !first;
}

/** Gives the caller's session a new token after a change of password, factors or rights. Returns the new hash. */
export async function rotateSession(tx: Tx, at: AtDoor): Promise<Buffer | null> {
  const old = sessionTokenOf(at.request, at.publicUrl);
  if (old === undefined) return null;
  const token = randomToken(TOKEN_BYTES);
  const hash = hashToken(token);
  await replaceToken(tx, hashToken(old), hash);
  setCookie(at.reply, at.publicUrl, { use: "session", token, maxAgeMs: ABSOLUTE_MS });
  return hash;
}

/**
 * Notes that the person has just proven to be there, and gives the session a new token (ASVS 7.2.4).
 *
 * @param at.withFactor true: by a second factor; false: there is none any more; undefined: as before
 */
export async function noteProof(
  tx: Tx,
  at: AtDoor & { now: Date; withFactor?: boolean | undefined },
): Promise<Buffer | null> {
  const hash = await rotateSession(tx, at);
  if (hash) await markProved(tx, hash, at.now, at.withFactor);
  return hash;
}

/** "Firefox, Linux": enough to recognise one's own sessions, and nothing more is kept. */
export function browserOf(userAgent: string | undefined): string | null {
  if (userAgent === undefined) return null;
  const find = (names: [RegExp, string][]) =>
    names.find(([pattern]) => pattern.test(userAgent))?.[1];
  const browser = find([
    [/Edg\//, "Edge"],
    [/OPR\//, "Opera"],
    [/Firefox\//, "Firefox"],
    [/Chrom(e|ium)\//, "Chrome"],
    [/Safari\//, "Safari"],
  ]);
  const system = find([
    [/iPhone|iPad/, "iOS"],
    [/Android/, "Android"],
    [/Windows/, "Windows"],
    [/Mac OS X/, "macOS"],
    [/Linux/, "Linux"],
  ]);
  return [browser, system].filter(Boolean).join(", ") || null;
}

const isLoopback = (ip: string): boolean => /^(127\.|::1$|::ffff:127\.)/.test(ip);

/**
 * Passwords and session cookies never cross a network in clear: over plain http only this machine may sign in
 * (architecture, hosts). A forwarded request of an untrusted proxy is not from this machine.
 */
export function requireSafeTransport(request: FastifyRequest, publicUrl: string): void {
  if (request.protocol === "https") return;
  const forwarded =
    request.headers["x-forwarded-for"] !== undefined || request.headers["forwarded"] !== undefined;
  if (isLoopback(request.ip) && (!forwarded || isHttps(publicUrl))) return;
  throw new AppError("https_needed", 403, "Signing in needs https, except on this machine.", {
    hint: "Put a proxy with TLS in front, set PUBLIC_URL to its https address and name the number of trusted proxies.",
  });
}

/** Sign-ins come from our own pages: another site cannot send this header without leave (login CSRF). */
export function requireOwnPage(request: FastifyRequest): void {
  if (request.headers["x-klarpost"] === "1") return;
  throw new AppError("foreign_origin", 403, "This request did not come from the workplace.", {
    hint: "Send the header `X-Klarpost: 1`.",
  });
}
