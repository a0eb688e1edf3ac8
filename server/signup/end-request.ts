import { deleteContact, findByAddress, findContactById, lockAddress } from "../contacts/index.ts";
import { deliveryPersonalData } from "../delivery/index.ts";
import { removePending, subscriptionsOfAddress } from "../lists/index.ts";
import { deleteExpiredCounters } from "../pages/index.ts";
import { hashToken, noteRetention, type Tx } from "../platform/index.ts";
import { suppressionPersonalData } from "../suppression/index.ts";
import { blockOptInMails } from "./admit-opt-in-mail.ts";
import type { ConsentRequest } from "./consent-request.ts";
import {
  deleteOldTraces,
  duePending,
  endRequest,
  forgetConfirmed,
  lockByToken,
  otherPending,
  passContactOn,
} from "./consent-requests.store.ts";
import type { SignupDeps } from "./deps.ts";
import { DAY_MS, HOUR_MS } from "./parameters.ts";

/** Between the end of a token and the deletion; the job runs every hour, so all is gone within 24 hours (DOI-10). */
const GRACE_MS = 22 * HOUR_MS;
/** Traces without a person serve the counts of the forms. */
const TRACE_DAYS = 90;
const PER_TURN = 200;

/**
 * "I did not sign up": deletes the waiting sign-up at once and keeps opt-in mails away for 90 days (DOI-15).
 * Undefined for a token that is not ours; a confirmed request is left alone.
 */
export async function declineRequest(
  deps: SignupDeps,
  accountId: number,
  token: string,
): Promise<"declined" | "over" | "confirmed" | undefined> {
  const done = await deps.db.account(accountId, async (tx) => {
    const request = await lockByToken(tx, hashToken(token));
    if (!request) return undefined;
    if (request.state === "confirmed") return { state: "confirmed" as const };
    if (request.state !== "pending") return { state: "over" as const };
    await blockOptInMails(tx, deps, accountId, request.emailNormalised!);
    const unknown = await endOne(tx, deps, accountId, request, "declined");
    return { state: "declined" as const, unknown };
  });
  if (done?.unknown !== undefined) await forgetDeliveries(deps, accountId, [done.unknown]);
  return done?.state;
}

/** Deletes what nobody confirmed (DOI-10). Gives the number of ended requests; call again while it is not 0. */
export async function expireRequests(deps: SignupDeps, accountId: number): Promise<number> {
  const now = deps.clock.now();
  const due = new Date(now.getTime() - GRACE_MS);
  const ended = await deps.db.account(accountId, async (tx) => {
    const unknown: string[] = [];
    const found = await duePending(tx, due, PER_TURN);
    for (const request of found) {
      const address = await endOne(tx, deps, accountId, request, "expired");
      if (address !== undefined) unknown.push(address);
    }
    await forgetConfirmed(tx, due);
    await deleteOldTraces(tx, new Date(now.getTime() - TRACE_DAYS * DAY_MS));
    await deleteExpiredCounters(tx, now);
    await noteRetention(tx, accountId, { class: "unconfirmed", done: found.length, at: now });
    return { count: found.length, unknown };
  });
  await forgetDeliveries(deps, accountId, ended.unknown);
  return ended.count;
}

/** Ends one request. Gives the address when nothing else of the account knows it. */
async function endOne(
  tx: Tx,
  deps: SignupDeps,
  accountId: number,
  request: ConsentRequest,
  state: "declined" | "expired",
): Promise<string | undefined> {
  const emailNormalised = request.emailNormalised!;
  await lockAddress(tx, accountId, emailNormalised);
  await endRequest(tx, request.id, state, deps.clock.now());
  const others = await otherPending(tx, emailNormalised, request.id);
  const stillWanted = new Set(others.flatMap((other) => other.listIds));
  await removePending(
    tx,
    request.listIds.filter((id) => !stillWanted.has(id)),
    emailNormalised,
  );
  const [heir] = others;
  if (request.contactCreated && request.contactId !== null) {
    if (heir) await passContactOn(tx, heir.id);
    else await deleteUnusedContact(tx, request.contactId, emailNormalised);
  }
  if (heir || (await findByAddress(tx, emailNormalised)).length > 0) return undefined;
  // A bounce of the opt-in mail may have left the address there; its hash does as well.
  await suppressionPersonalData.eraseFor(tx, { accountId, emailNormalised });
  return emailNormalised;
}

async function deleteUnusedContact(
  tx: Tx,
  contactId: number,
  emailNormalised: string,
): Promise<void> {
  const contact = await findContactById(tx, contactId);
  if (contact?.emailNormalised !== emailNormalised) return;
  const left = await subscriptionsOfAddress(tx, emailNormalised);
  if (left.every((subscription) => subscription.contactId !== contactId))
    await deleteContact(tx, contactId);
}

/** The opt-in mail's delivery forgets whom it went to; only the retention role may take that away. */
async function forgetDeliveries(
  { db }: SignupDeps,
  accountId: number,
  addresses: string[],
): Promise<void> {
  if (addresses.length === 0) return;
  await db.retention(accountId, async (tx) => {
    for (const emailNormalised of addresses)
      await deliveryPersonalData.eraseFor(tx, { accountId, emailNormalised });
  });
}
