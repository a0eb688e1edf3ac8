import type { Mailing } from "../mailings/index.ts";
import { rows, sql, type Tx } from "../platform/index.ts";

/** How many of those who got a variant left one of its lists since it began, by its number. */
export async function leftByVariant(
  tx: Tx,
  variants: readonly Pick<Mailing, "id" | "listIds">[],
): Promise<Map<number, number>> {
  const found = await rows<{ id: number; count: number }>(
    tx,
    sql`select m.id, count(distinct d.contact_id) as count
        from mailings m
        join deliveries d on d.account_id = m.account_id and d.run_id = m.run_id
        join subscriptions s on s.account_id = d.account_id and s.contact_id = d.contact_id and s.list_id = any(m.list_ids)
        where m.account_id = app_account() and m.id = any(${variants.map((one) => one.id)}::bigint[])
          and s.state = 'unsubscribed' and s.unsubscribed_at >= m.started_at
          and exists (select 1 from delivery_outcomes o where o.account_id = d.account_id and o.delivery_id = d.id and o.final and o.outcome = 'accepted')
        group by m.id`,
  );
  return new Map(found.map((row) => [row.id, row.count]));
}
