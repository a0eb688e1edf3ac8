export { duplicatePeriodic, searchPairs } from "./duplicates.jobs.ts";
export { duplicateRoutes } from "./duplicates.routes.ts";
