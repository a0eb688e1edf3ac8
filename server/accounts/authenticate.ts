import type { FastifyRequest } from "fastify";
import {
  AppError,
  hashToken,
  type Clock,
  type Database,
  type Principal,
} from "../platform/index.ts";
import { isFresh } from "./factors/factor.ts";
import { findLiveKey, markKeyUsed } from "./api-keys.store.ts";
import { assignedOnly, permissionsOf, permissionsOfKey } from "./permissions.ts";
import { IDLE_MS, sessionTokenOf } from "./session.ts";
import { findSession, touchSession, type SignedInRow } from "./sessions.store.ts";
import { withhold } from "./training.ts";

/** A session's last use is written at most this often. */
const TOUCH_MS = 60_000;
export const KEY_PREFIX = "klp_";
/** Sent by an open page that asks for news while nobody touches it, so that it does not keep its session alive. */
const UNATTENDED = "klarpost-unattended";

/**
 * Makes the function that recognises a caller: an API key in `Authorization: Bearer klp_…`, else the session
 * cookie. Everything is read anew with each request, so that a revoked key, an ended session or a lost role
 * works at once.
 */
export function createAuthenticator(deps: {
  db: Database;
  clock: Clock;
  publicUrl: string;
}): (request: FastifyRequest) => Promise<Principal | null> {
  return async (request) => {
    const header = request.headers.authorization;
    if (header !== undefined) return byKey(deps, header);
    const token = sessionTokenOf(request, deps.publicUrl);
    return token === undefined ? null : bySession(deps, token, !(UNATTENDED in request.headers));
  };
}

async function byKey(
  deps: { db: Database; clock: Clock },
  header: string,
): Promise<Principal | null> {
  const secret = /^Bearer (klp_[\w-]{20,100})$/i.exec(header)?.[1];
  if (secret === undefined) return null;
  const now = deps.clock.now();
  const key = await deps.db.instance(async (tx) => {
    const found = await findLiveKey(tx, hashToken(secret), now);
    const today = now.toISOString().slice(0, 10);
    if (found && found.lastUsedOn !== today) await markKeyUsed(tx, found.id, today);
    return found;
  });
  if (!key) return null;
  return {
    kind: "apiKey",
    name: key.name,
    async inAccount(accountPublicId) {
      if (accountPublicId !== undefined && accountPublicId !== key.accountPublicId) return null;
      return {
        accountId: key.accountId,
        actor: {
          kind: "apiKey",
          apiKeyId: key.id,
          name: key.name,
          roles: [],
          permissions: permissionsOfKey(key.scopes),
        },
      };
    },
  };
}

async function bySession(
  deps: { db: Database; clock: Clock },
  token: string,
  isUse: boolean,
): Promise<Principal | null> {
  const now = deps.clock.now();
  const hash = hashToken(token);
  const session = await deps.db.instance(async (tx) => {
    const found = await findSession(tx, hash, now, new Date(now.getTime() - IDLE_MS));
    if (found && isUse && now.getTime() - found.lastSeenAt.getTime() >= TOUCH_MS)
      await touchSession(tx, hash, now);
    return found;
  });
  return session ? operatorPrincipal(session, now) : null;
}

/** Live accounts open with a second factor only; in the sandbox it is recommended (ORG-02). */
export const needsSecondFactor = (mode: "sandbox" | "live", withFactor: boolean): boolean =>
  mode === "live" && !withFactor;

function operatorPrincipal(session: SignedInRow, now: Date): Principal {
  const { withFactor } = session;
  return {
    kind: "operator",
    operatorId: session.operatorId,
    name: session.name,
    proof: { withFactor, isFresh: isFresh(session.provedAt, now) },
    async inAccount(accountPublicId) {
      const { memberships } = session;
      const membership =
        accountPublicId === undefined && memberships.length === 1
          ? memberships[0]
          : memberships.find((each) => each.publicId === accountPublicId);
      if (!membership) return null;
      if (needsSecondFactor(membership.mode, withFactor))
        throw new AppError("second_factor_missing", 403, "A live account needs a second factor.", {
          hint: "Set one up for your own sign-in, then try again.",
        });
      return {
        accountId: membership.accountId,
        actor: {
          kind: "operator",
          operatorId: session.operatorId,
          name: session.name,
          roles: membership.roles,
          ...withhold(
            permissionsOf(membership.roles, membership.ownRoles),
            membership.trainingDueOn,
            now,
          ),
          assignedOnly: assignedOnly(membership.roles, membership.ownRoles),
        },
      };
    },
  };
}
