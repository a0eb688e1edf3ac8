import { classifyRefusal } from "../bounces/index.ts";
import { addressHash, findByAddress } from "../contacts/index.ts";
import {
  findDeliveryByPublicId,
  findNewestAccepted,
  type ReportedDelivery,
} from "../delivery/index.ts";
import { normaliseEmailAddress, type Tx } from "../platform/index.ts";
import { unsubscribe, unsubscribeFromAll } from "../preferences/index.ts";
import type { RelayEvent } from "../relays/index.ts";
import type { InboundResultCode } from "./arrival.ts";
import { findArrival, insertArrival } from "./arrivals.store.ts";
import type { InboundDeps } from "./deps.ts";
import { aboutDelivery, type About } from "./identify.ts";
import { complain, recordBounce, type ReportedBounce } from "./record-reported.ts";

const DAY_MS = 86_400_000;
const ABOUT_DAYS = 30;

type News = { accountId: number; payload: Record<string, unknown> };

/**
 * Acts on what a provider reported of a mail it had taken, like on a report by mail (SND-08, UNS-20). Its signature was
 * checked, so an address in it may be believed; what is about no mail of ours does nothing. Each report counts once.
 */
export function takeRelayEvent(deps: InboundDeps): (news: News) => Promise<void> {
  return ({ accountId, payload }) => {
    const event = payload as unknown as Omit<RelayEvent, "type">;
    return deps.db.account(accountId, async (tx) => {
      const messageKey = deps.keys.mac("relay-event/v1", accountId, event.relayId, event.eventId);
      if (await findArrival(tx, messageKey)) return;
      const result = await act(tx, deps, accountId, event);
      await insertArrival(tx, accountId, {
        messageKey,
        result,
        source: "webhook",
        forwarded: false,
        at: deps.clock.now(),
      });
    });
  };
}

async function act(
  tx: Tx,
  deps: InboundDeps,
  accountId: number,
  event: Omit<RelayEvent, "type">,
): Promise<InboundResultCode> {
  const email = event.email === null ? undefined : normaliseEmailAddress(event.email);
  const delivery = await deliveryOf(tx, deps, event, email);
  if (event.kind === "bounce") {
    if (!delivery) return "nothing";
    await recordBounce(tx, deps, accountId, delivery, {
      ...judge(event),
      source: "webhook",
      at: deps.clock.now(),
    });
    return "bounce";
  }
  const about =
    (delivery && (await aboutDelivery(tx, deps, accountId, delivery))) ??
    (email === undefined ? undefined : await aboutAddress(tx, deps, accountId, email));
  if (!about) return "nothing";
  if (event.kind === "complaint") {
    await complain(tx, deps, accountId, about, { delivery, source: "webhook" });
    return "complaint";
  }
  const leaver = { accountId, addressHash: about.addressHash, contactId: about.contactId };
  if (about.listId === null) await unsubscribeFromAll(tx, deps, leaver, { origin: "mailto" });
  else await unsubscribe(tx, deps, { ...leaver, listId: about.listId }, { origin: "mailto" });
  return "unsubscribed";
}

async function deliveryOf(
  tx: Tx,
  { clock }: InboundDeps,
  { deliveryPublicId }: Omit<RelayEvent, "type">,
  email: string | undefined,
): Promise<ReportedDelivery | undefined> {
  if (deliveryPublicId !== null) return findDeliveryByPublicId(tx, deliveryPublicId);
  const since = new Date(clock.now().getTime() - ABOUT_DAYS * DAY_MS);
  return email === undefined ? undefined : findNewestAccepted(tx, email, since);
}

async function aboutAddress(
  tx: Tx,
  { keys }: InboundDeps,
  accountId: number,
  email: string,
): Promise<About | undefined> {
  const [contact] = await findByAddress(tx, email);
  return (
    contact && {
      addressHash: addressHash(keys, accountId, email),
      contactId: contact.id,
      listId: null,
      mailingId: null,
      isRecipient: true,
      isProven: true,
    }
  );
}

/** The receiver's own words count, by the table of refusals; where they say nothing, the provider's class. Pure. */
export function judge(
  event: Pick<RelayEvent, "bounce" | "code" | "enhanced" | "text">,
): ReportedBounce {
  const { code, enhanced, text } = event;
  const read = classifyRefusal({ code, enhanced: enhanced ?? undefined, text });
  const own = read.class === "unknown" || (code === 0 && enhanced === null && text === "");
  return {
    class: own ? (event.bounce ?? "unknown") : read.class,
    code,
    status: enhanced ?? read.enhanced ?? null,
    text,
    meaning: read.meaning,
    unknownUser: read.unknownUser,
  };
}
