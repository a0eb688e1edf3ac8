import { rows, sql, type Tx } from "../platform/index.ts";

/** Public ids of the last mailings that began, the latest first. */
export async function lastMailings(tx: Tx, count: number): Promise<string[]> {
  const found = await rows<{ publicId: string }>(
    tx,
    sql`select m.public_id from mailings m
        where m.account_id = app_account() and m.run_id is not null and m.started_at is not null and m.archived_at is null
        order by m.started_at desc, m.id desc limit ${count}`,
  );
  return found.map((row) => row.publicId);
}
