import { givableOwnRoles } from "../roles.store.ts";
import { MeSchema } from "../../../contract/operators.ts";
import {
  IdentityProviderInput,
  IdentityProviderState,
  ProviderAddress,
  ProviderReturn,
  ProviderStart,
  providerRoles,
} from "../../../contract/sign-in.ts";
import {
  AppError,
  invalid,
  publicRoute,
  route,
  signedIn,
  type RouteSpec,
  type Tx,
} from "../../platform/index.ts";
import { findAccountByPublicId } from "../accounts.store.ts";
import type { AccountsDeps } from "../deps.ts";
import { buildMe, operatorIdOf } from "../me.ts";
import { getOperator, type Operator } from "../operators.store.ts";
import { auditInAllAccounts } from "../sign-in.ts";
import { createOidcClient, problemOf, sealClientSecret } from "./oidc-client.ts";
import { deleteProvider, findProvider, saveProvider, saveProviderTest } from "./provider.store.ts";
import { finishProviderSignIn, startProviderSignIn } from "./sign-in-by-provider.ts";

const tag = "Session";
const PATH = "/api/v1/identity-provider";

/** Sign-on by the house's identity provider: used by everybody, set up by administrators. */
export function providerRoutes(deps: AccountsDeps): RouteSpec[] {
  const { publicUrl } = deps;
  const redirectUri = new URL("/login/oidc", publicUrl).href;
  const fetch = deps.fetchOutside ?? (() => Promise.reject(new Error("There is no way outside.")));
  const client = createOidcClient({ keys: deps.keys, fetch, redirectUri });
  return [
    route({
      method: "POST",
      path: "/api/v1/session/provider",
      permission: publicRoute,
      summary: "Begin to sign in by the house's sign-on",
      tag,
      body: ProviderStart,
      response: ProviderAddress,
      handle: ({ body, request, reply }) =>
        startProviderSignIn(
          deps,
          client,
          { fresh: body.fresh === true },
          { request, reply, publicUrl },
        ),
    }),
    route({
      method: "POST",
      path: "/api/v1/session/provider/return",
      permission: publicRoute,
      summary: "Sign in with what the house's sign-on answered",
      tag,
      body: ProviderReturn,
      response: MeSchema,
      handle: async ({ body, request, reply }) =>
        buildMe(
          deps,
          await finishProviderSignIn(deps, client, body.query, { request, reply, publicUrl }),
        ),
    }),
    ...settingsRoutes(deps, redirectUri, async () => {
      const provider = await deps.db.instance((tx) => findProvider(tx));
      if (!provider) throw nothingSetUp();
      return client.test(provider).then(
        () => null,
        (error: unknown) => problemOf(error),
      );
    }),
  ];
}

const nothingSetUp = () =>
  new AppError("provider_off", 404, "There is no identity provider yet.", {
    hint: "Enter issuer and client first.",
  });

function settingsRoutes(
  deps: AccountsDeps,
  redirectUri: string,
  test: () => Promise<string | null>,
): RouteSpec[] {
  const { db, clock } = deps;
  const state = (tx: Tx) => showState(tx, redirectUri);
  return [
    route({
      method: "GET",
      path: PATH,
      permission: signedIn,
      summary: "The house's identity provider; administrators only",
      tag,
      response: IdentityProviderState,
      handle: ({ principal }) =>
        db.instance(async (tx) => {
          await requireAdministrator(tx, operatorIdOf(principal));
          return state(tx);
        }),
    }),
    route({
      method: "PUT",
      path: PATH,
      permission: signedIn,
      proof: "always",
      summary: "Set up the house's identity provider; administrators only",
      tag,
      body: IdentityProviderInput,
      response: IdentityProviderState,
      handle: ({ principal, body }) =>
        db.instance(async (tx) => {
          const operator = await requireAdministrator(tx, operatorIdOf(principal));
          await changeProvider(deps, tx, body);
          const { issuer, enabled, mfaCounts } = body;
          const detail = { issuer, enabled, mfaCounts };
          await auditInAllAccounts(tx, operator, "identity_provider.changed", detail);
          return state(tx);
        }),
    }),
    route({
      method: "DELETE",
      path: PATH,
      permission: signedIn,
      proof: "always",
      summary: "Remove the house's identity provider; administrators only",
      tag,
      handle: ({ principal }) =>
        db.instance(async (tx) => {
          const operator = await requireAdministrator(tx, operatorIdOf(principal));
          if ((await deleteProvider(tx)) === 0) throw nothingSetUp();
          await auditInAllAccounts(tx, operator, "identity_provider.removed");
        }),
    }),
    route({
      method: "POST",
      path: `${PATH}/test`,
      permission: signedIn,
      summary: "Ask the identity provider what it says of itself; administrators only",
      tag,
      response: IdentityProviderState,
      async handle({ principal }) {
        const operatorId = operatorIdOf(principal);
        const operator = await db.instance((tx) => requireAdministrator(tx, operatorId));
        const problem = await test();
        return db.instance(async (tx) => {
          await saveProviderTest(tx, { now: clock.now(), problem });
          const detail = { ok: problem === null };
          await auditInAllAccounts(tx, operator, "identity_provider.tested", detail);
          return state(tx);
        });
      },
    }),
  ];
}

async function requireAdministrator(tx: Tx, operatorId: number): Promise<Operator> {
  const operator = await getOperator(tx, operatorId);
  if (operator.isAdministrator) return operator;
  throw new AppError("administrator_needed", 403, "Only an administrator sets up the sign-on.", {
    hint: "Ask the person who runs this installation.",
  });
}

async function changeProvider(
  deps: AccountsDeps,
  tx: Tx,
  input: IdentityProviderInput,
): Promise<void> {
  const issuer = URL.parse(input.issuer.trim());
  if (!issuer || !/^https?:$/.test(issuer.protocol) || issuer.username !== "" || issuer.hash !== "")
    throw invalid("issuer_invalid", "The issuer is an https address.", {
      errors: [{ path: "/issuer", message: "An https address without a password." }],
    });
  for (const [no, rule] of input.roleRules.entries())
    if (!(await findAccountByPublicId(tx, rule.accountId)))
      throw invalid("account_unknown", "A rule names an account that does not exist.", {
        errors: [{ path: `/roleRules/${no}/accountId`, message: "There is no such account." }],
      });
  const own = await givableOwnRoles(tx);
  for (const [no, { role, accountId }] of input.roleRules.entries())
    if (
      !providerRoles.some((each) => each === role) &&
      !own.some((each) => each.id === role && each.accountId === accountId)
    )
      throw invalid("role_unknown", "A rule names a role that its account does not have.", {
        errors: [{ path: `/roleRules/${no}/role`, message: "There is no such role." }],
      });
  const before = await findProvider(tx);
  const { clientSecret, ...rest } = input;
  const sealed =
    clientSecret === undefined
      ? // A secret goes to nobody but the provider it was typed in for.
        before?.issuer === input.issuer.trim()
        ? before.clientSecret
        : null
      : clientSecret === null
        ? null
        : sealClientSecret(deps.keys, clientSecret);
  await saveProvider(tx, {
    ...rest,
    name: input.name.trim(),
    issuer: input.issuer.trim(),
    clientSecret: sealed,
    updatedAt: deps.clock.now(),
  });
}

async function showState(tx: Tx, redirectUri: string): Promise<IdentityProviderState> {
  const found = await findProvider(tx);
  const ownRoles = await givableOwnRoles(tx);
  if (!found) return { provider: null, redirectUri, ownRoles };
  const { clientSecret, updatedAt: _updatedAt, testedAt, ...provider } = found;
  return {
    redirectUri,
    ownRoles,
    provider: {
      ...provider,
      hasSecret: clientSecret !== null,
      testedAt: testedAt?.toISOString() ?? null,
    },
  };
}
