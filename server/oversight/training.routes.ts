import { IdParams } from "../../contract/common.ts";
import {
  MyTrainingSchema,
  TrainedPeopleSchema,
  TrainingAttempt,
  TrainingQuery,
  TrainingResultSchema,
} from "../../contract/training.ts";
import { audit, getAccount, listMembers, suspendedFrom, trainingState } from "../accounts/index.ts";
import {
  AppError,
  notFound,
  route,
  signedIn,
  type Actor,
  type Call,
  type RouteSpec,
} from "../platform/index.ts";
import { readCourse } from "./course/course.ts";
import type { OversightDeps } from "./deps.ts";
import { certificatePdf, takeCourse } from "./take-course.ts";
import { certificatesOf, findCertificate, lastPassed } from "./training.store.ts";

const tag = "Training";
const PATH = "/api/v1/training";

/**
 * Everybody takes the course, whatever they may do otherwise, so these routes want a sign-in and a membership and no
 * right.
 */
async function memberOf({ principal, request }: Pick<Call, "principal" | "request">): Promise<{
  accountId: number;
  actor: Actor;
  operatorId: number;
}> {
  const header =
    request.headers["klarpost-account"] ??
    (request.query as { account?: string } | undefined)?.account;
  const found = await principal.inAccount(typeof header === "string" ? header : undefined);
  if (!found)
    throw new AppError("no_such_account", 404, "There is no such account for this caller.");
  if (found.actor.operatorId === undefined)
    throw new AppError("operator_needed", 403, "Only a signed-in person can take the course.");
  return { ...found, operatorId: found.actor.operatorId };
}

/** The course, its certificates, and who is due (ORG-14). */
export function trainingRoutes(deps: OversightDeps): RouteSpec[] {
  const { db, clock } = deps;
  return [
    route({
      method: "GET",
      path: PATH,
      permission: signedIn,
      tag,
      summary: "The course with one's own state and certificates.",
      query: TrainingQuery,
      response: MyTrainingSchema,
      async handle(call) {
        const { accountId, operatorId } = await memberOf(call);
        return db.account(accountId, async (tx) => {
          const me = (await listMembers(tx, accountId)).find(({ id }) => id === operatorId);
          if (!me) throw notFound("member");
          return {
            course: readCourse(call.query.locale ?? "de"),
            dueOn: me.trainingDueOn,
            state: trainingState(me.trainingDueOn, clock.now()),
            suspendedFrom: suspendedFrom(me.trainingDueOn),
            certificates: (await certificatesOf(tx, operatorId)).map((one) => ({
              id: one.publicId,
              passedAt: one.passedAt.toISOString(),
              validUntil: one.validUntil,
            })),
          };
        });
      },
    }),
    route({
      method: "POST",
      path: `${PATH}/attempts`,
      permission: signedIn,
      tag,
      summary: "Answer the five questions; all right ones give a certificate of twelve months.",
      body: TrainingAttempt,
      response: TrainingResultSchema,
      async handle(call) {
        const member = await memberOf(call);
        const { answers, promised, locale = "de" } = call.body;
        return db.account(member.accountId, (tx) =>
          takeCourse(tx, clock, member, { answers, promised, locale }),
        );
      },
    }),
    route({
      method: "GET",
      path: `${PATH}/certificates/:id`,
      permission: signedIn,
      tag,
      summary:
        "A certificate as PDF: one's own, or anybody's for whoever answers for data protection.",
      params: IdParams,
      status: 200,
      async handle(call) {
        const { accountId, operatorId, actor } = await memberOf(call);
        const { certificate, name } = await db.account(accountId, async (tx) => {
          const found = await findCertificate(tx, call.params.id);
          const isMine = found?.operatorId === operatorId;
          if (!found || (!isMine && !actor.permissions.has("privacy.manage")))
            throw notFound("certificate");
          if (!isMine)
            await audit(tx, accountId, actor, "training.certificate_viewed", {
              objectType: "training",
              objectId: found.publicId,
            });
          return { certificate: found, name: (await getAccount(tx)).name };
        });
        return call.reply
          .header(
            "content-disposition",
            `attachment; filename="klarpost-${certificate.publicId}.pdf"`,
          )
          .header("cache-control", "private, no-store")
          .type("application/pdf")
          .send(await certificatePdf(certificate, name, deps.makePaper));
      },
    }),
    route({
      method: "GET",
      path: `${PATH}/people`,
      permission: "privacy.manage",
      tag,
      summary: "Who has taken the course, who is due, whose rights rest.",
      response: TrainedPeopleSchema,
      handle: ({ accountId }) =>
        db.account(accountId, async (tx) => {
          const passed = await lastPassed(tx);
          const now = clock.now();
          return {
            items: (await listMembers(tx, accountId))
              .map((one) => ({
                id: one.publicId,
                name: one.name,
                roles: one.roles,
                passedAt: passed.get(one.id)?.toISOString() ?? null,
                dueOn: one.trainingDueOn,
                state: trainingState(one.trainingDueOn, now),
              }))
              .toSorted((a, b) => (a.dueOn < b.dueOn ? -1 : a.dueOn > b.dueOn ? 1 : 0)),
          };
        }),
    }),
  ];
}
