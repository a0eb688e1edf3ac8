import { DashboardSchema, type Todo } from "../../contract/dashboard.ts";
import { route, type RouteSpec, type Tx } from "../platform/index.ts";
import { countingMethodRoutes } from "./counting-method.routes.ts";
import { accountReportRoutes } from "./account-report.routes.ts";
import { dashboard } from "./dashboard.ts";
import { directoryRoutes, type DirectoryDeps } from "./directory.routes.ts";
import { reportPersonRoutes } from "./persons.routes.ts";
import { goalsReportRoutes } from "./goals-report.routes.ts";
import { mailingReportRoutes } from "./reports.routes.ts";

export { exportPorts } from "./export-ports.ts";
export { deliverabilityRoutes } from "./deliverability.routes.ts";
export { refreshDue, reportJobs, reportPeriodic } from "./snapshot-report.ts";
export { adversaryResults } from "./adversary-results.ts";
export { makePaper, settable, type Paper } from "./pdf-paper.ts";
export { writeWorkbook } from "./xlsx.ts";
export { judgeVariants } from "./judge-variants.ts";
export { recordedEvents } from "./recorded-events.ts";

export interface ReportRouteDeps extends DirectoryDeps {
  /** What higher ranks want to have done, for the start page. */
  furtherTodos?: readonly ((tx: Tx) => Promise<Todo[]>)[];
}

/** Reports, the contact directory, the start page and the search: read models across slices. */
export function reportRoutes(deps: ReportRouteDeps): RouteSpec[] {
  return [
    ...mailingReportRoutes(deps),
    ...accountReportRoutes(deps),
    ...reportPersonRoutes(deps),
    ...directoryRoutes(deps),
    ...countingMethodRoutes(deps),
    ...goalsReportRoutes(deps),
    dashboardRoute(deps),
  ];
}

function dashboardRoute(deps: ReportRouteDeps): RouteSpec {
  return route({
    method: "GET",
    path: "/api/v1/dashboard",
    permission: "account.read",
    tag: "Reports",
    summary:
      "The start page: what needs somebody today, what is going out, what came of the last mailing.",
    response: DashboardSchema,
    handle: ({ accountId, actor }) =>
      deps.db.account(accountId, (tx) =>
        dashboard(
          tx,
          deps,
          accountId,
          (permission) => actor.permissions.has(permission),
          actor.operatorId,
        ),
      ),
  });
}
