export { conditionOfSegment, keptForGate, segmentHolds } from "./audience.store.ts";
export { keepValuesJob, VALUES_JOB } from "./keep-values.ts";
export {
  addSegment,
  requireMayAsk,
  type SegmentUse,
  type SegmentUsers,
} from "./manage-segments.ts";
export { segmentsPersonalData } from "./personal-data.ts";
export type { Segment } from "./segment.ts";
export { findSegment, findSegmentById } from "./segments.store.ts";
export { segmentRoutes, type SegmentDeps } from "./segments.routes.ts";
