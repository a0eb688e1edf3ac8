import { maybe, one, rows, run, sql, type Tx } from "../platform/index.ts";
import type { Contact, ContactFields, Origin, Pot } from "./contact.ts";

const COLUMNS = sql.raw(
  "c.id, c.public_id, c.pot, c.email, c.email_normalised, c.salutation, c.title, c.first_name, c.last_name, c.company, c.locale, c.custom, contact_origins(c.origins) as origins, c.source_system, c.person_number, c.restricted_at, c.responsible_id, c.stage, c.orphaned_at, c.kept_until::text as kept_until, c.kept_because, c.created_at, c.updated_at",
);

export interface NewContact {
  pot: Pot;
  email: string;
  emailNormalised: string;
  addressHash: Buffer;
  sortKey: string;
  fields: ContactFields;
  origins: Record<string, Origin>;
  sourceSystem?: string;
  personNumber?: string;
  recordNumber?: string;
  createdAt: Date;
}

/**
 * Adds a contact. It is read in a statement of its own: whoever sees only their own contacts sees a row once it stands
 * (ORG-03). The caller holds the lock of the address.
 */
export async function insertContact(
  tx: Tx,
  accountId: number,
  contact: NewContact,
): Promise<Contact> {
  const f = contact.fields;
  await run(
    tx,
    sql`insert into contacts (account_id, pot, email, email_normalised, address_hash, sort_key, salutation, title, first_name, last_name, company,
          locale, custom, origins, source_system, person_number, record_number, created_at, updated_at)
        values (${accountId}, ${contact.pot}, ${contact.email}, ${contact.emailNormalised}, ${contact.addressHash}, ${contact.sortKey},
          ${f.salutation ?? ""}, ${f.title ?? ""}, ${f.firstName ?? ""}, ${f.lastName ?? ""}, ${f.company ?? ""}, ${f.locale ?? null},
          ${JSON.stringify(f.custom ?? {})}, ${JSON.stringify(contact.origins)}, ${contact.sourceSystem ?? null}, ${contact.personNumber ?? null},
          ${contact.recordNumber ?? null}, ${contact.createdAt}, ${contact.createdAt})`,
  );
  return one<Contact>(
    tx,
    sql`select ${COLUMNS} from contacts c where c.account_id = app_account() and c.email_normalised = ${contact.emailNormalised} and c.pot = ${contact.pot}
        order by c.id desc limit 1`,
  );
}

export function findContact(tx: Tx, publicId: string): Promise<Contact | undefined> {
  return maybe<Contact>(
    tx,
    sql`select ${COLUMNS} from contacts c where c.account_id = app_account() and c.public_id = ${publicId}`,
  );
}

export function findContactById(tx: Tx, id: number): Promise<Contact | undefined> {
  return maybe<Contact>(
    tx,
    sql`select ${COLUMNS} from contacts c where c.account_id = app_account() and c.id = ${id}`,
  );
}

export function findContactsById(tx: Tx, ids: number[]): Promise<Contact[]> {
  return rows<Contact>(
    tx,
    sql`select ${COLUMNS} from contacts c where c.account_id = app_account() and c.id = any(${ids}::bigint[])`,
  );
}

/** All contacts of the newsletter pot on an address, the oldest first. One address may belong to several people. */
export function findByAddress(tx: Tx, emailNormalised: string): Promise<Contact[]> {
  return rows<Contact>(
    tx,
    sql`select ${COLUMNS} from contacts c where c.account_id = app_account() and c.email_normalised = ${emailNormalised} and c.pot = 'newsletter' order by c.id`,
  );
}

/** The address behind the hash of an old link, while a contact still has it. */
export async function findAddressByHash(tx: Tx, addressHash: Buffer): Promise<string | undefined> {
  const found = await maybe<{ emailNormalised: string }>(
    tx,
    sql`select c.email_normalised from contacts c where c.account_id = app_account() and c.address_hash = ${addressHash} order by c.id limit 1`,
  );
  return found?.emailNormalised;
}

/** Distinguishes the lock of all addresses of an account from those of single ones. */
export const ALL_ADDRESSES = 9_162_002;

/** Two sign-ups for one address at the same moment make one contact: the second waits here. */
export async function lockAddress(
  tx: Tx,
  accountId: number,
  emailNormalised: string,
): Promise<void> {
  await sql`select pg_advisory_xact_lock_shared(${ALL_ADDRESSES}, ${accountId}), pg_advisory_xact_lock(${accountId}, hashtext(${emailNormalised}))`.execute(
    tx,
  );
}

/** Own fields that were emptied leave no trace. */
const emptied = (custom: Record<string, string> = {}): string[] =>
  Object.keys(custom).filter((key) => custom[key] === "");

export function updateContact(
  tx: Tx,
  id: number,
  change: { fields: ContactFields; sortKey: string; origins: Record<string, Origin>; now: Date },
): Promise<Contact> {
  const f = change.fields;
  return one<Contact>(
    tx,
    sql`update contacts c set
          salutation = coalesce(${f.salutation ?? null}, c.salutation), title = coalesce(${f.title ?? null}, c.title),
          first_name = coalesce(${f.firstName ?? null}, c.first_name), last_name = coalesce(${f.lastName ?? null}, c.last_name),
          company = coalesce(${f.company ?? null}, c.company), locale = coalesce(${f.locale ?? null}, c.locale),
          custom = (c.custom || ${JSON.stringify(f.custom ?? {})}::jsonb) - ${emptied(f.custom)}::text[], origins = c.origins || ${JSON.stringify(change.origins)}::jsonb,
          sort_key = ${change.sortKey}, updated_at = ${change.now}
        where c.account_id = app_account() and c.id = ${id} returning ${COLUMNS}`,
  );
}

/** Moves a contact to another address after that one was confirmed (DOI-14). */
export async function changeAddress(
  tx: Tx,
  id: number,
  address: {
    email: string;
    emailNormalised: string;
    addressHash: Buffer;
    origin: Origin;
    now: Date;
  },
): Promise<void> {
  await run(
    tx,
    sql`update contacts c set email = ${address.email}, email_normalised = ${address.emailNormalised}, address_hash = ${address.addressHash},
          origins = c.origins || ${JSON.stringify({ email: address.origin })}::jsonb, updated_at = ${address.now}
        where c.account_id = app_account() and c.id = ${id}`,
  );
}

export async function deleteContact(tx: Tx, id: number): Promise<number> {
  return run(tx, sql`delete from contacts where account_id = app_account() and id = ${id}`);
}

/** Ids of contacts whose address or name begins with the text. */
export async function searchContacts(
  tx: Tx,
  text: string,
  folded: string,
  limit: number,
): Promise<number[]> {
  const found = await rows<{ id: number }>(
    tx,
    sql`select s.id from search_contacts(${text}, ${folded}, ${limit}) s(id)`,
  );
  return found.map((row) => row.id);
}

/** Everything stored about a person in this slice, for a copy after Art. 15 GDPR. */
export function exportContacts(
  tx: Tx,
  contactId: number | null,
  emailNormalised: string,
): Promise<unknown[]> {
  return rows(
    tx,
    sql`select c.public_id, c.pot, c.email, c.salutation, c.title, c.first_name, c.last_name, c.company, c.locale, c.custom, contact_origins(c.origins) as origins, c.created_at, c.updated_at
        from contacts c where c.account_id = app_account() and (c.id = ${contactId} or (c.pot = 'newsletter' and c.email_normalised = ${emailNormalised}))`,
  );
}

export function eraseContacts(
  tx: Tx,
  contactId: number | null,
  emailNormalised: string,
): Promise<number> {
  return run(
    tx,
    sql`delete from contacts c where c.account_id = app_account() and (c.id = ${contactId} or (c.pot = 'newsletter' and c.email_normalised = ${emailNormalised}))`,
  );
}
