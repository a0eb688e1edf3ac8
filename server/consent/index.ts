export {
  type CaptureChannel,
  type ConsentPurpose,
  type Evidence,
  type LedgerDocument,
  type LedgerKind,
  type LedgerSubject,
  type NewLedgerEntry,
} from "./ledger.ts";
export {
  readEntries,
  recordEntries,
  recordEntry,
  subjectHash,
  type LedgerDeps,
  type LedgerEntry,
  type RecordedEntry,
} from "./record-entry.ts";
export {
  addSealed,
  sealAhead,
  sealedColumns,
  takeLedgerSupplies,
  type LedgerSupplies,
  type SealedColumns,
  type SealedPerson,
} from "./seal-ahead.ts";
export {
  ASK_REFUSERS_AFTER_MONTHS,
  ASK_SILENT_AT_MOST,
  mayBeAsked,
  type ProfilingPermission,
  type ProfilingState,
} from "./profiling.ts";
export {
  grantProfiling,
  profilingStates,
  refuseProfiling,
  resetProfilingAfterLastUnsubscribe,
  withdrawProfiling,
  type ProfilingDecision,
} from "./decide-profiling.ts";
export {
  answerQuestion,
  countAsked,
  keepsEarlierGrant,
  questionTotals,
  type QuestionTotals,
} from "./ask-for-profiling.ts";
export {
  explainProfiling,
  type ProfilingObstacle,
  type ProfilingScope,
} from "./explain-profiling.ts";
export { destroySealedSubjects } from "./destroy-sealed.ts";
export { sealEndedSubjects } from "./seal-ended.ts";
export { peopleWithConsent } from "./living.store.ts";
export { forgetPermissions } from "./forget-permissions.ts";
export { deletePermissionsLeft, movePermission } from "./profiling.store.ts";
export {
  renderWording,
  type RenderedWording,
  type WordingPart,
  type WordingValues,
  type WordingVersion,
} from "./wording.ts";
export { type WordingFinding } from "./check-wording.ts";
export {
  approveWordingVersion,
  createWording,
  createWordingVersion,
  currentWording,
  installDefaultWordings,
} from "./manage-wordings.ts";
export {
  grantImportedProfiling,
  importedWording,
  profilingVersions,
  type ImportedGrant,
} from "./imported-consents.ts";
export { findVersion, listVersions as listWordingVersions } from "./wording.store.ts";
export { wordDiff } from "./word-diff.ts";
export { findEntry } from "./ledger.store.ts";
export { evidenceForFile } from "./proof-evidence.ts";
export { consentPersonalData } from "./personal-data.ts";
export { consentChecks } from "./checks.ts";
export { consentRoutes, type ConsentDeps } from "./consent.routes.ts";
export { ledgerJobs, ledgerPeriodic } from "./ledger.jobs.ts";
export { anchorJobs, noteAnchorMail } from "./anchor-send.ts";
export { printable } from "./printable.ts";
