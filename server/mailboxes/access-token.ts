import { AccessTokenRefused, requestAccessToken, type PostOutside } from "../platform/index.ts";
import { MailboxUnreadable, type MailboxSecret } from "./mailbox.ts";

type Grant = Extract<MailboxSecret, { tokenUrl: string }>;

/** The token to sign in with. `refreshToken`: the provider replaced it. Throws MailboxUnreadable. */
export async function getAccessToken(
  { post }: { post: PostOutside },
  grant: Grant,
): Promise<{ accessToken: string; refreshToken: string | null }> {
  try {
    const { token, refreshToken } = await requestAccessToken(post, grant);
    return { accessToken: token, refreshToken: refreshToken ?? null };
  } catch (error) {
    const unreachable = !(error instanceof AccessTokenRefused) || error.isUnreachable;
    throw new MailboxUnreadable(unreachable ? "unreachable" : "token_refused", error);
  }
}
