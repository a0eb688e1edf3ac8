import { byteaArray, kept, rows, sql, textArray, type Tx } from "../platform/index.ts";

/**
 * Addresses of which nothing is stored that decides about mail: no contact, no subscription to these lists, no
 * suppression of the address or its domain, no word on analysis. What the gate knows of one of them holds for all.
 */
export async function strangersAmong(
  tx: Tx,
  listIds: number[],
  addresses: { emailNormalised: string; hash: Buffer }[],
): Promise<Set<string>> {
  const found = await rows<{ email: string }>(
    tx,
    kept(
      sql`select u.email from unnest(${textArray(addresses.map((a) => a.emailNormalised))}::text[], ${byteaArray(addresses.map((a) => a.hash))}::bytea[]) as u(email, hash)
          where not exists (select 1 from contacts c where c.account_id = app_account() and c.email_normalised = u.email)
            and not exists (select 1 from suppressions s where s.account_id = app_account() and s.lifted_at is null and s.address_hash = u.hash)
            and not exists (select 1 from suppressions s where s.account_id = app_account() and s.lifted_at is null and s.email_normalised = u.email)
            and not exists (select 1 from suppressions s where s.account_id = app_account() and s.lifted_at is null and s.domain is not null
              and (s.domain like '*.%' or s.domain = split_part(u.email, '@', -1)))
            and not exists (select 1 from profiling_permissions p where p.account_id = app_account() and p.email_normalised = u.email)
            and not exists (select 1 from subscriptions s where s.account_id = app_account() and s.list_id = any(${listIds}::bigint[]) and s.email_normalised = u.email)`,
    ),
  );
  return new Set(found.map((row) => row.email));
}
