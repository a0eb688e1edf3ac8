import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { randomBytes } from "node:crypto";
import Provider, { type AccountClaims } from "oidc-provider";

/** Who signs in at the provider next, and how. */
export interface HousePerson {
  sub: string;
  email?: string;
  email_verified?: boolean;
  name?: string;
  groups?: string[];
  amr?: string[];
}

export interface IdentityHouse {
  issuer: string;
  host: string;
  clientId: string;
  clientSecret: string;
  /** Signs this person in at the next visit. */
  person: HousePerson;
  /** Whether somebody on the way alters the signature of its ID tokens. */
  isTampered: boolean;
  /** Visits an address of the provider as a browser does; gives the query it sends back to `redirectUri`. */
  visit(url: string): Promise<string>;
  close(): Promise<void>;
}

/** Turns one letter in the signature of the ID token that this answer will carry. */
function alterSignature(response: ServerResponse): void {
  const end = response.end.bind(response) as (body: string) => ServerResponse;
  response.end = ((body: string | Buffer) => {
    const said = JSON.parse(String(body)) as { id_token: string };
    const at = said.id_token.lastIndexOf(".") + 20;
    const letter = said.id_token[at] === "A" ? "B" : "A";
    said.id_token = said.id_token.slice(0, at) + letter + said.id_token.slice(at + 1);
    return end(JSON.stringify(said));
  }) as typeof response.end;
}

/** A real OpenID provider on this machine, whose people need no password. */
export async function identityHouse(redirectUri: string): Promise<IdentityHouse> {
  let handle: (request: IncomingMessage, response: ServerResponse) => void = () => undefined;
  const server: Server = createServer((request, response) => handle(request, response));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  const house: IdentityHouse = {
    issuer: `http://${host}`,
    host,
    clientId: "klarpost",
    clientSecret: randomBytes(24).toString("base64url"),
    person: { sub: "nobody" },
    isTampered: false,
    visit: (url) => visit(url, redirectUri),
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
  const provider = new Provider(house.issuer, {
    clients: [
      {
        client_id: house.clientId,
        client_secret: house.clientSecret,
        redirect_uris: [redirectUri],
        token_endpoint_auth_method: "client_secret_post",
      },
    ],
    cookies: { keys: [randomBytes(16).toString("hex")] },
    claims: {
      acr: null,
      amr: null,
      auth_time: null,
      openid: ["sub", "amr"],
      email: ["email", "email_verified"],
      profile: ["name", "groups"],
    },
    conformIdTokenClaims: false,
    features: { devInteractions: { enabled: false } },
    interactions: { url: (_context, { uid }) => `/interaction/${uid}` },
    findAccount: async (_context, id) => ({
      accountId: id,
      claims: async () => ({ ...house.person, sub: id }) as AccountClaims,
    }),
  });
  const answer = provider.callback();
  handle = (request, response) => {
    if (house.isTampered && request.url === "/token") alterSignature(response);
    if (!request.url?.startsWith("/interaction/")) return void answer(request, response);
    void interact(provider, house.person, request, response);
  };
  return house;
}

/** Says yes to whatever the provider would ask the person. */
async function interact(
  provider: Provider,
  person: HousePerson,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const { prompt, params, session } = await provider.interactionDetails(request, response);
  if (prompt.name === "login") {
    const { sub, amr } = person;
    const login = { accountId: sub, ...(amr ? { amr } : {}) };
    await provider.interactionFinished(request, response, { login });
    return;
  }
  const grant = new provider.Grant({
    accountId: session?.accountId ?? person.sub,
    clientId: String(params["client_id"]),
  });
  grant.addOIDCScope(String(params["scope"]));
  const grantId = await grant.save();
  await provider.interactionFinished(request, response, { consent: { grantId } });
}

async function visit(start: string, redirectUri: string): Promise<string> {
  const cookies = new Map<string, string>();
  let url = start;
  for (let hop = 0; hop < 12; hop++) {
    if (url.startsWith(redirectUri)) return new URL(url).search;
    const response = await fetch(url, {
      redirect: "manual",
      headers: { cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join("; ") },
    });
    for (const line of response.headers.getSetCookie()) {
      const [pair = ""] = line.split(";");
      const at = pair.indexOf("=");
      cookies.set(pair.slice(0, at), pair.slice(at + 1));
    }
    const next = response.headers.get("location");
    if (next === null) throw new Error(`${url}: ${response.status} ${await response.text()}`);
    url = new URL(next, url).href;
  }
  throw new Error("The provider sends in circles.");
}
