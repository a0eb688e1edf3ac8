import { getAccount } from "../accounts/index.ts";
import type { MailKind } from "../compliance/index.ts";
import type { Clock, Database, Keys } from "../platform/index.ts";
import {
  chooseRelay,
  hasOwnRelays,
  keepsContent,
  relaysForSending,
  type RelayHealth,
  type Stream,
} from "../relays/index.ts";
import {
  INSTALLATION_RELAY,
  installationTransport,
  relayTransport,
  sandboxTransport,
  type Transport,
  type TransportSettings,
} from "./transport.ts";

/** The way out for the next mails, or how long there is none. */
export type Way = { transport: Transport } | { waitMs: number };

export interface WaysOutDeps {
  db: Database;
  clock: Clock;
  keys: Keys;
  health: RelayHealth;
  settings: TransportSettings;
}

/** Nothing is set up: somebody has to do something first. */
const NO_WAY_OUT_MS = 60_000;
/** Every way out rests: one of them is tried again soon. */
const ALL_REST_MS = 5_000;

/** Which stream a kind of mail belongs to (SND-18). */
export function streamOf(kind: MailKind): Stream {
  if (kind === "opt_in") return "opt_in";
  return kind === "newsletter" || kind === "core_campaign" || kind === "customer_7_3"
    ? "marketing"
    : "transactional";
}

/**
 * Chooses the way out of an account's mail. In the sandbox that is the catch-all, whatever else is set up. Live, it is
 * one of the account's own ways out by priority, weight and health, or the installation's relay where it has none.
 *
 * @param mail.carriesNumbers a run at level `unique`, which never leaves over a provider who may keep its mails
 */
export async function wayOut(
  deps: WaysOutDeps,
  accountId: number,
  mail: { stream: Stream; carriesNumbers: boolean },
): Promise<Way> {
  const { stream, carriesNumbers } = mail;
  const { settings, health } = deps;
  const fits = (relay: Parameters<typeof keepsContent>[0]) =>
    !carriesNumbers || !keepsContent(relay);
  const { account, own, relays } = await deps.db.account(accountId, async (tx) => {
    const found = await getAccount(tx);
    const live = found.mode === "live";
    return {
      account: found,
      own: live && (await hasOwnRelays(tx)),
      relays: live ? (await relaysForSending(tx, deps.keys)).filter(fits) : [],
    };
  });
  if (account.mode !== "live") return { transport: sandboxTransport(account, settings) };
  if (own) {
    const chosen = chooseRelay(relays, stream, health, Math.random);
    if (chosen) return { transport: relayTransport(chosen, settings, deps.clock, accountId) };
    const possible = relays.some((relay) => relay.streams.includes(stream));
    return { waitMs: possible ? ALL_REST_MS : NO_WAY_OUT_MS };
  }
  const transport = installationTransport(settings);
  const host = URL.parse(settings.smtpUrl ?? "")?.hostname ?? null;
  if (!transport || !fits({ kind: "smtp", host, region: null })) return { waitMs: NO_WAY_OUT_MS };
  return health.usable(INSTALLATION_RELAY) ? { transport } : { waitMs: ALL_REST_MS };
}
