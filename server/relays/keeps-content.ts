import type { Tx } from "../platform/index.ts";
import type { SendingRelay, Stream } from "./relay.ts";
import { placeOf } from "./relay-place.ts";
import { listRelays } from "./relays.store.ts";

/**
 * Whether a provider stands at this way out, who may rewrite or archive mails: every HTTP interface, and the known
 * providers' servers. Level `unique` never leaves there, because the number in a mail would be kept beside its
 * recipient (docs/privacy/measuring.md).
 */
export function keepsContent(relay: Pick<SendingRelay, "kind" | "host" | "region">): boolean {
  return placeOf({ ...relay, outsideEu: false }).kind === "provider";
}

/**
 * Whether live mail of a stream may meet such a provider.
 *
 * @param installation whether the installation's relay is one; asked where the account has no ways out of its own
 */
export async function mayKeepContent(
  tx: Tx,
  stream: Stream,
  installation: boolean,
): Promise<boolean> {
  const own = await listRelays(tx);
  if (own.length === 0) return installation;
  return own.some(
    (relay) => relay.enabled && relay.streams.includes(stream) && keepsContent(relay),
  );
}

/** Whether live mail of a stream has a way out that keeps nothing; of the installation's as above. */
export async function hasKeepingNothing(
  tx: Tx,
  stream: Stream,
  installation: boolean,
): Promise<boolean> {
  const own = await listRelays(tx);
  if (own.length === 0) return !installation;
  return own.some(
    (relay) => relay.enabled && relay.streams.includes(stream) && !keepsContent(relay),
  );
}
