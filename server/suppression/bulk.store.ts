import { maybe, rows, sql, type Tx } from "../platform/index.ts";

/** Which of the addresses are on the unsubscribe list of which of these lists. An entry may know the address, its hash, or both. */
export function leftLists(
  tx: Tx,
  listIds: number[],
  addresses: { emailNormalised: string; hash: Buffer }[],
): Promise<{ listId: number; emailNormalised: string }[]> {
  return rows(
    tx,
    sql`with a as materialized (
          select * from unnest(${addresses.map((a) => a.emailNormalised)}::text[], ${addresses.map((a) => a.hash)}::bytea[]) as u(email, hash)
        )
        select s.list_id, a.email as email_normalised from a join suppressions s on s.account_id = app_account() and s.lifted_at is null and s.address_hash = a.hash
          where s.scope = 'list_address' and s.list_id = any(${listIds}::bigint[])
        union
        select s.list_id, a.email from a join suppressions s on s.account_id = app_account() and s.lifted_at is null and s.email_normalised = a.email
          where s.scope = 'list_address' and s.list_id = any(${listIds}::bigint[])`,
  );
}

/** The list with this public id; its own slice stands above this one. */
export async function findListId(tx: Tx, publicId: string): Promise<number | undefined> {
  const found = await maybe<{ id: number }>(
    tx,
    sql`select l.id from lists l where l.account_id = app_account() and l.public_id = ${publicId}`,
  );
  return found?.id;
}
