import type { IncomingMessage, ServerResponse } from "node:http";
import { getDomain } from "tldts";
import { randomToken } from "../ids.ts";

const isLoopback = (host: string): boolean =>
  /^(localhost|\[?::1\]?|(::ffff:)?127\.\d+\.\d+\.\d+)$/.test(host);

/** Answered to whoever asks, as those who watch the process ask from within the network and learn nothing. */
const FOR_WATCHERS = new Set(["/healthz", "/readyz"]);

/**
 * What browsers are told over https: a year, for what lies under our hosts too. Where one of our hosts is itself a
 * registered domain (`example.org`), its other names are not ours to bind; nor where one of ours still speaks http.
 */
export function strictTransport(origins: readonly string[]): string {
  const hosts = origins.map((origin) => new URL(origin));
  const binds = hosts.every(
    ({ protocol, hostname }) => protocol === "https:" && getDomain(hostname) !== hostname,
  );
  return binds ? "max-age=31536000; includeSubDomains" : "max-age=31536000";
}

/** How a request that crossed a network in clear is answered; null when it did not, as far as can be seen from here. */
export type PlainAnswer = { status: 308; location: string } | { status: 403; hint: string } | null;

/**
 * Nothing is told over plain http to elsewhere (ASVS 12.2.1): this machine may ask, and a proxy that says it was asked by
 * https. Pages are sent to https, programs are refused, so that they notice (ASVS 4.1.2).
 *
 * @param options.trustedProxies proxies in front whose word is believed; with 0 only what makes matters worse is believed
 */
export function plainAnswer(
  request: Pick<IncomingMessage, "headers" | "method" | "url"> & {
    socket: { remoteAddress?: string | undefined };
  },
  options: { origins: readonly string[]; trustedProxies: number },
): PlainAnswer {
  const { headers, url = "" } = request;
  // Without an address it came by a socket of this machine.
  const isHere = isLoopback(request.socket.remoteAddress ?? "localhost");
  const stated = String(headers["x-forwarded-proto"] ?? "")
    .split(",")
    .at(-1)!
    .trim()
    .toLowerCase();
  const isOpen = isHere
    ? stated === "http" && !isLoopback(new URL(options.origins[0]!).hostname)
    : options.trustedProxies === 0 || stated !== "https";
  if (!isOpen || FOR_WATCHERS.has(url)) return null;
  if (stated === "" || (!isHere && options.trustedProxies === 0))
    return {
      status: 403,
      hint: "Put a proxy with TLS in front that sends X-Forwarded-Proto, set PUBLIC_URL to its https address and TRUSTED_PROXIES to the number of proxies.",
    };
  const origin = options.origins.find(
    (each) => each.startsWith("https:") && new URL(each).host === headers.host,
  );
  const isPage = ["GET", "HEAD"].includes(request.method ?? "") && /^\/(?!api\/)/.test(url);
  return isPage && origin !== undefined
    ? { status: 308, location: origin + url }
    : { status: 403, hint: "Use the https address." };
}

/** Sends the answer to a request that came in clear; no body of it is read. */
export function sendPlainAnswer(
  response: ServerResponse,
  answer: NonNullable<PlainAnswer>,
  headers: Readonly<Record<string, string>>,
): void {
  if (answer.status === 308) {
    response.writeHead(308, { ...headers, location: answer.location, connection: "close" }).end();
    return;
  }
  if (
    /^\/(?!api\/)/.test(response.req.url ?? "") &&
    /text\/html/.test(String(response.req.headers.accept))
  ) {
    response
      .writeHead(403, {
        ...headers,
        "content-type": "text/html; charset=utf-8",
        connection: "close",
      })
      .end(refusalPage(answer.hint));
    return;
  }
  const body = JSON.stringify({
    type: "about:blank",
    title: "https_needed",
    status: 403,
    detail:
      "This installation answers over https only, except on this machine. / Diese Installation antwortet nur über https, außer auf diesem Rechner.",
    code: "https_needed",
    hint: answer.hint,
    requestId: randomToken(9),
  });
  response
    .writeHead(403, {
      ...headers,
      "content-type": "application/problem+json; charset=utf-8",
      connection: "close",
    })
    .end(body);
}

/** For somebody who opened the product from another computer. Without style, as the policy of such an answer allows none. */
function refusalPage(hint: string): string {
  return `<!doctype html>
<html lang="de">
<head>
<meta charset="utf-8" />
<meta name="viewport" content="width=device-width,initial-scale=1" />
<meta name="color-scheme" content="light dark" />
<title>Nur über https erreichbar</title>
</head>
<body>
<main>
<h1>Nur über https erreichbar</h1>
<p>Diese Installation antwortet nur über https, außer auf dem Rechner, auf dem sie läuft. So gehen keine Passwörter und keine Daten unverschlüsselt über das Netz.</p>
<p>Für die Administration: docs/operate/README.md beschreibt, wie ein Proxy mit TLS davorsteht.</p>
<p lang="en">This installation answers over https only, except on the computer it runs on, so that no password and no data cross the network in clear. ${hint}</p>
</main>
</body>
</html>
`;
}
