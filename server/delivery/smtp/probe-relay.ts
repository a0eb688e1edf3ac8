import { handshake } from "./handshake.ts";
import { DEFAULT_TIMEOUTS, parseRelayUrl } from "./relay.ts";
import { SmtpChannel } from "./smtp-channel.ts";

const PATIENCE_MS = 5_000;

/**
 * Speaks to the relay up to TLS and sign-in, sends nothing and hangs up. `tls` says whether the way is encrypted.
 *
 * @throws RelayUnavailable, RangeError for a URL that is none
 */
export async function probeRelay(
  url: string,
  name: string,
): Promise<{ host: string; tls: boolean }> {
  const relay = parseRelayUrl(url);
  const channel = new SmtpChannel(relay);
  try {
    await handshake(channel, relay, name, {
      ...DEFAULT_TIMEOUTS,
      connect: PATIENCE_MS,
      greeting: PATIENCE_MS,
      command: PATIENCE_MS,
    });
    return { host: relay.host, tls: channel.isEncrypted };
  } finally {
    channel.destroy();
  }
}
