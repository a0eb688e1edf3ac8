export {
  ACKNOWLEDGE_HOURS,
  measuredAs,
  OWN_NUMBER,
  type CoreList,
  type CorePerson,
  type CoreRecord,
  type RecordBasis,
  type Withdrawal,
  type WithdrawalKind,
} from "./record.ts";
export {
  candidatesOfCoreList,
  changeCoreList,
  coreLists,
  countRecords,
  endCoreList,
  findCoreList,
  insertCoreList,
  lockCoreList,
  lockCoreListById,
} from "./lists.store.ts";
export {
  acknowledgeWithdrawals,
  endRecordsOf,
  insertWithdrawal,
  lockPerson,
  openUnsubscribes,
  openWithdrawal,
  recordsOfPerson,
  reopenRecordsOf,
  undoWithdrawals,
  withoutProfiling,
} from "./withdrawals.store.ts";
export { recordsPersonalData } from "./personal-data.ts";
export { recordsPeriodic } from "./records.jobs.ts";
