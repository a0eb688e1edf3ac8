import { AuditPage, AuditQuery } from "../../contract/operators.ts";
import { decodeCursor, route, toPage, type RouteSpec } from "../platform/index.ts";
import { listAuditEntries, type AuditRow } from "./audit.store.ts";
import type { AccountsDeps } from "./deps.ts";

/** Reading the audit log; nothing changes it. */
export function auditRoutes(deps: Pick<AccountsDeps, "db">): RouteSpec[] {
  return [
    route({
      method: "GET",
      path: "/api/v1/audit",
      permission: "audit.read",
      summary: "Who did or looked at what, newest first",
      tag: "Audit log",
      query: AuditQuery,
      response: AuditPage,
      async handle({ accountId, query }) {
        const { cursor, limit = 50, ...filter } = query;
        const before = decodeCursor(cursor, 1)?.[0];
        const found = await deps.db.account(accountId, (tx) =>
          listAuditEntries(
            tx,
            accountId,
            filter,
            before === undefined ? null : Number(before),
            limit + 1,
          ),
        );
        return toPage(found, limit, show, (row) => [row.id]);
      },
    }),
  ];
}

function show(row: AuditRow) {
  return {
    id: row.publicId,
    at: row.at.toISOString(),
    actor: { kind: row.actorKind, id: row.actorPublicId, name: row.actorName },
    action: row.action,
    objectType: row.objectType,
    objectId: row.objectId,
    detail: row.detail,
    change:
      row.beforeHash === null && row.afterHash === null
        ? null
        : {
            before: row.beforeHash?.toString("hex") ?? null,
            after: row.afterHash?.toString("hex") ?? null,
          },
  };
}
