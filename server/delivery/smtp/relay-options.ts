import { createOutsideGuard, createPoster, guardAsking } from "../../platform/index.ts";
import type { SendingRelay } from "../../relays/index.ts";
import { createTokenProvider } from "./access-token.ts";
import { parseProxyUrl } from "./proxy.ts";
import type { Credentials, Relay } from "./relay.ts";

/** What `createSmtpPool` needs for one way out. */
export interface RelayOptions {
  relay: Relay;
  /** Our name in EHLO. */
  name: string;
  connections: number;
}

const IMPLICIT_PORT = 465;
/** Submission (RFC 6409); 25 is for other servers. */
const SUBMISSION_PORT = 587;

/**
 * Turns a way out of the kind `smtp` into the relay of the client, with its proxy and its sign-in. Call it once for
 * each version of the relay: the token for XOAUTH2 is kept as long as the result is.
 *
 * @param heloName the installation's name in EHLO, for relays without one of their own
 * @param privateHosts hosts of the own network that may be reached (PRIVATE_HOSTS); all others are refused when they
 *   lie there, relay, proxy and token endpoint alike (SSRF)
 * @param mayReach asked before any host of the open internet is called (ORG-09)
 * @throws OutsideRefused for an address of the own network
 * @throws RangeError with a text for the operator; names no secret
 */
export function relayOf(
  relay: SendingRelay,
  heloName: string,
  privateHosts: readonly string[],
  mayReach?: (host: string) => Promise<void>,
): RelayOptions {
  if (relay.kind !== "smtp" || relay.host === null || relay.host === "") {
    throw new RangeError("this way out is no SMTP relay with a host");
  }
  const guard = guardAsking(createOutsideGuard({ privateHosts }), mayReach);
  const port = relay.port ?? (relay.tls === "implicit" ? IMPLICIT_PORT : SUBMISSION_PORT);
  const proxy = relay.proxyUrl === null ? undefined : parseProxyUrl(relay.proxyUrl);
  return {
    relay: {
      host: relay.host,
      port,
      lookup: guard(relay.host, port),
      encryption: relay.tls,
      proxy: proxy && { ...proxy, lookup: guard(proxy.host, proxy.port) },
      credentials: credentialsOf(relay, privateHosts, mayReach),
    },
    name: relay.heloName ?? heloName,
    connections: relay.connections,
  };
}

function credentialsOf(
  { credentials }: SendingRelay,
  privateHosts: readonly string[],
  mayReach: ((host: string) => Promise<void>) | undefined,
): Credentials | undefined {
  switch (credentials.kind) {
    case "none":
      return undefined;
    case "password":
      return { user: credentials.user, password: credentials.password };
    case "oauth2":
      return {
        user: credentials.user,
        token: createTokenProvider(
          credentials,
          createPoster({ privateHosts, ...(mayReach && { mayReach }) }),
        ),
      };
    case "api":
      throw new RangeError("a relay does not sign in with a key of an HTTP interface");
  }
}
