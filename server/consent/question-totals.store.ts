import { maybe, run, sql, type Tx } from "../platform/index.ts";
import type { QuestionTotals } from "./ask-for-profiling.ts";

/** Adds to a mailing's totals; a changed answer moves from one to the other. */
export async function addToQuestionTotals(
  tx: Tx,
  accountId: number,
  mailingId: number,
  { asked = 0, granted = 0, refused = 0 }: Partial<QuestionTotals>,
): Promise<void> {
  await run(
    tx,
    sql`insert into question_totals (account_id, mailing_id) values (${accountId}, ${mailingId}) on conflict do nothing`,
  );
  await run(
    tx,
    sql`update question_totals t set asked = t.asked + ${asked}::int, granted = greatest(0, t.granted + ${granted}::int), refused = greatest(0, t.refused + ${refused}::int)
        where t.account_id = app_account() and t.mailing_id = ${mailingId}`,
  );
}

export function findQuestionTotals(tx: Tx, mailingId: number): Promise<QuestionTotals | undefined> {
  return maybe<QuestionTotals>(
    tx,
    sql`select t.asked, t.granted, t.refused from question_totals t where t.account_id = app_account() and t.mailing_id = ${mailingId}`,
  );
}
