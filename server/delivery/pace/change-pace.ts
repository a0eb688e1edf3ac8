import type { Static } from "typebox";
import { audit, getAccount } from "../../accounts/index.ts";
import type { PaceLimitChange, SlowDownEnd, WarmUpChangeBody } from "../../../contract/pace.ts";
import {
  invalid,
  notFound,
  parseMailDomain,
  type Actor,
  type Clock,
  type Tx,
} from "../../platform/index.ts";
import { findRelay } from "../../relays/index.ts";
import { listSenders } from "../../senders/index.ts";
import {
  daysIn,
  deleteLimit,
  deleteSlowDown,
  releaseHeld,
  restartWarmUp,
  saveLimit,
  saveWarmUp,
  warmUpsOf,
} from "./pace.store.ts";
import { SANDBOX } from "./pace.ts";
import { isKnownProvider } from "./providers.ts";
import { capsProblem } from "./warm-up.ts";

interface Caller {
  accountId: number;
  actor: Actor;
}

/** Sets or removes (both null) one limit. What was held back by the old one is looked at again at once. */
export async function changeLimit(
  tx: Tx,
  deps: { clock: Clock },
  { accountId, actor }: Caller,
  change: Static<typeof PaceLimitChange>,
): Promise<void> {
  const { scope, perSecond, perHour } = change;
  const name = await nameOf(tx, scope, change.name ?? "");
  if (perSecond === null && perHour === null) {
    if ((await deleteLimit(tx, scope, name)) === 0) throw notFound("limit");
  } else await saveLimit(tx, accountId, { scope, name, perSecond, perHour });
  await releaseHeld(tx, deps.clock.now());
  await audit(tx, accountId, actor, "pace_limit.changed", {
    objectType: "pace_limit",
    objectId: name === "" ? scope : `${scope}:${name}`,
    detail: { perSecond, perHour },
  });
}

async function nameOf(tx: Tx, scope: string, given: string): Promise<string> {
  if (scope === "account") return "";
  const domain = parseMailDomain(given);
  if (scope === "provider" && isKnownProvider(given)) return given;
  if (domain === undefined)
    throw invalid("pace_name_invalid", "Name a domain, or a known provider.");
  if (scope === "domain" && !(await sendsFrom(tx, domain))) throw notFound("sender domain");
  return domain;
}

async function sendsFrom(tx: Tx, domain: string): Promise<boolean> {
  return (await listSenders(tx)).some((sender) => sender.domain === domain);
}

/** Begins, changes, restarts or skips the warm-up of a sending domain. */
export async function changeWarmUp(
  tx: Tx,
  deps: { clock: Clock },
  { accountId, actor }: Caller,
  given: string,
  change: WarmUpChangeBody,
): Promise<void> {
  const now = deps.clock.now();
  const domain = parseMailDomain(given);
  const before = (await warmUpsOf(tx, [accountId])).find((row) => row.domain === domain);
  if (domain === undefined || (!before && !(await sendsFrom(tx, domain))))
    throw notFound("sender domain");
  if (change.state === "skipped" && change.declaredPerDay === undefined)
    throw invalid(
      "warm_up_volume_needed",
      "Say how many mails a day the domain is used to: receivers know it only by its mail.",
    );
  const caps = change.caps === undefined ? (before?.caps ?? null) : change.caps;
  if (caps && capsProblem(caps) === "falling")
    throw invalid("warm_up_steps_fall", "No step may be smaller than the one before.");
  await saveWarmUp(tx, accountId, {
    domain,
    state: change.state,
    caps,
    declaredPerDay: change.state === "skipped" ? change.declaredPerDay! : null,
    by: actor.name,
    at: now,
  });
  if (change.restart) {
    const { timezone } = await getAccount(tx);
    await restartWarmUp(tx, domain, (await daysIn(tx, [timezone], now)).get(timezone)!.today, now);
  }
  await releaseHeld(tx, now);
  await audit(tx, accountId, actor, "warm_up.changed", {
    objectType: "sender_domain",
    objectId: domain,
    detail: {
      state: change.state,
      declaredPerDay: change.declaredPerDay ?? null,
      steps: caps?.length ?? null,
      restarted: change.restart === true,
    },
  });
}

/** Lets mail leave to a provider as before. When it objects again, the pace falls again. */
export async function endSlowDown(
  tx: Tx,
  deps: { clock: Clock },
  { accountId, actor }: Caller,
  slow: Static<typeof SlowDownEnd>,
): Promise<void> {
  const relay =
    slow.relay === "installation"
      ? "0"
      : slow.relay === SANDBOX
        ? SANDBOX
        : String((await findRelay(tx, slow.relay))?.id ?? "");
  if ((await deleteSlowDown(tx, relay, slow.provider)) === 0) throw notFound("slow-down");
  await releaseHeld(tx, deps.clock.now());
  await audit(tx, accountId, actor, "slow_down.ended", {
    objectType: "relay",
    objectId: slow.relay,
    detail: { provider: isKnownProvider(slow.provider) ? slow.provider : "one domain" },
  });
}
