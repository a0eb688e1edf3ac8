export { checkReadiness, type Readiness } from "./check-readiness.ts";
export { mailingChecks } from "./checks.ts";
export type { MailingDeps } from "./deps.ts";
export { createFollowUp, maySeeFigures, requireMaySeeFigures } from "./follow-up.ts";
export { addCampaign, assignCampaign as putIntoCampaign } from "./campaigns.store.ts";
export { saveRules } from "./mailing-rules.store.ts";
export { requestApproval } from "./decide-approval.ts";
export { waitingApprovals } from "./approvals.store.ts";
export { finishMailing } from "./finish-mailing.ts";
export type { BasisReport, Mailing, MailingState } from "./mailing.ts";
export { findMailing, findMailingById, listMailings, namesOfMailings } from "./mailings.store.ts";
export { segmentUsers } from "./segment-of-mailing.ts";
export { mailingProgress } from "./mailing-progress.ts";
export { mailingRoutes } from "./mailings.routes.ts";
export { createMailing } from "./save-mailing.ts";
export { exampleMessage } from "./example-message.ts";
export { sendTestMailing, type TestMails } from "./send-test-mailing.ts";
export { scheduleMailing, START_JOB } from "./schedule-mailing.ts";
export { checkLinksJob, LINK_CHECK_JOB } from "./link-check.ts";
export { startMailingJob } from "./start-mailing.ts";
export { webViewUrl } from "./mailing.ts";
export { followBrandKit } from "./mailing-source.ts";
export { contentFacts } from "./content-facts.ts";
export { candidatesOfLists } from "./mailings.store.ts";
export { recordPastRun } from "./start-mailing.ts";
export { acknowledgeMailing, noteRunPaused, resumeMailing } from "./control-mailing.ts";
export { mailingImageUses } from "./image-uses.store.ts";
export {
  changeAutomatic,
  decideDueTests,
  type Judgement,
  type JudgeVariants,
} from "./decide-tests.ts";
export {
  createRecurring,
  endRecurring,
  pauseRecurring,
  resumeRecurring,
  startRecurring,
} from "./recurring/manage-recurring.ts";
export { presentDetail, presentRecurring } from "./recurring/present-recurring.ts";
export { allRecurring, findRecurring, type Recurring } from "./recurring/recurring.store.ts";
export { createVariants, presentVariants } from "./variants.ts";
export { startVariants, stopVariants } from "./run-variants.ts";
export { mailingsWithTest } from "./variants.store.ts";
export { makeDueOccurrences } from "./recurring/make-occurrence.ts";
