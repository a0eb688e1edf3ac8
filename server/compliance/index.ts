export {
  decide,
  isCleared,
  type ClearedRecipient,
  type Decision,
  type MeasureLevel,
} from "./gate.ts";
export type { Fact, LegalBasis, MailKind, RecipientFacts, SubscriptionFacts } from "./facts.ts";
export { loadFacts, type ComplianceDeps, type FactsQuery, type FactsTarget } from "./load-facts.ts";
export { audienceCounts, type AudienceCounts } from "./audience-counts.ts";
export {
  blockingChecks,
  runChecks,
  type CheckEngineDeps,
  type CheckState,
} from "./check-engine.ts";
export { complianceChecks } from "./checks.ts";
export { compliancePeriodic } from "./compliance.jobs.ts";
export { complianceRoutes } from "./compliance.routes.ts";
