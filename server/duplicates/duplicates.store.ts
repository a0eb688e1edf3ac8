import { maybe, one, rows, run, sql, type RawBuilder, type Tx } from "../platform/index.ts";
import { PHONE_KEY, type Pair, type PairReason } from "./duplicate.ts";

/** Groups larger than this share something for another reason: an office, a switchboard. */
const LARGEST_GROUP = 5;
const PER_REASON = 2_000;

/** What contacts of a reason have in common; null: nothing. */
const COMMON: Record<PairReason, RawBuilder<unknown>> = {
  address: sql`c.email_normalised`,
  name_company: sql`case when c.first_name <> '' and c.last_name <> '' and c.company <> ''
    then lower(c.first_name || '|' || c.last_name || '|' || c.company) end`,
  phone: sql`(select nullif(regexp_replace(regexp_replace(v.value, '\\D', '', 'g'), '^(00)?49|^0+', ''), '')
    from jsonb_each_text(c.custom) v where v.key ~* ${sql.lit(PHONE_KEY)} and length(regexp_replace(v.value, '\\D', '', 'g')) between 7 and 15 limit 1)`,
};

/** Proposes pairs of contacts for a reason; what was found or decided before stays as it is. Gives how many are new. */
export function findPairs(
  tx: Tx,
  accountId: number,
  reason: PairReason,
  at: Date,
): Promise<number> {
  return run(
    tx,
    sql`with known as (
          select c.id, ${COMMON[reason]} as common from contacts c
          where c.account_id = app_account() and c.pot = 'newsletter' and c.restricted_at is null ${reason === "phone" ? sql`and c.custom <> '{}'::jsonb` : sql``}),
        grouped as (
          select k.id, min(k.id) over w as first_id, count(*) over w as size from known k where k.common is not null
          window w as (partition by k.common))
        insert into contact_pairs (account_id, first_id, second_id, reason, found_at)
        select ${accountId}, g.first_id, g.id, ${reason}, ${at} from grouped g where g.size between 2 and ${LARGEST_GROUP} and g.id <> g.first_id limit ${PER_REASON}
        on conflict do nothing`,
  );
}

/** Open proposals, the surest reason first. */
export function openPairs(tx: Tx, limit: number): Promise<Pair[]> {
  return rows<Pair>(
    tx,
    sql`select p.first_id, p.second_id, p.reason, p.found_at from contact_pairs p
        join contacts a on a.account_id = p.account_id and a.id = p.first_id and a.restricted_at is null
        join contacts b on b.account_id = p.account_id and b.id = p.second_id and b.restricted_at is null
        where p.account_id = app_account() and p.dismissed_at is null
        order by array_position(array['address', 'name_company', 'phone'], p.reason), p.found_at desc, p.first_id, p.second_id limit ${limit}`,
  );
}

export async function countPairs(tx: Tx): Promise<number> {
  const found = await one<{ count: number }>(
    tx,
    sql`select count(*) as count from contact_pairs p where p.account_id = app_account() and p.dismissed_at is null`,
  );
  return found.count;
}

/** These are two people: not proposed again. */
export function dismissPair(
  tx: Tx,
  accountId: number,
  ids: readonly [number, number],
  at: Date,
): Promise<number> {
  const [first, second] = [...ids].sort((a, b) => a - b);
  return run(
    tx,
    sql`insert into contact_pairs as p (account_id, first_id, second_id, reason, found_at, dismissed_at)
        values (${accountId}, ${first}, ${second}, 'name_company', ${at}, ${at})
        on conflict (account_id, first_id, second_id) do update set dismissed_at = ${at}`,
  );
}

/** Holds both contacts until the transaction ends, always in the same order. */
export async function lockBoth(tx: Tx, ids: readonly number[]): Promise<void> {
  await run(
    tx,
    sql`select 1 from contacts c where c.account_id = app_account() and c.id = any(${[...ids]}::bigint[]) order by c.id for update`,
  );
}

/** Whether the address waits for a confirmation. */
export async function isWaiting(tx: Tx, emailNormalised: string, now: Date): Promise<boolean> {
  const found = await maybe(
    tx,
    sql`select 1 as found from consent_requests r where r.account_id = app_account() and r.email_normalised = ${emailNormalised} and r.state = 'pending' and r.expires_at > ${now} limit 1`,
  );
  return found !== undefined;
}

/** Moves everything that hangs on a contact to another one and removes it; gives the rows moved by table. */
export async function mergeRows(
  tx: Tx,
  kept: number,
  gone: number,
  sameAddress: boolean,
): Promise<Record<string, number>> {
  const found = await one<{ counts: Record<string, number> }>(
    tx,
    sql`select merge_contact(${kept}, ${gone}, ${sameAddress}) as counts`,
  );
  return found.counts;
}

/** Both spoke for themselves (TRK-24); the one who is left speaks once. */
export async function dropFromPermission(
  tx: Tx,
  emailNormalised: string,
  gone: number,
): Promise<void> {
  await run(
    tx,
    sql`update profiling_permissions p set contact_ids = array_remove(p.contact_ids, ${gone}::bigint)
        where p.account_id = app_account() and p.email_normalised = ${emailNormalised}`,
  );
}

/** Stage and adviser of the merged contact where the kept one has none. */
export async function takeOverCare(
  tx: Tx,
  kept: number,
  care: { stage: string; responsibleId: number | null },
): Promise<void> {
  await run(
    tx,
    sql`update contacts c set stage = ${care.stage}, responsible_id = ${care.responsibleId}, orphaned_at = null
        where c.account_id = app_account() and c.id = ${kept}`,
  );
}
