import { readFileSync } from "node:fs";
import { one, rows, sql, type Database } from "../../server/platform/index.ts";

export interface Compared {
  /** Mails the receiver took twice. */
  duplicates: number;
  /** Mails the receiver took that the ledger calls neither accepted nor uncertain. */
  unexplained: number;
  /** Mails the ledger calls accepted that the receiver never took. */
  phantom: number;
  /** Uncertain ones that had arrived. */
  uncertainArrived: number;
}

/** What the receiver wrote down before it answered, beside what the ledger says. */
export async function compareWithReceiver(
  db: Database,
  accountId: number,
  runId: number,
  log: string,
): Promise<Compared> {
  const taken = readFileSync(log, "utf8")
    .split("\n")
    .filter(Boolean)
    .map((line) => /[0-9a-f]{32}/.exec(line)![0]);
  const arrived = new Set(taken);
  const ends = await db.account(accountId, (tx) =>
    rows<{ key: string; outcome: string | null }>(
      tx,
      sql`select substr(d.public_id, 5) as key, o.outcome from deliveries d left join delivery_outcomes o on o.account_id = d.account_id and o.delivery_id = d.id and o.final
          where d.account_id = ${accountId} and d.run_id = ${runId}`,
    ),
  );
  const outcomeOf = new Map(ends.map((row) => [row.key, row.outcome]));
  return {
    duplicates: taken.length - arrived.size,
    unexplained: [...arrived].filter(
      (key) => !["accepted", "uncertain"].includes(outcomeOf.get(key) ?? ""),
    ).length,
    phantom: ends.filter((row) => row.outcome === "accepted" && !arrived.has(row.key)).length,
    uncertainArrived: ends.filter((row) => row.outcome === "uncertain" && arrived.has(row.key))
      .length,
  };
}

/**
 * Most uncertain mails that one disturbance left: each belongs to the first end of a process after its mark. When the
 * ledger calls them uncertain says nothing of that, because leases of several disturbances may run out together.
 */
export async function mostUncertain(
  db: Database,
  accountId: number,
  runId: number,
  stops: readonly Date[],
): Promise<number> {
  const found = await db.account(accountId, (tx) =>
    one<{ most: number }>(
      tx,
      sql`select coalesce(max(left_behind), 0) as most from (
            select count(*) as left_behind from delivery_outcomes o
            join delivery_marks m on m.account_id = o.account_id and m.delivery_id = o.delivery_id and m.attempt = o.attempt
            cross join lateral (select min(s.at) as at from unnest(${stops.map((at) => at.toISOString())}::timestamptz[]) s(at) where s.at >= m.marked_at) stop
            where o.account_id = ${accountId} and o.run_id = ${runId} and o.outcome = 'uncertain' group by stop.at) n`,
    ),
  );
  return found.most;
}
