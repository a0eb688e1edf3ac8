import {
  HouseAssessmentInput,
  HouseAssessmentList,
  HouseAssessmentMade,
} from "../../contract/documents.ts";
import { getAccount } from "../accounts/index.ts";
import { route, type Clock, type Database, type RouteSpec } from "../platform/index.ts";
import { readAssessments } from "./read-assessments.ts";
import { dayIn } from "./facts.ts";
import { recordAssessment } from "./record-assessment.ts";

const tag = "Documents";

/** The house's own assessments (CHK-36). */
export function assessmentRoutes({ db, clock }: { db: Database; clock: Clock }): RouteSpec[] {
  return [
    route({
      method: "GET",
      path: "/api/v1/assessments",
      permission: "assessments.read",
      tag,
      summary:
        "What the house weighed for itself: question, arguments, conclusion, name, next look.",
      response: HouseAssessmentList,
      handle: ({ accountId }) =>
        db.account(accountId, async (tx) => {
          const { timezone } = await getAccount(tx);
          return { items: await readAssessments(tx, dayIn(clock.now(), timezone)) };
        }),
    }),
    route({
      method: "POST",
      path: "/api/v1/assessments",
      permission: "privacy.manage",
      tag,
      summary: "Record an assessment by name; a newer one takes the place of the older.",
      body: HouseAssessmentInput,
      response: HouseAssessmentMade,
      status: 201,
      handle: ({ accountId, actor, body }) =>
        db.account(accountId, (tx) => recordAssessment(tx, accountId, actor, body, clock.now())),
    }),
  ];
}
