import {
  GOAL_WINDOW,
  MAX_GOAL_SITES,
  type GoalChange,
  type NewGoal,
} from "../../contract/goals.ts";
import { audit } from "../accounts/index.ts";
import { conflict, invalid, notFound, type Actor, type Tx } from "../platform/index.ts";
import { hostOf, type Goal } from "./goal.ts";
import { findGoal, insertGoal, replaceGoalSites, updateGoal } from "./goals.store.ts";

interface Act {
  accountId: number;
  actor: Actor;
  now: Date;
}

/** @throws AppError `goal_name_taken` */
export async function addGoal(tx: Tx, act: Act, input: NewGoal): Promise<Goal> {
  const goal = await insertGoal(
    tx,
    act.accountId,
    {
      name: input.name.trim(),
      valueCents: input.valueCents ?? null,
      windowDays: input.windowDays ?? GOAL_WINDOW.usual,
    },
    act.now,
  );
  if (!goal) throw nameTaken();
  await audit(tx, act.accountId, act.actor, "goal.created", {
    objectType: "goal",
    objectId: goal.publicId,
    detail: { name: goal.name, valueCents: goal.valueCents, windowDays: goal.windowDays },
  });
  return goal;
}

/** Archived goals take no more reports; what was reached before stays in the reports. */
export async function changeGoal(
  tx: Tx,
  act: Act,
  publicId: string,
  change: GoalChange,
): Promise<Goal> {
  const goal = await requireGoal(tx, publicId);
  const { archived } = change;
  const changed = await updateGoal(tx, {
    id: goal.id,
    name: change.name?.trim() ?? goal.name,
    valueCents: change.valueCents === undefined ? goal.valueCents : change.valueCents,
    windowDays: change.windowDays ?? goal.windowDays,
    archivedAt: archived === undefined ? goal.archivedAt : archived ? act.now : null,
  });
  if (!changed) throw nameTaken();
  await audit(tx, act.accountId, act.actor, "goal.changed", {
    objectType: "goal",
    objectId: goal.publicId,
    detail: { ...change },
  });
  return changed;
}

/** The websites whose links may carry the parameter; none switches goals off. */
export async function changeGoalSites(tx: Tx, act: Act, typed: readonly string[]): Promise<void> {
  const hosts = typed.map(hostOf);
  const wrong = hosts.findIndex((host) => host === null);
  if (wrong !== -1)
    throw invalid("site_invalid", "This is no website of its own.", {
      hint: "Enter the host as it stands in your links, such as www.bank.example.",
      errors: [{ path: `/sites/${wrong}`, message: "Enter a host such as www.bank.example." }],
    });
  const sites = [...new Set(hosts as string[])].slice(0, MAX_GOAL_SITES);
  await replaceGoalSites(tx, act.accountId, sites, act.now);
  await audit(tx, act.accountId, act.actor, "goal.sites_changed", {
    objectType: "account",
    detail: { sites },
  });
}

export async function requireGoal(tx: Tx, publicId: string): Promise<Goal> {
  const goal = await findGoal(tx, publicId);
  if (!goal) throw notFound("goal");
  return goal;
}

const nameTaken = () =>
  conflict("goal_name_taken", "There is a goal of this name already.", {
    hint: "Choose another name, or change the goal that has it.",
  });
