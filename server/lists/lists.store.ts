import { maybe, one, rows, run, sql, type Tx } from "../platform/index.ts";
import type { List, Subscription, SubscriptionProof, SubscriptionState } from "./list.ts";

const LIST = sql.raw(
  "l.id, l.public_id, l.name, l.name_en, l.description, l.description_en, l.topics, l.topics_en, l.frequency, l.frequency_en, l.archived_at, l.created_at",
);
const SUBSCRIPTION = sql.raw(
  "s.list_id, s.email_normalised, s.contact_id, s.state, s.proof, s.flag, s.entry_id, s.wording_version_id, s.source, s.requested_at, s.confirmed_at, s.unsubscribed_at",
);

export type ListTexts = Partial<
  Pick<
    List,
    | "name"
    | "nameEn"
    | "description"
    | "descriptionEn"
    | "topics"
    | "topicsEn"
    | "frequency"
    | "frequencyEn"
  >
>;

export function insertList(
  tx: Tx,
  accountId: number,
  texts: ListTexts & { name: string },
  now: Date,
): Promise<List> {
  return one<List>(
    tx,
    sql`insert into lists as l (account_id, name, name_en, description, description_en, topics, topics_en, frequency, frequency_en, created_at, updated_at)
        values (${accountId}, ${texts.name}, ${texts.nameEn ?? ""}, ${texts.description ?? ""}, ${texts.descriptionEn ?? ""}, ${texts.topics ?? ""},
          ${texts.topicsEn ?? ""}, ${texts.frequency ?? ""}, ${texts.frequencyEn ?? ""}, ${now}, ${now})
        returning ${LIST}`,
  );
}

export function updateList(
  tx: Tx,
  publicId: string,
  texts: ListTexts,
  archivedAt: Date | null | undefined,
  now: Date,
): Promise<List | undefined> {
  return maybe<List>(
    tx,
    sql`update lists l set name = coalesce(${texts.name ?? null}, l.name), name_en = coalesce(${texts.nameEn ?? null}, l.name_en),
          description = coalesce(${texts.description ?? null}, l.description), description_en = coalesce(${texts.descriptionEn ?? null}, l.description_en),
          topics = coalesce(${texts.topics ?? null}, l.topics), topics_en = coalesce(${texts.topicsEn ?? null}, l.topics_en),
          frequency = coalesce(${texts.frequency ?? null}, l.frequency), frequency_en = coalesce(${texts.frequencyEn ?? null}, l.frequency_en),
          archived_at = case when ${archivedAt === undefined} then l.archived_at else ${archivedAt ?? null}::timestamptz end, updated_at = ${now}
        where l.account_id = app_account() and l.public_id = ${publicId} returning ${LIST}`,
  );
}

export function findList(tx: Tx, publicId: string): Promise<List | undefined> {
  return maybe<List>(
    tx,
    sql`select ${LIST} from lists l where l.account_id = app_account() and l.public_id = ${publicId}`,
  );
}

export function findListsById(tx: Tx, ids: number[]): Promise<List[]> {
  return rows<List>(
    tx,
    sql`select ${LIST} from lists l where l.account_id = app_account() and l.id = any(${ids}::bigint[]) order by l.id`,
  );
}

export function findListsByPublicId(tx: Tx, publicIds: string[]): Promise<List[]> {
  return rows<List>(
    tx,
    sql`select ${LIST} from lists l where l.account_id = app_account() and l.public_id = any(${publicIds}::text[]) order by l.id`,
  );
}

export function allLists(tx: Tx, options: { archived: boolean }): Promise<List[]> {
  return rows<List>(
    tx,
    sql`select ${LIST} from lists l where l.account_id = app_account() and (${options.archived} or l.archived_at is null) order by lower(l.name), l.id`,
  );
}

export interface StateCounts {
  listId: number;
  confirmed: number;
  pending: number;
  unsubscribed: number;
}

export function countStates(tx: Tx): Promise<StateCounts[]> {
  return rows<StateCounts>(
    tx,
    sql`select s.list_id, count(*) filter (where s.state = 'confirmed') as confirmed, count(*) filter (where s.state = 'pending') as pending,
          count(*) filter (where s.state = 'unsubscribed') as unsubscribed
        from subscriptions s where s.account_id = app_account() group by s.list_id`,
  );
}

/** Marks an address as asked; a confirmed subscription stays confirmed. */
export async function upsertPending(
  tx: Tx,
  accountId: number,
  s: { listId: number; emailNormalised: string; contactId: number; source: string; at: Date },
): Promise<void> {
  await run(
    tx,
    sql`insert into subscriptions (account_id, list_id, email_normalised, contact_id, state, source, requested_at)
        values (${accountId}, ${s.listId}, ${s.emailNormalised}, ${s.contactId}, 'pending', ${s.source}, ${s.at})
        on conflict (account_id, list_id, email_normalised) do update set contact_id = excluded.contact_id, state = 'pending', source = excluded.source, requested_at = excluded.requested_at
        where subscriptions.state <> 'confirmed'`,
  );
}

/** Confirms with the proof. The evidence entry is required by the table itself (CON-23). */
export async function upsertConfirmed(
  tx: Tx,
  accountId: number,
  s: {
    listId: number;
    emailNormalised: string;
    contactId: number;
    proof: SubscriptionProof | null;
    flag: "unverified" | null;
    entryId: number | null;
    wordingVersionId: number | null;
    source: string;
    at: Date;
  },
): Promise<void> {
  await run(
    tx,
    sql`insert into subscriptions (account_id, list_id, email_normalised, contact_id, state, proof, flag, entry_id, wording_version_id, source, requested_at, confirmed_at)
        values (${accountId}, ${s.listId}, ${s.emailNormalised}, ${s.contactId}, 'confirmed', ${s.proof}, ${s.flag}, ${s.entryId}, ${s.wordingVersionId}, ${s.source}, ${s.at}, ${s.at})
        on conflict (account_id, list_id, email_normalised) do update set contact_id = excluded.contact_id, state = 'confirmed', proof = excluded.proof,
          flag = excluded.flag, entry_id = excluded.entry_id, wording_version_id = excluded.wording_version_id, source = excluded.source,
          confirmed_at = excluded.confirmed_at, unsubscribed_at = null`,
  );
}

/** Ends a subscription; false when there was none to end. */
export async function markUnsubscribed(
  tx: Tx,
  listId: number,
  emailNormalised: string,
  at: Date,
): Promise<boolean> {
  const changed = await run(
    tx,
    sql`update subscriptions s set state = 'unsubscribed', unsubscribed_at = ${at}
        where s.account_id = app_account() and s.list_id = ${listId} and s.email_normalised = ${emailNormalised} and s.state <> 'unsubscribed'`,
  );
  return changed === 1;
}

/** Takes back an unsubscribe within its half hour (UNS-04). The consent's proof is still the same. */
export async function restoreSubscription(
  tx: Tx,
  listId: number,
  emailNormalised: string,
): Promise<boolean> {
  const changed = await run(
    tx,
    sql`update subscriptions s set state = 'confirmed', unsubscribed_at = null
        where s.account_id = app_account() and s.list_id = ${listId} and s.email_normalised = ${emailNormalised} and s.state = 'unsubscribed'
          and s.confirmed_at is not null`,
  );
  return changed === 1;
}

export async function removePending(
  tx: Tx,
  listIds: number[],
  emailNormalised: string,
): Promise<number> {
  return run(
    tx,
    sql`delete from subscriptions s where s.account_id = app_account() and s.list_id = any(${listIds}::bigint[]) and s.email_normalised = ${emailNormalised} and s.state = 'pending'`,
  );
}

/** Moves all subscriptions of an address to the newly confirmed one (DOI-14). */
export async function moveSubscriptions(tx: Tx, from: string, to: string): Promise<number> {
  return run(
    tx,
    sql`update subscriptions s set email_normalised = ${to} where s.account_id = app_account() and s.email_normalised = ${from}
          and not exists (select 1 from subscriptions o where o.account_id = s.account_id and o.list_id = s.list_id and o.email_normalised = ${to})`,
  );
}

export function subscriptionsOfAddress(tx: Tx, emailNormalised: string): Promise<Subscription[]> {
  return rows<Subscription>(
    tx,
    sql`select ${SUBSCRIPTION} from subscriptions s where s.account_id = app_account() and s.email_normalised = ${emailNormalised} order by s.list_id`,
  );
}

export interface SubscriberRow extends Subscription {
  publicId: string;
  email: string;
  firstName: string;
  lastName: string;
  company: string;
}

export function listSubscribers(
  tx: Tx,
  listId: number,
  filter: { state?: SubscriptionState; after?: string; limit: number },
): Promise<SubscriberRow[]> {
  return rows<SubscriberRow>(
    tx,
    sql`select ${SUBSCRIPTION}, c.public_id, c.email, c.first_name, c.last_name, c.company
        from subscriptions s join contacts c on c.account_id = s.account_id and c.id = s.contact_id
        where s.account_id = app_account() and s.list_id = ${listId} and (${filter.state ?? null}::text is null or s.state = ${filter.state ?? null})
          and (${filter.after ?? null}::text is null or s.email_normalised > ${filter.after ?? null})
        order by s.email_normalised limit ${filter.limit}`,
  );
}

export function exportSubscriptions(tx: Tx, emailNormalised: string): Promise<unknown[]> {
  return rows(
    tx,
    sql`select l.name as list, s.state, s.source, s.requested_at, s.confirmed_at, s.unsubscribed_at
        from subscriptions s join lists l on l.account_id = s.account_id and l.id = s.list_id
        where s.account_id = app_account() and s.email_normalised = ${emailNormalised}`,
  );
}

export function eraseSubscriptions(tx: Tx, emailNormalised: string): Promise<number> {
  return run(
    tx,
    sql`delete from subscriptions s where s.account_id = app_account() and s.email_normalised = ${emailNormalised}`,
  );
}

/** Remembers that the consent was used (CON-18). */
export async function touchMailed(
  tx: Tx,
  mailed: { listId: number; emailNormalised: string }[],
  at: Date,
): Promise<void> {
  if (mailed.length === 0) return;
  await run(
    tx,
    sql`update subscriptions s set last_mailed_at = ${at}
        from unnest(${mailed.map((m) => m.listId)}::bigint[], ${mailed.map((m) => m.emailNormalised)}::text[]) u(list_id, email)
        where s.account_id = app_account() and s.list_id = u.list_id and s.email_normalised = u.email`,
  );
}
