export {
  decide,
  explain,
  isCleared,
  type ClearedRecipient,
  type Decision,
  type Explanation,
  type MeasureLevel,
  type StepAnswer,
} from "./gate.ts";
export type {
  Fact,
  LegalBasis,
  MailKind,
  MailPurpose,
  RecipientFacts,
  SubscriptionFacts,
} from "./facts.ts";
export { candidatesOfCustomers, type Offer } from "./existing-customer.store.ts";
export { frequencyOf, type FrequencyCap } from "./frequency.store.ts";
export {
  loadFacts,
  type ChosenBySegment,
  type ComplianceDeps,
  type FactsQuery,
  type FactsTarget,
} from "./load-facts.ts";
export { decideFrozen, type DecidedGroup } from "./decide-frozen.ts";
export { countryOf, countryPolicyOf, sketchBody, type CountryPolicy } from "./one-to-one.ts";
export type { OneToOneDraft } from "./load-one-to-one.ts";
export {
  audienceCounts,
  customerCounts,
  recordCounts,
  type AudienceCounts,
} from "./audience-counts.ts";
export { keptPeople, type KeptPeople } from "./count-kept.ts";
export type { KeptKind } from "./kept-facts.ts";
export { FACTS_JOB, keepFactsJob } from "./keep-facts.ts";
export { answerExists } from "./checks.store.ts";
export { compliancePersonalData } from "./personal-data.ts";
export { runChecks, type CheckEngineDeps } from "./check-engine.ts";
export { blockingChecks, isOpen, listChecks, nextCheck, type CheckState } from "./check-state.ts";
export { checklist } from "./checklist.ts";
export { checklistWords } from "./checklist-words.ts";
export { complianceChecks } from "./checks.ts";
export {
  checkBeforeSending,
  compliancePeriodic,
  recheckAccount,
  type ChecksJobDeps,
} from "./compliance.jobs.ts";
export { complianceRoutes } from "./compliance.routes.ts";
