import type { RequestKind } from "../../contract/data-requests.ts";
import { maybe, one, rows, run, sql, type Tx } from "../platform/index.ts";
import type { DataRequest } from "./request.ts";

const REQUEST = sql.raw(
  `r.id, r.public_id, r.number, r.kind, r.channel, r.state, r.locale, r.email, r.email_normalised, r.contact_id, r.person_name, r.message,
   r.received_on::text as received_on, r.due_on::text as due_on, r.extended_at, r.extension_reason, r.identity, r.identity_note, r.identified_at,
   r.link_sent_at, r.done, r.ended_at, r.alarmed, r.anonymised_at, r.created_at`,
);
const OPEN = sql.raw("r.state not in ('answered', 'refused', 'closed')");

export type NewRequest = Pick<
  DataRequest,
  | "kind"
  | "channel"
  | "state"
  | "locale"
  | "email"
  | "emailNormalised"
  | "contactId"
  | "personName"
  | "message"
  | "receivedOn"
  | "dueOn"
> & { endedAt?: Date; anonymisedAt?: Date; createdAt: Date };

/** Opens a case under the account's next number. */
export async function insertRequest(
  tx: Tx,
  accountId: number,
  made: NewRequest,
): Promise<DataRequest> {
  await run(tx, sql`select pg_advisory_xact_lock(${accountId}, hashtext('data_requests'))`);
  return one<DataRequest>(
    tx,
    sql`insert into data_requests as r (account_id, number, kind, channel, state, locale, email, email_normalised, contact_id, person_name, message,
          received_on, due_on, ended_at, anonymised_at, created_at)
        values (${accountId}, (select coalesce(max(x.number), 0) + 1 from data_requests x where x.account_id = ${accountId}), ${made.kind}, ${made.channel},
          ${made.state}, ${made.locale}, ${made.email}, ${made.emailNormalised}, ${made.contactId}, ${made.personName}, ${made.message},
          ${made.receivedOn}, ${made.dueOn}, ${made.endedAt ?? null}, ${made.anonymisedAt ?? null}, ${made.createdAt}) returning ${REQUEST}`,
  );
}

export function findRequest(tx: Tx, publicId: string): Promise<DataRequest | undefined> {
  return maybe<DataRequest>(
    tx,
    sql`select ${REQUEST} from data_requests r where r.account_id = app_account() and r.public_id = ${publicId}`,
  );
}

export function lockRequest(tx: Tx, publicId: string): Promise<DataRequest | undefined> {
  return maybe<DataRequest>(
    tx,
    sql`select ${REQUEST} from data_requests r where r.account_id = app_account() and r.public_id = ${publicId} for update`,
  );
}

export type RequestChange = Partial<
  Pick<
    DataRequest,
    | "kind"
    | "state"
    | "dueOn"
    | "extendedAt"
    | "extensionReason"
    | "identity"
    | "identityNote"
    | "identifiedAt"
    | "linkSentAt"
    | "done"
    | "endedAt"
    | "contactId"
  >
>;

export function updateRequest(
  tx: Tx,
  request: DataRequest,
  change: RequestChange,
): Promise<DataRequest> {
  const next = { ...request, ...change };
  return one<DataRequest>(
    tx,
    sql`update data_requests r set kind = ${next.kind}, state = ${next.state}, due_on = ${next.dueOn}, extended_at = ${next.extendedAt},
          extension_reason = ${next.extensionReason}, identity = ${next.identity}, identity_note = ${next.identityNote},
          identified_at = ${next.identifiedAt}, link_sent_at = ${next.linkSentAt}, done = ${JSON.stringify(next.done)}, ended_at = ${next.endedAt},
          contact_id = ${next.contactId}
        where r.account_id = app_account() and r.id = ${request.id} returning ${REQUEST}`,
  );
}

/** Open ones by their last day, ended ones the newest first. */
export function listRequests(
  tx: Tx,
  state: "open" | "ended" | "all",
  after: { key: string; id: number } | null,
  limit: number,
): Promise<DataRequest[]> {
  if (state === "open")
    return rows<DataRequest>(
      tx,
      sql`select ${REQUEST} from data_requests r where r.account_id = app_account() and ${OPEN}
            and (${after?.key ?? null}::date is null or (r.due_on, r.id) > (${after?.key ?? null}::date, ${after?.id ?? 0}))
          order by r.due_on, r.id limit ${limit}`,
    );
  return rows<DataRequest>(
    tx,
    sql`select ${REQUEST} from data_requests r where r.account_id = app_account() and (${state === "all"} or not (${OPEN}))
          and (${after?.id ?? null}::bigint is null or r.id < ${after?.id ?? null}) order by r.id desc limit ${limit}`,
  );
}

export function openRequests(tx: Tx, limit: number): Promise<DataRequest[]> {
  return listRequests(tx, "open", null, limit);
}

/** Cases of a person: by the contact, and by the address where nobody in particular was named. */
export function requestsOf(
  tx: Tx,
  contactId: number | null,
  emailNormalised: string | null,
): Promise<DataRequest[]> {
  return rows<DataRequest>(
    tx,
    sql`select ${REQUEST} from data_requests r where r.account_id = app_account()
          and (r.contact_id = ${contactId} or (r.contact_id is null and r.email_normalised = ${emailNormalised})) order by r.id desc limit 100`,
  );
}

/** Open cases that came from an address by itself since a moment, for limits and against doubles. */
export function recentOf(
  tx: Tx,
  emailNormalised: string,
  kind: RequestKind,
): Promise<DataRequest | undefined> {
  return maybe<DataRequest>(
    tx,
    sql`select ${REQUEST} from data_requests r where r.account_id = app_account() and r.email_normalised = ${emailNormalised} and r.kind = ${kind}
          and r.channel in ('form', 'mail') and ${OPEN} order by r.id desc limit 1`,
  );
}

/** How many came by themselves since a moment. */
export async function countSince(tx: Tx, since: Date): Promise<number> {
  const found = await one<{ count: number }>(
    tx,
    sql`select count(*) as count from data_requests r where r.account_id = app_account() and r.channel in ('form', 'mail') and r.created_at >= ${since}`,
  );
  return found.count;
}

export async function setAlarmed(tx: Tx, id: number, alarm: number): Promise<void> {
  await run(
    tx,
    sql`update data_requests r set alarmed = ${alarm} where r.account_id = app_account() and r.id = ${id}`,
  );
}

export type RequestEventKind =
  | "received"
  | "link_sent"
  | "identified"
  | "kind_changed"
  | "note"
  | "extended"
  | "mailed"
  | "letter"
  | "acted"
  | "answered"
  | "refused"
  | "closed"
  | "alarm";

export interface RequestEvent {
  at: Date;
  kind: RequestEventKind;
  actor: string;
  subject: string;
  text: string;
}

export async function addEvent(
  tx: Tx,
  accountId: number,
  requestId: number,
  event: Omit<RequestEvent, "subject" | "text"> & { subject?: string; text?: string },
): Promise<void> {
  await run(
    tx,
    sql`insert into data_request_events (account_id, request_id, kind, actor, subject, text, at)
        values (${accountId}, ${requestId}, ${event.kind}, ${event.actor}, ${event.subject ?? ""}, ${event.text ?? ""}, ${event.at})`,
  );
}

export function eventsOf(tx: Tx, requestId: number): Promise<RequestEvent[]> {
  return rows<RequestEvent>(
    tx,
    sql`select e.at, e.kind, e.actor, e.subject, e.text from data_request_events e
        where e.account_id = app_account() and e.request_id = ${requestId} order by e.id`,
  );
}

/** Empties what was written in cases; that something happened and when stays. Gives how many entries. */
export function forgetWords(tx: Tx, ids: readonly number[]): Promise<number> {
  return run(
    tx,
    sql`update data_request_events e set text = '', subject = ''
        where e.account_id = app_account() and e.request_id = any(${[...ids]}::bigint[]) and (e.text <> '' or e.subject <> '')`,
  );
}

/** Takes the person out of cases: what was asked, when and how it ended stays. Gives how many. */
export async function anonymise(tx: Tx, ids: readonly number[], at: Date): Promise<number> {
  if (ids.length === 0) return 0;
  await forgetWords(tx, ids);
  return run(
    tx,
    sql`update data_requests r set email = null, email_normalised = null, contact_id = null, person_name = '', message = '', identity_note = '',
          extension_reason = '', anonymised_at = ${at}
        where r.account_id = app_account() and r.id = any(${[...ids]}::bigint[])`,
  );
}

/** Ended cases that still name a person, ended before a moment or of a person by contact and address. */
export async function endedNaming(
  tx: Tx,
  of: { before: Date } | { contactId: number | null; emailNormalised: string },
  limit: number,
): Promise<number[]> {
  const found = await rows<{ id: number }>(
    tx,
    "before" in of
      ? sql`select r.id from data_requests r where r.account_id = app_account() and r.anonymised_at is null and r.ended_at < ${of.before} limit ${limit}`
      : sql`select r.id from data_requests r where r.account_id = app_account() and r.anonymised_at is null and r.ended_at is not null
              and (r.contact_id = ${of.contactId} or r.email_normalised = ${of.emailNormalised}) limit ${limit}`,
  );
  return found.map((row) => row.id);
}

/** Open cases lose the contact that is gone and keep the address an answer goes to. */
export function detachOpen(
  tx: Tx,
  contactId: number | null,
  emailNormalised: string,
): Promise<number> {
  return run(
    tx,
    sql`update data_requests r set contact_id = null where r.account_id = app_account() and r.ended_at is null
          and (r.contact_id = ${contactId} or r.email_normalised = ${emailNormalised})`,
  );
}

export function exportRequests(
  tx: Tx,
  contactId: number | null,
  emailNormalised: string,
): Promise<unknown[]> {
  return rows(
    tx,
    sql`select r.number, r.kind, r.channel, r.state, r.message, r.received_on::text as received_on, r.due_on::text as due_on, r.extended_at,
          r.extension_reason, r.identity, r.ended_at
        from data_requests r where r.account_id = app_account() and (r.contact_id = ${contactId} or r.email_normalised = ${emailNormalised}) order by r.id`,
  );
}

/** What was written to the person, and that and when the rest happened; notes among colleagues are work, not data. */
export function exportEvents(
  tx: Tx,
  contactId: number | null,
  emailNormalised: string,
): Promise<unknown[]> {
  return rows(
    tx,
    sql`select r.number as request, e.kind, e.at, case when e.kind in ('mailed', 'letter', 'extended') then e.subject else '' end as subject,
          case when e.kind in ('mailed', 'letter', 'extended') then e.text else '' end as text
        from data_request_events e join data_requests r on r.account_id = e.account_id and r.id = e.request_id
        where e.account_id = app_account() and (r.contact_id = ${contactId} or r.email_normalised = ${emailNormalised}) order by e.id`,
  );
}

/** The account of a request form; the one question a visitor's request asks without an account. */
export async function accountOfForm(tx: Tx, publicId: string): Promise<number | null> {
  const found = await one<{ accountId: number | null }>(
    tx,
    sql`select account_of_request_form(${publicId}) as account_id`,
  );
  return found.accountId;
}
