import type { Account } from "../accounts/index.ts";
import { createOutsideGuard, guardAsking, type Clock, type MayReach } from "../platform/index.ts";
import type { SendingRelay } from "../relays/index.ts";
import { sandboxHelloName } from "../sandbox/index.ts";
import { createApiPool } from "./api/api-pool.ts";
import type { MailPool, MailPoolOptions } from "./mail-pool.ts";
import { createMxPool } from "./smtp/mx-pool.ts";
import { relayOf } from "./smtp/relay-options.ts";
import { parseRelayUrl } from "./smtp/relay.ts";
import { createSmtpPool } from "./smtp/smtp-pool.ts";

/** Where an account's mail goes. */
export interface Transport {
  /** Names the pool of connections that serves it. */
  key: string;
  /** The way out by its number; 0 is the installation's relay, null the built-in mailbox. */
  relayId: number | null;
  destination: "catch_all" | "internet";
  /** Connections for mailings; undefined: as many as the process has for each way out. */
  connections?: number;
  /** Mails a second at most; null: no limit of its own. */
  perSecond: number | null;
  /** Connects when there is a message. Throws with a text for the operator where the settings cannot be used. */
  open<Delivery>(options: MailPoolOptions<Delivery>): MailPool;
}

export interface TransportSettings {
  /** Relay for live accounts without ways out of their own; null: none, their mail waits. */
  smtpUrl: string | null;
  /** Catch-all on this machine for sandbox accounts. */
  sandboxSmtpUrl: string;
  /** Host name in EHLO towards the relay (SND-03). */
  heloName: string;
  /** Hosts of the own network that relays may have (PRIVATE_HOSTS). */
  privateHosts?: readonly string[];
  /** Whether an account's mails may go to a host (ORG-09). */
  mayReach?: MayReach;
}

/**
 * At full speed the pool of tasks marks ahead (`marks-ahead.ts`); slower, a crash leaves no more than one mail of each
 * connection uncertain.
 */
const markAhead = 0;

/** `relay_id` of what leaves over the installation's relay. */
export const INSTALLATION_RELAY = 0;

/**
 * Sandbox accounts reach the catch-all and nothing else. It files mails by the name we give in EHLO, so that the
 * mail itself says nothing about the account.
 */
export function sandboxTransport(
  account: Pick<Account, "publicId">,
  settings: TransportSettings,
): Transport {
  const relay = parseRelayUrl(settings.sandboxSmtpUrl);
  return {
    key: `sandbox:${account.publicId}`,
    relayId: null,
    destination: "catch_all",
    perSecond: null,
    open: (options) =>
      createSmtpPool({ ...options, markAhead, relay, name: sandboxHelloName(account.publicId) }),
  };
}

/** The relay named in the settings of the installation; null: there is none. */
export function installationTransport(settings: TransportSettings): Transport | null {
  if (settings.smtpUrl === null) return null;
  const relay = parseRelayUrl(settings.smtpUrl);
  return {
    key: "installation",
    relayId: INSTALLATION_RELAY,
    destination: "internet",
    perSecond: null,
    open: (options) => createSmtpPool({ ...options, markAhead, relay, name: settings.heloName }),
  };
}

/** One of an account's own ways out. An edit gives it another key, so that open connections are replaced. */
export function relayTransport(
  relay: SendingRelay,
  settings: TransportSettings,
  clock: Clock,
  accountId: number,
): Transport {
  const { mayReach, privateHosts = [] } = settings;
  const asking = mayReach && ((host: string) => mayReach(host, accountId));
  return {
    key: `relay:${relay.id}:${relay.version}`,
    relayId: relay.id,
    destination: "internet",
    connections: relay.connections,
    perSecond: relay.perSecond,
    open(options) {
      if (relay.kind === "smtp")
        return createSmtpPool({
          ...options,
          markAhead,
          ...relayOf(relay, settings.heloName, privateHosts, asking),
        });
      if (relay.kind === "mx")
        return createMxPool({
          ...options,
          clock,
          name: relay.heloName ?? settings.heloName,
          tls: relay.tls === "required" ? "required" : "opportunistic",
        });
      return createApiPool({
        ...options,
        relay,
        guard: guardAsking(createOutsideGuard({ privateHosts }), asking),
        clock,
      });
    },
  };
}
