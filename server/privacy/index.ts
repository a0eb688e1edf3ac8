export {
  eraseDataSubject,
  exportDataSubject,
  type ErasureReport,
  type PrivacyDeps,
} from "./erase-data-subject.ts";
export { personalDataMap } from "./personal-data-map.ts";
export { contactPeriodic, tidyContacts } from "./contacts.jobs.ts";
export { applyRetention, privacyPeriodic } from "./retention.jobs.ts";
