import { rows, run, sql, type Tx } from "../platform/index.ts";

/** A person all of whose consents have ended, by what the ledger says of them. */
export interface EndedSubject {
  id: number;
  /** Of the account's calendar: the year of the last word. Null where the ledger only says that the person was informed. */
  year: number | null;
  /** The end of some consent stands in the entries of another address, which the person moved to (DOI-14). */
  elsewhere: boolean;
  /** Entries have to be read before anything is sealed: of a notice (Art. 14 GDPR), of a move to another address. */
  told: boolean;
  moved: boolean;
}

const GIVEN = sql.raw(
  "('consent_granted', 'imported_with_evidence', 'profiling_granted', 'unsubscribe_undone', 'objection_undone')",
);
const ENDED = sql.raw(
  "('unsubscribed', 'consent_withdrawn', 'profiling_withdrawn', 'profiling_refused', 'objection', 'address_changed')",
);
/** What is no word of the person. */
const OURS = sql.raw("('notice_sent', 'optin_requested', 'optin_mail_accepted')");

/** Something given in the ledger of subject `s` that nothing ended later: no end of its purpose and list, and no objection. */
const OPEN = sql`
  exists (select 1 from ledger_payloads g join ledger_entries i on i.account_id = g.account_id and i.id = g.entry_id
    where g.account_id = s.account_id and g.subject_id = s.id and i.kind in ${GIVEN}
      and not exists (select 1 from ledger_payloads z join ledger_entries o on o.account_id = z.account_id and o.id = z.entry_id
        where z.account_id = s.account_id and z.subject_id = s.id and z.entry_id > g.entry_id
          and (o.kind = 'objection'
            or o.kind in ('unsubscribed', 'consent_withdrawn', 'profiling_withdrawn', 'profiling_refused')
              and coalesce(z.purpose, g.purpose) = g.purpose and (z.list_id is null or g.list_id is null or z.list_id = g.list_id))))`;

/** People with an end or a notice in the ledger, no consent that goes on in it, and nothing since a moment; by id. */
export function endedSubjects(
  tx: Tx,
  page: { before: Date; after: number; limit: number },
): Promise<EndedSubject[]> {
  return rows<EndedSubject>(
    tx,
    sql`select f.id, f.year, f.open as elsewhere, f.told, f.moved
        from (select s.id, ${OPEN} as open, w.year, w.told, w.moved
              from ledger_subjects s cross join lateral (
                select extract(year from max(e.at) filter (where e.kind not in ${OURS}) at time zone a.timezone)::int as year,
                  bool_or(e.kind = 'notice_sent') as told, bool_or(e.kind = 'address_changed') as moved, max(e.at) as last_at
                from ledger_payloads p join ledger_entries e on e.account_id = p.account_id and e.id = p.entry_id join accounts a on a.id = p.account_id
                where p.account_id = s.account_id and p.subject_id = s.id group by a.timezone) w
              where s.account_id = app_account() and s.id > ${page.after} and s.sealed_until is null and s.destroyed_at is null
                and s.id in (select p.subject_id from ledger_entries e join ledger_payloads p on p.account_id = e.account_id and p.entry_id = e.id
                  where e.account_id = app_account() and (e.kind in ${ENDED} or e.kind = 'notice_sent') and e.at < ${page.before})
                and w.last_at < ${page.before}) f
        where not f.open or f.moved order by f.id limit ${page.limit}`,
  );
}

/** Those of these people on whose entries a subscription or a permission to analyse rests: proofs that live. */
export async function relyingSubjects(tx: Tx, ids: number[]): Promise<Set<number>> {
  const found = await rows<{ id: number }>(
    tx,
    sql`select p.subject_id as id from ledger_payloads p
          join subscriptions x on x.account_id = p.account_id and x.entry_id = p.entry_id and x.state <> 'unsubscribed'
        where p.account_id = app_account() and p.subject_id = any(${ids}::bigint[])
        union
        select p.subject_id from ledger_payloads p
          join profiling_permissions x on x.account_id = p.account_id and x.entry_id = p.entry_id and x.state = 'granted'
        where p.account_id = app_account() and p.subject_id = any(${ids}::bigint[])`,
  );
  return new Set(found.map((row) => row.id));
}

/** Those of these addresses that a newsletter goes to, or will once it is confirmed. */
export async function subscribedAddresses(tx: Tx, emails: string[]): Promise<Set<string>> {
  const found = await rows<{ email: string }>(
    tx,
    sql`select distinct x.email_normalised as email from subscriptions x
        where x.account_id = app_account() and x.email_normalised = any(${emails}::text[]) and x.state <> 'unsubscribed'`,
  );
  return new Set(found.map((row) => row.email));
}

/** Those of these people who are still known: by address, or by number where they are of the core system. */
export async function knownPeople(
  tx: Tx,
  people: { emails: string[]; contactIds: number[] },
): Promise<{ emails: Set<string>; contactIds: Set<number> }> {
  const found = await rows<{ id: number; email: string }>(
    tx,
    sql`select c.id, c.email_normalised as email from contacts c
        where c.account_id = app_account() and (c.email_normalised = any(${people.emails}::text[]) or c.id = any(${people.contactIds}::bigint[]))`,
  );
  return {
    emails: new Set(found.map((row) => row.email)),
    contactIds: new Set(found.map((row) => row.id)),
  };
}

/** Seals people who are not sealed yet until the last day of a year; gives how many. */
export function sealUntilEndOf(tx: Tx, ids: number[], year: number): Promise<number> {
  return run(
    tx,
    sql`update ledger_subjects s set sealed_until = ${`${year}-12-31`}::date
        where s.account_id = app_account() and s.id = any(${ids}::bigint[]) and s.sealed_until is null and s.destroyed_at is null`,
  );
}

/** Puts off the end of proofs that must not go yet. */
export async function sealLonger(tx: Tx, ids: number[], from: Date, days: number): Promise<void> {
  if (ids.length === 0) return;
  await run(
    tx,
    sql`update ledger_subjects s set sealed_until = ${from}::timestamptz::date + ${days}::int
        where s.account_id = app_account() and s.id = any(${ids}::bigint[]) and s.sealed_until is not null and s.destroyed_at is null`,
  );
}
