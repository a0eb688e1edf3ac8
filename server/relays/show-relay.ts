import type { RelayView } from "../../contract/relays.ts";
import type { Keys } from "../platform/index.ts";
import { placeOf } from "./relay-place.ts";
import { API_KINDS } from "./relay-rules.ts";
import type { StoredRelay } from "./relays.store.ts";
import { openRelay } from "./sealed-relay.ts";

/** A way out as the API gives it: without any secret. */
export function showRelay(keys: Keys, relay: StoredRelay): RelayView {
  const open = openRelay(keys, relay);
  return {
    id: relay.publicId,
    kind: relay.kind,
    name: relay.name,
    enabled: relay.enabled,
    host: relay.host,
    port: relay.port,
    baseUrl: relay.baseUrl,
    region: relay.region,
    channel: relay.channel,
    tls: relay.tls,
    credentials: open.credentials.kind,
    proxy: open.proxyUrl === null ? null : withoutUser(open.proxyUrl),
    heloName: relay.heloName,
    streams: relay.streams,
    priority: relay.priority,
    weight: relay.weight,
    connections: relay.connections,
    perSecond: relay.perSecond,
    place: placeOf(relay),
    outsideEuConfirmed:
      relay.outsideEuAt === null
        ? null
        : { by: relay.outsideEuBy ?? "", at: relay.outsideEuAt.toISOString() },
    hook:
      relay.hookMadeAt === null
        ? null
        : {
            madeAt: relay.hookMadeAt.toISOString(),
            lastAt: relay.hookLastAt?.toISOString() ?? null,
          },
    reports: API_KINDS.has(relay.kind),
    health: {
      failingSince: relay.failingSince?.toISOString() ?? null,
      failure: relay.failure,
    },
    lastTest: relay.testReport,
  };
}

function withoutUser(text: string): string {
  const url = new URL(text);
  return `${url.protocol}//${url.host}`;
}
