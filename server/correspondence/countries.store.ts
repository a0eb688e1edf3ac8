import { rows, run, sql, type Tx } from "../platform/index.ts";

/** What the account decided for personal advertising to a country (LEG-13). */
export interface CountryDecision {
  country: string;
  policy: "consent" | "legitimate_interest";
  reason: string;
  decidedBy: string;
  decidedAt: Date;
}

export function listCountries(tx: Tx): Promise<CountryDecision[]> {
  return rows<CountryDecision>(
    tx,
    sql`select t.country, t.policy, t.reason, t.decided_by, t.decided_at from one_to_one_countries t where t.account_id = app_account() order by t.country`,
  );
}

export async function replaceCountries(
  tx: Tx,
  accountId: number,
  table: CountryDecision[],
): Promise<void> {
  await run(tx, sql`delete from one_to_one_countries where account_id = app_account()`);
  for (const one of table)
    await run(
      tx,
      sql`insert into one_to_one_countries (account_id, country, policy, reason, decided_by, decided_at)
          values (${accountId}, ${one.country}, ${one.policy}, ${one.reason}, ${one.decidedBy}, ${one.decidedAt})`,
    );
}
