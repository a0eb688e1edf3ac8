import { maybe, one, sql, type Tx } from "../platform/index.ts";

/** Number of the account with this public id, for the command line. */
export async function accountNumber(tx: Tx, publicId: string): Promise<number | undefined> {
  const found = await maybe<{ id: number }>(
    tx,
    sql`select a.id from accounts a where a.public_id = ${publicId}`,
  );
  return found?.id;
}

/** What waits in the queue and who works, of the whole installation. */
export function queueFacts(tx: Tx): Promise<{
  running: number;
  paused: number;
  batches: number;
  machines: number;
  seenAt: Date | null;
}> {
  return one(
    tx,
    sql`select (select count(*) from delivery_runs r where r.state = 'running') as running,
          (select count(*) from delivery_runs r where r.state = 'paused') as paused,
          (select count(*) from delivery_batches b where b.state = 'ready') as batches,
          (select count(*) from sending_machines m where m.seen_at > now() - interval '2 minutes') as machines,
          (select max(m.seen_at) from sending_machines m) as seen_at`,
  );
}
