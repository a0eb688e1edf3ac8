import type { BuiltMail } from "../content/index.ts";
import { maybe, one, rows, run, sql, type Locale, type Tx } from "../platform/index.ts";
import type { PreferenceLink } from "./preference-link.ts";

const LINK = sql.raw(
  `p.id, p.kind, p.state, p.contact_id, p.email, p.email_normalised, p.new_email, p.new_email_normalised, p.locale, p.form_public_id,
   p.mail, p.mail_sha256, p.acceptance, p.landing_first_at, p.created_at, p.expires_at, p.finished_at`,
);

/** Whose link a token is; the one question a visitor's request asks without an account. */
export async function accountOfLink(tx: Tx, tokenHash: Buffer): Promise<number | null> {
  const found = await one<{ accountId: number | null }>(
    tx,
    sql`select account_of_preference_link(${tokenHash}) as account_id`,
  );
  return found.accountId;
}

export interface NewLink {
  kind: PreferenceLink["kind"];
  tokenHash: Buffer;
  contactId: number | null;
  email: string;
  emailNormalised: string;
  newEmail?: string;
  newEmailNormalised?: string;
  locale: Locale;
  formPublicId: string | null;
  mail?: BuiltMail;
  mailSha256?: Buffer;
  createdAt: Date;
  expiresAt: Date;
}

export function insertLink(tx: Tx, accountId: number, link: NewLink): Promise<PreferenceLink> {
  return one<PreferenceLink>(
    tx,
    sql`insert into preference_links as p (account_id, kind, token_hash, contact_id, email, email_normalised, new_email, new_email_normalised, locale,
          form_public_id, mail, mail_sha256, created_at, expires_at)
        values (${accountId}, ${link.kind}, ${link.tokenHash}, ${link.contactId}, ${link.email}, ${link.emailNormalised}, ${link.newEmail ?? null},
          ${link.newEmailNormalised ?? null}, ${link.locale}, ${link.formPublicId}, ${link.mail === undefined ? null : JSON.stringify(link.mail)},
          ${link.mailSha256 ?? null}, ${link.createdAt}, ${link.expiresAt}) returning ${LINK}`,
  );
}

export function findLink(tx: Tx, tokenHash: Buffer): Promise<PreferenceLink | undefined> {
  return maybe<PreferenceLink>(
    tx,
    sql`select ${LINK} from preference_links p where p.account_id = app_account() and p.token_hash = ${tokenHash}`,
  );
}

/** The link, held until the transaction ends. */
export function lockLink(tx: Tx, tokenHash: Buffer): Promise<PreferenceLink | undefined> {
  return maybe<PreferenceLink>(
    tx,
    sql`select ${LINK} from preference_links p where p.account_id = app_account() and p.token_hash = ${tokenHash} for update`,
  );
}

/** When somebody first looked at the page that asks to confirm the new address. */
export async function noteLanding(tx: Tx, id: number, at: Date): Promise<void> {
  await run(
    tx,
    sql`update preference_links set landing_first_at = ${at} where account_id = app_account() and id = ${id} and landing_first_at is null`,
  );
}

export async function finishLink(tx: Tx, id: number, at: Date): Promise<void> {
  await run(
    tx,
    sql`update preference_links set state = 'done', finished_at = ${at} where account_id = app_account() and id = ${id}`,
  );
}

/** Other changes of the address that still wait are void when one is confirmed. */
export async function expireOtherChanges(tx: Tx, emailNormalised: string): Promise<void> {
  await run(
    tx,
    sql`update preference_links set state = 'expired' where account_id = app_account() and kind = 'address_change' and state = 'open'
          and email_normalised = ${emailNormalised}`,
  );
}

export async function setLinkAcceptance(
  tx: Tx,
  id: number,
  acceptance: NonNullable<PreferenceLink["acceptance"]>,
): Promise<void> {
  await run(
    tx,
    sql`update preference_links set acceptance = ${JSON.stringify(acceptance)} where account_id = app_account() and id = ${id} and acceptance is null`,
  );
}

export function deleteEndedLinks(
  tx: Tx,
  due: Date,
): Promise<{ newEmailNormalised: string | null }[]> {
  return rows(
    tx,
    sql`delete from preference_links where account_id = app_account() and expires_at <= ${due}
        returning case when kind = 'address_change' and state <> 'done' then new_email_normalised end as new_email_normalised`,
  );
}

export async function accountsWithDueLinks(tx: Tx, due: Date): Promise<number[]> {
  const found = await rows<{ accountId: number }>(
    tx,
    sql`select d.account_id from accounts_with_due_links(${due}) d(account_id)`,
  );
  return found.map((row) => row.accountId);
}

export function exportLinks(
  tx: Tx,
  emailNormalised: string,
  contactId: number | null,
): Promise<unknown[]> {
  return rows(
    tx,
    sql`select p.kind, p.state, p.email, p.new_email, p.created_at, p.expires_at, p.finished_at from preference_links p
        where p.account_id = app_account() and (p.email_normalised = ${emailNormalised} or p.new_email_normalised = ${emailNormalised} or p.contact_id = ${contactId})`,
  );
}

export function eraseLinks(
  tx: Tx,
  emailNormalised: string,
  contactId: number | null,
): Promise<number> {
  return run(
    tx,
    sql`delete from preference_links p
        where p.account_id = app_account() and (p.email_normalised = ${emailNormalised} or p.new_email_normalised = ${emailNormalised} or p.contact_id = ${contactId})`,
  );
}

/** Changes of an address that wait for its confirmation. */
export async function countOpenChanges(tx: Tx, emailNormalised: string): Promise<number> {
  const found = await one<{ count: number }>(
    tx,
    sql`select count(*) as count from preference_links p
        where p.account_id = app_account() and p.kind = 'address_change' and p.state = 'open' and p.email_normalised = ${emailNormalised}`,
  );
  return found.count;
}
