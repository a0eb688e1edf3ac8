import { byteaArray, rows, run, sql, textArray, type Tx } from "../platform/index.ts";

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
    sql`select k.email from known_addresses(${textArray(addresses.map((a) => a.emailNormalised))}::text[],
          ${byteaArray(addresses.map((a) => a.hash))}::bytea[], ${listIds}::bigint[]) as k(email)`,
  );
  const strangers = new Set(addresses.map((address) => address.emailNormalised));
  for (const { email } of known) strangers.delete(email);
  return strangers;
}
