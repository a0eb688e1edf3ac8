import { maybe, one, rows, run, sql, type Tx } from "../platform/index.ts";

export type AddressKind = "reply_to" | "test" | "privacy_contact";

/** An address whose reader confirmed it by a mailed link, or was asked to. */
export interface ConfirmedAddress {
  id: number;
  publicId: string;
  kind: AddressKind;
  email: string;
  emailNormalised: string;
  requestedAt: Date;
  /** Where the link went; `mailbox` proves nothing outside the sandbox. */
  sentVia: "relay" | "mailbox";
  confirmedAt: Date | null;
}

const columns = sql.raw(
  "a.id, a.public_id, a.kind, a.email, a.email_normalised, a.requested_at, a.sent_via, a.confirmed_at",
);

export function listAddresses(tx: Tx): Promise<ConfirmedAddress[]> {
  return rows<ConfirmedAddress>(
    tx,
    sql`select ${columns} from confirmed_addresses a where a.account_id = app_account() order by a.kind, a.email_normalised`,
  );
}

export function listAddressesOf(tx: Tx, emailNormalised: string): Promise<ConfirmedAddress[]> {
  return rows<ConfirmedAddress>(
    tx,
    sql`select ${columns} from confirmed_addresses a where a.account_id = app_account() and a.email_normalised = ${emailNormalised}`,
  );
}

export function findAddress(tx: Tx, publicId: string): Promise<ConfirmedAddress | undefined> {
  return maybe<ConfirmedAddress>(
    tx,
    sql`select ${columns} from confirmed_addresses a where a.account_id = app_account() and a.public_id = ${publicId}`,
  );
}

export function findAddressFor(
  tx: Tx,
  kind: AddressKind,
  emailNormalised: string,
): Promise<ConfirmedAddress | undefined> {
  return maybe<ConfirmedAddress>(
    tx,
    sql`select ${columns} from confirmed_addresses a
         where a.account_id = app_account() and a.kind = ${kind} and a.email_normalised = ${emailNormalised}`,
  );
}

/** Confirmed addresses of a kind among these public ids, whether or not the confirmation still counts. */
export function listConfirmed(
  tx: Tx,
  kind: AddressKind,
  publicIds: string[],
): Promise<ConfirmedAddress[]> {
  return rows<ConfirmedAddress>(
    tx,
    sql`select ${columns} from confirmed_addresses a
         where a.account_id = app_account() and a.kind = ${kind} and a.public_id = any(${publicIds}::text[]) and a.confirmed_at is not null
         order by a.email_normalised`,
  );
}

/**
 * Writes that a link was sent; an earlier confirmation stays until the new link is used, but for one out of the built-in
 * mailbox: of a link that travels only the travelling proves something.
 */
export function upsertRequest(
  tx: Tx,
  accountId: number,
  request: {
    kind: AddressKind;
    email: string;
    emailNormalised: string;
    tokenHash: Buffer;
    sentVia: "relay" | "mailbox";
    now: Date;
  },
): Promise<ConfirmedAddress> {
  return one<ConfirmedAddress>(
    tx,
    sql`insert into confirmed_addresses as a (account_id, kind, email, email_normalised, token_hash, sent_via, requested_at)
        values (${accountId}, ${request.kind}, ${request.email}, ${request.emailNormalised}, ${request.tokenHash}, ${request.sentVia}, ${request.now})
        on conflict (account_id, kind, email_normalised) do update
           set email = excluded.email, token_hash = excluded.token_hash, sent_via = excluded.sent_via, requested_at = excluded.requested_at,
           confirmed_at = case when a.sent_via = 'mailbox' and excluded.sent_via = 'relay' then null else a.confirmed_at end
        returning ${columns}`,
  );
}

/** Links sent since a time, to keep an account from writing to strangers. */
export async function countRequestsSince(tx: Tx, since: Date): Promise<number> {
  const found = await one<{ count: number }>(
    tx,
    sql`select count(*) as count from confirmed_addresses a where a.account_id = app_account() and a.requested_at > ${since}`,
  );
  return found.count;
}

/** The account of a link's token; for instance transactions. */
export async function accountOfConfirmation(tx: Tx, tokenHash: Buffer): Promise<number | null> {
  const found = await one<{ accountId: number | null }>(
    tx,
    sql`select account_of_confirmation(${tokenHash}) as account_id`,
  );
  return found.accountId;
}

/** The address of a link's token while the link may be used. */
export function findByToken(
  tx: Tx,
  tokenHash: Buffer,
  requestedAfter: Date,
): Promise<ConfirmedAddress | undefined> {
  return maybe<ConfirmedAddress>(
    tx,
    sql`select ${columns} from confirmed_addresses a
         where a.account_id = app_account() and a.token_hash = ${tokenHash} and a.requested_at > ${requestedAfter}`,
  );
}

export async function markConfirmed(tx: Tx, id: number, now: Date): Promise<void> {
  await run(
    tx,
    sql`update confirmed_addresses set confirmed_at = ${now} where account_id = app_account() and id = ${id}`,
  );
}

export function deleteAddress(tx: Tx, publicId: string): Promise<number> {
  return run(
    tx,
    sql`delete from confirmed_addresses where account_id = app_account() and public_id = ${publicId}`,
  );
}

export function deleteAddressesOf(tx: Tx, emailNormalised: string): Promise<number> {
  return run(
    tx,
    sql`delete from confirmed_addresses where account_id = app_account() and email_normalised = ${emailNormalised}`,
  );
}
