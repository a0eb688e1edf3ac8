import { rows, run, sql, type Tx } from "../platform/index.ts";

/** One more mail of a person that answers a mailing; nothing tells whose. */
export async function countReply(tx: Tx, accountId: number, mailingId: number): Promise<void> {
  await run(
    tx,
    sql`insert into mailing_replies as r (account_id, mailing_id, replies)
        select ${accountId}::int, m.id, 1 from mailings m where m.account_id = app_account() and m.id = ${mailingId}
        on conflict (account_id, mailing_id) do update set replies = r.replies + 1`,
  );
}

/** How many mails of people answered each of these mailings; those without any are missing. */
export async function repliesTo(
  tx: Tx,
  mailingIds: readonly number[],
): Promise<Map<number, number>> {
  const found = await rows<{ mailingId: number; replies: number }>(
    tx,
    sql`select r.mailing_id, r.replies from mailing_replies r where r.account_id = app_account() and r.mailing_id = any(${[...mailingIds]}::bigint[])`,
  );
  return new Map(found.map((row) => [row.mailingId, row.replies]));
}
