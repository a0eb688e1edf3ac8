import type { Account } from "../accounts/index.ts";
import type { ConfirmedAddress } from "./addresses.store.ts";

const DAY_MS = 24 * 3_600_000;
/** A reply address has to show again that somebody reads it (CNT-03). */
export const REPLY_TO_VALID_MS = 180 * DAY_MS;
/** How long a mailed link can be used. */
export const LINK_VALID_MS = 7 * DAY_MS;

/** Until when a confirmation counts: reply addresses 180 days (CNT-03), others without an end (null). */
export function confirmedUntil(
  address: Pick<ConfirmedAddress, "kind" | "confirmedAt">,
): Date | null {
  return address.confirmedAt === null || address.kind !== "reply_to"
    ? null
    : new Date(address.confirmedAt.getTime() + REPLY_TO_VALID_MS);
}

/**
 * Whether a confirmation counts now. In a live account only a link that really travelled to the address proves
 * anything; in sandbox all mail, links too, ends in the built-in mailbox, and that is enough to try things.
 */
export function isConfirmed(
  address: Pick<ConfirmedAddress, "kind" | "confirmedAt" | "sentVia"> | undefined,
  mode: Account["mode"],
  now: Date,
): boolean {
  if (!address || address.confirmedAt === null) return false;
  if (mode === "live" && address.sentVia !== "relay") return false;
  const until = confirmedUntil(address);
  return until === null || until > now;
}
