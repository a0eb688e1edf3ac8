import { rows, run, sql, type Tx } from "../platform/index.ts";
import type { NewContact } from "./contacts.store.ts";

/** A contact of the core-system pot: it stands for one record and is joined with nobody by its address (CRM-01). */
export type NewCoreContact = NewContact & {
  sourceSystem: string;
  personNumber: string;
  recordNumber: string;
};

/** Adds contacts of the core-system pot with one statement; gives their ids by record number. */
export async function insertCoreContacts(
  tx: Tx,
  accountId: number,
  contacts: readonly NewCoreContact[],
): Promise<Map<string, number>> {
  const of = <T>(read: (contact: NewCoreContact) => T): T[] => contacts.map(read);
  const made = await rows<{ id: number; recordNumber: string }>(
    tx,
    sql`insert into contacts (account_id, pot, email, email_normalised, address_hash, sort_key, salutation, title, first_name, last_name, company,
          locale, origins, source_system, person_number, record_number, created_at, updated_at)
        select ${accountId}, 'core', n.email, n.email_normalised, n.address_hash, n.sort_key, n.salutation, n.title, n.first_name, n.last_name, n.company,
          n.locale, n.origins::jsonb, n.source_system, n.person_number, n.record_number, n.created_at, n.created_at
        from unnest(${of((c) => c.email)}::text[], ${of((c) => c.emailNormalised)}::text[], ${of((c) => c.addressHash)}::bytea[],
          ${of((c) => c.sortKey)}::text[], ${of((c) => c.fields.salutation ?? "")}::text[], ${of((c) => c.fields.title ?? "")}::text[],
          ${of((c) => c.fields.firstName ?? "")}::text[], ${of((c) => c.fields.lastName ?? "")}::text[], ${of((c) => c.fields.company ?? "")}::text[],
          ${of((c) => c.fields.locale ?? null)}::text[], ${of((c) => JSON.stringify(c.origins))}::text[], ${of((c) => c.sourceSystem)}::text[],
          ${of((c) => c.personNumber)}::text[], ${of((c) => c.recordNumber)}::text[], ${of((c) => c.createdAt)}::timestamptz[])
          as n(email, email_normalised, address_hash, sort_key, salutation, title, first_name, last_name, company, locale, origins,
            source_system, person_number, record_number, created_at)
        returning id, record_number`,
  );
  return new Map(made.map((row) => [row.recordNumber, row.id]));
}

/** What an update of the core system changes of a record's contact (CRM-18). */
export async function updateCoreContact(
  tx: Tx,
  contact: Omit<NewContact, "pot" | "createdAt"> & { id: number; at: Date },
): Promise<void> {
  const f = contact.fields;
  await run(
    tx,
    sql`update contacts c set email = ${contact.email}, email_normalised = ${contact.emailNormalised}, address_hash = ${contact.addressHash},
          sort_key = ${contact.sortKey}, salutation = ${f.salutation ?? ""}, title = ${f.title ?? ""}, first_name = ${f.firstName ?? ""},
          last_name = ${f.lastName ?? ""}, company = ${f.company ?? ""}, locale = ${f.locale ?? null}, origins = ${JSON.stringify(contact.origins)},
          updated_at = ${contact.at}
        where c.account_id = app_account() and c.id = ${contact.id} and c.pot = 'core'`,
  );
}

/** Ends contacts of the core-system pot with everything that hangs on their records. */
export function deleteCoreContacts(tx: Tx, ids: readonly number[]): Promise<number> {
  return run(
    tx,
    sql`delete from contacts c where c.account_id = app_account() and c.pot = 'core' and c.id = any(${[...ids]}::bigint[])`,
  );
}
