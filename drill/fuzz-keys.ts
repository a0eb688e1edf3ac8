import { createHash, generateKeyPairSync, randomBytes, sign } from "node:crypto";
import pg from "pg";
import { createSetupLink, helpOperator } from "../server/accounts/index.ts";
import { DEMO_LOGIN } from "../server/demo/demo-accounts.ts";
import { addApp, codeAt, type Jar } from "../test/support/sign-in.ts";
import type { RunningApp } from "../test/support/app.ts";
import type { IdentityHouse } from "../test/support/identity-provider.ts";
import type { TestAnswer } from "../test/support/http.ts";

/** What lets a request to a route of the door in, made anew as often as it is used up. */
export interface FreshKey {
  route: string;
  headers: Record<string, string>;
  body: Record<string, unknown>;
}

/** Somebody with an authenticator app and a passkey, somebody who forgets their password, and somebody of the house. */
export const KEY_HOLDERS = [
  { name: "Zwei Faktoren", email: "faktor@musterbank.example" },
  { name: "Vergesslich", email: "kennwort@musterbank.example" },
  { name: "Haus Anmeldung", email: "haus@musterbank.example" },
] as const;
export const HOLDER_PASSWORD = "vier bunte Fahrräder im Regen";

/** Not sooner is the house without an owner set back to its beginning. Milliseconds. */
const SET_BACK_MS = 10_000;

type Place = Pick<RunningApp, "app" | "url">;

/** A browser that keeps its cookies, over the network. */
function window(url: string): Jar {
  const cookies: Record<string, string> = {};
  const call: Jar["call"] = async (method, path, body) => {
    const response = await fetch(`${url}/api/v1${path}`, {
      method,
      headers: {
        "x-klarpost": "1",
        cookie: cookieLine(cookies),
        ...(body === undefined ? {} : { "content-type": "application/json" }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    for (const line of response.headers.getSetCookie()) {
      const [, name = "", value = ""] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      if (value === "") delete cookies[name];
      else cookies[name] = value;
    }
    const text = await response.text();
    const json = text.startsWith("{") ? (JSON.parse(text) as unknown) : undefined;
    return { status: response.status, text, body: json } as TestAnswer;
  };
  return { cookies, call };
}

const cookieLine = (cookies: Record<string, string>): string =>
  Object.entries(cookies)
    .map(([name, value]) => `${name}=${value}`)
    .join("; ");

/** Sets the house's sign-on up as an administrator does. */
export async function useSignOn(main: Place, house: IdentityHouse): Promise<void> {
  const browser = window(main.url);
  const { email, password } = DEMO_LOGIN;
  await browser.call("POST", "/session", { email, password });
  await browser.call("POST", "/me/proof", { password });
  const answer = await browser.call("PUT", "/identity-provider", {
    name: "Musterbank-Konto",
    issuer: house.issuer,
    clientId: house.clientId,
    clientSecret: house.clientSecret,
    enabled: true,
    mfaCounts: false,
    mfaAmr: ["mfa"],
    mfaAcr: [],
    roleClaim: null,
    roleRules: [],
  });
  if (answer.status !== 200) throw new Error(answer.text);
  const person = KEY_HOLDERS[2];
  house.person = { sub: "haus", ...person, email_verified: true };
}

/**
 * Makes, for each route of the door that wants something fresh, what it wants: a link for a first owner (in `empty`, a
 * house of its own), a link for a new password, a sign-in that waits for its second factor, an answer of a passkey, and a
 * return from the house's sign-on.
 */
export async function createKeyRing(main: Place, empty: RunningApp, house: IdentityHouse) {
  const [holder, forgetful] = KEY_HOLDERS;
  const deps = {
    db: main.app.db,
    clock: main.app.clock,
    publicUrl: main.url,
  };
  const first = window(main.url);
  await signIn(first, holder.email);
  const app = await addApp(first, () => main.app.clock.now());
  const passkey = createPasskey(main.url);
  const made = await first.call("POST", "/me/factors/passkey-options");
  const { challenge } = (made.body as { options: { challenge: string } }).options;
  const added = await first.call("POST", "/me/factors/passkey", {
    name: "Schlüssel",
    passkey: passkey.register(challenge),
  });
  if (added.status !== 201) throw new Error(added.text);
  const forget = createForgetting(empty);

  async function step(): Promise<FreshKey> {
    const browser = window(main.url);
    await signIn(browser, holder.email);
    const code = codeAt(app.secret, main.app.clock.now());
    return key("/api/v1/session/factor", { code }, browser);
  }
  async function passkeyAnswer(): Promise<FreshKey> {
    const browser = window(main.url);
    const { body } = await browser.call("POST", "/session/passkey-options");
    const asked = (body as { options: { challenge: string } }).options.challenge;
    return key("/api/v1/session/passkey", { passkey: passkey.answer(asked) }, browser);
  }
  async function signOn(): Promise<FreshKey> {
    const browser = window(main.url);
    const { body } = await browser.call("POST", "/session/provider", {});
    const query = await house.visit((body as { url: string }).url);
    return key("/api/v1/session/provider/return", { query }, browser);
  }
  async function password(): Promise<FreshKey> {
    const help = await helpOperator(deps, forgetful.email, "password");
    const token = "link" in help ? help.link.split("/").at(-1)! : "";
    return key("/api/v1/password", { token, password: "neun lange Wörter im Wald" });
  }
  async function firstOwner(): Promise<FreshKey> {
    await forget();
    const token = (await createSetupLink(empty.app.db, empty.app.clock)) ?? "";
    const body = { token, name: "Ina Haberin", email: "ina@haus.example" };
    return key("/api/v1/setup/owner", { ...body, password: HOLDER_PASSWORD });
  }
  return {
    /** One of each; what could not be made this time is left out. */
    async fresh(): Promise<FreshKey[]> {
      const all = await Promise.allSettled([
        step(),
        passkeyAnswer(),
        signOn(),
        password(),
        firstOwner(),
      ]);
      return all.flatMap((one) => (one.status === "fulfilled" ? [one.value] : []));
    },
  };
}

const key = (route: string, body: Record<string, unknown>, browser?: Jar): FreshKey => ({
  route,
  headers: browser ? { cookie: cookieLine(browser.cookies) } : {},
  body,
});

async function signIn(browser: Jar, email: string): Promise<void> {
  const answer = await browser.call("POST", "/session", { email, password: HOLDER_PASSWORD });
  const isHalf = (answer.body as { code?: string }).code === "second_factor_needed";
  if (answer.status !== 200 && !isHalf) throw new Error(answer.text);
}

/** Takes the first owner away again, so that the next link is of use. */
function createForgetting(empty: RunningApp): () => Promise<void> {
  let last = 0;
  return async () => {
    const now = performance.now();
    if (now - last < SET_BACK_MS) return;
    last = now;
    const client = new pg.Client(empty.database.connection);
    await client.connect();
    try {
      const { rows } = await client.query("select 1 from operators limit 1");
      if (rows.length > 0) await client.query("truncate operators, accounts cascade");
    } finally {
      await client.end();
    }
  };
}

/** A device with one key pair that signs whatever the page asks (WebAuthn level 2, attestation "none"). */
function createPasskey(origin: string) {
  const { publicKey, privateKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const { x, y } = publicKey.export({ format: "jwk" });
  const id = randomBytes(32);
  const party = createHash("sha256").update(new URL(origin).hostname).digest();
  const url = (bytes: Buffer): string => bytes.toString("base64url");
  let count = 0;
  const data = (flags: number, more = Buffer.alloc(0)): Buffer => {
    const head = Buffer.alloc(5);
    head[0] = flags;
    head.writeUInt32BE(++count, 1);
    return Buffer.concat([party, head, more]);
  };
  const client = (type: string, challenge: string): Buffer =>
    Buffer.from(JSON.stringify({ type, challenge, origin, crossOrigin: false }));
  const whole = (response: Record<string, unknown>) => ({
    id: url(id),
    rawId: url(id),
    type: "public-key",
    clientExtensionResults: {},
    response,
  });
  // COSE key: kty EC2, alg ES256, crv P-256, x, y; all keys and heads fit one or two bytes of CBOR.
  const cose = Buffer.concat([
    Buffer.from([0xa5, 0x01, 0x02, 0x03, 0x26, 0x20, 0x01, 0x21, 0x58, 0x20]),
    Buffer.from(x!, "base64url"),
    Buffer.from([0x22, 0x58, 0x20]),
    Buffer.from(y!, "base64url"),
  ]);
  return {
    register(challenge: string) {
      const credential = Buffer.concat([Buffer.alloc(16), Buffer.from([0, id.length]), id, cose]);
      const authData = data(0x45, credential);
      const word = (text: string) => Buffer.from([0x60 + text.length, ...Buffer.from(text)]);
      const attestation = Buffer.concat([
        Buffer.from([0xa3]),
        word("fmt"),
        word("none"),
        word("attStmt"),
        Buffer.from([0xa0]),
        word("authData"),
        Buffer.from([0x58, authData.length]),
        authData,
      ]);
      return whole({
        clientDataJSON: url(client("webauthn.create", challenge)),
        attestationObject: url(attestation),
        transports: ["internal"],
      });
    },
    answer(challenge: string) {
      const authenticatorData = data(0x05);
      const clientDataJSON = client("webauthn.get", challenge);
      const hash = createHash("sha256").update(clientDataJSON).digest();
      const signature = sign("sha256", Buffer.concat([authenticatorData, hash]), privateKey);
      return whole({
        clientDataJSON: url(clientDataJSON),
        authenticatorData: url(authenticatorData),
        signature: url(signature),
      });
    },
  };
}
