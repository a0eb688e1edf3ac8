export { duplicatePeriodic } from "./duplicates.jobs.ts";
export { duplicateRoutes } from "./duplicates.routes.ts";
