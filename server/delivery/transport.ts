import type { Account } from "../accounts/index.ts";
import { sandboxHelloName } from "../sandbox/index.ts";
import { parseRelayUrl, type Relay } from "./smtp/relay.ts";

/** Where an account's mail goes. `key` names the pool of connections that serves it. */
export interface Transport {
  key: string;
  relay: Relay;
  /** Our name in EHLO. */
  name: string;
  destination: "catch_all" | "internet";
}

export interface TransportSettings {
  /** Relay for live accounts; null: none, their mail waits. */
  smtpUrl: string | null;
  /** Catch-all on this machine for sandbox accounts. */
  sandboxSmtpUrl: string;
  /** Host name in EHLO towards the relay (SND-03). */
  heloName: string;
}

/**
 * Sandbox accounts reach the catch-all and nothing else. It files mails by the name we give in EHLO, so that the
 * mail itself says nothing about the account. Null: the account is live and no relay is configured.
 */
export function transportFor(
  account: Pick<Account, "publicId" | "mode">,
  settings: TransportSettings,
): Transport | null {
  if (account.mode === "sandbox") {
    return {
      key: `sandbox:${account.publicId}`,
      relay: parseRelayUrl(settings.sandboxSmtpUrl),
      name: sandboxHelloName(account.publicId),
      destination: "catch_all",
    };
  }
  if (settings.smtpUrl === null) return null;
  return {
    key: "relay",
    relay: parseRelayUrl(settings.smtpUrl),
    name: settings.heloName,
    destination: "internet",
  };
}
