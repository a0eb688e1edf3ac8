import { byteaArray, kept, rows, run, sql, textArray, type Tx } from "../platform/index.ts";

/**
 * Has the rest of the transaction look people up index by index, by plans that do not depend on the values. The tables grow
 * under an import faster than their statistics, and a plan that reads one of them whole, cheap for the first batch, would be
 * kept for all. To plan the gate's question anew for each batch takes longer than to answer it.
 */
export async function lookUpByIndex(tx: Tx): Promise<void> {
  await run(
    tx,
    sql`select set_config(s.name, 'off', true), set_config('plan_cache_mode', 'force_generic_plan', true)
        from unnest(array['enable_seqscan', 'enable_hashjoin', 'enable_mergejoin', 'enable_material']) as s(name)`,
  );
}

/**
 * Addresses of which nothing is stored that decides about mail: no contact, no subscription to these lists, no
 * suppression of the address or its domain, no word on analysis. What the gate knows of one of them holds for all. With
 * "offset 0" each address is looked up by itself: joined, every batch would be compared with everybody there is. A table
 * without a row of the account is not asked for each of them.
 */
export async function strangersAmong(
  tx: Tx,
  listIds: number[],
  addresses: { emailNormalised: string; hash: Buffer }[],
): Promise<Set<string>> {
  const known = await rows<{ email: string }>(
    tx,
    kept(
      sql`select u.email from unnest(${textArray(addresses.map((a) => a.emailNormalised))}::text[], ${byteaArray(addresses.map((a) => a.hash))}::bytea[]) as u(email, hash)
          where exists (select 1 from contacts c where c.account_id = app_account() and c.email_normalised = u.email offset 0)
            or exists (select 1 from subscriptions s where s.account_id = app_account() and s.list_id = any(${listIds}::bigint[]) and s.email_normalised = u.email offset 0)
            or ((select exists (select 1 from profiling_permissions p where p.account_id = app_account()))
              and exists (select 1 from profiling_permissions p where p.account_id = app_account() and p.email_normalised = u.email offset 0))
            or ((select exists (select 1 from suppressions s where s.account_id = app_account() and s.lifted_at is null)) and (
              exists (select 1 from suppressions s where s.account_id = app_account() and s.lifted_at is null and s.address_hash = u.hash offset 0)
              or exists (select 1 from suppressions s where s.account_id = app_account() and s.lifted_at is null and s.email_normalised = u.email offset 0)
              or exists (select 1 from suppressions s where s.account_id = app_account() and s.lifted_at is null and s.domain is not null
                and (s.domain like '*.%' or s.domain = split_part(u.email, '@', -1)) offset 0)))`,
    ),
  );
  const strangers = new Set(addresses.map((address) => address.emailNormalised));
  for (const { email } of known) strangers.delete(email);
  return strangers;
}
