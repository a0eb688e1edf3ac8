import * as oidc from "openid-client";
import { OutsideRefused, type FetchOutside, type Keys } from "../../platform/index.ts";
import type { Claims, IdentityProvider } from "./provider.ts";

const SECRET = "identity-provider-secret";
/** What the provider says of itself is read anew after ten minutes. */
const KEPT_MS = 10 * 60_000;

export const sealClientSecret = (keys: Keys, secret: string): Buffer =>
  keys.seal(SECRET, Buffer.from(secret));

/** The query with which the browser is sent to the provider, and what its answer has to fit. */
export interface ProviderAsk {
  state: string;
  nonce: string;
  verifier: string;
  fresh: boolean;
}

/** Speaks OpenID Connect with one provider: code flow with PKCE, state and nonce (OIDC Core 3.1, RFC 7636). */
export function createOidcClient(deps: { keys: Keys; fetch: FetchOutside; redirectUri: string }) {
  let known: { key: string; at: number; config: oidc.Configuration } | undefined;
  const configOf = async (provider: IdentityProvider, now: Date): Promise<oidc.Configuration> => {
    const key = `${provider.issuer} ${provider.clientId} ${provider.updatedAt.getTime()}`;
    if (known?.key === key && now.getTime() - known.at < KEPT_MS) return known.config;
    const config = await discover(deps, provider);
    known = { key, at: now.getTime(), config };
    return config;
  };
  return {
    /** Reads what the provider says of itself; throws with a reason in words. */
    async test(provider: IdentityProvider): Promise<void> {
      const config = await discover(deps, provider);
      const { authorization_endpoint, token_endpoint, jwks_uri } = config.serverMetadata();
      if (!authorization_endpoint || !token_endpoint || !jwks_uri)
        throw new Error("The provider names no addresses for signing in.");
    },

    async start(
      provider: IdentityProvider,
      now: Date,
      fresh: boolean,
    ): Promise<{ url: string; ask: ProviderAsk }> {
      const config = await configOf(provider, now);
      const ask: ProviderAsk = {
        state: oidc.randomState(),
        nonce: oidc.randomNonce(),
        verifier: oidc.randomPKCECodeVerifier(),
        fresh,
      };
      const url = oidc.buildAuthorizationUrl(config, {
        redirect_uri: deps.redirectUri,
        scope: "openid email profile",
        code_challenge: await oidc.calculatePKCECodeChallenge(ask.verifier),
        code_challenge_method: "S256",
        state: ask.state,
        nonce: ask.nonce,
        ...(fresh ? { prompt: "login", max_age: "0" } : {}),
        ...(provider.mfaCounts && provider.mfaAcr.length > 0
          ? { acr_values: provider.mfaAcr.join(" ") }
          : {}),
      });
      return { url: url.href, ask };
    },

    /** Exchanges the code for what the provider says of the person. Throws when anything does not fit. */
    async finish(
      provider: IdentityProvider,
      now: Date,
      input: { ask: ProviderAsk; query: string },
    ): Promise<Claims & { sub: string }> {
      const config = await configOf(provider, now);
      const url = new URL(deps.redirectUri);
      url.search = input.query;
      const tokens = await oidc.authorizationCodeGrant(config, url, {
        pkceCodeVerifier: input.ask.verifier,
        expectedState: input.ask.state,
        expectedNonce: input.ask.nonce,
        idTokenExpected: true,
        ...(input.ask.fresh ? { maxAge: 60 } : {}),
      });
      const claims = tokens.claims();
      if (!claims) throw new Error("The provider sent no ID token.");
      const lacks = (name: string | null) => name !== null && claims[name] === undefined;
      const more =
        (lacks("email") || lacks("email_verified") || lacks(provider.roleClaim)) &&
        config.serverMetadata().userinfo_endpoint !== undefined
          ? await oidc.fetchUserInfo(config, tokens.access_token, claims.sub)
          : {};
      return { ...more, ...claims };
    },
  };
}

export type OidcClient = ReturnType<typeof createOidcClient>;

async function discover(
  deps: { keys: Keys; fetch: FetchOutside },
  provider: IdentityProvider,
): Promise<oidc.Configuration> {
  const secret =
    provider.clientSecret === null
      ? undefined
      : deps.keys.open(SECRET, provider.clientSecret).toString();
  const issuer = new URL(provider.issuer);
  return oidc.discovery(
    issuer,
    provider.clientId,
    undefined,
    secret === undefined ? oidc.None() : oidc.ClientSecretPost(secret),
    {
      // Every address is called under our own guard: it alone lets named hosts of the own network speak plain http.
      [oidc.customFetch]: (url, options) => deps.fetch(url, readRequest(options)),
      // The signature of ID tokens counts whatever the connection: a provider in the own network may speak plain http.
      execute: [
        oidc.enableNonRepudiationChecks,
        ...(issuer.protocol === "http:" ? [oidc.allowInsecureRequests] : []),
      ],
      timeout: 10,
    },
  );
}

function readRequest(options: oidc.CustomFetchOptions): Parameters<FetchOutside>[1] {
  const { body, method, signal } = options;
  return {
    method,
    headers: Object.fromEntries(new Headers(options.headers)),
    body:
      body instanceof URLSearchParams ? body.toString() : ((body as string | null) ?? undefined),
    signal: signal ?? undefined,
  };
}

/** What went wrong between us and the provider, in words for the person in charge. */
export function problemOf(error: unknown): string {
  const { cause } = error as { cause?: unknown };
  for (const each of [cause, error]) if (each instanceof OutsideRefused) return each.message;
  const { code, error: word, error_description: text } = error as Record<string, unknown>;
  const parts = [error instanceof Error ? error.message : String(error), code, word, text];
  return [...new Set(parts.filter((part) => typeof part === "string" && part !== ""))]
    .join(" · ")
    .slice(0, 300);
}
