import { one, sql, type Tx } from "../platform/index.ts";

/** Test mails of a mailing that are not handed over yet. */
export async function openTestMails(tx: Tx, mailingId: number): Promise<number> {
  const found = await one<{ count: number }>(
    tx,
    sql`select count(*) as count from deliveries d
        where d.account_id = app_account() and d.reference_type = 'mailing_test' and d.reference_id = ${mailingId}
          and not exists (select 1 from delivery_outcomes o where o.account_id = d.account_id and o.delivery_id = d.id and o.final)`,
  );
  return found.count;
}
