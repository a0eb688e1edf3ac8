import { maybe, rows, run, sql, type Locale, type Tx } from "../platform/index.ts";
import type { ConsentPurpose } from "./ledger.ts";

/** A wording version with exactly this text, the newest first. */
export async function findVersionByText(
  tx: Tx,
  purpose: ConsentPurpose,
  locale: Locale,
  sha256: Buffer,
): Promise<number | undefined> {
  const found = await maybe<{ id: number }>(
    tx,
    sql`select v.id from wording_versions v join wordings w on w.account_id = v.account_id and w.id = v.wording_id
        where v.account_id = app_account() and w.purpose = ${purpose} and v.locale = ${locale} and v.sha256 = ${sha256} order by v.id desc limit 1`,
  );
  return found?.id;
}

/** Approved wording versions of a purpose, by public id. */
export async function approvedVersions(
  tx: Tx,
  purpose: ConsentPurpose,
): Promise<Map<string, number>> {
  const found = await rows<{ id: number; publicId: string }>(
    tx,
    sql`select v.id, v.public_id from wording_versions v join wordings w on w.account_id = v.account_id and w.id = v.wording_id
        where v.account_id = app_account() and w.purpose = ${purpose} and v.approved_at is not null`,
  );
  return new Map(found.map((row) => [row.publicId, row.id]));
}

/** Locks the permissions of these addresses that are still unknown, making rows where there were none. */
export async function lockUnknown(
  tx: Tx,
  accountId: number,
  emails: string[],
  at: Date,
): Promise<Set<string>> {
  await run(
    tx,
    sql`insert into profiling_permissions (account_id, email_normalised, state, changed_at)
        select ${accountId}, e, 'unknown', ${at} from (select distinct e from unnest(${emails}::text[]) as u(e) order by e) n on conflict do nothing`,
  );
  const found = await rows<{ emailNormalised: string }>(
    tx,
    sql`select p.email_normalised from profiling_permissions p
        where p.account_id = app_account() and p.email_normalised = any(${emails}::text[]) and p.state = 'unknown' order by p.email_normalised for update`,
  );
  return new Set(found.map((row) => row.emailNormalised));
}

export async function grantUnknown(
  tx: Tx,
  grants: {
    emailNormalised: string;
    contactId: number;
    wordingVersionId: number;
    entryId: number;
    source: string;
  }[],
  at: Date,
): Promise<void> {
  const of = <K extends keyof (typeof grants)[number]>(name: K) => grants.map((g) => g[name]);
  await run(
    tx,
    sql`update profiling_permissions p set state = 'granted', wording_version_id = n.wording_version_id, entry_id = n.entry_id,
          contact_ids = array[n.contact_id], source = n.source, changed_at = ${at}
        from unnest(${of("emailNormalised")}::text[], ${of("contactId")}::bigint[], ${of("wordingVersionId")}::bigint[], ${of("entryId")}::bigint[], ${of("source")}::text[])
          as n(email, contact_id, wording_version_id, entry_id, source)
        where p.account_id = app_account() and p.email_normalised = n.email and p.state = 'unknown'`,
  );
}
