export {
  decide,
  isCleared,
  type ClearedRecipient,
  type Decision,
  type MeasureLevel,
} from "./gate.ts";
export type { Fact, LegalBasis, MailKind, RecipientFacts, SubscriptionFacts } from "./facts.ts";
