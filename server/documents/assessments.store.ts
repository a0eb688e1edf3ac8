import { one, rows, sql, type Tx } from "../platform/index.ts";
import type { Assessment } from "./assessment.ts";

/** Every assessment, the newest first. */
export function listAssessments(tx: Tx): Promise<Assessment[]> {
  return rows<Assessment>(
    tx,
    sql`select a.public_id, a.topic, a.question, a.arguments, a.conclusion, a.assessed_by, a.assessed_at, a.review_on::text as review_on, a.basis
        from house_assessments a where a.account_id = app_account() order by a.id desc limit 500`,
  );
}

export function insertAssessment(
  tx: Tx,
  accountId: number,
  made: Omit<Assessment, "publicId">,
): Promise<{ publicId: string }> {
  return one<{ publicId: string }>(
    tx,
    sql`insert into house_assessments (account_id, topic, question, arguments, conclusion, assessed_by, assessed_at, review_on, basis)
        values (${accountId}, ${made.topic}, ${made.question}, ${made.arguments}, ${made.conclusion}, ${made.assessedBy}, ${made.assessedAt}, ${made.reviewOn}::date, ${made.basis})
        returning public_id`,
  );
}
