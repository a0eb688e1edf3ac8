import { IdParams } from "../../contract/common.ts";
import { GoalPersonPage, GoalPersonQuery, MailingGoalsSchema } from "../../contract/goals.ts";
import { audit } from "../accounts/index.ts";
import { displayName } from "../contacts/index.ts";
import { reachedBy, type ReachedBy } from "../goals/index.ts";
import { findMailing, type Mailing } from "../mailings/index.ts";
import {
  decodeCursor,
  notFound,
  route,
  toPage,
  type Database,
  type RouteSpec,
  type Tx,
} from "../platform/index.ts";
import { goalsReport } from "./goals-report.ts";

/** Goals in the report of a mailing: figures, and the people behind them. */
export function goalsReportRoutes({ db }: { db: Database }): RouteSpec[] {
  return [
    route({
      method: "GET",
      path: "/api/v1/mailings/:id/goals",
      permission: "reports.read",
      tag: "Reports",
      summary:
        "Which goals the clickers of a mailing reached, of those who permit the analysis of clicks and forms.",
      params: IdParams,
      response: MailingGoalsSchema,
      handle: ({ accountId, actor, params }) =>
        db.account(accountId, async (tx) => {
          const mailing = await requireMailing(tx, params.id);
          return goalsReport(tx, mailing.id, actor.permissions.has("tracking.read"));
        }),
    }),
    route({
      method: "GET",
      path: "/api/v1/mailings/:id/goals/persons",
      permission: "tracking.read",
      tag: "Reports",
      summary:
        "Who reached a goal, only of those who permit reports on persons now. The look is written to the audit log.",
      params: IdParams,
      query: GoalPersonQuery,
      response: GoalPersonPage,
      handle: ({ accountId, actor, params, query }) =>
        db.account(accountId, async (tx) => {
          const mailing = await requireMailing(tx, params.id);
          const position = decodeCursor(query.cursor, 2);
          const limit = query.limit ?? 50;
          const found = await reachedBy(tx, mailing.id, {
            ...(position
              ? { after: { sortKey: String(position[0]), place: String(position[1]) } }
              : {}),
            limit: limit + 1,
          });
          await audit(tx, accountId, actor, "report.persons_viewed", {
            objectType: "mailing",
            objectId: mailing.publicId,
            detail: { did: "reached_goal", shown: Math.min(found.length, limit) },
          });
          return toPage(found, limit, present, (row) => [row.sortKey, row.place]);
        }),
    }),
  ];
}

async function requireMailing(tx: Tx, publicId: string): Promise<Mailing> {
  const mailing = await findMailing(tx, publicId);
  if (!mailing) throw notFound("mailing");
  return mailing;
}

const present = (row: ReachedBy) => ({
  id: row.publicId,
  name: displayName(row),
  email: row.email,
  goal: row.goal,
  hour: row.hour.toISOString(),
  valueCents: row.valueCents,
});
