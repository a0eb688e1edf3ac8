import { one, run, sql, type Tx } from "./database.ts";

/**
 * Notes how many rows of a class went, or were minimised, because their time was over: the monthly protocol is made of
 * these counts (RET-14). Call it in the transaction of the deletion. `held` is how many were due and kept by a hold.
 */
export async function noteRetention(
  tx: Tx,
  accountId: number,
  entry: { class: string; done: number; held?: number; at: Date },
): Promise<void> {
  if (entry.done === 0 && entry.held === undefined) return;
  const month = `${entry.at.toISOString().slice(0, 7)}-01`;
  await run(
    tx,
    sql`insert into retention_counts as c (account_id, month, class, done, held, last_at)
        values (${accountId}, ${month}, ${entry.class}, ${entry.done}, ${entry.held ?? 0}, ${entry.at})
        on conflict (account_id, month, class) do update set done = c.done + excluded.done, last_at = excluded.last_at,
          held = case when ${entry.held !== undefined} then excluded.held else c.held end`,
  );
}

/** Whether a legal hold keeps everything of a class, or of the account (RET-10): then nothing of it goes. */
export async function isClassHeld(tx: Tx, name: string): Promise<boolean> {
  const found = await one<{ held: boolean }>(
    tx,
    sql`select exists (select 1 from retention_holds h where h.account_id = app_account() and h.ended_at is null
          and (h.scope = 'account' or h.scope = 'class' and h.class = ${name})) as held`,
  );
  return found.held;
}
