import {
  ChecklistSchema,
  RunChecksSchema,
  type ChecklistView,
  type CheckView,
} from "../../contract/compliance.ts";
import { audit, getAccount } from "../accounts/index.ts";
import { route, type CheckStatus, type RouteSpec } from "../platform/index.ts";
import {
  blocks,
  goLive,
  listChecks,
  runChecks,
  type CheckEngineDeps,
  type CheckState,
} from "./check-engine.ts";

/** The checklist, and the switch to live operation. */
export function complianceRoutes(deps: CheckEngineDeps): RouteSpec[] {
  return [listRoute(deps), runRoute(deps), goLiveRoute(deps)];
}

function listRoute({ db, clock }: CheckEngineDeps): RouteSpec {
  return route({
    method: "GET",
    path: "/api/v1/checks",
    permission: "checks.read",
    tag: "Checks",
    summary: "The configuration checklist with the last results.",
    response: ChecklistSchema,
    handle: ({ accountId }) =>
      db.account(accountId, async (tx) =>
        present((await getAccount(tx)).mode, await listChecks(tx, clock.now())),
      ),
  });
}

function runRoute(deps: CheckEngineDeps): RouteSpec {
  return route({
    method: "POST",
    path: "/api/v1/checks/run",
    permission: "checks.read",
    tag: "Checks",
    summary: "Look again, at everything or at some checks.",
    body: RunChecksSchema,
    response: ChecklistSchema,
    async handle({ accountId, actor, body }) {
      const results = await runChecks(deps, accountId, body.ids);
      return deps.db.account(accountId, async (tx) => {
        await audit(tx, accountId, actor, "checks.run", { detail: { ids: body.ids ?? "all" } });
        return present((await getAccount(tx)).mode, results);
      });
    },
  });
}

function goLiveRoute(deps: CheckEngineDeps): RouteSpec {
  return route({
    method: "POST",
    path: "/api/v1/account/go-live",
    permission: "account.manage",
    tag: "Checks",
    summary:
      "Switch the account to live operation. Refused with 409 while a blocking check is not green.",
    response: ChecklistSchema,
    handle: async ({ accountId, actor }) => present("live", await goLive(deps, accountId, actor)),
  });
}

function present(mode: ChecklistView["mode"], checks: CheckState[]): ChecklistView {
  const count = (status: CheckStatus) => checks.filter((check) => check.status === status).length;
  return {
    mode,
    passed: count("passed"),
    failed: count("failed"),
    notChecked: count("not_checked"),
    notApplicable: count("not_applicable"),
    blockingOpen: checks.filter(blocks).length,
    items: checks.map((check): CheckView => ({
      ...check,
      checkedAt: check.checkedAt?.toISOString() ?? null,
    })),
  };
}
