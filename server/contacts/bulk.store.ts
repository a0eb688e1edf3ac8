import {
  kept,
  bigintArray,
  byteaArray,
  one,
  readBigints,
  rows,
  run,
  sql,
  textArray,
  timestampArray,
  type Tx,
} from "../platform/index.ts";
import { originsByField, type Contact, type ContactFields, type Origin } from "./contact.ts";
import { ALL_ADDRESSES, type NewContact } from "./contacts.store.ts";

const COLUMNS = sql.raw(
  "c.id, c.public_id, c.pot, c.email, c.email_normalised, c.salutation, c.title, c.first_name, c.last_name, c.company, c.locale, c.custom, c.origins, c.source_system, c.person_number, c.restricted_at, c.responsible_id, c.stage, c.orphaned_at, c.kept_until::text as kept_until, c.kept_because, c.created_at, c.updated_at",
);

/** As `lockAddress` for many: in the order of the locks themselves, so that two batches never wait for each other in a circle. */
export async function lockAddresses(tx: Tx, accountId: number, emails: string[]): Promise<void> {
  await run(
    tx,
    sql`select pg_advisory_xact_lock_shared(${ALL_ADDRESSES}, ${accountId})
        union all
        select pg_advisory_xact_lock(${accountId}, k.key)
        from (select distinct hashtext(e) as key from unnest(${textArray(emails)}::text[]) as u(e) order by 1 offset 0) k`,
  );
}

/**
 * Locks every address of the account at once, for batches with more of them than the server has room for single locks:
 * whoever locks one address waits for the end of the transaction, and it waits for them.
 */
export async function lockAllAddresses(tx: Tx, accountId: number): Promise<void> {
  await run(tx, sql`select pg_advisory_xact_lock(${ALL_ADDRESSES}, ${accountId})`);
}

/** The first contact of the newsletter pot on each of these addresses. */
export async function findFirstByAddresses(tx: Tx, emails: string[]): Promise<Contact[]> {
  const found = await rows<Contact>(
    tx,
    sql`select distinct on (c.email_normalised) ${COLUMNS} from contacts c
        where c.account_id = app_account() and c.email_normalised = any(${textArray(emails)}::text[]) and c.pot = 'newsletter'
        order by c.email_normalised, c.id`,
  );
  // Said field by field here: for thousands at once that is a tenth of what the database takes for it.
  for (const contact of found) contact.origins = originsByField(contact.origins);
  return found;
}

/** Ids for contacts that are still to be added. Those that are never used leave a gap. */
export async function takeContactIds(tx: Tx, amount: number): Promise<number[]> {
  if (amount === 0) return [];
  const { ids } = await one<{ ids: Buffer }>(
    tx,
    sql`select take_ids('contacts', ${amount}::int) as ids`,
  );
  return readBigints(ids);
}

export interface ContactToAdd extends Omit<
  NewContact,
  "pot" | "origins" | "sourceSystem" | "personNumber" | "recordNumber"
> {
  id: number;
  publicId: string;
  /** As JSON; see `sharedOrigin`. */
  origins: string;
}

/** New contacts as the database takes them, a column at a time. */
export type ContactColumns = ReturnType<typeof contactColumns>;
export function contactColumns(contacts: readonly ContactToAdd[]) {
  const texts = (of: (contact: ContactToAdd) => string | null | undefined) =>
    textArray(contacts.map(of));
  const field = (name: "title" | "firstName" | "lastName" | "company" | "salutation") =>
    texts((contact) => contact.fields[name] ?? "");
  return {
    count: contacts.length,
    id: bigintArray(contacts.map((contact) => contact.id)),
    publicId: texts((contact) => contact.publicId),
    email: texts((contact) => contact.email),
    emailNormalised: texts((contact) => contact.emailNormalised),
    addressHash: byteaArray(contacts.map((contact) => contact.addressHash)),
    sortKey: texts((contact) => contact.sortKey),
    salutation: field("salutation"),
    title: field("title"),
    firstName: field("firstName"),
    lastName: field("lastName"),
    company: field("company"),
    locale: texts((contact) => contact.fields.locale),
    custom: texts(({ fields }) => (fields.custom ? JSON.stringify(fields.custom) : "{}")),
    origins: texts((contact) => contact.origins),
    createdAt: timestampArray(contacts.map((contact) => contact.createdAt)),
  };
}

/**
 * Adds contacts of the newsletter pot with one statement, under ids that were taken for them. The arrays are taken apart in
 * step in the select list: several in one `unnest` would each be stored and put together again.
 */
export async function insertContacts(tx: Tx, accountId: number, of: ContactColumns): Promise<void> {
  if (of.count === 0) return;
  await run(
    tx,
    kept(sql`insert into contacts (account_id, id, public_id, pot, email, email_normalised, address_hash, sort_key, salutation, title, first_name, last_name, company,
          locale, custom, origins, created_at, updated_at) overriding system value
        select ${accountId}, n.id, n.public_id, 'newsletter', n.email, n.email_normalised, n.address_hash, n.sort_key, n.salutation, n.title, n.first_name, n.last_name,
          n.company, n.locale, n.custom::jsonb, n.origins::jsonb, n.created_at, n.created_at
        from (select unnest(${of.id}::bigint[]) as id, unnest(${of.publicId}::text[]) as public_id, unnest(${of.email}::text[]) as email,
          unnest(${of.emailNormalised}::text[]) as email_normalised, unnest(${of.addressHash}::bytea[]) as address_hash, unnest(${of.sortKey}::text[]) as sort_key,
          unnest(${of.salutation}::text[]) as salutation, unnest(${of.title}::text[]) as title, unnest(${of.firstName}::text[]) as first_name,
          unnest(${of.lastName}::text[]) as last_name, unnest(${of.company}::text[]) as company, unnest(${of.locale}::text[]) as locale,
          unnest(${of.custom}::text[]) as custom, unnest(${of.origins}::text[]) as origins, unnest(${of.createdAt}::timestamptz[]) as created_at) n`),
  );
}

/** Origins as JSON, where all of these fields have one and the same: it is written once. */
export function sameOrigin(names: readonly string[], origin: Origin): string {
  const text = JSON.stringify(origin);
  let all = "{";
  for (const name of names) all += `${all === "{" ? "" : ","}${JSON.stringify(name)}:${text}`;
  return `${all}}`;
}

/**
 * The origin of a new contact's fields as JSON, which all of them share: it is kept once, with their names, and
 * `contact_origins()` says it of each.
 */
export function sharedOrigin(names: readonly string[], origin: Origin): string {
  if (names.length < 2 || names.some((name) => name.includes(" ")))
    return sameOrigin(names, origin);
  return JSON.stringify({ "*": { ...origin, for: names.join(" ") } });
}

/** New values for some fields of many contacts; a field that is not given stays. */
export async function updateContacts(
  tx: Tx,
  changes: {
    id: number;
    fields: ContactFields;
    sortKey: string;
    /** By name of the field, as JSON; see `sameOrigin`. */
    origins: string;
    now: Date;
  }[],
): Promise<void> {
  if (changes.length === 0) return;
  const field = (name: "title" | "firstName" | "lastName" | "company" | "salutation" | "locale") =>
    textArray(changes.map((change) => change.fields[name]));
  await run(
    tx,
    sql`update contacts c set
          salutation = coalesce(n.salutation, c.salutation), title = coalesce(n.title, c.title), first_name = coalesce(n.first_name, c.first_name),
          last_name = coalesce(n.last_name, c.last_name), company = coalesce(n.company, c.company), locale = coalesce(n.locale, c.locale),
          custom = c.custom || n.custom::jsonb, origins = c.origins || n.origins::jsonb, sort_key = n.sort_key, updated_at = n.now
        from unnest(${bigintArray(changes.map((c) => c.id))}::bigint[], ${field("salutation")}::text[], ${field("title")}::text[], ${field("firstName")}::text[],
          ${field("lastName")}::text[], ${field("company")}::text[], ${field("locale")}::text[],
          ${textArray(changes.map((c) => JSON.stringify(c.fields.custom ?? {})))}::text[],
          ${textArray(changes.map((c) => c.origins))}::text[], ${textArray(changes.map((c) => c.sortKey))}::text[],
          ${timestampArray(changes.map((c) => c.now))}::timestamptz[])
          as n(id, salutation, title, first_name, last_name, company, locale, custom, origins, sort_key, now)
        where c.account_id = app_account() and c.id = n.id`,
  );
}

/** Writes contacts back as they were, custom fields and origins included (undo of an import). */
export async function restoreContacts(
  tx: Tx,
  contacts: (Contact & { sortKey: string })[],
  now: Date,
): Promise<void> {
  if (contacts.length === 0) return;
  const of = <K extends keyof Contact>(name: K) => contacts.map((contact) => contact[name]);
  await run(
    tx,
    sql`update contacts c set salutation = n.salutation, title = n.title, first_name = n.first_name, last_name = n.last_name, company = n.company,
          locale = n.locale, custom = n.custom::jsonb, origins = n.origins::jsonb, sort_key = n.sort_key, updated_at = ${now}
        from unnest(${of("id")}::bigint[], ${of("salutation")}::text[], ${of("title")}::text[], ${of("firstName")}::text[], ${of("lastName")}::text[],
          ${of("company")}::text[], ${of("locale")}::text[], ${contacts.map((c) => JSON.stringify(c.custom))}::text[],
          ${contacts.map((c) => JSON.stringify(c.origins))}::text[], ${contacts.map((c) => c.sortKey)}::text[])
          as n(id, salutation, title, first_name, last_name, company, locale, custom, origins, sort_key)
        where c.account_id = app_account() and c.id = n.id`,
  );
}

/** Notes that something new hangs on these contacts, so that taking back the import that made them keeps them. */
export async function touchContacts(tx: Tx, ids: readonly number[], at: Date): Promise<void> {
  if (ids.length === 0) return;
  await run(
    tx,
    sql`update contacts c set updated_at = ${at} where c.account_id = app_account() and c.id = any(${[...ids]}::bigint[])`,
  );
}

/** Deletes those of the contacts that nobody changed since they were made; gives their ids. */
export async function deleteUntouchedContacts(
  tx: Tx,
  contacts: { id: number; madeAt: Date }[],
): Promise<number[]> {
  if (contacts.length === 0) return [];
  const gone = await rows<{ id: number }>(
    tx,
    sql`delete from contacts c using unnest(${contacts.map((c) => c.id)}::bigint[], ${contacts.map((c) => c.madeAt)}::timestamptz[]) as n(id, made_at)
        where c.account_id = app_account() and c.id = n.id and c.updated_at = n.made_at and c.restricted_at is null returning c.id`,
  );
  return gone.map((row) => row.id);
}
