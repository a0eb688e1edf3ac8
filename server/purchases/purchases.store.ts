import { maybe, one, rows, run, sql, type RawBuilder, type Tx } from "../platform/index.ts";
import type { Purchase, PurchaseEntry } from "./purchase.ts";

const COLUMNS = sql.raw(
  "p.id, p.public_id, p.contact_id, p.order_number, p.kind, p.category_id, p.entity_id, p.concluded_on::text as concluded_on, p.cancelled_on::text as cancelled_on, p.email, p.email_normalised, p.address_given, p.objected, p.notice_version, p.notice_on::text as notice_on, p.notice_place",
);

/** Whether free accounts and trials of the account count as a sale (LEG-09); of one row, or no row. */
export const freeServiceCounts: RawBuilder<unknown> = sql`coalesce((select s.free_service_counts from customer_mail_settings s where s.account_id = app_account()), false)`;

/** LEG-09: concluded and not cancelled; free accounts only where the account says so. `free` is a boolean expression. */
export function isSale(free: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`(p.cancelled_on is null and (p.kind in ('purchase', 'contract') or ${free}))`;
}

export interface PurchaseRow extends Purchase {
  contactPublicId: string;
  contactEmail: string;
  firstName: string;
  lastName: string;
  company: string;
  categoryPublicId: string;
  categoryName: string;
  categoryNameEn: string;
  entityPublicId: string;
  entityName: string;
  relation: "own" | "group" | "partner";
  source: "form" | "csv" | "api";
  createdBy: string;
  createdAt: Date;
  updatedAt: Date;
  sale: boolean;
  address: boolean;
  recent: boolean;
  similarTo: { id: string; name: string; nameEn: string }[];
}

/** Purchases as people see them, the latest first, with the conditions that do not depend on an offer. */
export function listPurchases(
  tx: Tx,
  filter: {
    orderNumber?: string;
    contactPublicId?: string;
    q?: string;
    after?: { concludedOn: string; id: number };
    limit: number;
    /** First day that is recent enough (LEG-10). */
    earliest: string;
  },
): Promise<PurchaseRow[]> {
  const like = filter.q === undefined ? null : `${filter.q.replace(/[\\%_]/g, "\\$&")}%`;
  return rows<PurchaseRow>(
    tx,
    sql`select ${COLUMNS}, p.source, p.created_by, p.created_at, p.updated_at, c.public_id as contact_public_id, c.email as contact_email,
          c.first_name, c.last_name, c.company, g.public_id as category_public_id, g.name as category_name, g.name_en as category_name_en,
          e.public_id as entity_public_id, e.name as entity_name, e.relation,
          ${isSale(freeServiceCounts)} as sale, p.address_given and p.email_normalised = c.email_normalised as address,
          p.concluded_on >= ${filter.earliest}::date as recent,
          coalesce((select jsonb_agg(jsonb_build_object('id', a.public_id, 'name', a.name, 'nameEn', a.name_en) order by a.name)
            from category_similarities m join product_categories a on a.account_id = m.account_id and a.id = m.advertised_id and a.archived_at is null
            where m.account_id = app_account() and m.purchased_id = p.category_id), '[]') as similar_to
        from purchases p join contacts c on c.account_id = p.account_id and c.id = p.contact_id
          join product_categories g on g.account_id = p.account_id and g.id = p.category_id
          join legal_entities e on e.account_id = p.account_id and e.id = p.entity_id
        where p.account_id = app_account()
          and (${filter.orderNumber ?? null}::text is null or p.order_number = ${filter.orderNumber ?? null})
          and (${filter.contactPublicId ?? null}::text is null or c.public_id = ${filter.contactPublicId ?? null})
          and (${like}::text is null or p.order_number ilike ${like} or p.email_normalised like lower(${like}))
          and (${filter.after === undefined} or (p.concluded_on, p.id) < (${filter.after?.concludedOn ?? null}::date, ${filter.after?.id ?? null}::bigint))
        order by p.concluded_on desc, p.id desc limit ${filter.limit}`,
  );
}

/** The purchases with these numbers, held until the transaction ends. */
export function lockByOrderNumbers(tx: Tx, orderNumbers: string[]): Promise<Purchase[]> {
  return rows<Purchase>(
    tx,
    sql`select ${COLUMNS} from purchases p where p.account_id = app_account() and p.order_number = any(${orderNumbers}::text[])
        order by p.id for update`,
  );
}

export interface Writer {
  source: "form" | "csv" | "api";
  by: string;
  at: Date;
}

/** Adds purchases with one statement. Gives the numbers that somebody else added in the same moment. */
export async function insertPurchases(
  tx: Tx,
  accountId: number,
  entries: (PurchaseEntry & { contactId: number })[],
  writer: Writer,
): Promise<string[]> {
  if (entries.length === 0) return [];
  const of = <K extends keyof PurchaseEntry>(name: K) => entries.map((entry) => entry[name]);
  const added = await rows<{ orderNumber: string }>(
    tx,
    sql`insert into purchases (account_id, contact_id, order_number, kind, category_id, entity_id, concluded_on, cancelled_on, email, email_normalised,
          address_given, objected, notice_version, notice_on, notice_place, source, created_by, created_at, updated_at)
        select ${accountId}, n.*, ${writer.source}, ${writer.by}, ${writer.at}, ${writer.at}
        from unnest(${of("contactId")}::bigint[], ${of("orderNumber")}::text[], ${entries.map((e) => e.kind ?? "purchase")}::text[],
          ${of("categoryId")}::bigint[], ${of("entityId")}::bigint[], ${of("concludedOn")}::date[], ${entries.map((e) => e.cancelledOn ?? null)}::date[],
          ${of("email")}::text[], ${of("emailNormalised")}::text[], ${entries.map((e) => e.addressGiven ?? false)}::boolean[],
          ${entries.map((e) => e.objected ?? false)}::boolean[], ${entries.map((e) => e.notice?.version ?? null)}::text[],
          ${entries.map((e) => e.notice?.shownOn ?? null)}::date[], ${entries.map((e) => e.notice?.place ?? null)}::text[]) n
        on conflict (account_id, order_number) do nothing returning order_number`,
  );
  const there = new Set(added.map((row) => row.orderNumber));
  return of("orderNumber").filter((number) => !there.has(number));
}

/** Writes changed purchases with one statement. The address and the contact never change. */
export async function updatePurchases(tx: Tx, changed: Purchase[], at: Date): Promise<void> {
  if (changed.length === 0) return;
  const of = <K extends keyof Purchase>(name: K) => changed.map((purchase) => purchase[name]);
  await run(
    tx,
    sql`update purchases p set kind = n.kind, category_id = n.category_id, entity_id = n.entity_id, concluded_on = n.concluded_on,
          cancelled_on = n.cancelled_on, address_given = n.address_given, objected = n.objected, notice_version = n.notice_version,
          notice_on = n.notice_on, notice_place = n.notice_place, updated_at = ${at}
        from unnest(${of("id")}::bigint[], ${of("kind")}::text[], ${of("categoryId")}::bigint[], ${of("entityId")}::bigint[], ${of("concludedOn")}::date[],
          ${of("cancelledOn")}::date[], ${of("addressGiven")}::boolean[], ${of("objected")}::boolean[], ${of("noticeVersion")}::text[],
          ${of("noticeOn")}::date[], ${of("noticePlace")}::text[])
          as n(id, kind, category_id, entity_id, concluded_on, cancelled_on, address_given, objected, notice_version, notice_on, notice_place)
        where p.account_id = app_account() and p.id = n.id`,
  );
}

export function deletePurchase(tx: Tx, publicId: string): Promise<Purchase | undefined> {
  return maybe<Purchase>(
    tx,
    sql`delete from purchases p where p.account_id = app_account() and p.public_id = ${publicId} returning ${COLUMNS}`,
  );
}

/** What the notice in a mail says of the purchase it rests on (T-6). */
export interface PurchaseForNotice {
  id: number;
  kind: Purchase["kind"];
  concludedOn: string;
  category: string;
  categoryEn: string;
  entity: string;
}

export function purchasesForNotice(tx: Tx, ids: number[]): Promise<PurchaseForNotice[]> {
  return rows<PurchaseForNotice>(
    tx,
    sql`select p.id, p.kind, p.concluded_on::text as concluded_on, g.name as category, g.name_en as category_en, e.name as entity
        from purchases p join product_categories g on g.account_id = p.account_id and g.id = p.category_id
          join legal_entities e on e.account_id = p.account_id and e.id = p.entity_id
        where p.account_id = app_account() and p.id = any(${ids}::bigint[])`,
  );
}

/** `customer73.max_age` in months; 24 unless the account says otherwise (LEG-10). */
export async function maxAgeMonths(tx: Tx): Promise<number> {
  const { months } = await one<{ months: string | null }>(
    tx,
    sql`select a.settings->>'customer73.max_age' as months from accounts a where a.id = app_account()`,
  );
  return /^[1-9]\d{0,3}$/.test(months ?? "") ? Number(months) : 24;
}

/** Everything about a person's purchases, for a copy after Art. 15 GDPR. */
export function exportPurchases(
  tx: Tx,
  emailNormalised: string,
  contactId: number | null,
): Promise<unknown[]> {
  return rows(
    tx,
    sql`select p.order_number, p.kind, g.name as category, e.name as company, p.concluded_on::text as concluded_on, p.cancelled_on::text as cancelled_on,
          p.email, p.address_given, p.objected, p.notice_version, p.notice_on::text as notice_on, p.notice_place, p.source, p.created_at
        from purchases p join product_categories g on g.account_id = p.account_id and g.id = p.category_id
          join legal_entities e on e.account_id = p.account_id and e.id = p.entity_id
        where p.account_id = app_account() and (p.email_normalised = ${emailNormalised} or p.contact_id = ${contactId}) order by p.concluded_on`,
  );
}

export function erasePurchases(
  tx: Tx,
  emailNormalised: string,
  contactId: number | null,
): Promise<number> {
  return run(
    tx,
    sql`delete from purchases p where p.account_id = app_account() and (p.email_normalised = ${emailNormalised} or p.contact_id = ${contactId})`,
  );
}

/** Deletes purchases that no mail can rest on any more and none has for three years: age limit, then the years of evidence. */
export function deleteOldPurchases(
  tx: Tx,
  now: Date,
  months: number,
  limit: number,
): Promise<number> {
  return run(
    tx,
    sql`delete from purchases p using (select o.id from purchases o where o.account_id = app_account()
          and o.concluded_on < (${now}::timestamptz - make_interval(months => ${months}, years => 3))::date limit ${limit}) old
        where p.account_id = app_account() and p.id = old.id`,
  );
}
