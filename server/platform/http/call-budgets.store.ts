import type { Database } from "../database.ts";

/** What a caller got of the calls that all processes share. */
export interface CallLease {
  granted: number;
  /** Calls left for all processes after that. */
  left: number;
}

/**
 * Takes up to `take` calls of a caller from the budget that all processes share; it fills evenly to `most` within a minute.
 * One statement, so that two processes never take the same call.
 */
export async function leaseCalls(
  db: Pick<Database, "hot">,
  caller: string,
  most: number,
  take: number,
  now: Date,
): Promise<CallLease> {
  const { rows } = await db.hot.query<CallLease>({
    name: "lease_calls",
    text: `insert into call_budgets as b (caller, calls, granted, at) values ($1, $2::float8 - $3::int, $3::int, $4)
           on conflict (caller) do update set (calls, granted, at) = (
             select r.calls - least($3::int, floor(r.calls)), least($3::int, floor(r.calls))::int, greatest(b.at, excluded.at)
               from (select least($2::float8, b.calls + extract(epoch from greatest(excluded.at - b.at, interval '0'))::float8 / 60 * $2::float8) as calls) r)
           returning granted, calls as left`,
    values: [caller, most, take, now],
  });
  return rows[0]!;
}

/** Forgets callers who have been quiet since then: their budget is full again anyway. */
export async function forgetCallers(db: Pick<Database, "hot">, before: Date): Promise<void> {
  await db.hot.query({
    name: "forget_callers",
    text: "delete from call_budgets where at < $1",
    values: [before],
  });
}
