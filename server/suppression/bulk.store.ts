import { maybe, rows, run, sql, type Tx } from "../platform/index.ts";

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

/** Somebody whom another system no longer mails. `since` is when they left there, where the file says it. */
export interface ImportedSuppression {
  scope: "list_address" | "newsletters_address" | "retained" | "complaint";
  listId: number | null;
  emailNormalised: string;
  addressHash: Buffer;
  since: Date | null;
  reason: string;
}

/**
 * Holds back whom another system no longer mailed (UNS-23). Only who has confirmed a subscription here after they left
 * there is not held back: that is their later word.
 */
export async function suppressImported(
  tx: Tx,
  accountId: number,
  entries: ImportedSuppression[],
  at: Date,
): Promise<void> {
  const of = <K extends keyof ImportedSuppression>(name: K) => entries.map((entry) => entry[name]);
  await run(
    tx,
    sql`insert into suppressions (account_id, scope, list_id, email_normalised, address_hash, reason, origin, created_at)
        select ${accountId}, n.scope, n.list_id, n.email, n.hash, n.reason, 'import', ${at}
        from unnest(${of("scope")}::text[], ${of("listId")}::bigint[], ${of("emailNormalised")}::text[], ${of("addressHash")}::bytea[], ${of("since")}::timestamptz[], ${of("reason")}::text[])
          as n(scope, list_id, email, hash, since, reason)
        where not (n.since is not null and n.scope in ('list_address', 'newsletters_address') and exists (
          select 1 from subscriptions s where s.account_id = ${accountId} and s.email_normalised = n.email and s.state = 'confirmed' and s.entry_id is not null
            and s.confirmed_at > n.since and (n.list_id is null or s.list_id = n.list_id)))
        order by n.hash, n.list_id
        on conflict do nothing`,
  );
}
