export { createGoalParameters, type GoalParameters } from "./goal-parameters.ts";
export { createGoalTokens, type GoalTokens } from "./goal-token.ts";
export { goalPeriodic } from "./goals.jobs.ts";
export { goalRoutes } from "./goals.routes.ts";
export { allGoals } from "./goals.store.ts";
export { addGoal, changeGoalSites } from "./manage-goals.ts";
export {
  coveredClickers,
  goalsOfAddress,
  reachedBy,
  reachedByLink,
  reachedGoals,
  type ReachedBy,
} from "./conversions.store.ts";
export { goalsPersonalData } from "./personal-data.ts";
