import type { Clock, Database } from "../platform/index.ts";
import { TEST_HOURS, TOKEN_DAYS, type Goal } from "./goal.ts";
import type { GoalTokens } from "./goal-token.ts";
import { noteTest, recordConversion } from "./goals.store.ts";

const HOUR = 3_600_000;
const FOREIGN_KEY_VIOLATION = "23503";

/**
 * Takes a website's report that somebody reached a goal. Whether something is stored is decided by the permission of
 * this moment, in the database; the caller never learns it (TRK-01, TRK-10).
 */
export async function reportConversion(
  deps: { db: Database; clock: Clock; tokens: GoalTokens },
  accountId: number,
  goal: Goal,
  report: { token: string; valueCents?: number },
): Promise<void> {
  const now = deps.clock.now();
  const opened = deps.tokens.open(report.token);
  if (opened?.accountId !== accountId) return;
  const age = now.getTime() - opened.at.getTime();
  if (opened.kind === "test") {
    if (opened.goalId !== goal.id || age > TEST_HOURS * HOUR) return;
    return deps.db.account(accountId, (tx) => noteTest(tx, goal.id, now));
  }
  if (age > TOKEN_DAYS * 24 * HOUR) return;
  try {
    await deps.db.account(accountId, (tx) =>
      recordConversion(tx, {
        goalId: goal.id,
        click: opened,
        number: opened.number,
        at: now,
        valueCents: report.valueCents ?? null,
      }),
    );
  } catch (error) {
    // The person withdrew in this very moment, and the measured mail is gone: nothing to store.
    if ((error as { code?: unknown }).code !== FOREIGN_KEY_VIOLATION) throw error;
  }
}
