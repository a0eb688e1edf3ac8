import { maybe, rows, run, sql, type Tx } from "../platform/index.ts";
import type { Grounds, NewSuppression, Suppression, SuppressionScope } from "./suppression.ts";

const COLUMNS = sql.raw(
  "s.id, s.public_id, s.scope, s.list_id, s.email_normalised, s.domain, s.source_system, s.person_number, s.contact_id, s.reason, s.origin, s.entry_id, s.created_at, s.review_on, s.lifted_at",
);

const SHOWN_WITH = sql.raw(
  "l.name as list_name, o.name as owner_name, r.public_id as lift_request, r.requested_name as lift_by, r.requested_at as lift_at, r.expires_at as lift_until",
);
const WITH_NAMES = sql.raw(
  `left join lists l on l.account_id = s.account_id and l.id = s.list_id
   left join operators o on o.id = s.owner_id
   left join second_person_requests r on r.account_id = s.account_id and r.object_id = s.public_id and r.state = 'open' and r.kind = 'lift'`,
);

/** Adds a suppression; one that is in force already stays as it is. True when it is new. */
export async function insertSuppression(
  tx: Tx,
  accountId: number,
  entry: NewSuppression,
): Promise<boolean> {
  const added = await run(
    tx,
    sql`insert into suppressions (account_id, scope, list_id, email_normalised, address_hash, domain, source_system, person_number, contact_id,
          reason, origin, entry_id, created_by, owner_id, created_at, review_on)
        values (${accountId}, ${entry.scope}, ${entry.listId ?? null}, ${entry.emailNormalised ?? null}, ${entry.addressHash ?? null}, ${entry.domain ?? null},
          ${entry.sourceSystem ?? null}, ${entry.personNumber ?? null}, ${entry.contactId ?? null}, ${entry.reason}, ${entry.origin}, ${entry.entryId ?? null},
          ${entry.createdBy ?? null}, ${entry.createdBy ?? null}, ${entry.at}, ${entry.reviewOn ?? null})
        on conflict do nothing`,
  );
  return added === 1;
}

/** Ends suppressions of a scope for an address (by its hash); gives how many. */
export async function liftByAddress(
  tx: Tx,
  scope: SuppressionScope,
  addressHash: Buffer,
  options: { listId?: number; at: Date; by?: number; reason: string },
): Promise<number> {
  return run(
    tx,
    sql`update suppressions s set lifted_at = ${options.at}, lifted_by = ${options.by ?? null}, lift_reason = ${options.reason}
        where s.account_id = app_account() and s.scope = ${scope} and s.address_hash = ${addressHash} and s.lifted_at is null
          and (${options.listId ?? null}::bigint is null or s.list_id = ${options.listId ?? null})`,
  );
}

export async function liftById(
  tx: Tx,
  publicId: string,
  options: { at: Date; by: number | null; reason: string },
): Promise<Suppression | undefined> {
  return maybe<Suppression>(
    tx,
    sql`update suppressions s set lifted_at = ${options.at}, lifted_by = ${options.by}, lift_reason = ${options.reason}
        where s.account_id = app_account() and s.public_id = ${publicId} and s.lifted_at is null returning ${COLUMNS}`,
  );
}

/** Holds the entry for this transaction, so that nobody else decides about it meanwhile. */
export async function lockSuppression(tx: Tx, publicId: string): Promise<void> {
  await run(
    tx,
    sql`select 1 from suppressions s where s.account_id = app_account() and s.public_id = ${publicId} for update`,
  );
}

export function findSuppression(tx: Tx, publicId: string): Promise<Suppression | undefined> {
  return maybe<Suppression>(
    tx,
    sql`select ${COLUMNS}, ${SHOWN_WITH} from suppressions s ${WITH_NAMES}
        where s.account_id = app_account() and s.public_id = ${publicId}`,
  );
}

/** An entry for this domain: itself, or a domain it lies below (`*.example.com`). */
const hitsDomain = (domain: string) =>
  sql`(s.domain = ${domain} or s.domain like '*.%' and right(${"." + domain}, length(s.domain) - 1) = substr(s.domain, 2) and s.domain <> ${"*." + domain})`;

/** Everything in force for an address: by the address, its hash, or its domain. */
export function activeForAddress(
  tx: Tx,
  emailNormalised: string,
  addressHash: Buffer,
): Promise<Suppression[]> {
  const domain = emailNormalised.slice(emailNormalised.lastIndexOf("@") + 1);
  return rows<Suppression>(
    tx,
    sql`select ${COLUMNS} from suppressions s
        where s.account_id = app_account() and s.lifted_at is null
          and (s.address_hash = ${addressHash} or s.email_normalised = ${emailNormalised} or ${hitsDomain(domain)}) order by s.id`,
  );
}

/** Everything in force for a person apart from the address: objections by person, campaigns of a core system. */
export function activeForPerson(
  tx: Tx,
  person: { contactId: number; sourceSystem: string | null; personNumber: string | null },
): Promise<Suppression[]> {
  return rows<Suppression>(
    tx,
    sql`select ${COLUMNS} from suppressions s
        where s.account_id = app_account() and s.lifted_at is null and s.scope in ('account_person', 'source_person')
          and (s.contact_id = ${person.contactId} or s.source_system = ${person.sourceSystem} and s.person_number = ${person.personNumber}) order by s.id`,
  );
}

export interface SuppressionFilter {
  scope?: SuppressionScope;
  listId?: number;
  q?: string;
  /** Review due on this day. */
  dueOn?: string;
  after?: number;
  limit: number;
  /** What came in first before the others, and without those whose processing is restricted. */
  forFile?: boolean;
}

/** The condition over entry `s` that a filter means, without its page. */
function inForce(filter: Omit<SuppressionFilter, "after" | "limit">) {
  const like = filter.q === undefined ? null : `%${filter.q.replace(/[\\%_]/g, "\\$&")}%`;
  return sql`s.account_id = app_account() and s.lifted_at is null
          and (${filter.scope ?? null}::text is null or s.scope = ${filter.scope ?? null})
          and (${filter.listId ?? null}::bigint is null or s.list_id = ${filter.listId ?? null})
          and (${filter.dueOn ?? null}::date is null or s.review_on <= ${filter.dueOn ?? null}::date)
          and (${like}::text is null or coalesce(s.email_normalised, s.domain, s.person_number) like ${like})
          ${filter.forFile ? unrestricted : sql``}`;
}

/** Nobody on its address, nor its person, is under Art. 18 GDPR. */
export const unrestricted = sql`and not exists (select 1 from contacts c where c.account_id = s.account_id and c.address_hash = s.address_hash and c.restricted_at is not null)
          and not exists (select 1 from contacts c where c.account_id = s.account_id and c.id = s.contact_id and c.restricted_at is not null)`;

export async function countSuppressions(
  tx: Tx,
  filter: Omit<SuppressionFilter, "after" | "limit">,
): Promise<number> {
  const found = await rows<{ count: number }>(
    tx,
    sql`select count(*) as count from suppressions s where ${inForce(filter)}`,
  );
  return found[0]!.count;
}

/** Entries in force, newest first unless they go to a file, with the names of list and owner. */
export function listSuppressions(tx: Tx, filter: SuppressionFilter): Promise<Suppression[]> {
  const after = filter.after ?? null;
  const page = filter.forFile
    ? sql`and s.id > coalesce(${after}::bigint, 0) order by s.id`
    : sql`and (${after}::bigint is null or s.id < ${after}) order by s.id desc`;
  return rows<Suppression>(
    tx,
    sql`select ${COLUMNS}, ${SHOWN_WITH} from suppressions s ${WITH_NAMES}
        where ${inForce(filter)} ${page} limit ${filter.limit}`,
  );
}

/** How many entries wait for their review on this day, and since when the oldest does. */
export async function dueReviews(
  tx: Tx,
  today: string,
): Promise<{ count: number; since: Date | null }> {
  const found = await maybe<{ count: number; since: Date | null }>(
    tx,
    sql`select count(*) as count, min(s.review_on)::timestamptz as since from suppressions s
        where s.account_id = app_account() and s.lifted_at is null and s.review_on <= ${today}::date`,
  );
  return found ?? { count: 0, since: null };
}

/** Notes a review: the entry stays until the next one, and whoever looked owns it from now on. */
export async function setReview(
  tx: Tx,
  publicId: string,
  review: { reviewOn: string; ownerId: number | null; reason: string | null },
): Promise<boolean> {
  const changed = await run(
    tx,
    sql`update suppressions s set review_on = ${review.reviewOn}, owner_id = coalesce(${review.ownerId}::bigint, s.owner_id),
          reason = coalesce(${review.reason}::text, s.reason)
        where s.account_id = app_account() and s.public_id = ${publicId} and s.lifted_at is null`,
  );
  return changed === 1;
}

/** Entries of unsubscribe lists from before a moment, for a purge. */
export async function countPurgeable(tx: Tx, listId: number | null, before: Date): Promise<number> {
  const found = await maybe<{ count: number }>(
    tx,
    sql`select count(*) as count from suppressions s
        where s.account_id = app_account() and s.scope = 'list_address' and s.created_at < ${before}
          and (${listId}::bigint is null or s.list_id = ${listId})`,
  );
  return found?.count ?? 0;
}

/** Removes them. For the retention role, whom the database lets remove nothing else of this table. */
export function purgeListEntries(tx: Tx, listId: number | null, before: Date): Promise<number> {
  return run(
    tx,
    sql`delete from suppressions s
        where s.account_id = app_account() and s.scope = 'list_address' and s.created_at < ${before}
          and (${listId}::bigint is null or s.list_id = ${listId})`,
  );
}

export function storedGrounds(tx: Tx): Promise<Grounds[]> {
  return rows<Grounds>(
    tx,
    sql`select g.subject, g.ground, g.retention_months, g.reasoning, g.review_on, g.decided_by_name, g.decided_at
        from suppression_grounds g where g.account_id = app_account()`,
  );
}

export async function saveGrounds(
  tx: Tx,
  accountId: number,
  decided: Omit<Grounds, "reviewOn"> & { reviewOn: string; decidedBy: number | null },
): Promise<void> {
  await run(
    tx,
    sql`insert into suppression_grounds (account_id, subject, ground, retention_months, reasoning, review_on, decided_by, decided_by_name, decided_at)
        values (${accountId}, ${decided.subject}, ${decided.ground}, ${decided.retentionMonths}, ${decided.reasoning}, ${decided.reviewOn},
          ${decided.decidedBy}, ${decided.decidedByName}, ${decided.decidedAt})
        on conflict (account_id, subject) do update set ground = excluded.ground, retention_months = excluded.retention_months,
          reasoning = excluded.reasoning, review_on = excluded.review_on, decided_by = excluded.decided_by,
          decided_by_name = excluded.decided_by_name, decided_at = excluded.decided_at`,
  );
}

export function exportSuppressions(
  tx: Tx,
  emailNormalised: string,
  contactId: number | null,
): Promise<unknown[]> {
  return rows(
    tx,
    sql`select s.scope, s.reason, s.origin, s.created_at, s.lifted_at from suppressions s
        where s.account_id = app_account() and (s.email_normalised = ${emailNormalised} or s.contact_id = ${contactId})`,
  );
}

/**
 * Ends entries that say no more than who the contact was: without the contact they keep nobody from anything, and two of
 * them would be the same entry. The objection goes on with the entry of the address.
 */
export function endOfContactOnly(tx: Tx, contactId: number | null): Promise<number> {
  return run(
    tx,
    sql`update suppressions s set lifted_at = now(), lift_reason = 'erased', contact_id = null, email_normalised = null
        where s.account_id = app_account() and s.contact_id = ${contactId} and s.lifted_at is null
          and s.address_hash is null and s.domain is null and s.person_number is null`,
  );
}

/** Erasure keeps the keyed hash, so that the objection goes on being honoured (Art. 17(3)(b), Art. 21(3)). */
export function minimiseSuppressions(
  tx: Tx,
  emailNormalised: string,
  contactId: number | null,
): Promise<number> {
  return run(
    tx,
    sql`update suppressions s set email_normalised = null, contact_id = null
        where s.account_id = app_account() and (s.email_normalised = ${emailNormalised} or s.contact_id = ${contactId}) and s.scope <> 'blacklist'`,
  );
}
