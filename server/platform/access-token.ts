import type { PostOutside } from "./outside.ts";

/** A client of an authorisation server, with the word of a person that it may act for them. */
export interface OAuthGrant {
  /** Token endpoint; `post` decides which hosts may be called. */
  tokenUrl: string;
  clientId: string;
  clientSecret?: string | undefined;
  refreshToken: string;
}

export interface AccessToken {
  token: string;
  lifeMs: number;
  /** The provider replaced the refresh token; the old one may end then. */
  refreshToken: string | undefined;
}

/** Where the endpoint does not say how long a token holds (RFC 6749, 5.1). */
const DEFAULT_LIFE_S = 300;

/** The endpoint refused, or could not be reached. The text holds no token and no secret. */
export class AccessTokenRefused extends Error {
  override readonly name = "AccessTokenRefused";
  readonly isUnreachable: boolean;

  constructor(message: string, isUnreachable: boolean) {
    super(message);
    this.isUnreachable = isUnreachable;
  }
}

/**
 * Gets an access token with a refresh token (RFC 6749, 6), for SASL XOAUTH2.
 *
 * @throws AccessTokenRefused
 */
export async function requestAccessToken(
  post: PostOutside,
  grant: OAuthGrant,
): Promise<AccessToken> {
  const form = new URLSearchParams({
    grant_type: "refresh_token",
    client_id: grant.clientId,
    refresh_token: grant.refreshToken,
    ...(grant.clientSecret === undefined ? {} : { client_secret: grant.clientSecret }),
  });
  let response: { status: number; body: Buffer };
  try {
    response = await post(grant.tokenUrl, {
      body: Buffer.from(form.toString()),
      type: "application/x-www-form-urlencoded",
    });
  } catch {
    throw new AccessTokenRefused("the token endpoint cannot be reached", true);
  }
  const { access_token: token, expires_in: seconds, refresh_token: next, error } = read(response);
  if (
    response.status !== 200 ||
    typeof token !== "string" ||
    !/^[\x21-\x7e]{1,8192}$/.test(token)
  ) {
    const word = typeof error === "string" && /^[\w-]{1,40}$/.test(error) ? ` (${error})` : "";
    throw new AccessTokenRefused(
      `the token endpoint said ${response.status}${word}`,
      response.status >= 500,
    );
  }
  return {
    token,
    lifeMs: 1_000 * (Number(seconds) > 0 ? Number(seconds) : DEFAULT_LIFE_S),
    refreshToken:
      typeof next === "string" && next !== "" && next !== grant.refreshToken ? next : undefined,
  };
}

function read({ body }: { body: Buffer }): Record<string, unknown> {
  try {
    const answer: unknown = JSON.parse(body.toString("utf8"));
    return typeof answer === "object" && answer !== null ? (answer as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}
