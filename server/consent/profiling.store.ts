import { maybe, rows, run, sql, type Tx } from "../platform/index.ts";
import type { ProfilingPermission, ProfilingState } from "./profiling.ts";

const PERMISSION = sql.raw(
  `p.email_normalised, p.state, p.wording_version_id, p.entry_id, p.contact_ids::float8[] as contact_ids, p.source, p.changed_at, p.asked_count, p.last_asked_at,
   case when p.state = 'granted' then (
     select max(n.approved_at) from wording_versions v
       join wording_versions n on n.account_id = v.account_id and n.wording_id = v.wording_id and n.version > v.version
     where v.account_id = p.account_id and v.id = p.wording_version_id and n.material and n.retired_at is null) end as outdated_since`,
);

/** The permission of an address, locked: two presses of buttons at once follow one another. */
export async function lockPermission(
  tx: Tx,
  accountId: number,
  emailNormalised: string,
  at: Date,
): Promise<ProfilingPermission> {
  await run(
    tx,
    sql`insert into profiling_permissions (account_id, email_normalised, state, changed_at) values (${accountId}, ${emailNormalised}, 'unknown', ${at})
        on conflict do nothing`,
  );
  return (await maybe<ProfilingPermission>(
    tx,
    sql`select ${PERMISSION} from profiling_permissions p where p.account_id = app_account() and p.email_normalised = ${emailNormalised} for update`,
  ))!;
}

export function findPermissions(tx: Tx, emails: string[]): Promise<ProfilingPermission[]> {
  return rows<ProfilingPermission>(
    tx,
    sql`select ${PERMISSION} from profiling_permissions p where p.account_id = app_account() and p.email_normalised = any(${emails}::text[])`,
  );
}

export async function setPermission(
  tx: Tx,
  emailNormalised: string,
  to: {
    state: ProfilingState;
    wordingVersionId: number | null;
    entryId: number | null;
    contactIds: number[];
    source: string;
    at: Date;
  },
): Promise<void> {
  await run(
    tx,
    sql`update profiling_permissions p set state = ${to.state}, wording_version_id = ${to.wordingVersionId}, entry_id = ${to.entryId},
          contact_ids = ${to.contactIds}::bigint[], source = ${to.source}, changed_at = ${to.at}
        where p.account_id = app_account() and p.email_normalised = ${emailNormalised}`,
  );
}

/** Counts a question to each of these addresses. */
export async function countQuestion(tx: Tx, emails: string[], at: Date): Promise<number> {
  return run(
    tx,
    sql`insert into profiling_permissions (account_id, email_normalised, state, changed_at, asked_count, last_asked_at)
        select app_account(), n.email, 'unknown', ${at}, 1, ${at} from (select distinct email from unnest(${emails}::text[]) as u(email) order by email) n
        on conflict (account_id, email_normalised) do update
          set asked_count = profiling_permissions.asked_count + 1, last_asked_at = excluded.last_asked_at`,
  );
}

/** Moves a permission to a newly confirmed address, if that has none of its own (DOI-14). */
export async function movePermission(tx: Tx, from: string, to: string): Promise<boolean> {
  const moved = await run(
    tx,
    sql`update profiling_permissions p set email_normalised = ${to} where p.account_id = app_account() and p.email_normalised = ${from}
          and not exists (select 1 from profiling_permissions o where o.account_id = app_account() and o.email_normalised = ${to})`,
  );
  return moved === 1;
}

export async function deletePermission(tx: Tx, emailNormalised: string): Promise<number> {
  return run(
    tx,
    sql`delete from profiling_permissions p where p.account_id = app_account() and p.email_normalised = ${emailNormalised}`,
  );
}

/** Nobody of the newsletter pot is on the address any more, and no legal hold keeps what is known of it. */
const NOBODY_LEFT = sql`p.account_id = app_account()
  and not exists (select 1 from contacts c where c.account_id = p.account_id and c.email_normalised = p.email_normalised and c.pot = 'newsletter')
  and not person_held(p.account_id, null, p.email_normalised)`;

/** Addresses with a permission in force on which nobody is left. */
export async function permittedWithoutContact(tx: Tx): Promise<string[]> {
  const found = await rows<{ emailNormalised: string }>(
    tx,
    sql`select p.email_normalised from profiling_permissions p where ${NOBODY_LEFT} and p.state = 'granted'`,
  );
  return found.map((row) => row.emailNormalised);
}

/**
 * Deletes, of all addresses or of these, where nobody is left, that they were never asked or did not answer. Gives how many.
 */
export function deletePermissionsLeft(tx: Tx, emails: string[] | null): Promise<number> {
  return run(
    tx,
    sql`delete from profiling_permissions p
        where ${NOBODY_LEFT} and p.state = 'unknown' and (${emails}::text[] is null or p.email_normalised = any(${emails}::text[]))`,
  );
}

/** Of a no whose address nobody is left on, address, day and proof stay alone, so that no import makes a yes of it. */
export function reduceRefusals(tx: Tx): Promise<number> {
  return run(
    tx,
    sql`update profiling_permissions p set wording_version_id = null, contact_ids = '{}', source = '', asked_count = 0, last_asked_at = null
        where ${NOBODY_LEFT} and p.state in ('refused', 'withdrawn')
          and (p.wording_version_id is not null or p.contact_ids <> '{}' or p.source <> '' or p.asked_count > 0 or p.last_asked_at is not null)`,
  );
}

/** Permissions without an approved wording or a ledger entry. The table forbids most of it; a check looks all the same. */
export async function countUnprovenPermissions(tx: Tx): Promise<number> {
  const found = await maybe<{ count: number }>(
    tx,
    sql`select count(*) as count from profiling_permissions p
        left join wording_versions v on v.account_id = p.account_id and v.id = p.wording_version_id
        left join ledger_payloads l on l.account_id = p.account_id and l.entry_id = p.entry_id
        where p.account_id = app_account() and p.state = 'granted' and (v.approved_at is null or l.entry_id is null)`,
  );
  return found?.count ?? 0;
}
