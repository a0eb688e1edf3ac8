import type { RefusalMeaning } from "../../contract/refusal-meanings.ts";
import { recordRefusals, type FeedbackType, type ReportedRecipient } from "../bounces/index.ts";
import { findAddressByHash } from "../contacts/index.ts";
import type { ReportedDelivery } from "../delivery/index.ts";
import { outbox, withoutTokens, type Tx } from "../platform/index.ts";
import { unsubscribe, unsubscribeFromAll } from "../preferences/index.ts";
import { insertSuppression } from "../suppression/index.ts";
import type { ArrivalSource } from "./arrival.ts";
import type { InboundDeps } from "./deps.ts";
import { addressOfDelivery, type About } from "./identify.ts";
import { insertReported, type ReportedClass } from "./reported.store.ts";

type Needs = Pick<InboundDeps, "clock" | "keys">;

/** What a receiver reported about one delivery. */
export interface ReportedBounce {
  class: Exclude<ReportedClass, "complaint">;
  /** RFC 5321, 0 where nobody says. */
  code: number;
  /** RFC 3463. */
  status: string | null;
  /** The receiver's words. */
  text: string;
  meaning: RefusalMeaning;
  /** A definitive word that there is no such recipient. */
  unknownUser: boolean;
}

const MOST_TEXT = 300;
const ADDRESS = /[^\s<>"'@,;:()]+@[^\s<>"'@,;()]+/g;

/**
 * Writes that a mail came back although its receiver had accepted it, once for each class, and lets the address be
 * judged like after a refusal at hand-over (SND-08, SND-09). News: `mail.bounced`. False: this was reported before.
 */
export async function recordBounce(
  tx: Tx,
  deps: Needs,
  accountId: number,
  delivery: ReportedDelivery,
  bounce: ReportedBounce & { source: ArrivalSource; at: Date },
): Promise<boolean> {
  const isNew = await insertReported(tx, accountId, {
    deliveryId: delivery.id,
    class: bounce.class,
    status: bounce.status,
    text: redact(bounce.text) || null,
    source: bounce.source,
    at: bounce.at,
  });
  if (!isNew) return false;
  const emailNormalised = await addressOfDelivery(tx, delivery);
  if (emailNormalised !== null)
    await recordRefusals(tx, deps, [
      {
        accountId,
        deliveryId: delivery.id,
        contactId: delivery.contactId,
        emailNormalised,
        runId: delivery.runId,
        class: bounce.class,
        unknownUser: bounce.unknownUser,
        code: bounce.code,
        enhanced: bounce.status ?? "",
        meaning: bounce.meaning,
        text: bounce.text,
        source: bounce.source === "webhook" ? "webhook" : "dsn",
        at: bounce.at,
        ...(delivery.handedOverAt === null ? {} : { mailedAt: delivery.handedOverAt }),
      },
    ]);
  await outbox.publish(tx, accountId, {
    type: "mail.bounced",
    deliveryId: delivery.id,
    kind: delivery.kind,
    mailingId: delivery.mailingId,
    class: bounce.class,
    status: bounce.status,
  });
  return true;
}

/**
 * UNS-20: a complaint unsubscribes, and ends advertising to the address. Nobody else's complaint can quote the token.
 * News, where the mail is known: `mail.complained`.
 */
export async function complain(
  tx: Tx,
  deps: InboundDeps,
  accountId: number,
  about: About,
  how: { delivery: ReportedDelivery | undefined; source: ArrivalSource },
): Promise<void> {
  const at = deps.clock.now();
  const leaver = { accountId, addressHash: about.addressHash, contactId: about.contactId };
  if (about.listId === null) await unsubscribeFromAll(tx, deps, leaver, { origin: "complaint" });
  else await unsubscribe(tx, deps, { ...leaver, listId: about.listId }, { origin: "complaint" });
  const emailNormalised = await findAddressByHash(tx, about.addressHash);
  await insertSuppression(tx, accountId, {
    scope: "complaint",
    addressHash: about.addressHash,
    ...(emailNormalised === undefined ? {} : { emailNormalised }),
    reason: "spam_report",
    origin: "complaint",
    at,
  });
  const { delivery, source } = how;
  if (!delivery) return;
  const isNew = await insertReported(tx, accountId, {
    deliveryId: delivery.id,
    class: "complaint",
    status: null,
    text: null,
    source,
    at,
  });
  if (isNew)
    await outbox.publish(tx, accountId, {
      type: "mail.complained",
      deliveryId: delivery.id,
      kind: delivery.kind,
      mailingId: delivery.mailingId,
    });
}

/** Whether a provider's report speaks against our mail; others tell that all was well, or are about somebody else. */
export function isAgainstMail(feedback: FeedbackType | null): boolean {
  return (
    feedback === "abuse" || feedback === "opt-out" || feedback === "fraud" || feedback === "other"
  );
}

const SEVERITY = ["hard", "policy", "soft", "unknown"] as const;

/** A delivery has one recipient; a forwarding may have split it. What failed for good counts most. Pure. */
export function worstOf(recipients: readonly ReportedRecipient[]): ReportedBounce {
  const failed = recipients.filter(({ action }) => action === "failed");
  const [worst] = failed.toSorted((a, b) => SEVERITY.indexOf(a.class) - SEVERITY.indexOf(b.class));
  if (!worst)
    return {
      class: "unknown",
      code: 0,
      status: null,
      text: "",
      meaning: "unclear",
      unknownUser: false,
    };
  return {
    class: worst.class,
    code: worst.code,
    status: worst.status,
    text: worst.diagnostic,
    meaning: worst.meaning,
    // Where a forwarding broke, its end is unknown, not our recipient.
    unknownUser: worst.unknownUser && failed.length === 1,
  };
}

/** The words without addresses, as they may be kept. */
export function redact(text: string): string {
  return withoutTokens(text)
    .replace(ADDRESS, "[…]")
    .replace(/\s+/g, " ")
    .trim()
    .slice(0, MOST_TEXT);
}
