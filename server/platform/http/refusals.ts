import type { FastifyRequest } from "fastify";
import type { SecurityEvent } from "../security-events.ts";
import type { Admitted } from "./admit.ts";

/** Keyed hash of an address or a network, so that the log can follow somebody without naming them. */
export type NameOf = (kind: "address" | "network", value: string) => string;

const UPLOAD = /^(?:multipart\/|image\/|text\/csv|message\/rfc822|application\/octet-stream)/;
/** Part of using the product: the workplace asks for the proof and repeats the call. */
const ORDINARY = new Set(["fresh_proof_needed", "second_factor_needed"]);

/** What kind of refusal an answer is, if the log of security events shall know of it (ASVS 16.3.1 to 16.3.3). */
export function refusalOf(
  status: number,
  code: string,
  call: { route: string; contentType: string; hasCredentials: boolean },
): SecurityEvent["event"] | undefined {
  if (ORDINARY.has(code)) return undefined;
  if (code === "foreign_origin") return "request.forged";
  if (status === 429) return "call.limited";
  if (/\/api\/v1\/(?:session|me\/proof)/.test(call.route) && (status === 401 || status === 400))
    return code === "validation_failed" ? undefined : "sign_in.failed";
  if (code === "sign_in_needed") return call.hasCredentials ? "call.refused" : undefined;
  if (status === 401 || status === 403 || code === "no_such_account") return "call.refused";
  if (status === 413 || status === 415) return "upload.rejected";
  const isUpload = UPLOAD.test(call.contentType);
  return isUpload && (status === 400 || status === 422) ? "upload.rejected" : undefined;
}

/** The event of a refused call; undefined where there is nothing to note. */
export function refusedCall(
  request: FastifyRequest,
  answer: { status: number; code: string },
  caller: Partial<Admitted> | undefined,
  nameOf: NameOf,
): SecurityEvent | undefined {
  const route = request.routeOptions.url ?? "unmatched";
  const { authorization, cookie } = request.headers;
  const event = refusalOf(answer.status, answer.code, {
    route,
    contentType: request.headers["content-type"] ?? "",
    hasCredentials: authorization !== undefined || cookie !== undefined,
  });
  if (event === undefined) return undefined;
  const email = (request.body as { email?: unknown } | null | undefined)?.email;
  const isSignIn = event === "sign_in.failed" && typeof email === "string";
  return {
    event,
    code: answer.code,
    method: request.method,
    route,
    requestId: request.id,
    network: nameOf("network", request.ip),
    ...(isSignIn ? { who: nameOf("address", email.trim().toLowerCase()) } : {}),
    ...whoOf(caller),
  };
}

function whoOf(caller: Partial<Admitted> | undefined): Partial<SecurityEvent> {
  const { principal, actor, accountId } = caller ?? {};
  return {
    accountId: accountId === 0 ? undefined : accountId,
    operatorId: actor?.operatorId ?? principal?.operatorId,
    apiKeyId: actor?.apiKeyId,
  };
}
