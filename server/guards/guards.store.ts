import type { AlertLimits, GuardsInput } from "../../contract/guards.ts";
import { maybe, run, sql, type Tx } from "../platform/index.ts";
import { guardsOf, type Guards } from "./guard.ts";

/** What holds in the transaction's account. */
export async function readGuards(tx: Tx): Promise<Guards> {
  return guardsOf(
    await maybe<{
      exportFrom: number;
      releaseFrom: number;
      limits: Partial<AlertLimits>;
      changedBy: string;
      changedAt: Date;
    }>(
      tx,
      sql`select g.export_from, g.release_from, g.limits, g.changed_by, g.changed_at from guard_settings g where g.account_id = app_account()`,
    ),
  );
}

export async function saveGuards(
  tx: Tx,
  accountId: number,
  to: GuardsInput,
  by: { name: string; at: Date },
): Promise<void> {
  await run(
    tx,
    sql`insert into guard_settings (account_id, export_from, release_from, limits, changed_by, changed_at)
        values (${accountId}, ${to.exportFrom}, ${to.releaseFrom}, ${JSON.stringify(to.limits)}::jsonb, ${by.name}, ${by.at})
        on conflict (account_id) do update set export_from = excluded.export_from, release_from = excluded.release_from,
          limits = excluded.limits, changed_by = excluded.changed_by, changed_at = excluded.changed_at`,
  );
}
