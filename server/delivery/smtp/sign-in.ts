import type { Credentials } from "./relay.ts";
import { type Ask, expectCode, RelayUnavailable } from "./relay-unavailable.ts";

/**
 * AUTH (RFC 4954) with PLAIN or LOGIN for a password, XOAUTH2 for a token.
 *
 * @throws RelayUnavailable; names neither password nor token
 */
export async function authenticate(
  ask: Ask,
  mechanisms: readonly string[],
  credentials: Credentials,
): Promise<void> {
  const { user } = credentials;
  if ("token" in credentials) {
    if (!mechanisms.includes("XOAUTH2")) {
      throw new RelayUnavailable("AUTH", "the relay does not offer XOAUTH2");
    }
    return withToken(ask, credentials);
  }
  const { password } = credentials;
  if (mechanisms.includes("PLAIN")) {
    expectCode("AUTH", await ask("AUTH", `AUTH PLAIN ${base64(`\0${user}\0${password}`)}`), 235);
  } else if (mechanisms.includes("LOGIN")) {
    expectCode("AUTH", await ask("AUTH", "AUTH LOGIN"), 334);
    expectCode("AUTH", await ask("AUTH", base64(user)), 334);
    expectCode("AUTH", await ask("AUTH", base64(password)), 235);
  } else {
    throw new RelayUnavailable("AUTH", "the relay offers neither PLAIN nor LOGIN");
  }
}

/** Google's and Microsoft's form of RFC 7628: an error comes as a challenge, which wants an empty answer. */
async function withToken(
  ask: Ask,
  { user, token }: Extract<Credentials, { token: unknown }>,
): Promise<void> {
  let access: string;
  try {
    access = await token.get();
  } catch (error) {
    throw new RelayUnavailable("AUTH", error instanceof Error ? error.message : "no token");
  }
  const initial = base64(`user=${user}\x01auth=Bearer ${access}\x01\x01`);
  let reply = await ask("AUTH", `AUTH XOAUTH2 ${initial}`);
  if (reply.code === 334) reply = await ask("AUTH", "");
  if (reply.code === 235) return;
  // It may have been withdrawn before its time.
  if (reply.code >= 500) token.drop(access);
  expectCode("AUTH", reply, 235);
}

function base64(text: string): string {
  return Buffer.from(text, "utf8").toString("base64");
}
