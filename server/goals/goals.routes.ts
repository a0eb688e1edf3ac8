import { IdParams } from "../../contract/common.ts";
import {
  ConversionAnswerSchema,
  ConversionSchema,
  GOAL_PARAMETER,
  GoalChangeSchema,
  GoalListSchema,
  GoalSchema,
  GoalSitesSchema,
  GoalTestSchema,
  NewGoalSchema,
  type GoalView,
} from "../../contract/goals.ts";
import { audit, getAccount } from "../accounts/index.ts";
import { route, type Clock, type Database, type RouteSpec } from "../platform/index.ts";
import { TEST_HOURS, type Goal } from "./goal.ts";
import type { GoalTokens } from "./goal-token.ts";
import { allGoals, coveredPeople, goalSites } from "./goals.store.ts";
import { addGoal, changeGoal, changeGoalSites, requireGoal } from "./manage-goals.ts";
import { reportConversion } from "./report-conversion.ts";

export interface GoalDeps {
  db: Database;
  clock: Clock;
  tokens: GoalTokens;
}

const tag = "Goals";

/** Goals on the account's website, and the reports that somebody reached one. */
export function goalRoutes(deps: GoalDeps): RouteSpec[] {
  return [listRoute(deps), ...changeRoutes(deps), testRoute(deps), conversionRoute(deps)];
}

function listRoute({ db }: GoalDeps): RouteSpec {
  return route({
    method: "GET",
    path: "/api/v1/goals",
    permission: "reports.read",
    tag,
    summary: "Goals, the websites they are for, and how many people's permission covers them.",
    response: GoalListSchema,
    handle: ({ accountId }) =>
      db.account(accountId, async (tx) => {
        const { kMin } = await getAccount(tx);
        const people = await coveredPeople(tx);
        const hidden = people < kMin;
        return {
          items: (await allGoals(tx)).map(present),
          sites: await goalSites(tx),
          covered: {
            hidden,
            value: hidden ? null : people,
            below: hidden ? kMin : null,
          },
        };
      }),
  });
}

function changeRoutes({ db, clock }: GoalDeps): RouteSpec[] {
  return [
    route({
      method: "POST",
      path: "/api/v1/goals",
      permission: "mailings.write",
      tag,
      summary: "Define a goal.",
      body: NewGoalSchema,
      response: GoalSchema,
      status: 201,
      handle: ({ accountId, actor, body }) =>
        db.account(accountId, async (tx) =>
          present(await addGoal(tx, { accountId, actor, now: clock.now() }, body)),
        ),
    }),
    route({
      method: "PATCH",
      path: "/api/v1/goals/:id",
      permission: "mailings.write",
      tag,
      summary: "Change a goal, or archive it: then it takes no more reports.",
      params: IdParams,
      body: GoalChangeSchema,
      response: GoalSchema,
      handle: ({ accountId, actor, params, body }) =>
        db.account(accountId, async (tx) =>
          present(await changeGoal(tx, { accountId, actor, now: clock.now() }, params.id, body)),
        ),
    }),
    route({
      method: "PUT",
      path: "/api/v1/goal-sites",
      permission: "account.manage",
      tag,
      summary:
        "The account's own websites. Links to them, and to nothing else, may carry the parameter; an empty list switches goals off.",
      body: GoalSitesSchema,
      response: GoalSitesSchema,
      handle: ({ accountId, actor, body }) =>
        db.account(accountId, async (tx) => {
          await changeGoalSites(tx, { accountId, actor, now: clock.now() }, body.sites);
          return { sites: await goalSites(tx) };
        }),
    }),
  ];
}

function testRoute({ db, clock, tokens }: GoalDeps): RouteSpec {
  return route({
    method: "POST",
    path: "/api/v1/goals/:id/test",
    permission: "mailings.write",
    tag,
    summary:
      "A token to try the website with. It leads to no click; when it is reported, the goal notes the time.",
    params: IdParams,
    response: GoalTestSchema,
    handle: ({ accountId, actor, params }) =>
      db.account(accountId, async (tx) => {
        const goal = await requireGoal(tx, params.id);
        const now = clock.now();
        await audit(tx, accountId, actor, "goal.test_made", {
          objectType: "goal",
          objectId: goal.publicId,
        });
        return {
          token: tokens.forTest(accountId, goal.id, now),
          parameter: GOAL_PARAMETER,
          expiresAt: new Date(now.getTime() + TEST_HOURS * 3_600_000).toISOString(),
        };
      }),
  });
}

/**
 * No entry of the audit log: it would keep the second of what is stored by the hour (TRK-17). The answer is the same
 * whatever became of the report (TRK-10).
 */
function conversionRoute(deps: GoalDeps): RouteSpec {
  return route({
    method: "POST",
    path: "/api/v1/goals/:id/conversions",
    permission: "conversions.report",
    tag,
    summary:
      "Report, from the website's server, that somebody reached the goal. Stored only for people who permit it now and did at the click; the answer never says which. The same token counts once.",
    params: IdParams,
    body: ConversionSchema,
    response: ConversionAnswerSchema,
    status: 202,
    async handle({ accountId, params, body }) {
      const goal = await deps.db.account(accountId, (tx) => requireGoal(tx, params.id));
      await reportConversion(deps, accountId, goal, body);
      return { received: true as const };
    },
  });
}

function present(goal: Goal): GoalView {
  return {
    id: goal.publicId,
    name: goal.name,
    valueCents: goal.valueCents,
    windowDays: goal.windowDays,
    testedAt: goal.testedAt?.toISOString() ?? null,
    createdAt: goal.createdAt.toISOString(),
    archivedAt: goal.archivedAt?.toISOString() ?? null,
  };
}
