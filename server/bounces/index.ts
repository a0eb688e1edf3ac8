export {
  classifyRefusal,
  type BounceClass,
  type ClassifiedRefusal,
  type RefusalText,
} from "./classify-refusal.ts";
export { readReport } from "./read-report.ts";
export type { FeedbackType, Report, ReportedRecipient, ReportKind } from "./report.ts";
export { recordAccepted, recordRefusals } from "./record-refusals.ts";
export type { Acceptance, BounceDeps, Refusal } from "./refusal.ts";
export { bouncesPersonalData } from "./personal-data.ts";
export { bouncePeriodic, tidyBounces } from "./bounces.jobs.ts";
export { retainedForFile } from "./export-retained.ts";
export { heldReleases } from "./release-addresses.ts";
export { bounceRoutes } from "./bounces.routes.ts";
