export {
  eraseDataSubject,
  exportDataSubject,
  type ErasureReport,
  type PrivacyDeps,
} from "./erase-data-subject.ts";
export { readConcept } from "./concept.ts";
export { retentionClasses } from "./retention.ts";
export { personalDataMap } from "./personal-data-map.ts";
export { contactPeriodic, tidyContacts } from "./contacts.jobs.ts";
export { retentionChecks } from "./checks.ts";
export { applyRetention, privacyPeriodic } from "./retention.jobs.ts";
export { retentionJobs, retentionRoutes } from "./retention.routes.ts";
export { copyDataSubject } from "./copy/copy-data-subject.ts";
export { copyRoutes } from "./copy/schema.routes.ts";
