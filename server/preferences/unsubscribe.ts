import {
  profilingStates,
  recordEntry,
  resetProfilingAfterLastUnsubscribe,
  withdrawProfiling,
  type CaptureChannel,
  type Evidence,
} from "../consent/index.ts";
import {
  addressHash,
  findAddressByHash,
  findByAddress,
  findContactById,
  lockAddress,
} from "../contacts/index.ts";
import {
  CORE_MAIL,
  CUSTOMER_MAIL,
  findListsById,
  markUnsubscribed,
  subscriptionsOfAddress,
  type List,
} from "../lists/index.ts";
import { outbox, type Clock, type Keys, type Tx } from "../platform/index.ts";
import type { CorePerson } from "../records/index.ts";
import { leaveCampaigns, objectAsPerson, personOf } from "./core-person.ts";
import {
  activeForAddress,
  insertSuppression,
  type Suppression,
  type SuppressionOrigin,
} from "../suppression/index.ts";

export interface UnsubscribeDeps {
  keys: Keys;
  clock: Clock;
}

/** Who leaves: what a link carries, which is enough when contact, list and mailing are gone (UNS-22). */
export interface Leaver {
  accountId: number;
  addressHash: Buffer;
  contactId: number | null;
  /** Of a campaign: the person of the core system its link names (UNS-12). */
  person?: CorePerson;
  mailingId?: number | null;
  /** The address as it was told, where nobody needs to be known for it (LEG-16). */
  emailNormalised?: string;
}

/** How the will reached us, and who wrote it down if it was not the person (LEG-16). */
export interface LeavingAct {
  origin: SuppressionOrigin;
  actor?: { kind: string; name: string };
  note?: string;
  /** Further facts for the proof: who took the call, the hashes of scans. */
  facts?: Evidence;
  /** When it was received, if that was earlier. */
  receivedAt?: Date;
}

/** The address behind a link: the one the mail went to, or the one its reader has moved to since (DOI-14). */
export interface Address {
  hash: Buffer;
  emailNormalised: string | null;
  contactId: number | null;
}

export async function findAddress(
  tx: Tx,
  { keys }: { keys: Keys },
  leaver: Leaver,
): Promise<Address> {
  const { accountId, contactId } = leaver;
  const known = await findAddressByHash(tx, leaver.addressHash);
  if (known !== undefined) return { hash: leaver.addressHash, emailNormalised: known, contactId };
  const contact = contactId === null ? undefined : await findContactById(tx, contactId);
  if (!contact)
    return {
      hash: leaver.addressHash,
      emailNormalised: leaver.emailNormalised ?? null,
      contactId,
    };
  const { emailNormalised } = contact;
  return { hash: addressHash(keys, accountId, emailNormalised), emailNormalised, contactId };
}

export interface Left {
  /** False when it was so already: nothing new was written (UNS-02). */
  changed: boolean;
  emailNormalised: string | null;
  /** The list that was left; null when it is gone and the address left all newsletters (UNS-22). */
  list: List | null;
  /** When the subscription ended; null where there was none. */
  endedAt: Date | null;
  /** Public id of the ledger entry. */
  receipt: string | null;
}

/**
 * Ends one newsletter for an address, whoever of the people on it clicked (UNS-06, UNS-11). It counts as an objection
 * against mails to existing customers too (LEG-15). No mail is ever sent about it (UNS-10).
 */
export async function unsubscribe(
  tx: Tx,
  deps: UnsubscribeDeps,
  leaver: Leaver & { listId: number },
  act: LeavingAct,
): Promise<Left> {
  if (leaver.listId === CORE_MAIL)
    return { ...(await leaveCampaigns(tx, deps, leaver, how(deps, act))), list: null };
  await lockAddress(tx, leaver.accountId, leaver.addressHash.toString("hex"));
  const address = await findAddress(tx, deps, leaver);
  if (leaver.listId === CUSTOMER_MAIL)
    return objectToCustomerMail(tx, deps, leaver.accountId, address, act);
  const [list] = await findListsById(tx, [leaver.listId]);
  if (!list) {
    const left = await leaveEveryNewsletter(tx, deps, leaver.accountId, address, act, true);
    return {
      changed: left.changed,
      emailNormalised: address.emailNormalised,
      list: null,
      endedAt: null,
      receipt: left.receipt,
    };
  }
  const ended = await endList(tx, deps, leaver.accountId, address, list, act);
  if (ended.changed) {
    await suppress(tx, deps, leaver.accountId, address, act, { scope: "customer_7_3_address" });
    await afterLeaving(tx, deps, leaver.accountId, address, act);
  }
  const subscription = (await subscriptions(tx, address)).find((one) => one.listId === list.id);
  return {
    changed: ended.changed,
    emailNormalised: address.emailNormalised,
    list,
    endedAt: subscription?.unsubscribedAt ?? null,
    receipt: ended.receipt,
  };
}

/** What the entry of an objection to § 7(3) mail says it reaches; the objection to all advertising says nothing. */
export const CUSTOMER_ADVERTISING = "customer_advertising";

/**
 * The link of a mail to an existing customer: no such mails any more, and nothing else; newsletters go on (LEG-15,
 * M-2). Objected already, by a newsletter's unsubscribe say, it stays as it is.
 */
async function objectToCustomerMail(
  tx: Tx,
  deps: UnsubscribeDeps,
  accountId: number,
  address: Address,
  act: LeavingAct,
): Promise<Left> {
  const objected = async () =>
    (await suppressions(tx, address)).find((one) => one.scope === "customer_7_3_address");
  const changed = (await objected()) === undefined;
  let receipt: string | null = null;
  if (changed) {
    const evidence = { ...evidenceOf(deps, act), scope: CUSTOMER_ADVERTISING };
    const entry = await record(tx, deps, accountId, address, "objection", evidence);
    receipt = entry?.publicId ?? null;
    await suppress(tx, deps, accountId, address, act, {
      scope: "customer_7_3_address",
      entryId: entry?.entryId,
    });
  }
  const endedAt = (await objected())?.createdAt ?? null;
  return { changed, emailNormalised: address.emailNormalised, list: null, endedAt, receipt };
}

/** "Von allen Newslettern abmelden" (UNS-09): every subscription ends, and new imports bring none back (UNS-23). */
export async function unsubscribeFromAll(
  tx: Tx,
  deps: UnsubscribeDeps,
  leaver: Leaver,
  act: LeavingAct,
): Promise<{ lists: List[]; emailNormalised: string | null; receipt: string | null }> {
  await lockAddress(tx, leaver.accountId, leaver.addressHash.toString("hex"));
  const address = await findAddress(tx, deps, leaver);
  const left = await leaveEveryNewsletter(tx, deps, leaver.accountId, address, act, false);
  return { lists: left.lists, emailNormalised: address.emailNormalised, receipt: left.receipt };
}

/**
 * "Keine Werbung mehr" (Art. 21(2) GDPR, LEG-14): no advertising to the address and to the person, no analysis, and
 * subscriptions end, so that none comes back should the objection ever be lifted.
 */
export async function objectToAdvertising(
  tx: Tx,
  deps: UnsubscribeDeps,
  leaver: Leaver,
  act: LeavingAct,
): Promise<{ emailNormalised: string | null; receipt: string | null; changed: boolean }> {
  const { accountId } = leaver;
  const person = await personOf(tx, leaver);
  if (person) await objectAsPerson(tx, deps, person, how(deps, act));
  await lockAddress(tx, accountId, leaver.addressHash.toString("hex"));
  const address = await findAddress(tx, deps, leaver);
  const { emailNormalised, contactId } = address;
  const before = await suppressions(tx, address);
  const changed = !before.some((one) => one.scope === "account_address");
  if (!changed) return { emailNormalised, receipt: null, changed };
  const entry = await record(tx, deps, accountId, address, "objection", evidenceOf(deps, act));
  const entryId = entry?.entryId;
  await suppress(tx, deps, accountId, address, act, { scope: "account_address", entryId });
  if (contactId !== null)
    await insertSuppression(tx, accountId, {
      scope: "account_person",
      contactId,
      reason: "objection",
      origin: act.origin,
      ...(entryId === undefined ? {} : { entryId }),
      at: deps.clock.now(),
    });
  for (const one of await subscriptions(tx, address))
    await markUnsubscribed(tx, one.listId, one.emailNormalised, deps.clock.now());
  await endProfiling(tx, deps, accountId, address, evidenceOf(deps, act), "withdraw");
  if (emailNormalised !== null)
    await outbox.publish(tx, accountId, { type: "subscription.unsubscribed", emailNormalised });
  return { emailNormalised, receipt: entry?.publicId ?? null, changed };
}

async function leaveEveryNewsletter(
  tx: Tx,
  deps: UnsubscribeDeps,
  accountId: number,
  address: Address,
  act: LeavingAct,
  /** An unsubscribe from a mail's own link also says no to mails to existing customers (LEG-15, M-2). */
  fromMail: boolean,
): Promise<{ changed: boolean; lists: List[]; receipt: string | null }> {
  const before = await suppressions(tx, address);
  const open = (await subscriptions(tx, address)).filter((one) => one.state !== "unsubscribed");
  const lists = await findListsById(
    tx,
    open.map((one) => one.listId),
  );
  let receipt: string | null = null;
  for (const list of lists)
    receipt = (await endList(tx, deps, accountId, address, list, act)).receipt ?? receipt;
  const isNew = !before.some((one) => one.scope === "newsletters_address");
  if (isNew && lists.length === 0) {
    const evidence = { ...evidenceOf(deps, act), reason: "all_newsletters" };
    const entry = await record(tx, deps, accountId, address, "unsubscribed", evidence);
    receipt = entry?.publicId ?? null;
  }
  await suppress(tx, deps, accountId, address, act, { scope: "newsletters_address" });
  if (fromMail)
    await suppress(tx, deps, accountId, address, act, { scope: "customer_7_3_address" });
  const changed = isNew || lists.length > 0;
  if (changed) await afterLeaving(tx, deps, accountId, address, act);
  return { changed, lists, receipt };
}

/** One list: the subscription's state, the list's own suppression, the entry that says so. */
async function endList(
  tx: Tx,
  deps: UnsubscribeDeps,
  accountId: number,
  address: Address,
  list: List,
  act: LeavingAct,
): Promise<{ changed: boolean; receipt: string | null }> {
  const now = deps.clock.now();
  const subscription = (await subscriptions(tx, address)).find((one) => one.listId === list.id);
  const isSuppressed = (await suppressions(tx, address)).some(
    (one) => one.scope === "list_address" && one.listId === list.id,
  );
  const isOpen = subscription !== undefined && subscription.state !== "unsubscribed";
  if (isSuppressed && !isOpen) return { changed: false, receipt: null };
  const evidence = { ...evidenceOf(deps, act), list: { id: list.publicId, name: list.name } };
  const entry = await record(tx, deps, accountId, address, "unsubscribed", evidence, list.id);
  if (address.emailNormalised !== null)
    await markUnsubscribed(tx, list.id, address.emailNormalised, now);
  await suppress(tx, deps, accountId, address, act, {
    scope: "list_address",
    listId: list.id,
    entryId: entry?.entryId,
  });
  return { changed: true, receipt: entry?.publicId ?? null };
}

/** UNS-14: with the last subscription ends what the analysis was allowed for; and the news goes out. */
async function afterLeaving(
  tx: Tx,
  deps: UnsubscribeDeps,
  accountId: number,
  address: Address,
  act: LeavingAct,
): Promise<void> {
  const { emailNormalised } = address;
  if (emailNormalised === null) return;
  const left = (await subscriptions(tx, address)).filter((one) => one.state === "confirmed");
  if (left.length === 0)
    await endProfiling(tx, deps, accountId, address, evidenceOf(deps, act), "reset");
  await outbox.publish(tx, accountId, { type: "subscription.unsubscribed", emailNormalised });
}

async function endProfiling(
  tx: Tx,
  deps: UnsubscribeDeps,
  accountId: number,
  address: Address,
  evidence: Evidence,
  how: "reset" | "withdraw",
): Promise<void> {
  const { emailNormalised } = address;
  if (emailNormalised === null) return;
  const known = (await profilingStates(tx, [emailNormalised])).get(emailNormalised);
  const contactId = address.contactId ?? (await findByAddress(tx, emailNormalised))[0]?.id;
  if (known?.state !== "granted" || contactId === undefined) return;
  const decision = { accountId, emailNormalised, contactId, evidence };
  if (how === "reset") await resetProfilingAfterLastUnsubscribe(tx, deps, decision);
  else await withdrawProfiling(tx, deps, decision);
}

const subscriptions = async (tx: Tx, { emailNormalised }: Address) =>
  emailNormalised === null ? [] : subscriptionsOfAddress(tx, emailNormalised);

const suppressions = (tx: Tx, { emailNormalised, hash }: Address): Promise<Suppression[]> =>
  activeForAddress(tx, emailNormalised ?? "", hash);

async function suppress(
  tx: Tx,
  { clock }: UnsubscribeDeps,
  accountId: number,
  address: Address,
  act: LeavingAct,
  entry: {
    scope: "list_address" | "newsletters_address" | "customer_7_3_address" | "account_address";
    listId?: number;
    entryId?: number | undefined;
  },
): Promise<void> {
  await insertSuppression(tx, accountId, {
    scope: entry.scope,
    ...(entry.listId === undefined ? {} : { listId: entry.listId }),
    ...(entry.entryId === undefined ? {} : { entryId: entry.entryId }),
    ...(address.emailNormalised === null ? {} : { emailNormalised: address.emailNormalised }),
    addressHash: address.hash,
    reason: entry.scope === "account_address" ? "objection" : "unsubscribed",
    origin: act.origin,
    at: clock.now(),
  });
}

/** An entry needs somebody it is about; where address and contact are gone, the suppression is all that is left to say. */
async function record(
  tx: Tx,
  deps: UnsubscribeDeps,
  accountId: number,
  { emailNormalised }: Address,
  kind: "unsubscribed" | "objection",
  evidence: Evidence,
  listId?: number,
): Promise<{ entryId: number; publicId: string } | undefined> {
  if (emailNormalised === null) return undefined;
  return recordEntry(tx, deps, {
    accountId,
    subject: { emailNormalised },
    kind,
    ...(kind === "unsubscribed" ? { purpose: "newsletter" as const } : {}),
    ...(listId === undefined ? {} : { listId }),
    payload: evidence,
  });
}

const channels: Partial<Record<SuppressionOrigin, CaptureChannel>> = {
  letter: "letter",
  phone: "phone",
  sms: "sms",
  in_person: "in_person",
  link: "preference_page",
  header: "preference_page",
  manage_page: "preference_page",
};

const how = (deps: { clock: Clock }, act: LeavingAct) => ({
  origin: act.origin,
  evidence: evidenceOf(deps, act),
});

/** How the will was expressed; of the visitor nothing is kept. */
export function evidenceOf({ clock }: { clock: Clock }, act: LeavingAct): Evidence {
  const channel = channels[act.origin];
  return {
    ...act.facts,
    ...(channel === undefined ? {} : { channel }),
    via: act.origin,
    ...(act.actor === undefined ? {} : { actor: act.actor }),
    ...(act.note === undefined ? {} : { note: act.note }),
    receivedAt: (act.receivedAt ?? clock.now()).toISOString(),
  };
}
