export { duplicatePeriodic, searchPairs } from "./duplicates.jobs.ts";
export { mergesInto } from "./merges.store.ts";
export { undoableSince, UNDO_DAYS } from "./undo-merge.ts";
export { duplicateRoutes } from "./duplicates.routes.ts";
