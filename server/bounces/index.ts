export {
  classifyRefusal,
  type BounceClass,
  type ClassifiedRefusal,
  type RefusalText,
} from "./classify-refusal.ts";
export { readReport } from "./read-report.ts";
export type { FeedbackType, Report, ReportedRecipient, ReportKind } from "./report.ts";
