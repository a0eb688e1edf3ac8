import type { BuiltMail } from "../content/index.ts";
import { maybe, one, rows, run, sql, type Locale, type Tx } from "../platform/index.ts";
import type { Acceptance, ConsentRequest, Declaration, SignupFields } from "./consent-request.ts";

const REQUEST = sql.raw(
  `r.id, r.public_id, r.state, r.form_id, r.form_version_id, r.contact_id, r.contact_created, r.email, r.email_normalised, r.fields,
   r.list_ids::float8[] as list_ids, r.wants_profiling, r.declaration, r.locale, r.ip_sealed, r.delivery_id, r.mail, r.mail_sha256,
   r.acceptance, r.landing_first_at, r.scanner_hits, r.created_at, r.expires_at, r.finished_at`,
);
/** What tells who it was. The token's hash, the state and the times stay (DOI-10). */
const FORGET = sql.raw(
  "email = null, email_normalised = null, fields = '{}', declaration = null, ip_sealed = null, mail = null, acceptance = null",
);

/** Whose request a token belongs to; the one question a visitor's link asks without an account. */
export async function accountOfRequest(tx: Tx, tokenHash: Buffer): Promise<number | null> {
  const found = await one<{ accountId: number | null }>(
    tx,
    sql`select account_of_request(${tokenHash}) as account_id`,
  );
  return found.accountId;
}

export interface NewRequest {
  tokenHash: Buffer;
  formId: number | null;
  formVersionId: number | null;
  contactId: number;
  contactCreated: boolean;
  email: string;
  emailNormalised: string;
  fields: SignupFields;
  listIds: number[];
  wantsProfiling: boolean;
  declaration: Declaration;
  locale: Locale;
  ipSealed: Buffer | null;
  mail: BuiltMail;
  mailSha256: Buffer;
  createdAt: Date;
  expiresAt: Date;
}

export function insertRequest(tx: Tx, accountId: number, r: NewRequest): Promise<ConsentRequest> {
  return one<ConsentRequest>(
    tx,
    sql`insert into consent_requests as r (account_id, state, token_hash, form_id, form_version_id, contact_id, contact_created, email, email_normalised,
          fields, list_ids, wants_profiling, declaration, locale, ip_sealed, mail, mail_sha256, created_at, expires_at)
        values (${accountId}, 'pending', ${r.tokenHash}, ${r.formId}, ${r.formVersionId}, ${r.contactId}, ${r.contactCreated}, ${r.email}, ${r.emailNormalised},
          ${JSON.stringify(r.fields)}, ${r.listIds}::bigint[], ${r.wantsProfiling}, ${JSON.stringify(r.declaration)}, ${r.locale}, ${r.ipSealed},
          ${JSON.stringify(r.mail)}, ${r.mailSha256}, ${r.createdAt}, ${r.expiresAt}) returning ${REQUEST}`,
  );
}

export async function setDelivery(tx: Tx, id: number, deliveryId: number): Promise<void> {
  await run(
    tx,
    sql`update consent_requests set delivery_id = ${deliveryId} where account_id = app_account() and id = ${id}`,
  );
}

export function findByToken(tx: Tx, tokenHash: Buffer): Promise<ConsentRequest | undefined> {
  return maybe<ConsentRequest>(
    tx,
    sql`select ${REQUEST} from consent_requests r where r.account_id = app_account() and r.token_hash = ${tokenHash}`,
  );
}

/** The request, held until the transaction ends: two presses of the button at once confirm once. */
export function lockByToken(tx: Tx, tokenHash: Buffer): Promise<ConsentRequest | undefined> {
  return maybe<ConsentRequest>(
    tx,
    sql`select ${REQUEST} from consent_requests r where r.account_id = app_account() and r.token_hash = ${tokenHash} for update`,
  );
}

export function lockById(tx: Tx, id: number): Promise<ConsentRequest | undefined> {
  return maybe<ConsentRequest>(
    tx,
    sql`select ${REQUEST} from consent_requests r where r.account_id = app_account() and r.id = ${id} for update`,
  );
}

/** Notes that the landing page was looked at, by a person or a program (DOI-08, DOI-16). No state changes. */
export async function noteLanding(
  tx: Tx,
  id: number,
  visit: { scanner: boolean; at: Date },
): Promise<void> {
  await run(
    tx,
    visit.scanner
      ? sql`update consent_requests set scanner_hits = scanner_hits + 1 where account_id = app_account() and id = ${id}`
      : sql`update consent_requests set landing_first_at = ${visit.at} where account_id = app_account() and id = ${id} and landing_first_at is null`,
  );
}

export async function setConfirmed(tx: Tx, id: number, contactId: number, at: Date): Promise<void> {
  await run(
    tx,
    sql`update consent_requests set state = 'confirmed', contact_id = ${contactId}, finished_at = ${at} where account_id = app_account() and id = ${id}`,
  );
}

/** Ends a pending request and forgets the person at once. */
export async function endRequest(
  tx: Tx,
  id: number,
  state: "declined" | "expired",
  at: Date,
): Promise<void> {
  await run(
    tx,
    sql`update consent_requests set state = ${state}, contact_id = null, finished_at = ${at}, ${FORGET} where account_id = app_account() and id = ${id}`,
  );
}

/** A confirmed request whose token is over: the proof stands in the ledger, nothing of it is needed here. */
export function forgetConfirmed(tx: Tx, due: Date): Promise<number> {
  return run(
    tx,
    sql`update consent_requests set ${FORGET} where account_id = app_account() and state = 'confirmed' and expires_at <= ${due} and email is not null`,
  );
}

export function duePending(tx: Tx, due: Date, limit: number): Promise<ConsentRequest[]> {
  return rows<ConsentRequest>(
    tx,
    sql`select ${REQUEST} from consent_requests r
        where r.account_id = app_account() and r.state = 'pending' and r.expires_at <= ${due} order by r.id limit ${limit} for update skip locked`,
  );
}

/** Other requests of the address that still wait, so that ending one does not take what another needs. */
export function otherPending(
  tx: Tx,
  emailNormalised: string,
  exceptId: number,
): Promise<ConsentRequest[]> {
  return rows<ConsentRequest>(
    tx,
    sql`select ${REQUEST} from consent_requests r
        where r.account_id = app_account() and r.email_normalised = ${emailNormalised} and r.state = 'pending' and r.id <> ${exceptId}`,
  );
}

/** The contact that came with an ended request now belongs to one that still waits. */
export async function passContactOn(tx: Tx, id: number): Promise<void> {
  await run(
    tx,
    sql`update consent_requests set contact_created = true where account_id = app_account() and id = ${id}`,
  );
}

export async function setAcceptance(tx: Tx, id: number, acceptance: Acceptance): Promise<void> {
  await run(
    tx,
    sql`update consent_requests set acceptance = ${JSON.stringify(acceptance)} where account_id = app_account() and id = ${id}`,
  );
}

/** States of requests by their public ids; what is not in the map is gone. */
export async function requestStates(
  tx: Tx,
  publicIds: string[],
): Promise<Map<string, ConsentRequest["state"]>> {
  const found = await rows<Pick<ConsentRequest, "publicId" | "state">>(
    tx,
    sql`select r.public_id, r.state from consent_requests r where r.account_id = app_account() and r.public_id = any(${publicIds}::text[])`,
  );
  return new Map(found.map((row) => [row.publicId, row.state]));
}

/** Traces without a person, after they have served the counts of the forms. */
export function deleteOldTraces(tx: Tx, before: Date): Promise<number> {
  return run(
    tx,
    sql`delete from consent_requests where account_id = app_account() and email is null and created_at < ${before}`,
  );
}

export async function accountsWithDueRequests(tx: Tx, due: Date, now: Date): Promise<number[]> {
  const found = await rows<{ accountId: number }>(
    tx,
    sql`select d.account_id from accounts_with_due_requests(${due}, ${now}) d(account_id)`,
  );
  return found.map((row) => row.accountId);
}

export function exportRequests(
  tx: Tx,
  emailNormalised: string,
  contactId: number | null,
): Promise<unknown[]> {
  return rows(
    tx,
    sql`select r.state, r.email, r.fields, r.wants_profiling, r.declaration, r.locale, r.created_at, r.expires_at, r.landing_first_at, r.finished_at
        from consent_requests r where r.account_id = app_account() and (r.email_normalised = ${emailNormalised} or r.contact_id = ${contactId})`,
  );
}

export function eraseRequests(
  tx: Tx,
  emailNormalised: string,
  contactId: number | null,
): Promise<number> {
  return run(
    tx,
    sql`delete from consent_requests r where r.account_id = app_account() and (r.email_normalised = ${emailNormalised} or r.contact_id = ${contactId})`,
  );
}
