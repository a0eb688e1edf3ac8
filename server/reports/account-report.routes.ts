import {
  AccountMailingsSchema,
  AccountReportExportQuery,
  AccountReportQuery,
  AccountReportSchema,
  ComparisonExportQuery,
  ComparisonQuery,
  ComparisonSchema,
  type ReportPeriod,
} from "../../contract/account-report.ts";
import { audit } from "../accounts/index.ts";
import { route, type Clock, type Database, type RouteSpec, type Tx } from "../platform/index.ts";
import { accountMailings } from "./account-mailings.ts";
import { accountReport, requireList } from "./account-report.ts";
import { compareMailings } from "./comparison.ts";
import { accountSheets } from "./export-account.ts";
import { comparisonSheets } from "./export-comparison.ts";
import { sheetsFile, type SheetFormat } from "./report-sheets.ts";

interface Deps {
  db: Database;
  clock: Clock;
}

const tag = "Reports";
const FORMATS: readonly SheetFormat[] = ["csv", "xlsx"];

/** Reports over all mailings of the account, and mailings beside each other. */
export function accountReportRoutes(deps: Deps): RouteSpec[] {
  return [
    reportRoute(deps),
    mailingsRoute(deps),
    comparisonRoute(deps),
    ...FORMATS.flatMap((format) => [
      exportReportRoute(deps, format),
      exportComparisonRoute(deps, format),
    ]),
  ];
}

interface Asked {
  period?: ReportPeriod;
  list?: string;
}

async function filterOf(tx: Tx, { period = "90", list }: Asked) {
  return { period, list: await requireList(tx, list) };
}

const idsOf = (mailings: string | undefined) => mailings?.split(",") ?? [];

function reportRoute({ db, clock }: Deps): RouteSpec {
  return route({
    method: "GET",
    path: "/api/v1/reports/account",
    permission: "reports.read",
    tag,
    summary:
      "The account over time: growth of lists, reach, consent to the analysis, bounces and complaints by week or month. The list narrows growth, reach and consent.",
    query: AccountReportQuery,
    response: AccountReportSchema,
    handle: ({ accountId, query }) =>
      db.account(accountId, async (tx) =>
        accountReport(tx, await filterOf(tx, query), clock.now()),
      ),
  });
}

function mailingsRoute({ db, clock }: Deps): RouteSpec {
  return route({
    method: "GET",
    path: "/api/v1/reports/account/mailings",
    permission: "reports.read",
    tag,
    summary:
      "The mailings of a period with their rates, and on which weekday and at which hour they are opened most, as far as there are enough to say. Rates are about those who agreed.",
    query: AccountReportQuery,
    response: AccountMailingsSchema,
    handle: ({ accountId, actor, query }) =>
      db.account(accountId, async (tx) => {
        const { period, list } = await filterOf(tx, query);
        return accountMailings(
          tx,
          accountId,
          { period, listId: list?.id ?? null },
          { seesPersons: actor.permissions.has("tracking.read"), now: clock.now() },
        );
      }),
  });
}

function comparisonRoute({ db, clock }: Deps): RouteSpec {
  return route({
    method: "GET",
    path: "/api/v1/reports/comparison",
    permission: "reports.read",
    tag,
    summary:
      "Up to twelve mailings beside each other, each with the figures of its own report. Says where a difference is within chance; levels of counting are never mixed.",
    query: ComparisonQuery,
    response: ComparisonSchema,
    handle: ({ accountId, actor, query }) =>
      db.account(accountId, (tx) =>
        compareMailings(
          tx,
          accountId,
          { ids: idsOf(query.mailings), against: query.against },
          { seesPersons: actor.permissions.has("tracking.read"), now: clock.now() },
        ),
      ),
  });
}

function exportReportRoute({ db, clock }: Deps, format: SheetFormat): RouteSpec {
  return route({
    method: "GET",
    path: `/api/v1/reports/account.${format}`,
    permission: "reports.read",
    tag,
    summary: `The account's reports as ${format.toUpperCase()}. What they hide is hidden here too. Written to the audit log.`,
    query: AccountReportExportQuery,
    status: 200,
    async handle({ accountId, actor, query, reply }) {
      const locale = query.locale ?? "de";
      const sheets = await db.account(accountId, async (tx) => {
        const { period, list } = await filterOf(tx, query);
        const now = clock.now();
        const viewer = { seesPersons: actor.permissions.has("tracking.read"), now };
        const report = await accountReport(tx, { period, list }, now);
        const asked = { period, listId: list?.id ?? null };
        const mailings = await accountMailings(tx, accountId, asked, viewer);
        await audit(tx, accountId, actor, "report.exported", {
          objectType: "account",
          detail: { period, list: list?.publicId ?? null, format },
        });
        return accountSheets(report, mailings, locale);
      });
      const { type, content } = sheetsFile(sheets, format, locale);
      void reply
        .type(type)
        .header("content-disposition", `attachment; filename="klarpost-reports.${format}"`);
      return content;
    },
  });
}

function exportComparisonRoute({ db, clock }: Deps, format: SheetFormat): RouteSpec {
  return route({
    method: "GET",
    path: `/api/v1/reports/comparison.${format}`,
    permission: "reports.read",
    tag,
    summary: `The comparison as ${format.toUpperCase()}. What it hides is hidden here too. Written to the audit log.`,
    query: ComparisonExportQuery,
    status: 200,
    async handle({ accountId, actor, query, reply }) {
      const locale = query.locale ?? "de";
      const sheets = await db.account(accountId, async (tx) => {
        const comparison = await compareMailings(
          tx,
          accountId,
          { ids: idsOf(query.mailings), against: query.against },
          { seesPersons: actor.permissions.has("tracking.read"), now: clock.now() },
        );
        await audit(tx, accountId, actor, "report.exported", {
          objectType: "account",
          detail: { mailings: comparison.mailings.map((each) => each.id), format },
        });
        return comparisonSheets(comparison, locale);
      });
      const { type, content } = sheetsFile(sheets, format, locale);
      void reply
        .type(type)
        .header("content-disposition", `attachment; filename="klarpost-comparison.${format}"`);
      return content;
    },
  });
}
