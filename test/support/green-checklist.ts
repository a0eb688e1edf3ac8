import { checklist } from "../../server/compliance/index.ts";
import { run, sql, type Tx } from "../../server/platform/index.ts";

/** A checklist in which everything passed a moment ago: what a live account has before a mailing may begin (CHK-A1). */
export async function greenChecklist(tx: Tx, accountId: number): Promise<void> {
  await run(
    tx,
    sql`insert into check_results (account_id, check_id, status, checked_at)
        select ${accountId}, c.id, 'passed', now() from unnest(${checklist.map(({ id }) => id)}::text[]) c(id)`,
  );
}
