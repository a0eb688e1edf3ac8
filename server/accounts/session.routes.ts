import { Type } from "typebox";
import {
  IdParams,
  MeChange,
  MeSchema,
  NewOwner,
  NewSession,
  SessionList,
  SetupState,
} from "../../contract/operators.ts";
import {
  hashToken,
  notFound,
  publicRoute,
  route,
  signedIn,
  type RouteSpec,
} from "../platform/index.ts";
import { changeMe } from "./change-me.ts";
import type { AccountsDeps } from "./deps.ts";
import { buildMe, operatorIdOf, signedInOf } from "./me.ts";
import { getOperator } from "./operators.store.ts";
import { clearCookie, IDLE_MS, requireOwnPage, sessionTokenOf } from "./session.ts";
import {
  deleteOtherSessions,
  deleteSession,
  deleteSessionByPublicId,
  listSessions,
} from "./sessions.store.ts";
import { isSetupNeeded, setUpOwner } from "./set-up-owner.ts";
import { auditInAllAccounts, signIn } from "./sign-in.ts";

const tag = "Session";

/** Signing in and out, one's own person and sessions, and the first owner. */
export function sessionRoutes(deps: AccountsDeps): RouteSpec[] {
  return [...signInRoutes(deps), ...ownRoutes(deps), ...setupRoutes(deps)];
}

function signInRoutes(deps: AccountsDeps): RouteSpec[] {
  return [
    route({
      method: "POST",
      path: "/api/v1/session",
      permission: publicRoute,
      summary: "Sign in",
      tag,
      body: NewSession,
      response: MeSchema,
      handle: async ({ body, request, reply }) =>
        buildMe(deps, await signIn(deps, body, { request, reply })),
    }),
    route({
      method: "DELETE",
      path: "/api/v1/session",
      permission: publicRoute,
      summary: "Sign out",
      tag,
      async handle({ request, reply }) {
        requireOwnPage(request);
        const token = sessionTokenOf(request, deps.publicUrl);
        if (token !== undefined)
          await deps.db.instance((tx) => deleteSession(tx, hashToken(token)));
        clearCookie(reply, deps.publicUrl);
      },
    }),
  ];
}

function ownRoutes(deps: AccountsDeps): RouteSpec[] {
  const { db, clock, publicUrl } = deps;
  const ownHash = (request: Parameters<typeof sessionTokenOf>[0]) =>
    hashToken(sessionTokenOf(request, publicUrl) ?? "");
  const endSessions = async (
    operatorId: number,
    end: (tx: Parameters<typeof deleteSession>[0]) => Promise<number>,
  ) =>
    db.instance(async (tx) => {
      const ended = await end(tx);
      if (ended > 0)
        await auditInAllAccounts(tx, await getOperator(tx, operatorId), "session.ended");
      return ended;
    });
  return [
    route({
      method: "GET",
      path: "/api/v1/me",
      permission: signedIn,
      summary: "Who is signed in, and where they may work",
      tag,
      response: MeSchema,
      handle: ({ principal }) => buildMe(deps, signedInOf(principal)),
    }),
    route({
      method: "PATCH",
      path: "/api/v1/me",
      permission: signedIn,
      summary: "Change one's own name, language or password",
      tag,
      body: MeChange,
      response: MeSchema,
      async handle({ principal, body, request, reply }) {
        const operatorId = operatorIdOf(principal);
        await changeMe(deps, operatorId, body, { request, reply });
        return buildMe(deps, signedInOf(principal));
      },
    }),
    route({
      method: "GET",
      path: "/api/v1/sessions",
      permission: signedIn,
      summary: "List one's own sessions",
      tag,
      response: SessionList,
      async handle({ principal, request }) {
        const own = ownHash(request);
        const now = clock.now();
        const found = await db.instance((tx) =>
          listSessions(tx, operatorIdOf(principal), now, new Date(now.getTime() - IDLE_MS)),
        );
        return {
          items: found.map((session) => ({
            id: session.publicId,
            current: session.tokenHash.equals(own),
            browser: session.userAgent,
            method: session.method,
            withFactor: session.withFactor,
            startedAt: session.createdAt.toISOString(),
            lastSeenAt: session.lastSeenAt.toISOString(),
          })),
        };
      },
    }),
    route({
      method: "DELETE",
      path: "/api/v1/sessions/:id",
      permission: signedIn,
      summary: "End one of one's own sessions",
      tag,
      proof: "always",
      params: IdParams,
      async handle({ principal, params }) {
        const operatorId = operatorIdOf(principal);
        const ended = await endSessions(operatorId, (tx) =>
          deleteSessionByPublicId(tx, operatorId, params.id),
        );
        if (ended === 0) throw notFound("session");
      },
    }),
    route({
      method: "DELETE",
      path: "/api/v1/sessions",
      permission: signedIn,
      summary: "End all of one's other sessions",
      tag,
      proof: "always",
      response: Type.Object({ ended: Type.Integer() }),
      async handle({ principal, request }) {
        const operatorId = operatorIdOf(principal);
        return {
          ended: await endSessions(operatorId, (tx) =>
            deleteOtherSessions(tx, operatorId, ownHash(request)),
          ),
        };
      },
    }),
  ];
}

function setupRoutes(deps: AccountsDeps): RouteSpec[] {
  return [
    route({
      method: "GET",
      path: "/api/v1/setup",
      permission: publicRoute,
      summary: "Whether the installation waits for its first owner",
      tag,
      response: SetupState,
      handle: async () => ({ needed: await isSetupNeeded(deps.db) }),
    }),
    route({
      method: "POST",
      path: "/api/v1/setup/owner",
      permission: publicRoute,
      summary: "Create the first owner with the one-time link",
      tag,
      body: NewOwner,
      response: MeSchema,
      status: 201,
      handle: async ({ body, request, reply }) =>
        buildMe(deps, await setUpOwner(deps, body, { request, reply })),
    }),
  ];
}
