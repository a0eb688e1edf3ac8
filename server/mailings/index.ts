export type { MailingDeps } from "./deps.ts";
export { finishMailing } from "./finish-mailing.ts";
export type { BasisReport, Mailing, MailingState } from "./mailing.ts";
export { findMailing, findMailingById, listMailings } from "./mailings.store.ts";
export { mailingProgress, ruleOf } from "./mailing-progress.ts";
export { mailingRoutes } from "./mailings.routes.ts";
export { changeMailing, createMailing } from "./save-mailing.ts";
export { scheduleMailing, START_JOB } from "./schedule-mailing.ts";
export { startMailingJob } from "./start-mailing.ts";
