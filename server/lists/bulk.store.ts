import {
  kept,
  bigintArray,
  rows,
  run,
  sql,
  textArray,
  timestampArray,
  unlessTaken,
  type RawBuilder,
  type Tx,
} from "../platform/index.ts";
import type { Subscription, SubscriptionProof } from "./list.ts";

const SUBSCRIPTION = sql.raw(
  "s.list_id, s.email_normalised, s.contact_id, s.state, s.proof, s.flag, s.entry_id, s.wording_version_id, s.source, s.requested_at, s.confirmed_at, s.unsubscribed_at, s.last_mailed_at",
);

export interface StoredSubscription extends Subscription {
  lastMailedAt: Date | null;
}

/** The subscriptions of these addresses to these lists. */
export function subscriptionsOfAddresses(
  tx: Tx,
  listIds: number[],
  emails: string[],
): Promise<StoredSubscription[]> {
  return rows<StoredSubscription>(
    tx,
    sql`select ${SUBSCRIPTION} from subscriptions s
        where s.account_id = app_account() and s.list_id = any(${listIds}::bigint[]) and s.email_normalised = any(${textArray(emails)}::text[])`,
  );
}

export interface ImportedSubscription {
  listId: number;
  emailNormalised: string;
  contactId: number;
  proof: SubscriptionProof | null;
  /** `unverified` without complete evidence: stored, but the gate lets nothing through (CON-23). */
  flag: "unverified" | null;
  entryId: number | null;
  wordingVersionId: number | null;
  source: string;
  at: Date;
  lastMailedAt: Date | null;
}

/** Subscriptions as the database takes them, a column at a time. */
export type SubscriptionColumns = ReturnType<typeof subscriptionColumns>;
export function subscriptionColumns(subscriptions: readonly ImportedSubscription[]) {
  const texts = (name: "emailNormalised" | "proof" | "flag" | "source") =>
    textArray(subscriptions.map((one) => one[name]));
  const numbers = (name: "listId" | "contactId" | "entryId" | "wordingVersionId") =>
    bigintArray(subscriptions.map((one) => one[name]));
  return {
    count: subscriptions.length,
    listId: numbers("listId"),
    emailNormalised: texts("emailNormalised"),
    contactId: numbers("contactId"),
    proof: texts("proof"),
    flag: texts("flag"),
    entryId: numbers("entryId"),
    wordingVersionId: numbers("wordingVersionId"),
    source: texts("source"),
    at: timestampArray(subscriptions.map((one) => one.at)),
    lastMailedAt: timestampArray(subscriptions.map((one) => one.lastMailedAt)),
  };
}

/**
 * Subscribes many. What a person confirmed or ended stays as it is (UNS-23): only waiting and unproven
 * subscriptions are completed. With `areNew` none of them was there a moment ago: then they are added without looking
 * each one up first.
 */
export async function importSubscriptions(
  tx: Tx,
  accountId: number,
  of: SubscriptionColumns,
  areNew = false,
): Promise<void> {
  if (of.count === 0) return;
  const insert = (onConflict: RawBuilder<unknown>) =>
    run(
      tx,
      kept(sql`insert into subscriptions (account_id, list_id, email_normalised, contact_id, state, proof, flag, entry_id, wording_version_id, source,
            requested_at, confirmed_at, last_mailed_at)
          select ${accountId}, n.list_id, n.email, n.contact_id, 'confirmed', n.proof, n.flag, n.entry_id, n.wording_version_id, n.source, n.at, n.at, n.mailed
          from (select unnest(${of.listId}::bigint[]) as list_id, unnest(${of.emailNormalised}::text[]) as email, unnest(${of.contactId}::bigint[]) as contact_id,
            unnest(${of.proof}::text[]) as proof, unnest(${of.flag}::text[]) as flag, unnest(${of.entryId}::bigint[]) as entry_id,
            unnest(${of.wordingVersionId}::bigint[]) as wording_version_id, unnest(${of.source}::text[]) as source,
            unnest(${of.at}::timestamptz[]) as at, unnest(${of.lastMailedAt}::timestamptz[]) as mailed) n ${onConflict}`),
    );
  const added = areNew ? await unlessTaken(tx, () => insert(sql``)) : undefined;
  if (added !== undefined) return;
  await insert(sql`on conflict (account_id, list_id, email_normalised) do update set contact_id = excluded.contact_id, state = 'confirmed', proof = excluded.proof,
      flag = excluded.flag, entry_id = excluded.entry_id, wording_version_id = excluded.wording_version_id, source = excluded.source,
      confirmed_at = excluded.confirmed_at, last_mailed_at = greatest(subscriptions.last_mailed_at, excluded.last_mailed_at)
    where subscriptions.state = 'pending' or (subscriptions.state = 'confirmed' and (subscriptions.flag = 'unverified' or subscriptions.entry_id is null))`);
}

/** Removes subscriptions; those who ended theirs meanwhile keep their word (undo of an import). */
export async function removeSubscriptions(
  tx: Tx,
  gone: { listId: number; emailNormalised: string }[],
): Promise<void> {
  if (gone.length === 0) return;
  await run(
    tx,
    sql`delete from subscriptions s using unnest(${gone.map((s) => s.listId)}::bigint[], ${gone.map((s) => s.emailNormalised)}::text[]) as n(list_id, email)
        where s.account_id = app_account() and s.list_id = n.list_id and s.email_normalised = n.email and s.state <> 'unsubscribed'`,
  );
}

/** Puts subscriptions back into an earlier state (undo of an import). */
export async function restoreSubscriptions(
  tx: Tx,
  before: (Pick<
    Subscription,
    | "listId"
    | "emailNormalised"
    | "contactId"
    | "state"
    | "proof"
    | "flag"
    | "entryId"
    | "wordingVersionId"
    | "source"
  > & { confirmedAt: Date | null })[],
): Promise<void> {
  if (before.length === 0) return;
  const of = <K extends keyof (typeof before)[number]>(name: K) => before.map((s) => s[name]);
  await run(
    tx,
    sql`update subscriptions s set contact_id = n.contact_id, state = n.state, proof = n.proof, flag = n.flag, entry_id = n.entry_id,
          wording_version_id = n.wording_version_id, source = n.source, confirmed_at = n.confirmed_at
        from unnest(${of("listId")}::bigint[], ${of("emailNormalised")}::text[], ${of("contactId")}::bigint[], ${of("state")}::text[], ${of("proof")}::text[],
          ${of("flag")}::text[], ${of("entryId")}::bigint[], ${of("wordingVersionId")}::bigint[], ${of("source")}::text[], ${of("confirmedAt")}::timestamptz[])
          as n(list_id, email, contact_id, state, proof, flag, entry_id, wording_version_id, source, confirmed_at)
        where s.account_id = app_account() and s.list_id = n.list_id and s.email_normalised = n.email and s.state = 'confirmed'`,
  );
}

/** Which of the contacts hold a subscription in any state. */
export async function contactsWithSubscriptions(
  tx: Tx,
  contactIds: number[],
): Promise<Set<number>> {
  const found = await rows<{ contactId: number }>(
    tx,
    sql`select distinct s.contact_id from subscriptions s where s.account_id = app_account() and s.contact_id = any(${contactIds}::bigint[])`,
  );
  return new Set(found.map((row) => row.contactId));
}
