import { SecurityEventsPage, SecurityEventsQuery } from "../../contract/security-events.ts";
import { AppError, decodeCursor, route, toPage, type RouteSpec } from "../platform/index.ts";
import type { AccountsDeps } from "./deps.ts";
import { isAdministrator } from "./me.ts";
import { INSTALLATION, listSecurityEvents, type SecurityRow } from "./security-log.store.ts";

/** Reading the security log (RET-08): an account's part by who reads its audit log, the installation's by who runs it. */
export function securityLogRoutes({ db }: Pick<AccountsDeps, "db">): RouteSpec[] {
  return [
    route({
      method: "GET",
      path: "/api/v1/security-events",
      permission: "audit.read",
      summary:
        "Failed sign-ins, refused calls and rejected uploads of the last twelve months, newest first; those of the whole installation for administrators only",
      tag: "Audit log",
      query: SecurityEventsQuery,
      response: SecurityEventsPage,
      async handle({ accountId, principal, query }) {
        const { cursor, limit = 50, event, of = "account" } = query;
        const last = decodeCursor(cursor, 1)?.[0];
        const filter = {
          event,
          before: last === undefined ? null : Number(last),
          limit: limit + 1,
        };
        const ofAll = of === "installation";
        if (ofAll && !(await runsInstallation(principal.operatorId)))
          throw new AppError("administrator_needed", 403, "Only an administrator sees this.", {
            hint: "Leave `of` out to see the events of this account.",
          });
        const found = ofAll
          ? await db.instance((tx) => listSecurityEvents(tx, INSTALLATION, filter))
          : await db.account(accountId, (tx) => listSecurityEvents(tx, accountId, filter));
        return toPage(found, limit, show, (row) => [row.id]);
      },
    }),
  ];

  async function runsInstallation(operatorId: number | undefined): Promise<boolean> {
    return operatorId !== undefined && isAdministrator(db, operatorId);
  }
}

function show(row: SecurityRow) {
  return {
    id: row.publicId,
    at: row.at.toISOString(),
    lastAt: row.lastAt.toISOString(),
    times: row.times,
    event: row.event,
    code: row.code,
    method: row.method,
    route: row.route,
    requestId: row.requestId,
    actor: row.actorKind === null ? null : { kind: row.actorKind, name: row.actorName ?? "" },
    who: row.who,
    network: row.network,
    summed: row.summed,
  };
}
