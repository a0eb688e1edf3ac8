import type { RoleRule } from "../../../contract/sign-in.ts";

export type { RoleRule };

/** The house's identity provider (OpenID Connect). */
export interface IdentityProvider {
  name: string;
  issuer: string;
  clientId: string;
  /** Sealed; null: a public client. */
  clientSecret: Buffer | null;
  enabled: boolean;
  mfaCounts: boolean;
  mfaAmr: string[];
  mfaAcr: string[];
  roleClaim: string | null;
  roleRules: RoleRule[];
  updatedAt: Date;
  testedAt: Date | null;
  testProblem: string | null;
}

/** What the provider says of somebody who signed in. */
export type Claims = Record<string, unknown>;

const wordsOf = (claim: unknown): string[] =>
  (Array.isArray(claim) ? claim : [claim]).filter((each) => typeof each === "string");

/**
 * Whether the provider says that it asked for a second factor, and whether that counts here: by a word of `amr`
 * (RFC 8176) or the class in `acr`, as the settings name them.
 */
export function hasProviderFactor(
  provider: Pick<IdentityProvider, "mfaCounts" | "mfaAmr" | "mfaAcr">,
  claims: Claims,
): boolean {
  if (!provider.mfaCounts) return false;
  return (
    wordsOf(claims["amr"]).some((word) => provider.mfaAmr.includes(word)) ||
    wordsOf(claims["acr"]).some((word) => provider.mfaAcr.includes(word))
  );
}

/** The address, if the provider vouches for it. */
export function verifiedEmail(claims: Claims): string | undefined {
  const { email, email_verified: verified } = claims;
  return typeof email === "string" && (verified === true || verified === "true")
    ? email
    : undefined;
}

/**
 * The roles somebody has in an account after signing in: what the rules give for the values of the claim; what a rule
 * could give and does not is taken. Roles no rule speaks of stay as they are, owners above all. Undefined: no change.
 */
export function rolesByClaim(
  provider: Pick<IdentityProvider, "roleClaim" | "roleRules">,
  claims: Claims,
  membership: { accountId: string; roles: readonly string[] },
): string[] | undefined {
  if (provider.roleClaim === null) return undefined;
  const values = wordsOf(claims[provider.roleClaim]);
  const rules = provider.roleRules.filter((rule) => rule.accountId === membership.accountId);
  if (rules.length === 0) return undefined;
  const managed = new Set<string>(rules.map((rule) => rule.role));
  const given = rules.filter((rule) => values.includes(rule.value)).map((rule) => rule.role);
  const kept = membership.roles.filter((role) => !managed.has(role));
  const next = [...new Set<string>([...kept, ...given])];
  const same =
    next.length === membership.roles.length &&
    next.every((role) => membership.roles.includes(role));
  return same ? undefined : next;
}
