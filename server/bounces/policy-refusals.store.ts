import { run, sql, type Tx } from "../platform/index.ts";

/** Refusals about our server, domain or content, as they are counted by day. */
export interface PolicyRefusals {
  day: string;
  senderDomain: string;
  /** Provider of the receiving mailbox, or its domain. */
  provider: string;
  code: number;
  enhanced: string;
  meaning: string;
  count: number;
  /** The server's words without addresses. */
  sample: string;
  lastAt: Date;
}

/** Adds to the counts of a day. */
export async function addPolicyRefusals(
  tx: Tx,
  accountId: number,
  counted: PolicyRefusals[],
): Promise<void> {
  await run(
    tx,
    sql`insert into policy_refusals as p (account_id, day, sender_domain, provider, code, enhanced, meaning, count, sample, last_at)
        select ${accountId}::int, u.* from unnest(${counted.map((c) => c.day)}::date[], ${counted.map((c) => c.senderDomain)}::text[], ${counted.map((c) => c.provider)}::text[],
          ${counted.map((c) => c.code)}::smallint[], ${counted.map((c) => c.enhanced)}::text[], ${counted.map((c) => c.meaning)}::text[], ${counted.map((c) => c.count)}::int[],
          ${counted.map((c) => c.sample)}::text[], ${counted.map((c) => c.lastAt)}::timestamptz[]) u
        order by 2, 3, 4, 5, 6, 7
        on conflict (account_id, day, sender_domain, provider, code, enhanced, meaning) do update set count = p.count + excluded.count,
          sample = excluded.sample, last_at = greatest(p.last_at, excluded.last_at)`,
  );
}
