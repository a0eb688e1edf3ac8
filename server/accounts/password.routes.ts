import {
  NewPassword,
  PasswordLinkParams,
  PasswordRequest,
  SignInWays,
} from "../../contract/sign-in.ts";
import { publicRoute, route, type RouteSpec } from "../platform/index.ts";
import type { AccountsDeps } from "./deps.ts";
import { findProvider } from "./provider/provider.store.ts";
import {
  canResetByMail,
  lookAtPasswordLink,
  requestPassword,
  setNewPassword,
} from "./reset-password.ts";

const tag = "Session";

/** What the sign-in page offers, and the way back in for people who forgot their password. */
export function passwordRoutes(deps: AccountsDeps): RouteSpec[] {
  const { db, publicUrl } = deps;
  return [
    route({
      method: "GET",
      path: "/api/v1/session/ways",
      permission: publicRoute,
      summary: "Which ways to sign in this installation offers",
      tag,
      response: SignInWays,
      async handle() {
        const provider = await db.instance((tx) => findProvider(tx));
        return {
          passwordByMail: await canResetByMail(deps),
          provider: provider?.enabled === true ? { name: provider.name } : null,
        };
      },
    }),
    route({
      method: "POST",
      path: "/api/v1/password-links",
      permission: publicRoute,
      summary: "Ask for a link for a new password; the answer is always the same",
      tag,
      body: PasswordRequest,
      handle: ({ body, request, reply }) =>
        requestPassword(deps, body.email, { request, reply, publicUrl }),
    }),
    route({
      method: "GET",
      path: "/api/v1/password-links/:token",
      permission: publicRoute,
      summary: "Whether a link for a new password may still be used",
      tag,
      params: PasswordLinkParams,
      handle: ({ params }) => lookAtPasswordLink(deps, params.token),
    }),
    route({
      method: "POST",
      path: "/api/v1/password",
      permission: publicRoute,
      summary: "Set a new password with a link",
      tag,
      body: NewPassword,
      handle: ({ body, request, reply }) =>
        setNewPassword(deps, body, { request, reply, publicUrl }),
    }),
  ];
}
