export { cancelRun, closeRunIfDone, pauseRun, resumeRun } from "./control-run.ts";
export { openAlarms, type SendingAlarm } from "./control/alarms.store.ts";
export { controlPeriodic, controlSubscribers } from "./control/control.jobs.ts";
export { controlRoutes } from "./control/control.routes.ts";
export { domainOfRun } from "./control/limits.store.ts";
export { mailingOfAlarm, presentAlarm } from "./control/present-control.ts";
export {
  confirmInstallation,
  createSendingGuard,
  type SendingGuard,
} from "./control/sending-guard.ts";
export {
  insertRestore,
  newestRestore,
  noteReplay,
  openRestore,
  type Restore,
} from "./control/restores.store.ts";
export { endAllStops } from "./control/stops.store.ts";
export { waitsOfRun } from "./control/waits.ts";
export { decideUncertain } from "./control/decide-uncertain.ts";
export type { SendWindow } from "./control/window.ts";
export { deferRun, setRunTimes } from "./control/window.store.ts";
export { endMissed, missedAfterMs, raiseMissed } from "./control/outage.ts";
export { endPlanAlarm, raisePlanAlarm } from "./control/plan-alarms.ts";
export { acknowledgeLimits, isDomainStopped } from "./control/watch-limits.ts";
export { INSTALLATION, type SendingStop, type StopScope } from "./control/stop.ts";
export { activeStops } from "./control/stops.store.ts";
export { holdForChecks } from "./control/hold-for-checks.ts";
export { stopSending } from "./control/stop-sending.ts";
export { uncertainOfRun } from "./control/uncertain.store.ts";
export { foldDayCounts, OTHER_DOMAINS } from "./count-batch.ts";
export { addDayRows, addRefusalRows, type DayRow, type RefusalRow } from "./day-counts.store.ts";
export { addsUp, CORRESPONDENCE, PRIORITY, type Run, type RunCounts } from "./delivery.ts";
export {
  countsOfRuns,
  findRun,
  freezeCandidates,
  insertRun,
  reasonCounts,
  releaseRun,
  runCounts,
  preparedTotals,
} from "./runs.store.ts";
export { chosenJobs, chosenSubscribers } from "./forget-chosen.ts";
export { createSelfTestMail } from "./compose-self-test.ts";
export { createDispatcher, type Dispatcher, type DispatcherOptions } from "./dispatcher.ts";
export {
  findAnsweredDelivery,
  findDeliveryByMessage,
  findDeliveryByPublicId,
  findNewestAccepted,
  findReportedDelivery,
  type ReportedDelivery,
} from "./find-delivery.store.ts";
export { prepareRun, type PreparedTotals } from "./prepare-run.ts";
export { endsOfSingles } from "./singles.store.ts";
export { queueDelivery, type SingleMessage } from "./queue-delivery.ts";
export { saveLimit, saveWarmUp, slowDown, takeFromDays } from "./pace/pace.store.ts";
export { paceRoutes } from "./pace/pace.routes.ts";
export type { TransportSettings } from "./transport.ts";
export { deliveryPersonalData } from "./personal-data.ts";
export { minimiseOldDeliveries } from "./personal-data.store.ts";
export { relayTestRoutes } from "./relay-test.routes.ts";
export { tryRelay } from "./try-relay.ts";
export { insertWaves, wavesOfRun, type Wave } from "./waves.store.ts";
export { handOverOne } from "./hand-over-one.ts";
export { probeRelay } from "./smtp/probe-relay.ts";
