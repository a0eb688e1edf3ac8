import type { RouteSpec } from "../platform/index.ts";
import type { OversightDeps } from "./deps.ts";
import { incidentRoutes } from "./incidents.routes.ts";
import { placeRoutes } from "./places.routes.ts";
import { trainingRoutes } from "./training.routes.ts";

/** All routes of oversight: places of data, connected tools, incidents, the course. */
export function oversightRoutes(deps: OversightDeps): RouteSpec[] {
  return [...placeRoutes(deps), ...incidentRoutes(deps), ...trainingRoutes(deps)];
}

export type { Environment, EnvironmentPlace, OversightDeps } from "./deps.ts";
export { findIncident } from "./incidents.store.ts";
export { findPlace } from "./places.store.ts";
export { keepEnvironment } from "./environment.ts";
export { createPlaceGuard, listPlaces, savePlace, type ListedPlace } from "./manage-places.ts";
export { listTools, noteTool, addTool, type ListedTool } from "./manage-tools.ts";
export {
  changeIncident,
  closeIncident,
  decideNotice,
  noteTold,
  recordIncident,
  setPeople,
} from "./manage-incident.ts";
export { placeProblems, standingOf } from "./place.ts";
export { oversightPeriodic } from "./oversight.jobs.ts";
export { oversightSubscribers } from "./propose-incident.ts";
export { takeCourse } from "./take-course.ts";
export { oversightTodos } from "./todos.ts";
