import { probeRelay } from "./delivery/index.ts";
import type { CheckContext, Tx } from "./platform/index.ts";
import { listRelays } from "./relays/index.ts";
import type { SendingWay } from "./senders/index.ts";

/** The ways out of an account as its DNS and the checklist have to know them; the installation's when it has none. */
export function createWaysOut(deps: { smtpUrl: string | null; heloName: string }) {
  return {
    async sendingWays(tx: Tx): Promise<SendingWay[]> {
      const relays = await listRelays(tx);
      if (relays.length > 0)
        return relays
          .filter((relay) => relay.enabled)
          .map((relay) => ({
            kind: relay.kind,
            host: relay.kind === "mx" ? (relay.heloName ?? deps.heloName) : relay.host,
          }));
      return deps.smtpUrl === null ? [] : [{ kind: "smtp", host: new URL(deps.smtpUrl).hostname }];
    },
    /**
     * Whether mail leaves encrypted, way by way. The installation's own relay is spoken to; of an account's own ways
     * the settings decide, or else the last try. Rejects for a way that was never tried.
     */
    async probeWays({ tx }: CheckContext): Promise<{ host: string; tls: boolean }[]> {
      const relays = await listRelays(tx);
      if (relays.length === 0)
        return deps.smtpUrl === null ? [] : [await probeRelay(deps.smtpUrl, deps.heloName)];
      return relays
        .filter((relay) => relay.enabled)
        .map((relay) => {
          const { name: host, kind, tls, baseUrl } = relay;
          if (kind !== "smtp" && kind !== "mx")
            return { host, tls: baseUrl?.startsWith("http:") !== true };
          if (tls !== "opportunistic" || kind === "mx") return { host, tls: tls !== "none" };
          const tried = relay.testReport?.steps.find((step) => step.step === "tls");
          if (!tried) throw new Error("This way out was never tried.");
          return { host, tls: tried.ok };
        });
    },
  };
}
