import type { FastifyReply, FastifyRequest } from "fastify";
import { AppError, hashToken, randomToken, type Tx } from "../platform/index.ts";
import { deleteSession, insertSession, replaceToken } from "./sessions.store.ts";

/** A session ends 12 hours after it was last used, and after 7 days in any case (ORG-02). */
export const IDLE_MS = 12 * 3_600_000;
export const ABSOLUTE_MS = 7 * 24 * 3_600_000;
const TOKEN_BYTES = 32;

const isHttps = (publicUrl: string): boolean => publicUrl.startsWith("https:");

/** With TLS the prefix makes browsers refuse the cookie from any other host, path or plain connection (RFC 6265bis). */
export function cookieName(publicUrl: string): string {
  return isHttps(publicUrl) ? "__Host-klarpost_session" : "klarpost_session";
}

export function sessionTokenOf(request: FastifyRequest, publicUrl: string): string | undefined {
  return request.cookies[cookieName(publicUrl)];
}

function setCookie(reply: FastifyReply, publicUrl: string, token: string): void {
  reply.setCookie(cookieName(publicUrl), token, {
    path: "/",
    httpOnly: true,
    sameSite: "strict",
    secure: isHttps(publicUrl),
    maxAge: ABSOLUTE_MS / 1000,
  });
}

export function clearCookie(reply: FastifyReply, publicUrl: string): void {
  reply.clearCookie(cookieName(publicUrl), {
    path: "/",
    httpOnly: true,
    sameSite: "strict",
    secure: isHttps(publicUrl),
  });
}

/**
 * Signs an operator in: a new token, of which only the hash is stored. A session that the browser brought
 * along ends, so that a planted cookie gains nothing (session fixation).
 */
export async function startSession(
  tx: Tx,
  operatorId: number,
  at: { request: FastifyRequest; reply: FastifyReply; publicUrl: string; now: Date },
): Promise<void> {
  const brought = sessionTokenOf(at.request, at.publicUrl);
  if (brought !== undefined) await deleteSession(tx, hashToken(brought));
  const token = randomToken(TOKEN_BYTES);
  await insertSession(tx, {
    tokenHash: hashToken(token),
    operatorId,
    userAgent: browserOf(at.request.headers["user-agent"]),
    now: at.now,
    expiresAt: new Date(at.now.getTime() + ABSOLUTE_MS),
  });
  setCookie(at.reply, at.publicUrl, token);
}

/** Gives the caller's session a new token after a change of password or rights. Returns the new hash. */
export async function rotateSession(
  tx: Tx,
  at: { request: FastifyRequest; reply: FastifyReply; publicUrl: string },
): Promise<Buffer | null> {
  const old = sessionTokenOf(at.request, at.publicUrl);
  if (old === undefined) return null;
  const token = randomToken(TOKEN_BYTES);
  const hash = hashToken(token);
  await replaceToken(tx, hashToken(old), hash);
  setCookie(at.reply, at.publicUrl, token);
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
