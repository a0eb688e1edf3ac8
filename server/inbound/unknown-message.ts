import {
  AppError,
  messageWithoutTokens,
  parseEmailAddress,
  type Keys,
  type Tx,
} from "../platform/index.ts";
import type { Arrival } from "./arrival.ts";
import type { InboundDeps } from "./deps.ts";
import type { InboundMail } from "./inbound-mail.ts";
import { insertUnknown, unknownSince } from "./unknown.store.ts";

/** Of a larger message the beginning is kept; what says what it is stands in front. */
export const MOST_KEPT = 1024 * 1024;
/** Days until an unknown message goes, decided or not. */
export const UNKNOWN_DAYS = 30;
const LABEL = "unknown-message/v1";
const HOUR_MS = 3_600_000;
const MOST_AN_HOUR = 300;

export function openUnknown(keys: Keys, sealed: Buffer): Buffer {
  return keys.open(LABEL, sealed);
}

/**
 * Keeps a message nobody understood until a person says what it is, at most 30 days, without the tokens of measuring
 * links in it. Throws AppError 503 in a flood;
 * whoever delivers keeps it then.
 */
export async function keepUnknown(
  tx: Tx,
  deps: Pick<InboundDeps, "keys" | "clock">,
  accountId: number,
  arrival: Pick<Arrival, "raw" | "source" | "mailbox">,
  about: {
    messageKey: Buffer;
    mail: Pick<InboundMail, "from" | "subject"> | null;
    deliveryId: number | null;
    ruleId: number | null;
  },
): Promise<void> {
  const now = deps.clock.now();
  const { count } = await unknownSince(tx, new Date(now.getTime() - HOUR_MS));
  if (count >= MOST_AN_HOUR)
    throw new AppError("inbound_busy", 503, "Too many unknown messages came within an hour.", {
      hint: "Deliver this one again later.",
    });
  const author = parseEmailAddress(about.mail?.from ?? "");
  await insertUnknown(tx, accountId, {
    messageKey: about.messageKey,
    mailboxId: arrival.mailbox?.id ?? null,
    source: arrival.source,
    sealed: deps.keys.seal(LABEL, messageWithoutTokens(arrival.raw.subarray(0, MOST_KEPT))),
    sizeBytes: arrival.raw.length,
    email: author.ok ? author.address : null,
    emailNormalised: author.ok ? author.normalised : null,
    subject: (about.mail?.subject ?? "").slice(0, 500),
    deliveryId: about.deliveryId,
    ruleId: about.ruleId,
    at: now,
  });
}
