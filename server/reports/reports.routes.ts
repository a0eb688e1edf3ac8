import { Type } from "typebox";
import { IdParams, LocaleSchema } from "../../contract/common.ts";
import {
  MailingReportSchema,
  ReportPersonPage,
  ReportPersonQuery,
} from "../../contract/reports.ts";
import { PermissionReportSchema } from "../../contract/permission-report.ts";
import { audit } from "../accounts/index.ts";
import { displayName } from "../contacts/index.ts";
import { findMailing, type Mailing } from "../mailings/index.ts";
import {
  decodeCursor,
  notFound,
  route,
  toPage,
  type Clock,
  type Database,
  type RouteSpec,
  type Tx,
} from "../platform/index.ts";
import { exportReport } from "./export-report.ts";
import { mailingReport } from "./mailing-report.ts";
import { permissionReport } from "./permission-report.ts";
import { personsOf, type PersonRow } from "./report.store.ts";

export interface ReportDeps {
  db: Database;
  clock: Clock;
}

export function mailingReportRoutes(deps: ReportDeps): RouteSpec[] {
  return [reportRoute(deps), exportRoute(deps), personsRoute(deps), permissionRoute(deps)];
}

async function requireMailing(tx: Tx, publicId: string): Promise<Mailing> {
  const mailing = await findMailing(tx, publicId);
  if (!mailing) throw notFound("mailing");
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
        mailingReport(tx, accountId, await requireMailing(tx, params.id), {
          seesPersons: actor.permissions.has("tracking.read"),
          now: clock.now(),
        }),
      ),
  });
}

function exportRoute({ db, clock }: ReportDeps): RouteSpec {
  return route({
    method: "GET",
    path: "/api/v1/mailings/:id/report.csv",
    permission: "reports.read",
    tag: "Reports",
    summary: "The figures of the report as CSV. What the report hides is hidden here too.",
    params: IdParams,
    query: Type.Object({ locale: Type.Optional(LocaleSchema) }),
    status: 200,
    async handle({ accountId, actor, params, query, reply }) {
      const csv = await db.account(accountId, async (tx) => {
        const mailing = await requireMailing(tx, params.id);
        const report = await mailingReport(tx, accountId, mailing, {
          seesPersons: actor.permissions.has("tracking.read"),
          now: clock.now(),
        });
        await audit(tx, accountId, actor, "report.exported", {
          objectType: "mailing",
          objectId: mailing.publicId,
        });
        return exportReport(report, query.locale ?? "de");
      });
      void reply
        .type("text/csv; charset=utf-8")
        .header("content-disposition", `attachment; filename="${params.id}-report.csv"`);
      return csv;
    },
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

function personsRoute({ db }: ReportDeps): RouteSpec {
  return route({
    method: "GET",
    path: "/api/v1/mailings/:id/report/persons",
    permission: "tracking.read",
    tag: "Reports",
    summary:
      "Who opened or clicked, only of those who permit the analysis of their use now. The look is written to the audit log.",
    params: IdParams,
    query: ReportPersonQuery,
    response: ReportPersonPage,
    handle: ({ accountId, actor, params, query }) =>
      db.account(accountId, async (tx) => {
        const mailing = await requireMailing(tx, params.id);
        const position = decodeCursor(query.cursor, 2);
        const limit = query.limit ?? 50;
        const found = await personsOf(tx, mailing.id, {
          ...(query.did ? { did: query.did } : {}),
          ...(query.link === undefined ? {} : { link: query.link }),
          ...(position ? { after: { sortKey: String(position[0]), id: Number(position[1]) } } : {}),
          limit: limit + 1,
        });
        await audit(tx, accountId, actor, "report.persons_viewed", {
          objectType: "mailing",
          objectId: mailing.publicId,
          detail: {
            did: query.did ?? null,
            link: query.link ?? null,
            shown: Math.min(found.length, limit),
          },
        });
        return toPage(found, limit, presentPerson, (row) => [row.sortKey, row.contactId]);
      }),
  });
}

function presentPerson(row: PersonRow) {
  return {
    id: row.publicId,
    name: displayName(row),
    email: row.email,
    opens: row.opens,
    clicks: row.clicks,
    links: row.links,
    firstHour: row.firstHour.toISOString(),
    lastHour: row.lastHour.toISOString(),
  };
}
