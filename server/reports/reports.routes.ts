import { Type } from "typebox";
import { IdParams, LocaleSchema } from "../../contract/common.ts";
import {
  FiguresAskedSchema,
  MailingReportSchema,
  type MailingReport,
} from "../../contract/reports.ts";
import { PermissionReportSchema } from "../../contract/permission-report.ts";
import { audit } from "../accounts/index.ts";
import { findMailing, requireMaySeeFigures, type Mailing } from "../mailings/index.ts";
import {
  notFound,
  route,
  type Actor,
  type Clock,
  type Database,
  type Locale,
  type RouteSpec,
  type Tx,
} from "../platform/index.ts";
import { exportReport, reportWorkbook } from "./export-report.ts";
import { mailingReport } from "./mailing-report.ts";
import { permissionReport } from "./permission-report.ts";
import { letterheadOf, reportPdf, type Letterhead } from "./report-pdf.ts";
import { askForFigures } from "./snapshot-report.ts";

export interface ReportDeps {
  db: Database;
  clock: Clock;
}

export function mailingReportRoutes(deps: ReportDeps): RouteSpec[] {
  return [
    reportRoute(deps),
    refreshRoute(deps),
    exportRoute(deps, "csv"),
    exportRoute(deps, "xlsx"),
    exportRoute(deps, "pdf"),
    permissionRoute(deps),
  ];
}

/** The mailing of a path; throws when the account has none such. */
export async function requireMailing(tx: Tx, publicId: string, actor: Actor): Promise<Mailing> {
  const mailing = await findMailing(tx, publicId);
  if (!mailing) throw notFound("mailing");
  requireMaySeeFigures(mailing, { seesPersons: actor.permissions.has("tracking.read") });
  return mailing;
}

function reportRoute({ db, clock }: ReportDeps): RouteSpec {
  return route({
    method: "GET",
    path: "/api/v1/mailings/:id/report",
    permission: "reports.read",
    tag: "Reports",
    summary:
      "What came of a mailing. Anonymous figures below the smallest group are hidden; rates are about those who agreed.",
    params: IdParams,
    response: MailingReportSchema,
    handle: ({ accountId, actor, params }) =>
      db.account(accountId, async (tx) =>
        mailingReport(tx, accountId, await requireMailing(tx, params.id, actor), {
          seesPersons: actor.permissions.has("tracking.read"),
          now: clock.now(),
        }),
      ),
  });
}

const EXPORTS = {
  csv: {
    type: "text/csv; charset=utf-8",
    summary: "The report as CSV. Shows what the report shows, hidden figures are hidden.",
    make: (report: MailingReport, locale: Locale) => exportReport(report, locale),
  },
  xlsx: {
    type: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    summary:
      "The report as a workbook: overview, days, links, what was not sent, domains, bounces, formulas. Hidden figures are hidden.",
    make: (report: MailingReport, locale: Locale) => reportWorkbook(report, locale),
  },
  pdf: {
    type: "application/pdf",
    summary:
      "The report for reading and printing, with funnel, curve and links, and what was not measured. Hidden figures are hidden.",
    make: (report: MailingReport, locale: Locale, head: Letterhead) =>
      reportPdf(report, locale, head),
  },
} as const;

function exportRoute({ db, clock }: ReportDeps, format: keyof typeof EXPORTS): RouteSpec {
  const { type, summary, make } = EXPORTS[format];
  return route({
    method: "GET",
    path: `/api/v1/mailings/:id/report.${format}`,
    permission: "reports.read",
    tag: "Reports",
    summary: `${summary} Written to the audit log.`,
    params: IdParams,
    query: Type.Object({ locale: Type.Optional(LocaleSchema) }),
    status: 200,
    async handle({ accountId, actor, params, query, reply }) {
      const report = await db.account(accountId, async (tx) => {
        const mailing = await requireMailing(tx, params.id, actor);
        const made = await mailingReport(tx, accountId, mailing, {
          seesPersons: actor.permissions.has("tracking.read"),
          now: clock.now(),
        });
        await audit(tx, accountId, actor, "report.exported", {
          objectType: "mailing",
          objectId: mailing.publicId,
          detail: { format },
        });
        return made;
      });
      void reply
        .type(type)
        .header("content-disposition", `attachment; filename="${params.id}-report.${format}"`);
      return make(report, query.locale ?? "de", await letterheadOf(db, accountId, clock.now()));
    },
  });
}

function refreshRoute({ db, clock }: ReportDeps): RouteSpec {
  return route({
    method: "POST",
    path: "/api/v1/mailings/:id/report/refresh",
    permission: "reports.read",
    tag: "Reports",
    summary:
      "Count the figures of a large mailing again now. Small ones are counted at each look, and the answer says so.",
    params: IdParams,
    response: FiguresAskedSchema,
    status: 202,
    handle: ({ accountId, actor, params }) =>
      db.account(accountId, async (tx) => {
        const mailing = await requireMailing(tx, params.id, actor);
        const computing = await askForFigures(tx, accountId, mailing.id, clock.now());
        await audit(tx, accountId, actor, "report.refreshed", {
          objectType: "mailing",
          objectId: mailing.publicId,
        });
        return { computing };
      }),
  });
}

function permissionRoute({ db, clock }: ReportDeps): RouteSpec {
  return route({
    method: "GET",
    path: "/api/v1/reports/permission",
    permission: "reports.read",
    tag: "Reports",
    summary:
      "How many subscribers permit the analysis of their use, how that changed, and which way of asking works best. Small groups are hidden.",
    response: PermissionReportSchema,
    handle: ({ accountId }) => db.account(accountId, (tx) => permissionReport(tx, clock.now())),
  });
}
