import { getAccount } from "../../accounts/index.ts";
import type { PaceView, WarmUpProviderView, WarmUpView } from "../../../contract/pace.ts";
import { knownProviders, providerName, type Clock, type Tx } from "../../platform/index.ts";
import { listRelays } from "../../relays/index.ts";
import { listSenders } from "../../senders/index.ts";
import {
  daysIn,
  limitsOf,
  slowDownsOf,
  warmUpDaysOf,
  warmUpsOf,
  type WarmUpDay,
  type WarmUpRow,
} from "./pace.store.ts";
import { DEFAULT_CAPS, OTHER, stepOf } from "./warm-up.ts";

/** Days of a warm-up that are shown. */
const SHOWN_DAYS = 42;

/** The pace of an account: its limits, where receivers asked for less, and how far its domains are known. */
export async function showPace(
  tx: Tx,
  deps: { clock: Clock },
  accountId: number,
): Promise<PaceView> {
  const ids = [accountId];
  const { timezone } = await getAccount(tx);
  const day = (await daysIn(tx, [timezone], deps.clock.now())).get(timezone)!;
  const relays = new Map((await listRelays(tx)).map((relay) => [String(relay.id), relay] as const));
  const warm = new Map((await warmUpsOf(tx, ids)).map((row) => [row.domain, row]));
  const days = await warmUpDaysOf(tx, ids);
  const senders = await listSenders(tx);
  const domains = [...new Set([...senders.map((sender) => sender.domain), ...warm.keys()])];
  return {
    limits: (await limitsOf(tx, ids)).map(({ scope, name, perSecond, perHour }) => ({
      scope,
      name,
      label: scope === "provider" ? providerName(name) : name,
      perSecond,
      perHour,
    })),
    slowDowns: (await slowDownsOf(tx, ids)).map((row) => ({
      relay: relays.get(row.relay)?.publicId ?? wordFor(row.relay),
      relayName: relays.get(row.relay)?.name ?? null,
      provider: row.provider,
      providerName: providerName(row.provider),
      perSecond: row.perSecond,
      beforePerSecond: row.beforePerSecond,
      since: row.since.toISOString(),
      objections: row.objections,
      code: row.code,
    })),
    warmUps: domains.map((domain) =>
      showWarmUp(
        domain,
        warm.get(domain),
        days.filter((row) => row.domain === domain),
        day.today,
      ),
    ),
    nextDayAt: day.nextDayAt.toISOString(),
    providers: knownProviders(),
  };
}

/** What stands for ways out that have no id of their own. */
function wordFor(relay: string): string {
  return relay === "0" ? "installation" : relay;
}

function showWarmUp(
  domain: string,
  row: WarmUpRow | undefined,
  days: readonly WarmUpDay[],
  today: string,
): WarmUpView {
  const caps = row?.caps ?? DEFAULT_CAPS;
  const byProvider = Map.groupBy(days, (each) => each.provider);
  const providers = [...byProvider]
    .map(([provider, own]): WarmUpProviderView => {
      const past = own.filter((each) => each.day < today).map((each) => each.taken);
      const step = stepOf(past, caps);
      return {
        provider,
        providerName: provider === OTHER ? null : providerName(provider),
        step,
        cap: caps[step] ?? null,
        today: own.find((each) => each.day === today)?.taken ?? 0,
        days: own.slice(-SHOWN_DAYS).map((each) => ({ day: each.day, count: each.taken })),
      };
    })
    .sort((a, b) => sum(b) - sum(a));
  const over = providers.length > 0 && providers.every((each) => each.cap === null);
  return {
    domain,
    state: !row ? "not_started" : row.state === "running" && over ? "ended" : row.state,
    startedAt: row?.startedAt.toISOString() ?? null,
    decidedBy: row?.decidedBy ?? null,
    declaredPerDay: row?.declaredPerDay ?? null,
    caps: [...caps],
    ownCaps: row?.caps != null,
    providers,
  };
}

const sum = (provider: WarmUpProviderView): number =>
  provider.days.reduce((total, day) => total + day.count, 0);
