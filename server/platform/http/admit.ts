import type { FastifyRequest } from "fastify";
import { AppError } from "../errors.ts";
import {
  publicRoute,
  signedIn,
  type Actor,
  type Call,
  type Principal,
  type RouteSpec,
} from "./route.ts";

/** Who calls, and for which account. */
export type Admitted = Pick<Call, "principal" | "actor" | "accountId">;

/**
 * Who calls, for which account, and with which right. Everything not allowed here ends here.
 *
 * @param known hears who it is before a right is asked for, so that a refusal can be noted with its account
 */
export async function admit(
  options: { authenticate(request: FastifyRequest): Promise<Principal | null>; publicUrl: string },
  spec: RouteSpec,
  request: FastifyRequest,
  known: (caller: Partial<Admitted>) => void = () => {},
): Promise<Admitted> {
  if (spec.permission === publicRoute)
    return { accountId: 0, actor: undefined as never, principal: undefined as never };
  const principal = await options.authenticate(request);
  if (!principal)
    throw new AppError("sign_in_needed", 401, "This needs a sign-in or an API key.", {
      hint: "Sign in, or send `Authorization: Bearer <key>`.",
    });
  known({ principal });
  if (principal.kind === "operator" && request.method !== "GET")
    refuseForeignOrigin(request, options.publicUrl);
  if (spec.permission === signedIn) {
    requireProof(principal, spec);
    return { principal, accountId: 0, actor: undefined as never };
  }
  const header =
    request.headers["klarpost-account"] ??
    (request.query as { account?: string } | undefined)?.account;
  const found = await principal.inAccount(typeof header === "string" ? header : undefined);
  if (!found) {
    throw new AppError("no_such_account", 404, "There is no such account for this caller.", {
      hint: "Send the account's id in the header `Klarpost-Account`.",
    });
  }
  known({ principal, ...found });
  requirePermission(found.actor, spec.permission);
  requirePerson(found.actor, spec);
  requireProof(principal, spec);
  return { principal, accountId: found.accountId, actor: found.actor };
}

function requirePermission(actor: Actor, permission: string): void {
  if (actor.permissions.has(permission)) return;
  const { withheld } = actor;
  if (withheld?.permissions.has(permission))
    throw new AppError(withheld.code, 403, withheld.detail, { hint: withheld.hint });
  throw new AppError("permission_missing", 403, `This needs the permission ${permission}.`, {
    hint:
      actor.kind === "apiKey"
        ? "Create a key with this scope."
        : "Ask an owner of the account for a role that includes it.",
  });
}

function requirePerson(actor: Actor, spec: RouteSpec): void {
  if (!spec.byPerson || actor.kind === "operator") return;
  throw new AppError("person_needed", 403, "Only a person can decide this.", {
    hint: "Sign in to the workplace and do it there.",
  });
}

/** Sensitive acts are not done by whoever finds a screen unlocked (ASVS 7.5.1). */
function requireProof({ proof }: Principal, spec: RouteSpec): void {
  if (spec.proof === undefined || proof === undefined || proof.isFresh) return;
  if (spec.proof === "with_factor" && !proof.withFactor) return;
  throw new AppError("fresh_proof_needed", 403, "This needs a proof of the last ten minutes.", {
    hint: "Prove to be there with POST /api/v1/me/proof, then repeat the request.",
    extra: { withFactor: proof.withFactor },
  });
}

/** Requests that change something with a session cookie must come from our own pages. */
function refuseForeignOrigin(request: FastifyRequest, publicUrl: string): void {
  const site = request.headers["sec-fetch-site"];
  const origin = request.headers.origin;
  const ownOrigin =
    origin === undefined ||
    origin === new URL(publicUrl).origin ||
    originMatchesHost(origin, request.headers.host);
  if (
    request.headers["x-klarpost"] === "1" &&
    ownOrigin &&
    (site === undefined || site === "same-origin")
  )
    return;
  throw new AppError("foreign_origin", 403, "This request did not come from the workplace.", {
    hint: "Send the header `X-Klarpost: 1` from the same origin, or use an API key.",
  });
}

function originMatchesHost(origin: string, host: string | undefined): boolean {
  try {
    return host !== undefined && new URL(origin).host === host;
  } catch {
    return false;
  }
}
