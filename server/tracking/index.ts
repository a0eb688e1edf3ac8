export { trackingChecks, type TrackingCheckDeps } from "./checks.ts";
export {
  createTrackingTokens,
  HONEYPOT_LINK,
  PIXEL_LINK,
  TRACKING_TOKEN_LENGTH,
  type OpenedToken,
  type TrackingTokens,
} from "./tokens.ts";
export {
  AGENT,
  decideLevel,
  HUMAN,
  isMachine,
  MACHINE,
  type Agent,
  type MeasuredLink,
  type MeasuredMailing,
  type MeasuringLevel,
} from "./measuring.ts";
export { classifyAgent, type AgentFacts } from "./classify-agent.ts";
export { openMeasuring } from "./open-measuring.ts";
export {
  anonymousCounts,
  dueEvents,
  measuredLinks,
  measuredMailing,
  type DayCount,
} from "./measuring.store.ts";
export {
  createHitHandler,
  type ClickTargets,
  type HitDeps,
  type HitHandler,
  type StoredClick,
} from "./ingest-hit.ts";

export {
  and,
  behaviourCounts,
  behaviourOf,
  evaluate,
  matches,
  not,
  or,
  protectCounts,
  requireKnowable,
  type BehaviourCondition,
  type BehaviourCounts,
  type BehaviourExpression,
  type BehaviourUse,
  type Truth,
} from "./behaviour.ts";
export {
  behaviourTruth,
  isMeasurable,
  lastMeasuredMailings,
  peopleWho,
  type BehaviourScope,
} from "./behaviour.store.ts";

export { actsOfRecords } from "./record-acts.store.ts";

export { trackingJobs, trackingPeriodic, trackingSubscribers } from "./tracking.jobs.ts";
export { trackingPersonalData } from "./personal-data.ts";

export {
  anonymousReport,
  everybody,
  publishOptions,
  type AnonymousReport,
  type Figure,
} from "./figures.ts";
