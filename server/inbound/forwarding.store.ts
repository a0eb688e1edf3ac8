import { maybe, run, sql, type Tx } from "../platform/index.ts";

/** Public ids of the confirmed addresses that replies are passed on to; empty: to nobody. */
export async function forwardingTargets(tx: Tx): Promise<string[]> {
  const found = await maybe<{ targets: string[] }>(
    tx,
    sql`select f.targets from reply_forwarding f where f.account_id = app_account()`,
  );
  return found?.targets ?? [];
}

export function saveForwarding(
  tx: Tx,
  accountId: number,
  targets: string[],
  at: Date,
): Promise<number> {
  return run(
    tx,
    sql`insert into reply_forwarding (account_id, targets, updated_at) values (${accountId}, ${targets}::text[], ${at})
        on conflict (account_id) do update set targets = excluded.targets, updated_at = excluded.updated_at`,
  );
}
