import { maybe, one, rows, run, sql, type Tx } from "../platform/index.ts";
import type { InboundResultCode } from "./arrival.ts";

/** What this very message was before; undefined for a new one. */
export function findArrival(
  tx: Tx,
  messageKey: Buffer,
): Promise<{ result: InboundResultCode; forwarded: boolean } | undefined> {
  return maybe(
    tx,
    sql`select a.result, a.forwarded from inbound_messages a where a.account_id = app_account() and a.message_key = ${messageKey}`,
  );
}

export function insertArrival(
  tx: Tx,
  accountId: number,
  arrival: {
    messageKey: Buffer;
    result: InboundResultCode;
    source: string;
    forwarded: boolean;
    at: Date;
  },
): Promise<number> {
  return run(
    tx,
    sql`insert into inbound_messages as a (account_id, message_key, result, source, forwarded, at)
        values (${accountId}, ${arrival.messageKey}, ${arrival.result}, ${arrival.source}, ${arrival.forwarded}, ${arrival.at})
        on conflict (account_id, message_key) do update set result = excluded.result, forwarded = a.forwarded or excluded.forwarded`,
  );
}

export function countForwarded(tx: Tx, since: Date): Promise<{ count: number }> {
  return one(
    tx,
    sql`select count(*)::int as count from inbound_messages a where a.account_id = app_account() and a.forwarded and a.at > ${since}`,
  );
}

/** How many messages of each kind came in since a time. */
export function arrivalCounts(
  tx: Tx,
  since: Date,
): Promise<{ result: InboundResultCode; count: number }[]> {
  return rows(
    tx,
    sql`select a.result, count(*)::int as count from inbound_messages a
        where a.account_id = app_account() and a.at > ${since} group by a.result order by a.result`,
  );
}

export function deleteOldArrivals(tx: Tx, before: Date, most: number): Promise<number> {
  return run(
    tx,
    sql`delete from inbound_messages a where a.account_id = app_account() and a.message_key in (
          select o.message_key from inbound_messages o where o.account_id = app_account() and o.at < ${before} limit ${most})`,
  );
}
