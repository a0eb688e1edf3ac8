export type { IntakeDeps } from "./deps.ts";
export { intakePeriodic, intakeSubscribers } from "./intake.jobs.ts";
export { intakeRoutes } from "./intake.routes.ts";
export { recordConsent } from "./record-consent.ts";
export { recordDeclaration } from "./record-declaration.ts";
export { showIntakeForm } from "./show-form.ts";
export { intakePersonalData } from "./personal-data.ts";
