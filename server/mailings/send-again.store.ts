import { maybe, one, sql, type RawBuilder, type Tx } from "../platform/index.ts";

/** How many mails of a run were refused for the time being until no attempt was left. */
export async function refusedSoftly(tx: Tx, runId: number): Promise<number> {
  const found = await one<{ count: number }>(
    tx,
    sql`select count(*) as count from delivery_outcomes o where o.account_id = app_account() and o.run_id = ${runId} and o.final and o.outcome = 'rejected' and o.reason = 'soft'`,
  );
  return found.count;
}

/** The second attempt of a mailing, if there is one. */
export async function againOf(tx: Tx, publicId: string): Promise<string | undefined> {
  const found = await maybe<{ publicId: string }>(
    tx,
    sql`select m.public_id from mailings m where m.account_id = app_account() and m.archived_at is null and m.settings->>'again' = ${publicId} limit 1`,
  );
  return found?.publicId;
}

/** Those of contact row `c` whose mail of a run was refused for the time being. */
export function gotRefusal(runId: number): RawBuilder<unknown> {
  return sql`exists (select 1 from deliveries a join delivery_outcomes o on o.account_id = a.account_id and o.delivery_id = a.id and o.final
    where a.account_id = app_account() and a.run_id = ${runId} and a.contact_id = c.id and o.outcome = 'rejected' and o.reason = 'soft')`;
}

export const NOBODY: RawBuilder<unknown> = sql`false`;
