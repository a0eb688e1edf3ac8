import {
  FactorAdded,
  FactorAnswer,
  FactorChange,
  NewPasskey,
  NewTotp,
  PasskeyOptions,
  PasskeySignIn,
  ProofAnswer,
  RecoveryCodes,
  SecuritySchema,
  TotpConfirmation,
} from "../../../contract/sign-in.ts";
import { IdParams, MeSchema } from "../../../contract/operators.ts";
import { publicRoute, route, signedIn, type RouteSpec } from "../../platform/index.ts";
import { listAccountsOf } from "../accounts.store.ts";
import type { AccountsDeps } from "../deps.ts";
import { buildMe, operatorIdOf } from "../me.ts";
import { getOperator } from "../operators.store.ts";
import { findProviderOf } from "../provider/provider.store.ts";
import {
  factorPasskeyOptions,
  giveFactor,
  passkeySignInOptions,
  signInWithPasskey,
} from "../sign-in.ts";
import {
  addPasskey,
  beginTotp,
  confirmTotp,
  nameFactor,
  passkeyOptions,
  removeFactor,
  renewRecoveryCodes,
} from "./enrol-factor.ts";
import type { Factor } from "./factor.ts";
import { countRecoveryCodes, listFactors } from "./factors.store.ts";
import { proofPasskeyOptions, provePresence } from "./prove-presence.ts";

const tag = "Session";

/** Second factors: given when signing in, set up and removed for oneself. */
export function factorRoutes(deps: AccountsDeps): RouteSpec[] {
  return [...doorRoutes(deps), ...ownFactorRoutes(deps), ...enrolmentRoutes(deps)];
}

function doorRoutes(deps: AccountsDeps): RouteSpec[] {
  return [
    route({
      method: "POST",
      path: "/api/v1/session/factor",
      permission: publicRoute,
      summary: "Give the second factor of a sign-in under way",
      tag,
      body: FactorAnswer,
      response: MeSchema,
      handle: async ({ body, request, reply }) =>
        buildMe(deps, await giveFactor(deps, body, { request, reply })),
    }),
    route({
      method: "POST",
      path: "/api/v1/session/factor/passkey-options",
      permission: publicRoute,
      summary: "What the browser needs to give a passkey as second factor",
      tag,
      response: PasskeyOptions,
      handle: ({ request, reply }) => factorPasskeyOptions(deps, { request, reply }),
    }),
    route({
      method: "POST",
      path: "/api/v1/session/passkey-options",
      permission: publicRoute,
      summary: "What the browser needs to sign in with a passkey",
      tag,
      response: PasskeyOptions,
      handle: ({ request, reply }) => passkeySignInOptions(deps, { request, reply }),
    }),
    route({
      method: "POST",
      path: "/api/v1/session/passkey",
      permission: publicRoute,
      summary: "Sign in with a passkey, without a password",
      tag,
      body: PasskeySignIn,
      response: MeSchema,
      handle: async ({ body, request, reply }) =>
        buildMe(deps, await signInWithPasskey(deps, body.passkey, { request, reply })),
    }),
  ];
}

const showFactor = (factor: Factor) => ({
  id: factor.publicId,
  kind: factor.kind,
  name: factor.name,
  synced: factor.synced,
  createdAt: factor.createdAt.toISOString(),
  lastUsedAt: factor.lastUsedAt?.toISOString() ?? null,
});

function ownFactorRoutes(deps: AccountsDeps): RouteSpec[] {
  const { db, publicUrl } = deps;
  return [
    route({
      method: "GET",
      path: "/api/v1/me/security",
      permission: signedIn,
      summary: "One's own second factors and ways to sign in",
      tag,
      response: SecuritySchema,
      handle: ({ principal }) =>
        db.instance(async (tx) => {
          const operatorId = operatorIdOf(principal);
          return {
            factors: (await listFactors(tx, operatorId)).map(showFactor),
            recoveryCodesLeft: await countRecoveryCodes(tx, operatorId),
            hasPassword: (await getOperator(tx, operatorId)).passwordHash !== null,
            provider: (await findProviderOf(tx, operatorId)) ?? null,
          };
        }),
    }),
    route({
      method: "PATCH",
      path: "/api/v1/me/factors/:id",
      permission: signedIn,
      summary: "Rename one of one's own factors",
      tag,
      params: IdParams,
      body: FactorChange,
      handle: ({ principal, params, body }) =>
        nameFactor(deps, operatorIdOf(principal), params.id, body.name),
    }),
    route({
      method: "DELETE",
      path: "/api/v1/me/factors/:id",
      permission: signedIn,
      proof: "always",
      summary: "Remove one of one's own factors",
      tag,
      params: IdParams,
      async handle({ principal, params, request, reply }) {
        const operatorId = operatorIdOf(principal);
        const accounts = await db.instance((tx) => listAccountsOf(tx, operatorId));
        const opensLive = accounts.some(({ mode }) => mode === "live");
        const at = { request, reply, publicUrl };
        await removeFactor(deps, operatorId, params.id, { opensLive }, at);
      },
    }),
    route({
      method: "POST",
      path: "/api/v1/me/recovery-codes",
      permission: signedIn,
      proof: "always",
      summary: "Make new recovery codes; the former ones end",
      tag,
      response: RecoveryCodes,
      handle: async ({ principal }) => ({
        recoveryCodes: await renewRecoveryCodes(deps, operatorIdOf(principal)),
      }),
    }),
    route({
      method: "POST",
      path: "/api/v1/me/proof",
      permission: signedIn,
      summary: "Prove to be there, for acts that ask for it",
      tag,
      body: ProofAnswer,
      handle: ({ principal, body, request, reply }) =>
        provePresence(deps, operatorIdOf(principal), body, { request, reply, publicUrl }),
    }),
    route({
      method: "POST",
      path: "/api/v1/me/proof/passkey-options",
      permission: signedIn,
      summary: "What the browser needs to prove it by a passkey",
      tag,
      response: PasskeyOptions,
      handle: ({ principal, request, reply }) =>
        proofPasskeyOptions(deps, operatorIdOf(principal), { request, reply, publicUrl }),
    }),
  ];
}

function enrolmentRoutes(deps: AccountsDeps): RouteSpec[] {
  const { publicUrl } = deps;
  return [
    route({
      method: "POST",
      path: "/api/v1/me/factors/totp",
      permission: signedIn,
      proof: "always",
      summary: "Begin to set up an authenticator app; the secret is shown once",
      tag,
      response: NewTotp,
      status: 201,
      secretAnswer: true,
      handle: ({ principal }) => beginTotp(deps, operatorIdOf(principal)),
    }),
    route({
      method: "POST",
      path: "/api/v1/me/factors/totp/confirm",
      permission: signedIn,
      proof: "always",
      summary: "Make an authenticator app count, with a code of it",
      tag,
      body: TotpConfirmation,
      response: FactorAdded,
      handle: ({ principal, body, request, reply }) =>
        confirmTotp(deps, operatorIdOf(principal), body, { request, reply, publicUrl }),
    }),
    route({
      method: "POST",
      path: "/api/v1/me/factors/passkey-options",
      permission: signedIn,
      proof: "always",
      summary: "What the browser needs to make a passkey",
      tag,
      response: PasskeyOptions,
      handle: ({ principal, request, reply }) =>
        passkeyOptions(deps, operatorIdOf(principal), { request, reply, publicUrl }),
    }),
    route({
      method: "POST",
      path: "/api/v1/me/factors/passkey",
      permission: signedIn,
      proof: "always",
      summary: "Add the passkey the browser made",
      tag,
      body: NewPasskey,
      response: FactorAdded,
      status: 201,
      handle: ({ principal, body, request, reply }) =>
        addPasskey(deps, operatorIdOf(principal), body, { request, reply, publicUrl }),
    }),
  ];
}
