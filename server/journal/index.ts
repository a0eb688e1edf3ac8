export { journalFolder } from "./journal-files.ts";
export {
  dropOldJournal,
  journalStates,
  startJournal,
  writeJournal,
  type JournalDeps,
} from "./keep-journal.ts";
export { journalSubscribers } from "./journal.jobs.ts";
export { journalPersonalData } from "./personal-data.ts";
export {
  lockForReplay,
  openJournal,
  prepareRestored,
  replayFor,
  type Replay,
  type ReplayDeps,
} from "./replay-journal.ts";
