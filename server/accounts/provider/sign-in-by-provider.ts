import { providerRoles } from "../../../contract/sign-in.ts";
import { givableOwnRoles } from "../roles.store.ts";
import { AppError, normaliseEmailAddress, type Tx } from "../../platform/index.ts";
import { listAccountsOf } from "../accounts.store.ts";
import { audit, systemActor } from "../audit.ts";
import { enterAccount } from "../audit.store.ts";
import type { AccountsDeps } from "../deps.ts";
import { beginStep, endStep, presentStep } from "../factors/step.ts";
import { listOpenInvitationsTo, useInvitation } from "../links.store.ts";
import {
  findOperatorByEmail,
  getOperator,
  insertOperator,
  upsertMembership,
  type Operator,
} from "../operators.store.ts";
import { requireOwnPage, requireSafeTransport, type AtDoor } from "../session.ts";
import { letIn, type SignedIn } from "../sign-in.ts";
import { problemOf, type OidcClient } from "./oidc-client.ts";
import {
  hasProviderFactor,
  rolesByClaim,
  verifiedEmail,
  type Claims,
  type IdentityProvider,
} from "./provider.ts";
import { findIdentity, findProvider, markIdentityUsed, saveIdentity } from "./provider.store.ts";

const refused = (code: string, status: number, message: string, hint: string) =>
  new AppError(code, status, message, { hint });

async function enabledProvider(deps: AccountsDeps): Promise<IdentityProvider> {
  const provider = await deps.db.instance((tx) => findProvider(tx));
  if (!provider?.enabled)
    throw refused("provider_off", 404, "There is no sign-on of the house.", "Use your password.");
  return provider;
}

/** Where to send the browser. `provider_away` (502) when the provider cannot be asked. */
export async function startProviderSignIn(
  deps: AccountsDeps,
  client: OidcClient,
  input: { fresh: boolean },
  at: AtDoor,
): Promise<{ url: string }> {
  requireOwnPage(at.request);
  requireSafeTransport(at.request, deps.publicUrl);
  const provider = await enabledProvider(deps);
  const made = await client
    .start(provider, deps.clock.now(), input.fresh)
    .catch((error: unknown) => {
      deps.log.warn({ problem: problemOf(error) }, "the identity provider could not be asked");
      throw refused(
        "provider_away",
        502,
        "The house's sign-on does not answer.",
        "Try again in a moment, or sign in with your password.",
      );
    });
  await beginStep(
    deps,
    { purpose: "provider", operatorId: null, data: { provider: made.ask } },
    at,
  );
  return { url: made.url };
}

/**
 * Signs in whom the provider sends back. The person must be known here, or invited, under an address the provider
 * vouches for. `provider_failed` (400), `email_unverified`, `person_unknown`, `identity_conflict` (403); where the
 * provider's second factor does not count, `second_factor_needed` (401) as with a password.
 */
export async function finishProviderSignIn(
  deps: AccountsDeps,
  client: OidcClient,
  query: string,
  at: AtDoor,
): Promise<SignedIn> {
  requireOwnPage(at.request);
  requireSafeTransport(at.request, deps.publicUrl);
  const provider = await enabledProvider(deps);
  const step = await presentStep(deps, "provider", at);
  const ask = step?.data.provider;
  if (!step || !ask || !(await endStep(deps, step, at)))
    throw refused(
      "sign_in_over",
      401,
      "This sign-in took too long, or began in another browser.",
      "Begin again at the sign-in page.",
    );
  const now = deps.clock.now();
  const claims = await client.finish(provider, now, { ask, query }).catch((error: unknown) => {
    deps.log.warn({ problem: problemOf(error) }, "the identity provider's answer was refused");
    throw refused(
      "provider_failed",
      400,
      "The house's sign-on did not confirm who you are.",
      "Begin again. If it happens again, ask the person who runs Klarpost.",
    );
  });
  const operator = await deps.db.instance(async (tx) => {
    const known = await operatorOf(tx, provider, claims, now);
    await followRoles(tx, provider, claims, known, now);
    return known;
  });
  const factor = hasProviderFactor(provider, claims) ? "provider" : undefined;
  return letIn(deps, operator, { method: "provider", factor }, at);
}

/** Whom the provider means: by its subject once that is known, else by the address it vouches for. */
async function operatorOf(
  tx: Tx,
  provider: IdentityProvider,
  claims: Claims & { sub: string },
  now: Date,
): Promise<Operator> {
  const { issuer } = provider;
  const known = await findIdentity(tx, issuer, claims.sub);
  if (known !== undefined) {
    await markIdentityUsed(tx, issuer, claims.sub, now);
    return requireActive(await getOperator(tx, known));
  }
  const email = normaliseEmailAddress(verifiedEmail(claims) ?? "");
  if (!email)
    throw refused(
      "email_unverified",
      403,
      "The house's sign-on does not vouch for an e-mail address.",
      "The person who runs the sign-on has to release `email` and `email_verified`.",
    );
  const operator =
    (await findOperatorByEmail(tx, email)) ?? (await joinByInvitation(tx, email, claims, now));
  if (!operator)
    throw refused(
      "person_unknown",
      403,
      "Nobody here has this address.",
      "Ask an owner of the account for an invitation.",
    );
  requireActive(operator);
  const linked = { issuer, subject: claims.sub, operatorId: operator.id, now };
  if ((await saveIdentity(tx, linked)) === 0)
    throw refused(
      "identity_conflict",
      403,
      "This person is known by another identity of the sign-on.",
      "An owner or administrator resets the sign-in; then the new identity counts.",
    );
  return operator;
}

function requireActive(operator: Operator): Operator {
  if (operator.disabledAt === null) return operator;
  throw refused("person_unknown", 403, "Nobody here has this address.", "Ask an owner.");
}

/** Makes the person of the open invitations to an address; undefined when nobody invited it. */
async function joinByInvitation(
  tx: Tx,
  email: string,
  claims: Claims,
  now: Date,
): Promise<Operator | undefined> {
  const invitations = await listOpenInvitationsTo(tx, email, now);
  const [first] = invitations;
  if (!first) return undefined;
  const { name, locale } = claims;
  const operator = await insertOperator(tx, {
    email: first.email ?? email,
    emailNormalised: email,
    name: (typeof name === "string" && name.trim().slice(0, 200)) || email.split("@")[0]!,
    passwordHash: null,
    locale: typeof locale === "string" && locale.startsWith("en") ? "en" : "de",
    isAdministrator: false,
    now,
  });
  for (const invitation of invitations) {
    if (invitation.accountId === null || (await useInvitation(tx, invitation.publicId, now)) === 0)
      continue;
    const { accountId, roles } = invitation;
    await upsertMembership(tx, { operatorId: operator.id, accountId, roles: roles ?? [], now });
    await enterAccount(tx, accountId);
    await audit(
      tx,
      accountId,
      {
        kind: "operator",
        operatorId: operator.id,
        name: operator.name,
        roles: roles ?? [],
        permissions: new Set(),
      },
      "operator.joined",
      { objectType: "operator", objectId: operator.publicId, detail: { roles, by: "provider" } },
    );
  }
  return operator;
}

const isProviderRole = (role: string): boolean => providerRoles.some((each) => each === role);

/** Brings the roles of the person's accounts in line with the claim, where rules say so. */
async function followRoles(
  tx: Tx,
  provider: IdentityProvider,
  claims: Claims,
  operator: Operator,
  now: Date,
): Promise<void> {
  const own = new Set((await givableOwnRoles(tx)).map(({ id }) => id));
  const roleRules = provider.roleRules.filter(({ role }) => isProviderRole(role) || own.has(role));
  for (const account of await listAccountsOf(tx, operator.id)) {
    const roles = rolesByClaim({ ...provider, roleRules }, claims, {
      accountId: account.publicId,
      roles: account.roles,
    });
    if (!roles) continue;
    await upsertMembership(tx, { operatorId: operator.id, accountId: account.id, roles, now });
    await enterAccount(tx, account.id);
    await audit(tx, account.id, { ...systemActor, name: provider.name }, "operator.roles_changed", {
      objectType: "operator",
      objectId: operator.publicId,
      detail: { before: account.roles, after: roles, by: "provider" },
    });
  }
}
