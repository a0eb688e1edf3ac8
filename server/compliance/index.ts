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
