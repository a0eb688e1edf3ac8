import type { Keys } from "../platform/index.ts";
import type { Protocol } from "./retention.store.ts";

type Sealed = Pick<Protocol, "month" | "counts" | "holds" | "madeAt">;

/** Seal over a month's protocol: whoever changes a figure later cannot make it again without SECRET_KEY. */
export function sealOf(keys: Keys, accountId: number, protocol: Sealed): Buffer {
  const counts = Object.entries(protocol.counts)
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, { done, held }]) => [name, done, held]);
  const text = JSON.stringify([
    protocol.month,
    counts,
    protocol.holds,
    protocol.madeAt.toISOString(),
  ]);
  return keys.mac("retention-protocol/v1", accountId, text);
}

export const isIntact = (keys: Keys, accountId: number, protocol: Protocol): boolean =>
  sealOf(keys, accountId, protocol).equals(protocol.seal);
