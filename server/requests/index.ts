import type { RouteSpec } from "../platform/index.ts";
import type { RequestsDeps } from "./deps.ts";
import { informationRoutes } from "./information.routes.ts";
import { noticeRoutes } from "./notices.routes.ts";
import { requestFormRoutes } from "./request-form.routes.ts";
import { caseRoutes } from "./requests.routes.ts";
import { workRoutes } from "./work.routes.ts";

/** All routes of requests about one's data: the cases, whom else to tell, and the account's form. */
export function requestRoutes(deps: RequestsDeps): RouteSpec[] {
  return [
    ...caseRoutes(deps),
    ...workRoutes(deps),
    ...noticeRoutes(deps),
    ...informationRoutes(deps),
    ...requestFormRoutes(deps),
  ];
}

export type { CopyFile, CopyFormat, MakePaper, RequestsDeps } from "./deps.ts";
export { openRequest } from "./open-request.ts";
export { requestsPersonalData } from "./personal-data.ts";
export { requestPeriodic } from "./requests.jobs.ts";
export { requestPorts } from "./self-service.ts";
export { watchInformation } from "./watch-information.ts";
export { takeRequestMail } from "./take-mail.ts";
export { requestTodos } from "./todos.ts";
