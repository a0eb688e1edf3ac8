import type { Keys, Tx } from "../platform/index.ts";
import type { RelayCredentials, SendingRelay, Stream } from "./relay.ts";
import type { RelaySettings } from "./relay-rules.ts";
import { listRelays, type StoredRelay } from "./relays.store.ts";

const CREDENTIALS = "relay-credentials/v1";
const PROXY = "relay-proxy/v1";

/**
 * The ways out that an account may use now, secrets open, in the order of their priority. Empty: it has none of its own
 * and uses the installation's. Whether it may mail at all is not asked here: accounts in the sandbox never come here.
 */
export async function relaysForSending(tx: Tx, keys: Keys): Promise<SendingRelay[]> {
  const relays = await listRelays(tx);
  return relays.filter((relay) => relay.enabled).map((relay) => openRelay(keys, relay));
}

/** True when an account decided about its ways out itself, even if all of them are switched off. */
export async function hasOwnRelays(tx: Tx): Promise<boolean> {
  return (await listRelays(tx)).length > 0;
}

/**
 * Whether live mail of a stream has a way out: one of the account's own that is switched on, or the installation's
 * where the account has none.
 */
export async function hasWayOut(tx: Tx, stream: Stream, installation: boolean): Promise<boolean> {
  const own = await listRelays(tx);
  if (own.length === 0) return installation;
  return own.some((relay) => relay.enabled && relay.streams.includes(stream));
}

/** Opens the secrets of a way out. */
export function openRelay(keys: Keys, relay: StoredRelay): SendingRelay {
  return {
    id: relay.id,
    publicId: relay.publicId,
    kind: relay.kind,
    name: relay.name,
    host: relay.host,
    port: relay.port,
    baseUrl: relay.baseUrl,
    region: relay.region,
    channel: relay.channel,
    tls: relay.tls,
    credentials: openCredentials(keys, relay),
    proxyUrl: relay.proxySealed === null ? null : keys.open(PROXY, relay.proxySealed).toString(),
    heloName: relay.heloName,
    streams: relay.streams,
    priority: relay.priority,
    weight: relay.weight,
    connections: relay.connections,
    perSecond: relay.perSecond,
    version: relay.version,
  };
}

export function openCredentials(
  keys: Keys,
  relay: Pick<StoredRelay, "credentialsSealed">,
): RelayCredentials {
  if (relay.credentialsSealed === null) return { kind: "none" };
  return JSON.parse(keys.open(CREDENTIALS, relay.credentialsSealed).toString()) as RelayCredentials;
}

export function sealSecrets(
  keys: Keys,
  relay: Pick<RelaySettings, "credentials" | "proxyUrl">,
): { credentialsSealed: Buffer | null; proxySealed: Buffer | null } {
  return {
    credentialsSealed:
      relay.credentials.kind === "none"
        ? null
        : keys.seal(CREDENTIALS, Buffer.from(JSON.stringify(relay.credentials))),
    proxySealed: relay.proxyUrl === null ? null : keys.seal(PROXY, Buffer.from(relay.proxyUrl)),
  };
}
