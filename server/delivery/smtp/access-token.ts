import { requestAccessToken, type OAuthGrant, type PostOutside } from "../../platform/index.ts";
import type { TokenProvider } from "./relay.ts";

/** A token is renewed so long before it ends, that it does not end during a sign-in. */
const EARLY_MS = 60_000;
/**
 * Access tokens for SASL XOAUTH2, got with the refresh token (RFC 6749, 6) and kept in memory until shortly before
 * they end. All connections share one request. Nothing of it is logged, and errors name no token.
 *
 * @param post calls the endpoint and decides which hosts may be called
 * @throws RangeError when the endpoint is no URL
 */
export function createTokenProvider(client: OAuthGrant, post: PostOutside): TokenProvider {
  const url = URL.parse(client.tokenUrl);
  if (!url || !["https:", "http:"].includes(url.protocol)) {
    throw new RangeError("the token endpoint is called over https only");
  }
  let current: { token: string; until: number } | undefined;
  let asked: Promise<string> | undefined;
  let { refreshToken } = client;

  async function renew(): Promise<string> {
    const answer = await requestAccessToken(post, { ...client, refreshToken });
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
