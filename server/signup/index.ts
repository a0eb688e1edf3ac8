import { pageAssetRoutes } from "../pages/index.ts";
import type { RouteSpec } from "../platform/index.ts";
import { confirmPageRoutes } from "./confirm-pages.routes.ts";
import type { SignupDeps } from "./deps.ts";
import { formPageRoutes } from "./form-pages.routes.ts";
import { formPreviewRoutes } from "./form-preview.routes.ts";
import { formRoutes } from "./forms.routes.ts";
import { offlineRoutes } from "./offline.routes.ts";

/** All routes of signing up: forms in the workplace, the hosted form, the pages behind the opt-in mail's links. */
export function signupRoutes(deps: SignupDeps): RouteSpec[] {
  return [
    ...formPreviewRoutes(deps),
    ...formRoutes(deps),
    ...offlineRoutes(deps),
    ...formPageRoutes(deps),
    ...confirmPageRoutes(deps),
    ...pageAssetRoutes(),
  ];
}

export { signupChecks } from "./checks.ts";
export type { SignupDeps } from "./deps.ts";
export type { Form, FormVersion } from "./form.ts";

export { type ConfirmResult } from "./confirm-subscription.ts";
export { signupPersonalData } from "./personal-data.ts";
export { preferencePorts, type FormForPreferences } from "./preference-ports.ts";
export { createForm, type FormAuthor } from "./save-form.ts";
export { signupJobs, signupPeriodic, signupSubscribers } from "./signup.jobs.ts";
export { type Submission, type SubmitResult } from "./submit-form.ts";
export { formForLists, type FormForLists } from "./form-for-lists.ts";
export { requestStates } from "./consent-requests.store.ts";
export { confirmSigned } from "./confirm-signed.ts";
export {
  type Declaration,
  type OfflineChannel,
  type OfflineDeclaration,
} from "./consent-request.ts";
export {
  findStanding,
  requestOptIn,
  type OptInRequest,
  type OptInResult,
} from "./request-opt-in.ts";
