import { rows, sql, type RawBuilder, type Tx } from "../platform/index.ts";
import { freeServiceCounts, isSale } from "../purchases/index.ts";

/** What a mailing to existing customers advertises, and which company does it. */
export interface Offer {
  categoryId: number;
  entityId: number;
}

/** What is true of one person and one offer: of the purchase that comes closest to allowing the mail. */
export interface ExistingCustomerRow {
  no: number;
  /** Null: nothing was ever bought. */
  purchaseId: number | null;
  sale: boolean;
  address: boolean;
  entity: boolean;
  similar: boolean;
  notice: boolean;
  /** A day; long ago where nothing was bought. */
  lastContractOn: string;
  /** Somebody objected at the sale itself, for this contact or this address. */
  objected: boolean;
}

/** What the account has decided: looked up once, however many people follow. */
const terms = (offer: Offer | null): RawBuilder<unknown> => sql`
  terms as materialized (select ${freeServiceCounts} as free,
    exists (select 1 from legal_entities e where e.account_id = app_account() and e.id = ${offer?.entityId ?? null}::bigint and e.relation = 'own') as own,
    array(select m.purchased_id from category_similarities m where m.account_id = app_account() and m.advertised_id = ${offer?.categoryId ?? null}::bigint) as similar)`;

/** The conditions of one purchase `p` for a mail to `address`; `t` are the terms. */
const judged = (offer: Offer | null, address: RawBuilder<unknown>): RawBuilder<unknown> => sql`
  ${isSale(sql`t.free`)} as sale, p.address_given and p.email_normalised = ${address} as address,
  t.own and p.entity_id = ${offer?.entityId ?? null}::bigint is true as entity, p.category_id = any(t.similar) as similar,
  p.notice_version is not null as notice, p.concluded_on`;

/** Four conditions must hold for one and the same purchase; the one that comes closest, in the order of the reasons, speaks for a person. */
const CLOSEST = sql.raw(
  'sale desc, address desc, entity desc, "similar" desc, notice desc, concluded_on desc',
);

/**
 * The facts of § 7(3) UWG for people and one offer, in the order given (LEG-04 to LEG-10). Plan for 1,000 people: one
 * nested loop over the index by contact, a few milliseconds.
 */
export function selectExistingCustomers(
  tx: Tx,
  people: { contactIds: (number | null)[]; emails: (string | null)[] },
  offer: Offer | null,
): Promise<ExistingCustomerRow[]> {
  return rows<ExistingCustomerRow>(
    tx,
    sql`with ${terms(offer)}
        select s.no, b.id as purchase_id, coalesce(b.sale, false) as sale, coalesce(b.address, false) as address, coalesce(b.entity, false) as entity,
          coalesce(b.similar, false) as similar, coalesce(b.notice, false) as notice, coalesce(b.concluded_on::text, '1900-01-01') as last_contract_on,
          coalesce(b.objected, false) or exists (select 1 from purchases o where o.account_id = app_account() and o.objected and o.email_normalised = s.email) as objected
        from unnest(${people.contactIds}::bigint[], ${people.emails}::text[]) with ordinality as s(contact_id, email, no)
          left join lateral (
            select p.id, ${judged(offer, sql`s.email`)}, bool_or(p.objected) over () as objected
            from purchases p, terms t where p.account_id = app_account() and p.contact_id = s.contact_id
            order by ${CLOSEST}, p.id limit 1) b on true
        order by s.no`,
  );
}

/** Everybody of the newsletter pot who ever bought something: each address once, with the purchase that comes closest. */
const closestOfEach = (offer: Offer): RawBuilder<unknown> => sql`
  select distinct on (j.email_normalised) j.*
  from (select c.id as contact_id, c.email, c.email_normalised, ${judged(offer, sql`c.email_normalised`)}
    from purchases p join contacts c on c.account_id = p.account_id and c.id = p.contact_id, terms t
    where p.account_id = app_account() and c.pot = 'newsletter') j
  order by j.email_normalised, ${CLOSEST}, j.contact_id`;

/**
 * Who is looked at for a mailing to existing customers, for freezing: everybody who ever bought something, one mail per
 * address (SND-16), through the contact whose purchase comes closest. Who merely joined a list is none of them (LEG-11).
 */
export function candidatesOfCustomers(offer: Offer): RawBuilder<unknown> {
  return sql`with ${terms(offer)}
    select k.contact_id, k.email, k.email_normalised, null::bigint as list_id from (${closestOfEach(offer)}) k`;
}

/** Room for the facts of a purchase beside the number of a batch. */
const ROOM = 2 ** 22;
const FACTS = ["sale", "address", "entity", "similar", "notice", "objected"] as const;
const ALL_PROVEN = 31;
const DAY_MS = 86_400_000;
const DAY_ZERO = Date.UTC(2000, 0, 1);

/** The facts of a purchase `b` as one number; see `unpack`. */
function packed(objected: RawBuilder<unknown>): RawBuilder<unknown> {
  const bits = sql`(coalesce(b.sale, false)::int + coalesce(b.address, false)::int * 2 + coalesce(b.entity, false)::int * 4
    + coalesce(b.similar, false)::int * 8 + coalesce(b.notice, false)::int * 16)`;
  return sql`${bits} + (${objected})::int * 32
    + case when ${bits} = ${sql.lit(ALL_PROVEN)} then greatest(b.concluded_on - date '2000-01-01', 0)::bigint * 64 else 0 end`;
}

/**
 * Candidates (no, batch, contact_id, email_normalised) with what their purchases prove written into the number of the
 * batch, so that people with the same facts can be grouped (`groupFacts`) and decided once. See `unpack`.
 */
export function withPurchases(source: RawBuilder<unknown>, offer: Offer): RawBuilder<unknown> {
  const objected = sql`coalesce(b.objected, false) or exists (select 1 from purchases o
    where o.account_id = app_account() and o.objected and o.email_normalised = s.email_normalised)`;
  return sql`
    with ${terms(offer)}
    select s.no, s.batch * ${sql.lit(ROOM)} + ${packed(objected)} as batch, s.contact_id, s.email_normalised
    from (${source}) s
      left join lateral (
        select ${judged(offer, sql`s.email_normalised`)}, bool_or(p.objected) over () as objected
        from purchases p, terms t where p.account_id = app_account() and p.contact_id = s.contact_id
        order by ${CLOSEST}, p.id limit 1) b on true`;
}

/** The same for everybody a mailing would freeze, all in one batch, for counting. */
export function customersForCounting(offer: Offer): RawBuilder<unknown> {
  const objected = sql`b.contact_id in (select o.contact_id from purchases o where o.account_id = app_account() and o.objected)
    or b.email_normalised in (select o.email_normalised from purchases o where o.account_id = app_account() and o.objected)`;
  return sql`with ${terms(offer)}
    select b.contact_id as no, ${packed(objected)} as batch, b.contact_id, b.email_normalised from (${closestOfEach(offer)}) b`;
}

/** What is written into the number of a batch. The day counts only where all else is proven. */
export function unpack(packedBatch: number): { batch: number; customer: ExistingCustomerRow } {
  const code = packedBatch % ROOM;
  const [sale, address, entity, similar, notice, objected] = FACTS.map(
    (_name, bit) => (code & (1 << bit)) !== 0,
  ) as [boolean, boolean, boolean, boolean, boolean, boolean];
  const day = new Date(DAY_ZERO + Math.floor(code / 64) * DAY_MS);
  return {
    batch: Math.floor(packedBatch / ROOM),
    customer: {
      no: 0,
      purchaseId: null,
      sale,
      address,
      entity,
      similar,
      notice,
      objected,
      lastContractOn: day.toISOString().slice(0, 10),
    },
  };
}
