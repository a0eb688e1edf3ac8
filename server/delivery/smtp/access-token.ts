import type { PostOutside } from "../../platform/index.ts";
import type { TokenProvider } from "./relay.ts";

export interface OAuthClient {
  /** Token endpoint; https, or http in the own network. */
  tokenUrl: string;
  clientId: string;
  clientSecret: string;
  refreshToken: string;
}

/** A token is renewed so long before it ends, that it does not end during a sign-in. */
const EARLY_MS = 60_000;
/** Where the endpoint does not say how long a token holds (RFC 6749, 5.1). */
const DEFAULT_LIFE_S = 300;

/**
 * Access tokens for SASL XOAUTH2, got with the refresh token (RFC 6749, 6) and kept in memory until shortly before
 * they end. All connections share one request. Nothing of it is logged, and errors name no token.
 *
 * @param post calls the endpoint and decides which hosts may be called
 * @throws RangeError when the endpoint is no URL
 */
export function createTokenProvider(client: OAuthClient, post: PostOutside): TokenProvider {
  const url = URL.parse(client.tokenUrl);
  if (!url || !["https:", "http:"].includes(url.protocol)) {
    throw new RangeError("the token endpoint is called over https only");
  }
  let current: { token: string; until: number } | undefined;
  let asked: Promise<string> | undefined;
  let { refreshToken } = client;

  async function renew(): Promise<string> {
    const answer = await ask(post, { ...client, refreshToken });
    current = {
      token: answer.token,
      until: performance.now() + Math.max(answer.lifeMs - EARLY_MS, answer.lifeMs / 2),
    };
    // Some providers hand out a new refresh token each time; the old one may end then.
    refreshToken = answer.refreshToken ?? refreshToken;
    return answer.token;
  }

  return {
    async get() {
      if (current && performance.now() < current.until) return current.token;
      asked ??= renew().finally(() => {
        asked = undefined;
      });
      return asked;
    },
    drop(token) {
      if (current?.token === token) current = undefined;
    },
  };
}

async function ask(post: PostOutside, client: OAuthClient) {
  let status = 0;
  let answer: unknown;
  try {
    const form = new URLSearchParams({
      grant_type: "refresh_token",
      client_id: client.clientId,
      client_secret: client.clientSecret,
      refresh_token: client.refreshToken,
    });
    const response = await post(client.tokenUrl, {
      body: Buffer.from(form.toString()),
      type: "application/x-www-form-urlencoded",
    });
    status = response.status;
    answer = JSON.parse(response.body.toString("utf8"));
  } catch (error) {
    if (status >= 400 || error instanceof SyntaxError) answer = undefined;
    else throw new Error("the token endpoint cannot be reached");
  }
  const fields = (typeof answer === "object" && answer !== null ? answer : {}) as Record<
    string,
    unknown
  >;
  const { access_token: token, expires_in: seconds, refresh_token: next, error } = fields;
  if (status !== 200 || typeof token !== "string" || !/^[\x21-\x7e]{1,8192}$/.test(token)) {
    const word = typeof error === "string" && /^[\w-]{1,40}$/.test(error) ? ` (${error})` : "";
    throw new Error(`the token endpoint said ${status}${word}`);
  }
  return {
    token,
    lifeMs: 1_000 * (Number(seconds) > 0 ? Number(seconds) : DEFAULT_LIFE_S),
    refreshToken: typeof next === "string" && next !== "" ? next : undefined,
  };
}
