import { addGoal, changeGoalSites } from "../goals/index.ts";
import type { Actor, Tx } from "../platform/index.ts";

/** What the example account would like to happen on its website. Its wording does not name forms, so nothing is counted. */
export async function fillGoals(
  tx: Tx,
  act: { accountId: number; actor: Actor; now: Date },
  noticeUrl: string,
): Promise<void> {
  await changeGoalSites(tx, act, [noticeUrl]);
  await addGoal(tx, act, { name: "Beratungstermin vereinbart", windowDays: 14 });
  await addGoal(tx, act, { name: "Depot eröffnet", valueCents: 12_000, windowDays: 30 });
}
