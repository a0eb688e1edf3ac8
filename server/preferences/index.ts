import type { RouteSpec } from "../platform/index.ts";
import { accessFormRoutes } from "./access-form.routes.ts";
import type { PreferenceDeps } from "./deps.ts";
import { freshRoutes } from "./fresh.routes.ts";
import { manageRoutes } from "./manage.routes.ts";
import { objectionRoutes } from "./objection.routes.ts";
import { questionRoutes } from "./question.routes.ts";
import { staffRoutes } from "./staff.routes.ts";
import { unsubscribeRoutes } from "./unsubscribe.routes.ts";

/** All routes by which people change their mind, and by which staff records that they did. */
export function preferenceRoutes(deps: PreferenceDeps): RouteSpec[] {
  return [
    ...unsubscribeRoutes(deps),
    ...objectionRoutes(deps),
    ...manageRoutes(deps),
    ...accessFormRoutes(deps),
    ...freshRoutes(deps),
    ...questionRoutes(deps),
    ...staffRoutes(deps),
  ];
}

export { unsubscribePerson } from "./core-person.ts";
export { sendAccessLink } from "./send-access-link.ts";
export { undoUnsubscribe } from "./undo-unsubscribe.ts";
export { preferenceChecks } from "./checks.ts";
export type { PreferenceDeps } from "./deps.ts";
export { preferencesPersonalData } from "./personal-data.ts";
export { preferenceJobs, preferencePeriodic, preferenceSubscribers } from "./preferences.jobs.ts";

export { consentKindWords, describeSource } from "./stored-texts.ts";
export {
  evidenceOf,
  objectToAdvertising,
  unsubscribe,
  unsubscribeFromAll,
  type Leaver,
  type LeavingAct,
} from "./unsubscribe.ts";
