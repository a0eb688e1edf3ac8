import { Type } from "typebox";
import {
  AnswerCheckSchema,
  CheckHistorySchema,
  CheckParams,
  ChecklistPdfQuery,
  ChecklistSchema,
  OverrideCheckSchema,
  RunChecksSchema,
} from "../../contract/compliance.ts";
import { audit, getAccount } from "../accounts/index.ts";
import { route, type RouteSpec, type Tx } from "../platform/index.ts";
import { answerCheck, endCheckOverride, overrideCheck, withdrawAnswer } from "./answer-check.ts";
import { goLive, runChecks, type CheckEngineDeps } from "./check-engine.ts";
import { listChecks, type CheckState } from "./check-state.ts";
import { allEvidence } from "../evidence/index.ts";
import type { Papers } from "./checklist-pdf.ts";
import { checkChanges } from "./checks.store.ts";
import { presentChecklist } from "./present-checklist.ts";

const tag = "Checks";

/** The checklist, what people answer, and the switch to live operation. */
export function complianceRoutes(deps: CheckEngineDeps): RouteSpec[] {
  return [...readingRoutes(deps), runRoute(deps), ...answerRoutes(deps), goLiveRoute(deps)];
}

function readingRoutes({ db, clock }: CheckEngineDeps): RouteSpec[] {
  return [
    route({
      method: "GET",
      path: "/api/v1/checks",
      permission: "checks.read",
      tag,
      summary: "The configuration checklist with the last results.",
      response: ChecklistSchema,
      handle: ({ accountId }) =>
        db.account(accountId, async (tx) => {
          const now = clock.now();
          return presentChecklist((await getAccount(tx)).mode, await listChecks(tx, now), now);
        }),
    }),
    route({
      method: "GET",
      path: "/api/v1/checks/:id/history",
      permission: "checks.read",
      tag,
      summary: "What a check found, newest first, kept whenever status or evidence changed.",
      params: CheckParams,
      response: CheckHistorySchema,
      handle: ({ accountId, params }) =>
        db.account(accountId, async (tx) => ({
          items: (await checkChanges(tx, params.id)).map(({ at, message, ...rest }) => ({
            ...rest,
            message: { de: message.de ?? "", en: message.en ?? "" },
            at: at.toISOString(),
          })),
        })),
    }),
    route({
      method: "GET",
      path: "/api/v1/checklist.pdf",
      permission: "checks.read",
      tag,
      summary: "The checklist with its evidence as PDF, to be signed.",
      query: ChecklistPdfQuery,
      status: 200,
      async handle({ accountId, actor, query, reply }) {
        const locale = query.locale ?? "de";
        const now = clock.now();
        // The names of contracts and certificates are for who may open them.
        const readsPapers = actor.permissions.has("documents.read");
        const found = await db.account(accountId, async (tx) => ({
          account: await getAccount(tx),
          checks: await listChecks(tx, now),
          papers: readsPapers ? await papersOf(tx) : { answers: [], places: [] },
        }));
        const name = locale === "de" ? "checkliste" : "checklist";
        void reply
          .type("application/pdf")
          .header("content-disposition", `attachment; filename="${name}.pdf"`);
        const { checklistPdf } = await import("./checklist-pdf.ts");
        return checklistPdf(found, locale, now);
      },
    }),
  ];
}

/** The papers behind answers by the answer's id, and those behind places of data (CHK-28). */
async function papersOf(tx: Tx): Promise<Papers> {
  return { answers: await allEvidence(tx, "checks"), places: await allEvidence(tx, "places") };
}

function runRoute(deps: CheckEngineDeps): RouteSpec {
  return route({
    method: "POST",
    path: "/api/v1/checks/run",
    permission: "checks.read",
    tag,
    summary: "Look again, at everything or at some checks.",
    body: RunChecksSchema,
    response: ChecklistSchema,
    async handle({ accountId, actor, body }) {
      const results = await runChecks(deps, accountId, body.ids);
      await deps.db.account(accountId, (tx) =>
        audit(tx, accountId, actor, "checks.run", { detail: { ids: body.ids ?? "all" } }),
      );
      return show(deps, accountId, results);
    },
  });
}

function answerRoutes(deps: CheckEngineDeps): RouteSpec[] {
  return [
    route({
      method: "POST",
      path: "/api/v1/checks/:id/answer",
      permission: "privacy.manage",
      tag,
      summary: "Confirm by name what only a person can say, for twelve months at most.",
      params: CheckParams,
      body: AnswerCheckSchema,
      response: ChecklistSchema,
      handle: async ({ accountId, actor, params, body }) =>
        show(deps, accountId, await answerCheck(deps, accountId, actor, params.id, body)),
    }),
    route({
      method: "DELETE",
      path: "/api/v1/checks/:id/answer",
      permission: "privacy.manage",
      tag,
      summary: "Take an answer back.",
      params: CheckParams,
      query: Type.Object({ key: Type.String({ maxLength: 120 }) }),
      response: ChecklistSchema,
      handle: async ({ accountId, actor, params, query }) =>
        show(deps, accountId, await withdrawAnswer(deps, accountId, actor, params.id, query.key)),
    }),
    route({
      method: "POST",
      path: "/api/v1/checks/:id/override",
      permission: "account.manage",
      tag,
      summary:
        "Pass over a check that does not block, with a reason, for 30 days at most (CHK-A2).",
      params: CheckParams,
      body: OverrideCheckSchema,
      response: ChecklistSchema,
      handle: async ({ accountId, actor, params, body }) =>
        show(deps, accountId, await overrideCheck(deps, accountId, actor, params.id, body)),
    }),
    route({
      method: "DELETE",
      path: "/api/v1/checks/:id/override",
      permission: "account.manage",
      tag,
      summary: "Let a check count again that was passed over.",
      params: CheckParams,
      response: ChecklistSchema,
      handle: async ({ accountId, actor, params }) =>
        show(deps, accountId, await endCheckOverride(deps, accountId, actor, params.id)),
    }),
  ];
}

function goLiveRoute(deps: CheckEngineDeps): RouteSpec {
  return route({
    method: "POST",
    path: "/api/v1/account/go-live",
    permission: "account.manage",
    tag,
    summary:
      "Switch the account to live operation. Refused with 409 while a blocking check is not green.",
    response: ChecklistSchema,
    handle: async ({ accountId, actor }) =>
      show(deps, accountId, await goLive(deps, accountId, actor)),
  });
}

async function show({ db, clock }: CheckEngineDeps, accountId: number, checks: CheckState[]) {
  const { mode } = await db.account(accountId, getAccount);
  return presentChecklist(mode, checks, clock.now());
}
