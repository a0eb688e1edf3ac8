import type { RequestChannel, RequestKind } from "../../contract/data-requests.ts";
import { getAccount } from "../accounts/index.ts";
import { findByAddress, findContact, type Contact } from "../contacts/index.ts";
import { notFound, wallClockAt, type Clock, type Locale, type Tx } from "../platform/index.ts";
import { dueAfter, type DataRequest } from "./request.ts";
import { addEvent, insertRequest } from "./requests.store.ts";

export interface Asking {
  kind: RequestKind;
  channel: RequestChannel;
  /** As written and as compared; undefined where a letter names none. */
  email?: { address: string; normalised: string };
  /** Public id of a contact that staff found; never taken from the person. */
  contactId?: string;
  name?: string;
  message?: string;
  /** The day it arrived; default today in the account's time zone. */
  receivedOn?: string;
  locale?: Locale;
  /** Who wrote it down. */
  actor: string;
}

/**
 * Opens a case with its last day (DSR-10, Art. 12(3) GDPR). Whether the person is stored decides nothing here: who is
 * not stored gets an answer too. Where several people share the address the case names none of them (DSR-15).
 * @throws AppError 404 `contact_not_found`
 */
export async function openRequest(
  tx: Tx,
  { clock }: { clock: Clock },
  accountId: number,
  asking: Asking,
): Promise<DataRequest> {
  const account = await getAccount(tx);
  const now = clock.now();
  const contact = await personOf(tx, asking);
  const receivedOn = asking.receivedOn ?? wallClockAt(now, account.timezone).date;
  const request = await insertRequest(tx, accountId, {
    kind: asking.kind,
    channel: asking.channel,
    state: "received",
    locale: asking.locale ?? contact?.locale ?? account.locale,
    email: asking.email?.address ?? contact?.email ?? null,
    emailNormalised: asking.email?.normalised ?? contact?.emailNormalised ?? null,
    contactId: contact?.id ?? null,
    personName: (asking.name ?? "").trim().slice(0, 200),
    message: (asking.message ?? "").trim().slice(0, 8000),
    receivedOn,
    dueOn: dueAfter(receivedOn),
    createdAt: now,
  });
  await addEvent(tx, accountId, request.id, { kind: "received", actor: asking.actor, at: now });
  return request;
}

async function personOf(tx: Tx, { contactId, email }: Asking): Promise<Contact | undefined> {
  if (contactId !== undefined) {
    const found = await findContact(tx, contactId);
    if (!found) throw notFound("contact");
    return found;
  }
  const people = email === undefined ? [] : await findByAddress(tx, email.normalised);
  return people.length === 1 ? people[0] : undefined;
}
