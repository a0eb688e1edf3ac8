export type { IntakeDeps } from "./deps.ts";
export { intakePeriodic, intakeSubscribers } from "./intake.jobs.ts";
export { intakeRoutes } from "./intake.routes.ts";
export { intakePersonalData } from "./personal-data.ts";
