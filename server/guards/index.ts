import type { RouteSpec } from "../platform/index.ts";
import { alertRoutes } from "./alerts.routes.ts";
import type { GuardDeps } from "./deps.ts";
import { secondPersonRoutes } from "./second-person.routes.ts";

/** All routes of second persons and alerts. */
export function guardRoutes(deps: GuardDeps): RouteSpec[] {
  return [...secondPersonRoutes(deps), ...alertRoutes(deps)];
}

export { askSecondPerson, type SecondPersonAnswer } from "./ask-second-person.ts";
export { insertAlert as noteAlert } from "./alerts.store.ts";
export { heldGuards } from "./change-guards.ts";
export { saveGuards } from "./guards.store.ts";
export { withdrawFor } from "./decide-second-person.ts";
export type { AskDeps, GuardDeps, SecondPersonAct } from "./deps.ts";
export { guardPeriodic } from "./guards.jobs.ts";
export type { SecondPersonRequest } from "./second-person.ts";
export { guardTodos } from "./todos.ts";
