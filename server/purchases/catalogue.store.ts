import type { CategoryChange, EntityChange } from "../../contract/purchases.ts";
import { maybe, one, rows, run, sql, type Tx } from "../platform/index.ts";
import type { LegalEntity, ProductCategory } from "./purchase.ts";

const ENTITY = sql.raw(
  "e.id, e.public_id, e.name, e.relation, e.imprint_email as contact_email, e.imprint_address as postal_address, e.archived_at",
);
const CATEGORY = sql.raw(
  "g.id, g.public_id, g.name, g.name_en, g.parent_id, g.whole_range, g.archived_at",
);

export function allEntities(tx: Tx): Promise<(LegalEntity & { purchases: number })[]> {
  return rows(
    tx,
    sql`select ${ENTITY}, coalesce(n.count, 0) as purchases from legal_entities e
          left join (select p.entity_id, count(*) as count from purchases p where p.account_id = app_account() group by 1) n on n.entity_id = e.id
        where e.account_id = app_account()
        order by e.archived_at is not null, array_position(array['own', 'group', 'partner'], e.relation), lower(e.name)`,
  );
}

export function findEntity(tx: Tx, publicId: string): Promise<LegalEntity | undefined> {
  return maybe<LegalEntity>(
    tx,
    sql`select ${ENTITY} from legal_entities e where e.account_id = app_account() and e.public_id = ${publicId}`,
  );
}

export function findEntityById(tx: Tx, id: number): Promise<LegalEntity | undefined> {
  return maybe<LegalEntity>(
    tx,
    sql`select ${ENTITY} from legal_entities e where e.account_id = app_account() and e.id = ${id}`,
  );
}

/** Undefined when there is one of this name already. */
export function insertEntity(
  tx: Tx,
  accountId: number,
  entity: Pick<LegalEntity, "name" | "relation" | "contactEmail" | "postalAddress">,
  at: Date,
): Promise<LegalEntity | undefined> {
  return maybe<LegalEntity>(
    tx,
    sql`insert into legal_entities as e (account_id, name, relation, imprint_email, imprint_address, created_at)
        values (${accountId}, ${entity.name}, ${entity.relation}, ${entity.contactEmail}, ${entity.postalAddress}, ${at})
        on conflict do nothing returning ${ENTITY}`,
  );
}

export function updateEntity(
  tx: Tx,
  id: number,
  change: Omit<EntityChange, "archived">,
  archivedAt: Date | null | undefined,
): Promise<LegalEntity> {
  return one<LegalEntity>(
    tx,
    sql`update legal_entities e set name = coalesce(${change.name ?? null}, e.name), relation = coalesce(${change.relation ?? null}, e.relation),
          imprint_email = coalesce(${change.contactEmail ?? null}, e.imprint_email), imprint_address = coalesce(${change.postalAddress ?? null}, e.imprint_address),
          archived_at = case when ${archivedAt === undefined} then e.archived_at else ${archivedAt ?? null}::timestamptz end
        where e.account_id = app_account() and e.id = ${id} returning ${ENTITY}`,
  );
}

export function allCategories(tx: Tx): Promise<(ProductCategory & { purchases: number })[]> {
  return rows(
    tx,
    sql`select ${CATEGORY}, coalesce(n.count, 0) as purchases from product_categories g
          left join (select p.category_id, count(*) as count from purchases p where p.account_id = app_account() group by 1) n on n.category_id = g.id
        where g.account_id = app_account() order by g.archived_at is not null, lower(g.name)`,
  );
}

export function findCategory(tx: Tx, publicId: string): Promise<ProductCategory | undefined> {
  return maybe<ProductCategory>(
    tx,
    sql`select ${CATEGORY} from product_categories g where g.account_id = app_account() and g.public_id = ${publicId}`,
  );
}

export function findCategoryById(tx: Tx, id: number): Promise<ProductCategory | undefined> {
  return maybe<ProductCategory>(
    tx,
    sql`select ${CATEGORY} from product_categories g where g.account_id = app_account() and g.id = ${id}`,
  );
}

/** Undefined when there is one of this name already. */
export function insertCategory(
  tx: Tx,
  accountId: number,
  category: Pick<ProductCategory, "name" | "nameEn" | "parentId" | "wholeRange">,
  at: Date,
): Promise<ProductCategory | undefined> {
  return maybe<ProductCategory>(
    tx,
    sql`insert into product_categories as g (account_id, name, name_en, parent_id, whole_range, created_at)
        values (${accountId}, ${category.name}, ${category.nameEn}, ${category.parentId}, ${category.wholeRange}, ${at})
        on conflict do nothing returning ${CATEGORY}`,
  );
}

export function updateCategory(
  tx: Tx,
  id: number,
  change: Omit<CategoryChange, "archived" | "parentId"> & { parentId?: number | null | undefined },
  archivedAt: Date | null | undefined,
): Promise<ProductCategory> {
  return one<ProductCategory>(
    tx,
    sql`update product_categories g set name = coalesce(${change.name ?? null}, g.name), name_en = coalesce(${change.nameEn ?? null}, g.name_en),
          parent_id = case when ${change.parentId === undefined} then g.parent_id else ${change.parentId ?? null}::bigint end,
          archived_at = case when ${archivedAt === undefined} then g.archived_at else ${archivedAt ?? null}::timestamptz end
        where g.account_id = app_account() and g.id = ${id} returning ${CATEGORY}`,
  );
}

export interface SimilarityRow {
  purchasedId: string;
  advertisedId: string;
  note: string;
  decidedBy: string;
  decidedAt: Date;
}

/** The whole map, by public ids. */
export function allSimilarities(tx: Tx): Promise<SimilarityRow[]> {
  return rows<SimilarityRow>(
    tx,
    sql`select b.public_id as purchased_id, a.public_id as advertised_id, m.note, m.decided_by, m.decided_at
        from category_similarities m join product_categories b on b.account_id = m.account_id and b.id = m.purchased_id
          join product_categories a on a.account_id = m.account_id and a.id = m.advertised_id
        where m.account_id = app_account() order by b.name, a.name`,
  );
}

export async function setSimilar(
  tx: Tx,
  accountId: number,
  pair: { purchasedId: number; advertisedId: number },
  decided: { note: string | undefined; by: string; at: Date },
): Promise<void> {
  await run(
    tx,
    sql`insert into category_similarities as m (account_id, purchased_id, advertised_id, note, decided_by, decided_at)
        values (${accountId}, ${pair.purchasedId}, ${pair.advertisedId}, ${decided.note ?? ""}, ${decided.by}, ${decided.at})
        on conflict (account_id, advertised_id, purchased_id) do update set note = coalesce(${decided.note ?? null}, m.note), decided_by = excluded.decided_by, decided_at = excluded.decided_at`,
  );
}

export async function unsetSimilar(
  tx: Tx,
  pair: { purchasedId: number; advertisedId: number },
): Promise<void> {
  await run(
    tx,
    sql`delete from category_similarities m where m.account_id = app_account() and m.purchased_id = ${pair.purchasedId} and m.advertised_id = ${pair.advertisedId}`,
  );
}

export interface CustomerMailRow {
  freeServiceCounts: boolean;
  freeServiceReason: string;
  reviewedOn: string | null;
  reviewedNote: string;
  decidedBy: string | null;
  decidedAt: Date | null;
}

export function findCustomerMail(tx: Tx): Promise<CustomerMailRow | undefined> {
  return maybe<CustomerMailRow>(
    tx,
    sql`select s.free_service_counts, s.free_service_reason, s.reviewed_on::text as reviewed_on, s.reviewed_note, s.decided_by, s.decided_at
        from customer_mail_settings s where s.account_id = app_account()`,
  );
}

export async function saveCustomerMail(
  tx: Tx,
  accountId: number,
  next: Omit<CustomerMailRow, "decidedBy" | "decidedAt">,
  by: string,
  at: Date,
): Promise<void> {
  await run(
    tx,
    sql`insert into customer_mail_settings (account_id, free_service_counts, free_service_reason, reviewed_on, reviewed_note, decided_by, decided_at)
        values (${accountId}, ${next.freeServiceCounts}, ${next.freeServiceReason}, ${next.reviewedOn}::date, ${next.reviewedNote}, ${by}, ${at})
        on conflict (account_id) do update set free_service_counts = excluded.free_service_counts, free_service_reason = excluded.free_service_reason,
          reviewed_on = excluded.reviewed_on, reviewed_note = excluded.reviewed_note, decided_by = excluded.decided_by, decided_at = excluded.decided_at`,
  );
}
