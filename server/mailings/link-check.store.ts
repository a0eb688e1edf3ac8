import { maybe, run, sql, type Tx } from "../platform/index.ts";

export interface LinkCheck {
  total: number;
  done: number;
  askedAt: Date;
  finishedAt: Date | null;
}

export function findLinkCheck(tx: Tx, mailingId: number): Promise<LinkCheck | undefined> {
  return maybe<LinkCheck>(
    tx,
    sql`select l.total, l.done, l.asked_at, l.finished_at from link_checks l where l.account_id = app_account() and l.mailing_id = ${mailingId}`,
  );
}

/** Begins a check, in place of the one before. */
export async function beginLinkCheck(
  tx: Tx,
  accountId: number,
  mailingId: number,
  total: number,
  at: Date,
): Promise<void> {
  await run(
    tx,
    sql`insert into link_checks (account_id, mailing_id, total, asked_at) values (${accountId}, ${mailingId}, ${total}, ${at})
        on conflict (account_id, mailing_id) do update set total = excluded.total, done = 0, asked_at = excluded.asked_at, finished_at = null`,
  );
}

export async function noteLinkCheck(
  tx: Tx,
  mailingId: number,
  progress: { done: number; finishedAt?: Date },
): Promise<void> {
  await run(
    tx,
    sql`update link_checks set done = ${progress.done}, finished_at = ${progress.finishedAt ?? null} where account_id = app_account() and mailing_id = ${mailingId}`,
  );
}
