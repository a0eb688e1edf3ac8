import type { RelayHealth } from "./relay-health.ts";
import type { SendingRelay, Stream } from "./relay.ts";

/**
 * The way out for the next mails of a stream: of those that are usable the ones with the lowest priority number, among
 * them one by weight. Null: none may be used now, the mails wait.
 *
 * @param random from 0 (inclusive) to 1 (exclusive)
 */
export function chooseRelay(
  relays: readonly SendingRelay[],
  stream: Stream,
  health: Pick<RelayHealth, "usable">,
  random: () => number,
): SendingRelay | null {
  let left = relays.filter((relay) => relay.streams.includes(stream));
  while (left.length > 0) {
    const first = Math.min(...left.map((relay) => relay.priority));
    const chosen = byWeight(
      left.filter((relay) => relay.priority === first),
      random(),
    );
    // Asked of the chosen one alone: the answer may begin its trial.
    if (health.usable(chosen.id)) return chosen;
    left = left.filter((relay) => relay !== chosen);
  }
  return null;
}

function byWeight(relays: readonly SendingRelay[], random: number): SendingRelay {
  const total = relays.reduce((sum, relay) => sum + relay.weight, 0);
  let point = random * total;
  for (const relay of relays) {
    point -= relay.weight;
    if (point < 0) return relay;
  }
  return relays[relays.length - 1]!;
}
