import { run, sql, type Tx } from "../platform/index.ts";
import type { SuppressionScope } from "./suppression.ts";

/** Ends suppressions of a scope for a person of the core system; gives how many. */
export function liftByPerson(
  tx: Tx,
  scope: SuppressionScope,
  person: { source: string; number: string },
  options: { at: Date; by?: number; reason: string },
): Promise<number> {
  return run(
    tx,
    sql`update suppressions s set lifted_at = ${options.at}, lifted_by = ${options.by ?? null}, lift_reason = ${options.reason}
        where s.account_id = app_account() and s.scope = ${scope} and s.source_system = ${person.source} and s.person_number = ${person.number}
          and s.lifted_at is null`,
  );
}
