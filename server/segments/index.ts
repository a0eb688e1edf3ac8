export { conditionOfSegment, keptForGate, segmentHolds } from "./audience.store.ts";
export { countMembers, statementsOf } from "./count-members.ts";
export { keepValuesJob, VALUES_JOB } from "./keep-values.ts";
export { addSegment, requireMayAsk, type SegmentUsers } from "./manage-segments.ts";
export { segmentsPersonalData } from "./personal-data.ts";
export type { Segment } from "./segment.ts";
export { countPeople, findSegment, findSegmentById, limitTime } from "./segments.store.ts";
export { loadScope } from "./scope.ts";
export { segmentRoutes } from "./segments.routes.ts";
