import { maybe, one, sql, type Tx } from "../platform/index.ts";

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
