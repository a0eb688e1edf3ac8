import type { PostOutside } from "../platform/index.ts";
import { MailboxUnreadable, type MailboxSecret } from "./mailbox.ts";

type Grant = Extract<MailboxSecret, { tokenUrl: string }>;

/**
 * Gets an access token with a refresh token (RFC 6749, 6). `refreshToken` in the answer: the provider replaced it.
 * Throws MailboxUnreadable.
 */
export async function getAccessToken(
  { post }: { post: PostOutside },
  grant: Grant,
): Promise<{ accessToken: string; refreshToken: string | null }> {
  const form = new URLSearchParams({
    grant_type: "refresh_token",
    client_id: grant.clientId,
    refresh_token: grant.refreshToken,
    ...(grant.clientSecret === undefined ? {} : { client_secret: grant.clientSecret }),
  });
  let answer: { status: number; body: Buffer };
  try {
    answer = await post(grant.tokenUrl, {
      body: Buffer.from(form.toString()),
      type: "application/x-www-form-urlencoded",
    });
  } catch (error) {
    throw new MailboxUnreadable("unreachable", error);
  }
  const read = readAnswer(answer.body);
  if (answer.status !== 200 || typeof read["access_token"] !== "string")
    throw new MailboxUnreadable(answer.status >= 500 ? "unreachable" : "token_refused");
  const fresh = read["refresh_token"];
  return {
    accessToken: read["access_token"],
    refreshToken: typeof fresh === "string" && fresh !== grant.refreshToken ? fresh : null,
  };
}

function readAnswer(body: Buffer): Record<string, unknown> {
  try {
    const read: unknown = JSON.parse(body.toString("utf8"));
    return typeof read === "object" && read !== null ? (read as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}
